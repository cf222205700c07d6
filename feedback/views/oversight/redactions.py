"""Covering up, in the open, what should not have become public."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.redactions import RedactCommentForm, RedactReplyForm
from feedback.operations.redactions import redact_comment, redact_reply
from feedback.queries.comments import DeskFile
from feedback.views.oversight.cases import get_case, leave_case, list_desk_moves
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("redactions", __name__, url_prefix="/y-kien/<ref>")


@bp.route("/che-bot", methods=["GET", "POST"])
def comment(ref: str) -> ResponseReturnValue:
    """Cover up parts of the comment."""
    case = get_case(ref)
    form = RedactCommentForm(seen=case.seen, public_text=case.public_text)
    return _redact(
        case,
        form,
        lambda: redact_comment(
            ref,
            user_id=current_staff().user_id,
            seen=form.based_on,
            public_text=form.public_text.data,
            reason=form.reason.data,
        ),
    )


@bp.route("/che-bot-tra-loi", methods=["GET", "POST"])
def reply(ref: str) -> ResponseReturnValue:
    """Cover up parts of the answer that the public reads."""
    case = get_case(ref)
    answer = case.find_public_answer()
    form = RedactReplyForm(seen=case.seen, text=answer.text if answer else "")
    return _redact(
        case,
        form,
        lambda: redact_reply(
            ref,
            user_id=current_staff().user_id,
            seen=form.based_on,
            text=form.text.data,
            reason=form.reason.data,
        ),
    )


def _redact(
    case: DeskFile,
    form: RedactCommentForm | RedactReplyForm,
    stroke: Callable[[], None],
) -> ResponseReturnValue:
    status = carry_out(form, stroke)
    if status is None:
        flash(_("Đã che bớt. Lý do được công khai cùng ý kiến."), "success")
        return redirect(url_for("oversight.comments.show", ref=case.ref), 303)
    if status == ASKED and Move.REDACT not in list_desk_moves(case):
        return leave_case(case.ref)
    if status == TOO_LATE:
        case = get_case(case.ref)
        form.rebase(case.seen)
    is_reply = isinstance(form, RedactReplyForm)
    page = render_template(
        "oversight/redactions/new.html", case=case, form=form, is_reply=is_reply
    )
    return page, status
