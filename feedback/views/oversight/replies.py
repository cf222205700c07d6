"""Checking what agencies hand in: publish it, or have it written again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.comments import ReasonForm
from feedback.operations import replies
from feedback.queries.desks import Queue
from feedback.views.oversight.cases import (
    describe_answer,
    get_case,
    leave_case,
    list_desk_moves,
    press,
)
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("replies", __name__, url_prefix="/y-kien/<ref>")


@bp.post("/cong-khai")
def publish(ref: str) -> ResponseReturnValue:
    """Make comment and answer public."""
    done = _("Đã công khai ý kiến và câu trả lời.")
    return press(ref, replies.publish_reply, done, Queue.PUBLISH)


@bp.post("/duyet")
def approve(ref: str) -> ResponseReturnValue:
    """Take in the answer of an agency that has nobody to approve it."""
    done = _("Đã nhận câu trả lời, chờ kiểm tra để công khai.")
    return press(ref, replies.approve_for_agency, done, Queue.PUBLISH)


@bp.route("/tra-lai", methods=["GET", "POST"])
def send_back(ref: str) -> ResponseReturnValue:
    """Have an answer written again that does not answer the point."""
    case, staff = get_case(ref), current_staff()
    form = ReasonForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: replies.send_back_reply(
            ref, user_id=staff.user_id, seen=form.based_on, reason=form.reason.data
        ),
    )
    if status is None:
        flash(_("Đã trả lại cơ quan để trả lời đúng điều được nêu."), "success")
        return redirect(
            url_for("oversight.comments.index", queue=Queue.PUBLISH.value), 303
        )
    if status == ASKED and Move.SEND_BACK not in list_desk_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    page = render_template(
        "oversight/replies/send_back.html",
        case=case,
        form=form,
        **describe_answer(case),
        back_href=url_for("oversight.comments.show", ref=ref),
    )
    return page, status
