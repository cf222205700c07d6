"""The agency's own promises: progress, the work done, or that it is not."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.commitments import CommitmentMove, list_commitment_moves
from feedback.forms.comments import MoveForm
from feedback.forms.commitments import BreakForm, KeepForm, ProgressForm
from feedback.operations import fulfilments
from feedback.queries import commitments
from feedback.views.agency.cases import own_agency_id
from feedback.views.sessions import current_staff
from feedback.views.staff import DaysLeft
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("commitments", __name__, url_prefix="/cam-ket")


@bp.get("")
def index() -> ResponseReturnValue:
    """Every public promise of the agency, what is open first."""
    return render_template(
        "agency/commitments/index.html",
        rows=commitments.list_agency_promises(own_agency_id()),
        days_left=DaysLeft(clock.today()).count,
    )


@bp.get("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One promise, every step, and what can be done."""
    promise = commitments.get_agency_promise(code, own_agency_id())
    return render_template(
        "agency/commitments/show.html",
        promise=promise,
        moves=_list_moves(promise),
        days_left=DaysLeft(clock.today()).count(promise.row.due_on),
        back_href=url_for(".index"),
    )


def _list_moves(promise: commitments.PromiseFile) -> tuple[CommitmentMove, ...]:
    return list_commitment_moves(promise.row.state, current_staff().role)


@dataclass(frozen=True)
class _Stroke:
    """A move with its page and what is said when it is done."""

    move: CommitmentMove
    template: str
    done: str


@bp.route("/<code>/tien-do", methods=["GET", "POST"])
def progress(code: str) -> ResponseReturnValue:
    """Tell the public how far it is."""
    form = ProgressForm()
    stroke = _Stroke(
        CommitmentMove.PROGRESS, "progress", _("Đã công khai tiến độ của cam kết.")
    )
    return _carry_out(
        code,
        form,
        stroke,
        lambda user_id: fulfilments.report_progress(
            code, user_id=user_id, seen=form.based_on, note=form.note.data
        ),
    )


@bp.route("/<code>/da-thuc-hien", methods=["GET", "POST"])
def keep(code: str) -> ResponseReturnValue:
    """Say that it is done, and show it."""
    form = KeepForm()
    stroke = _Stroke(
        CommitmentMove.KEEP, "keep", _("Đã công khai việc thực hiện cam kết.")
    )
    return _carry_out(
        code,
        form,
        stroke,
        lambda user_id: fulfilments.keep_promise(
            code,
            user_id=user_id,
            seen=form.based_on,
            evidence=form.evidence.data,
            note=form.note.data or "",
        ),
    )


@bp.route("/<code>/khong-thuc-hien", methods=["GET", "POST"])
def give_up(code: str) -> ResponseReturnValue:
    """Say that it will not be done, and why."""
    form = BreakForm()
    stroke = _Stroke(
        CommitmentMove.BREAK, "give_up", _("Đã công khai lý do không thực hiện.")
    )
    return _carry_out(
        code,
        form,
        stroke,
        lambda user_id: fulfilments.break_promise(
            code, user_id=user_id, seen=form.based_on, why=form.why.data
        ),
    )


def _carry_out(
    code: str, form: MoveForm, stroke: _Stroke, operation: Callable[[int], None]
) -> ResponseReturnValue:
    promise = commitments.get_agency_promise(code, own_agency_id())
    if not form.is_submitted():
        form.rebase(promise.seen)
    status = carry_out(form, lambda: operation(current_staff().user_id))
    back = url_for(".show", code=code)
    if status is None:
        flash(stroke.done, "success")
        return redirect(back, 303)
    if status == ASKED and stroke.move not in _list_moves(promise):
        flash(_("Cam kết này đã kết thúc hoặc không cần thao tác đó."))
        return redirect(back, 303)
    if status == TOO_LATE:
        promise = commitments.get_agency_promise(code, own_agency_id())
        form.rebase(promise.seen)
    page = render_template(
        f"agency/commitments/{stroke.template}.html",
        promise=promise,
        form=form,
        days_left=DaysLeft(clock.today()).count(promise.row.due_on),
        back_href=back,
    )
    return page, status
