"""Asking the citizen for more."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.comments import QuestionForm
from feedback.operations.questions import ask_more
from feedback.views.agency.cases import get_case, leave_case, list_own_moves
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("questions", __name__)


@bp.route("/<ref>/de-nghi-bo-sung", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """Ask one question; the clock stands until it is answered."""
    case, staff = get_case(ref), current_staff()
    form = QuestionForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: ask_more(
            ref,
            user_id=staff.user_id,
            seen=form.based_on,
            question=form.question.data,
        ),
    )
    if status is None:
        flash(_("Đã gửi câu hỏi. Thời hạn tạm dừng cho đến khi có bổ sung."), "success")
        return redirect(url_for("agency.comments.index"), 303)
    if status == ASKED and Move.ASK_MORE not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    back = url_for("agency.comments.show", ref=ref)
    page = render_template(
        "agency/questions/new.html", case=case, form=form, back_href=back
    )
    return page, status
