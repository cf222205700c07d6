"""What the oversight desk has to do, and one comment with all its steps."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.grounds import find_ground
from feedback.domain.referrals import find_referral
from feedback.domain.states import Move, State
from feedback.forms.comments import MoveForm
from feedback.forms.desks import QueueFilter
from feedback.queries import desks
from feedback.queries.notices import list_notices
from feedback.queries.trays import MOST
from feedback.views.languages import language
from feedback.views.oversight.cases import (
    describe_answer,
    get_case,
    is_proposer,
    list_desk_moves,
)
from feedback.views.oversight.sightings import look_at
from feedback.views.sessions import current_staff
from feedback.views.staff import DaysLeft

bp = Blueprint("comments", __name__, url_prefix="/y-kien")

#: Queues whose comments are opened where they are cleared.
_SCREENED_AT_ONCE = (State.RECEIVED, State.SCREENING)


@bp.get("")
def index() -> ResponseReturnValue:
    """One queue, serious content first, then what has waited longest."""
    staff, today = current_staff(), clock.today()
    form = QueueFilter.of_request(language=language())
    queue = _read_queue(form.queue.data)
    form.queue.data = queue.value
    counts = desks.count_queues(staff.agency_id)
    wanted = desks.DeskFilter(form.agency.data, form.check)
    rows, total = desks.list_queue_rows(
        queue, wanted, staff.agency_id, form.page_number
    )
    days = DaysLeft(today)
    return render_template(
        "oversight/comments/index.html",
        form=form,
        queue=queue,
        queues=[(each, counts[each]) for each in desks.Queue],
        rows=rows,
        total=total,
        most=MOST,
        pages=-(-total // desks.PAGE_SIZE),
        opens_at=lambda row: (
            "oversight.screenings.release"
            if row.state in _SCREENED_AT_ONCE
            else "oversight.comments.show"
        ),
        days_to_publish=(
            days.count_to_publish if queue is desks.Queue.PUBLISH else None
        ),
        today=today,
    )


def _read_queue(name: str | None) -> desks.Queue:
    names = {queue.value for queue in desks.Queue}
    return desks.Queue(name) if name in names else desks.Queue.SCREEN


@bp.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """Original and redacted words, the answer that was handed in, every step."""
    case = get_case(ref)
    proposal = case.find_step(Move.PROPOSE_WITHHOLD)
    moved = case.find_step(Move.MOVE)
    return render_template(
        "oversight/comments/show.html",
        case=case,
        moves=list_desk_moves(case),
        **describe_answer(case),
        proposal=proposal if case.state is State.WITHHOLD_PROPOSED else None,
        is_proposer=is_proposer(case),
        proposed_ground=find_ground(proposal.details["ground"]) if proposal else None,
        ground=find_ground(case.ground or ""),
        referral=find_referral(moved.details["referral"]) if moved else None,
        form=MoveForm(formdata=None, seen=case.seen),
        sighting=look_at(case),
        notices=list_notices(case.ref),
    )
