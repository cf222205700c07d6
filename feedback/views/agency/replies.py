"""Writing, approving and sending back the agency's answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.errors import NotFound
from feedback.domain.states import Move
from feedback.forms.comments import MoveForm, ReasonForm
from feedback.forms.replies import ReplyForm
from feedback.operations import replies
from feedback.queries.comments import CaseFile
from feedback.views.agency.cases import get_case, leave_case, list_own_moves
from feedback.views.agency.editors import (
    fill_from_template,
    make_reply_form,
    read_photos,
    show_editor,
)
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("replies", __name__)


@bp.route("/<ref>/tra-loi", methods=["GET", "POST"])
def edit(ref: str) -> ResponseReturnValue:
    """Write the answer; what was typed stays on the page whatever happens."""
    try:
        case = get_case(ref)
    except NotFound:
        if not request.form.get("text"):
            raise
        # It was handed back meanwhile; the words are the writer's own.
        lost = request.form["text"]
        return render_template("agency/replies/lost.html", text=lost), 404
    form = make_reply_form(case)
    if "fill" in request.values:
        # Nothing is sent yet: what was typed stays, the words come after it.
        fill_from_template(case, form, request.values.get("use_template", ""))
        return show_editor(case, form)
    status = carry_out(form, lambda: _write(case, form))
    if status is None:
        _tell_written(form.approve.data)
        return redirect(url_for("agency.comments.index"), 303)
    if status == ASKED and Move.REPLY not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    return show_editor(case, form, is_sent=status != ASKED), status


def _write(case: CaseFile, form: ReplyForm) -> None:
    replies.write_reply(
        case.ref,
        user_id=current_staff().user_id,
        seen=form.based_on,
        text=form.text.data,
        outcome=form.chosen,
        evidence=form.evidence.data,
        reason=form.reason.data,
        promise=form.promise.data,
        due_on=form.due_on.data,
        joins=form.joined_code,
        photos=read_photos(form),
        kept_photos=form.kept_ids,
        heeded=form.heeded_remarks,
        approve=form.approve.data,
    )


def _tell_written(is_approved: bool) -> None:
    if is_approved:
        flash(_("Đã duyệt. Câu trả lời chờ đơn vị đầu mối kiểm tra."), "success")
    else:
        flash(_("Đã lưu câu trả lời, chờ lãnh đạo duyệt."), "success")


@bp.post("/<ref>/duyet")
def approve(ref: str) -> ResponseReturnValue:
    """Stand behind the answer and hand it in."""
    case, form, staff = get_case(ref), MoveForm(), current_staff()
    status = carry_out(
        form,
        lambda: replies.approve_reply(ref, user_id=staff.user_id, seen=form.based_on),
    )
    if status is None:
        _tell_written(True)
    else:
        flash(" ".join(str(error) for error in form.form_errors))
    return redirect(url_for("agency.comments.show", ref=case.ref), 303)


@bp.route("/<ref>/tra-lai", methods=["GET", "POST"])
def send_back(ref: str) -> ResponseReturnValue:
    """Have the answer written again, and say why."""
    case, staff = get_case(ref), current_staff()
    form = ReasonForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: replies.send_back_reply(
            ref, user_id=staff.user_id, seen=form.based_on, reason=form.reason.data
        ),
    )
    if status is None:
        flash(_("Đã trả lại để viết lại câu trả lời."), "success")
        return redirect(url_for("agency.comments.show", ref=ref), 303)
    if status == ASKED and Move.SEND_BACK not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    back = url_for("agency.comments.show", ref=ref)
    page = render_template(
        "agency/replies/send_back.html", case=case, form=form, back_href=back
    )
    return page, status
