"""What falls due, and one comment with its history."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.roles import Role
from feedback.domain.states import OWED_BY_AGENCY, Move
from feedback.forms.comments import MoveForm
from feedback.forms.desks import TrayFilter
from feedback.queries import desks
from feedback.views.agency.cases import get_case, list_own_moves, own_agency_id
from feedback.views.sessions import current_staff
from feedback.views.staff import DaysLeft

bp = Blueprint("comments", __name__)

_SOON = timedelta(days=7)


@bp.get("")
def index() -> ResponseReturnValue:
    """One tray of the desk, soonest due first."""
    agency_id, today = own_agency_id(), clock.today()
    form = TrayFilter.of_request(services=desks.list_services_at(agency_id))
    tray = _read_tray(form.tray.data)
    form.tray.data = tray.value
    counts, late = desks.count_agency_trays(agency_id, today)
    wanted = desks.DeskFilter(service_code=form.service.data, due=form.due.data)
    rows, total = desks.list_agency_rows(
        agency_id, tray, wanted, today, today + _SOON, form.page_number
    )
    return render_template(
        "agency/comments/index.html",
        form=form,
        tray=tray,
        trays=[(each, counts[each]) for each in desks.Tray],
        late=late,
        rows=rows,
        total=total,
        pages=-(-total // desks.PAGE_SIZE),
        days_left=DaysLeft(today).count,
        shows_due=tray in (desks.Tray.TO_ANSWER, desks.Tray.TO_APPROVE),
    )


def _read_tray(name: str | None) -> desks.Tray:
    """The tray asked for; a head's day begins with what waits to be approved."""
    if name in {tray.value for tray in desks.Tray}:
        return desks.Tray(name)
    is_head = current_staff().role is Role.HEAD
    return desks.Tray.TO_APPROVE if is_head else desks.Tray.TO_ANSWER


@bp.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """The redacted words, the answers so far and every step with this agency."""
    case = get_case(ref)
    is_owed = case.state in OWED_BY_AGENCY or case.replied_on is None
    sent_back = case.find_step(Move.SEND_BACK, Move.REPLY)
    return render_template(
        "agency/comments/show.html",
        case=case,
        moves=list_own_moves(case),
        days_left=DaysLeft(clock.today()).count(case.due_on) if is_owed else None,
        is_owed=is_owed,
        sent_back=sent_back if sent_back and sent_back.move is Move.SEND_BACK else None,
        question=case.find_step(Move.ASK_MORE),
        form=MoveForm(formdata=None, seen=case.seen),
    )
