"""While the answer takes long: more time with a reason, a word on progress."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.states import Move
from feedback.forms.extensions import ExtensionForm, ProgressForm
from feedback.operations.extensions import extend_deadline, report_progress
from feedback.queries.calendars import find_longest_extension
from feedback.views.agency.cases import get_case, leave_case, list_own_moves
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("extensions", __name__)


@bp.route("/<ref>/gia-han", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """Put the answer off, once, and say why."""
    case, staff = get_case(ref), current_staff()
    form = ExtensionForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: extend_deadline(
            ref,
            user_id=staff.user_id,
            seen=form.based_on,
            days=form.chosen_days,
            reason=form.reason.data,
        ),
    )
    back = url_for("agency.comments.show", ref=ref)
    if status is None:
        flash(_("Đã gia hạn. Lý do và hạn mới được công khai."), "success")
        return redirect(back, 303)
    if status == ASKED and Move.EXTEND not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    page = render_template(
        "agency/extensions/new.html",
        case=case,
        form=form,
        most=find_longest_extension(ref, clock.today()),
        back_href=back,
    )
    return page, status


@bp.route("/<ref>/tien-do", methods=["GET", "POST"])
def report(ref: str) -> ResponseReturnValue:
    """Tell the citizen how far the matter is."""
    case, staff = get_case(ref), current_staff()
    form = ProgressForm(seen=case.seen)
    status = carry_out(
        form,
        lambda: report_progress(
            ref, user_id=staff.user_id, seen=form.based_on, note=form.note.data
        ),
    )
    back = url_for("agency.comments.show", ref=ref)
    if status is None:
        flash(_("Đã báo tiến độ. Mọi người đọc được nội dung này."), "success")
        return redirect(back, 303)
    if status == ASKED and Move.PROGRESS not in list_own_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    page = render_template(
        "agency/extensions/report.html", case=case, form=form, back_href=back
    )
    return page, status
