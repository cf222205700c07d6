"""Handing back what is another agency's matter."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.comments import ReasonForm
from feedback.operations.questions import hand_back_comment
from feedback.views.agency.cases import get_case, leave_case, list_own_moves
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("transfers", __name__)


@bp.route("/<ref>/chuyen-lai", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """Say why it is not this agency's matter."""
    case, staff = get_case(ref), current_staff()
    form = ReasonForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: hand_back_comment(
            ref, user_id=staff.user_id, seen=form.based_on, reason=form.reason.data
        ),
    )
    if status is None:
        flash(_("Đã chuyển lại đơn vị đầu mối để giao đúng cơ quan."), "success")
        return redirect(url_for("agency.comments.index"), 303)
    if status == ASKED and Move.TRANSFER not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    back = url_for("agency.comments.show", ref=ref)
    page = render_template(
        "agency/transfers/new.html", case=case, form=form, back_href=back
    )
    return page, status
