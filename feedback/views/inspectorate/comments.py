"""What the inspectorate has to decide, and one comment with all its steps."""

from datetime import date

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.errors import CalendarRunsOut
from feedback.domain.grounds import DECISION, end_of, find_ground
from feedback.domain.states import Move, State
from feedback.forms.inspections import DocketFilter
from feedback.queries import inspections
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.inspections import Docket, InspectionFile
from feedback.views.sessions import current_staff

bp = Blueprint("comments", __name__, url_prefix="/y-kien")


def own_body_id() -> int:
    """The body of the inspector signed in; who has none finds nothing here."""
    agency_id = current_staff().agency_id
    if agency_id is None:
        abort(404)
    return agency_id


def get_case(ref: str) -> InspectionFile:
    """The comment, if it waits for the inspector signed in."""
    return inspections.get_inspection_file(ref, own_body_id())


@bp.get("")
def index() -> ResponseReturnValue:
    """One docket, longest waiting first."""
    form = DocketFilter.of_request()
    docket = _read_docket(form.docket.data)
    form.docket.data = docket.value
    counts = inspections.count_dockets(own_body_id())
    rows = inspections.list_docket(docket, own_body_id(), form.page_number)
    return render_template(
        "inspectorate/comments/index.html",
        form=form,
        docket=docket,
        dockets=[(each, counts[each]) for each in Docket],
        rows=rows,
        total=counts[docket],
        pages=-(-counts[docket] // inspections.PAGE_SIZE),
        today=clock.today(),
    )


def _read_docket(name: str | None) -> Docket:
    names = {docket.value for docket in Docket}
    return Docket(name) if name in names else Docket.SERIOUS


@bp.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """The words, why they are here, every step."""
    case = get_case(ref)
    is_appeal = case.state is State.APPEALED
    since = case.find_step(Move.APPEAL if is_appeal else Move.ESCALATE)
    return render_template(
        "inspectorate/comments/show.html",
        case=case,
        is_appeal=is_appeal,
        ground=find_ground(case.ground or ""),
        proposal=case.find_step(Move.PROPOSE_WITHHOLD),
        escalated=case.find_step(Move.ESCALATE),
        waited=(clock.today() - case.state_on).days,
        due_on=find_decision_day(since.on) if is_appeal and since else None,
        today=clock.today(),
    )


def find_decision_day(appealed_on: date) -> date | None:
    """By when an appeal is to be decided; nothing where the calendar has run out."""
    try:
        return end_of(DECISION, appealed_on, load_deadline_rules(), load_calendar())
    except CalendarRunsOut:
        return None
