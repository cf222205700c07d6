"""Screened comments reach their agency in shuffled batches."""

from collections.abc import Sequence
from datetime import date, timedelta
from secrets import SystemRandom
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import STOPS, DeadlineRule, Step, due_on, push_back
from feedback.domain.kinds import Kind
from feedback.domain.roles import Role
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, CommentEvent
from feedback.operations.clocks import describe_clock
from feedback.operations.comments import make_move
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.cells import list_crowded_cells

#: A comment waits at most this long for its cell to fill (DESIGN section 6).
LONGEST_WAIT: Final = timedelta(days=14)


@transaction
def deliver_comments(on: date) -> int:
    """Send on what was screened and whose cell hides its author; returns how many."""
    session = db.session()
    # A run for an earlier day does not send what was cleared since.
    is_ready = (Comment.state == State.SCREENED) & (Comment.state_on <= on)
    waiting = session.scalars(select(Comment).where(is_ready).with_for_update()).all()
    if not waiting:
        return 0
    cells = {_cell(comment) for comment in waiting if not _may_leave(comment, on)}
    crowded = list_crowded_cells(cells, on)
    ready = [c for c in waiting if _may_leave(c, on) or _cell(c) in crowded]
    # In any other order the rows of the batch would tell who wrote first.
    SystemRandom().shuffle(ready)
    _deliver(session, ready, on)
    return len(ready)


def _may_leave(comment: Comment, on: date) -> bool:
    has_been_there = comment.released_on is not None
    return has_been_there or on - comment.received_on >= LONGEST_WAIT


def _cell(comment: Comment) -> tuple[int, int, date]:
    return comment.given_to_id, comment.service_id, comment.month


def _deliver(session: Session, ready: Sequence[Comment], on: date) -> None:
    if not ready:
        return
    calendar, rules = load_calendar(), load_deadline_rules()
    wanted = {comment.agency_id for comment in ready}
    agencies = {
        agency.id: agency
        for agency in session.scalars(select(Agency).where(Agency.id.in_(wanted)))
    }
    for comment in ready:
        agency = agencies[comment.agency_id]
        comment.due_on = _due(comment, agency, on, rules, calendar)
        comment.released_on = comment.released_on or on
        make_move(
            session,
            comment,
            Move.DELIVER,
            Role.SYSTEM,
            on,
            details={
                "agency": agency.code,
                **describe_clock(comment, agency, on, rules, calendar),
            },
        )
        project_comment(session, comment)


def _due(
    comment: Comment,
    agency: Agency,
    on: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
) -> date:
    """A first delivery starts the clock; a transfer leaves it; a stop ends with it."""
    if comment.due_on is None:
        kind = Kind(comment.kind)
        return due_on(Step.ANSWER, on, rules, calendar, kind, agency.level).on
    stopped_on = _find_stop(comment.ref)
    if stopped_on is None:
        return comment.due_on
    return push_back(comment.due_on, stopped_on, on, calendar)


def _find_stop(ref: str) -> date | None:
    """The day the clock was stopped since the last delivery, if it was."""
    theirs = CommentEvent.comment_ref == ref
    delivered = (
        select(func.max(CommentEvent.number))
        .where(theirs, CommentEvent.move == Move.DELIVER)
        .scalar_subquery()
    )
    return db.session.scalar(
        select(CommentEvent.on)
        .where(theirs, CommentEvent.move.in_(STOPS), CommentEvent.number > delivered)
        .order_by(CommentEvent.number)
        .limit(1)
    )
