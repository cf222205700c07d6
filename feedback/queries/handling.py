"""Reads for counting how agencies handle comments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, func, select

from feedback.domain.handling import (
    MEASURED_MOVES,
    RESTING_STATES,
    Case,
    Happened,
    measure,
)
from feedback.domain.months import Month
from feedback.domain.states import Move, State, View
from feedback.extensions import db
from feedback.models.comments import Comment, CommentEvent
from feedback.models.publications import HandlingCount
from feedback.queries.calendars import load_calendar

#: Rows of a month read at a time.
_BATCH = 5000


def list_months_to_count() -> list[Month]:
    """Months with comments that can still change, or that were never counted.

    Served by the index on the day of delivery, and by the one on the state.
    """
    delivered = select(Comment.released_on).where(Comment.released_on.is_not(None))
    counted = {
        Month.of(month): still_open
        for month, still_open in db.session.execute(
            select(HandlingCount.month, func.sum(HandlingCount.still_open)).group_by(
                HandlingCount.month
            )
        )
    }
    resting = [state.value for state in RESTING_STATES]
    live_states = [state.value for state in State if state.value not in resting]
    live = {
        Month.of(on)
        for on in db.session.scalars(
            delivered.where(Comment.state.in_(live_states)).distinct()
        )
        if on is not None
    }
    months = {
        Month.of(on)
        for on in db.session.scalars(delivered.distinct())
        if on is not None
    }
    return sorted(
        (month for month in months if counted.get(month, 1) or month in live),
        key=lambda month: month.first_day,
    )


def count_month(month: Month, on: date) -> dict[int, Counter[str]]:
    """Every agency's counts of the comments that reached it in a month, by its id.

    One statement, read along the index on the day of delivery; each comment is measured
    by its events.
    """
    count_days = cache(load_calendar().count_working_days)
    counts: dict[int, Counter[str]] = {}
    for agency_id, case in _read_cases(month):
        count = counts.setdefault(agency_id, Counter())
        count["delivered"] += 1
        count.update(
            {
                name: int(part)
                for name, part in asdict(measure(case, on, count_days)).items()
            }
        )
    return counts


def select_cases(month: Month) -> Select[Any]:
    """The events of the comments that reached an agency in a month, life by life."""
    return (
        select(
            Comment.ref,
            Comment.agency_id,
            Comment.state,
            Comment.due_on,
            Comment.view,
            CommentEvent.move,
            CommentEvent.on,
            CommentEvent.details,
        )
        .join(CommentEvent, CommentEvent.comment_ref == Comment.ref)
        .where(
            Comment.released_on.between(month.first_day, month.last_day),
            CommentEvent.move.in_([move.value for move in MEASURED_MOVES]),
        )
        .order_by(Comment.released_on, Comment.ref, CommentEvent.number)
    )


def _read_cases(month: Month) -> Iterator[tuple[int, Case]]:
    rows = db.session.execute(
        select_cases(month), execution_options={"yield_per": _BATCH}
    )
    for _ref, events in groupby(rows, itemgetter(0)):
        yield _read_case(list(events))


def _read_case(rows: list[Any]) -> tuple[int, Case]:
    _ref, agency_id, state, due_on, view, *_event = rows[0]
    happened = [
        Happened(Move(move), on, _read_day(details.get("due_on")))
        for *_comment, move, on, details in rows
    ]
    # A question by the desk, before the agency had it, is not the agency's.
    first = next(n for n, event in enumerate(happened) if event.move is Move.DELIVER)
    return agency_id, Case(
        State(state), due_on, View(view) if view else None, happened[first:]
    )


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
