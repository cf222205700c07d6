"""Passing serious content to the inspectorate."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.comments import ReasonForm
from feedback.operations.escalations import escalate_comment
from feedback.views.oversight.cases import get_case, leave_case, list_desk_moves
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("escalations", __name__, url_prefix="/y-kien/<ref>")


@bp.route("/chuyen-thanh-tra", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """Say why it must not reach the unit concerned."""
    case, staff = get_case(ref), current_staff()
    form = ReasonForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: escalate_comment(
            ref, user_id=staff.user_id, seen=form.based_on, reason=form.reason.data
        ),
    )
    if status is None:
        done = _("Đã chuyển thanh tra. Cơ quan bị nêu không thấy ý kiến này.")
        flash(done, "success")
        return redirect(url_for("oversight.comments.index"), 303)
    if status == ASKED and Move.ESCALATE not in list_desk_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    return (
        render_template("oversight/escalations/new.html", case=case, form=form),
        status,
    )
