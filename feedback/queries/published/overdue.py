"""Answers that are owed past their day, as the public may see them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    literal_column,
    select,
    union_all,
)

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import count_days_late
from feedback.domain.errors import CalendarRunsOut
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import OWED, REOPENED, PublishedComment
from feedback.models.services import Service
from feedback.queries.calendars import load_calendar
from feedback.queries.published.slices import MOST, Slice, count_pages, count_rows

_shown = PublishedComment
#: A first answer, or a second one that was asked for; each has its partial index.
_OWED: Final[tuple[ColumnElement[bool], ...]] = (
    literal_column(OWED),
    and_(literal_column(REOPENED), _shown.replied_on.is_(None)),
)


class OverdueComment(NamedTuple):
    """What the list shows of a comment whose answer is late."""

    ref: str
    state: str
    due_on: date
    agency_code: str
    agency: str
    agency_en: str | None
    service: str
    #: Working days past the due date; nothing where the calendar has run out.
    days_late: int | None


class OverdueCount(NamedTuple):
    """How many late answers an agency owes, and since when the oldest."""

    code: str
    agency: str
    agency_en: str | None
    n: int
    oldest: date

    def name(self, language: str) -> str:
        """Of the agency, in a language."""
        return (language == "en" and self.agency_en) or self.agency


def select_overdue(
    today: date, agency_code: str, query: Select[Any]
) -> list[Select[Any]]:
    """A query of what is overdue, of one agency or of all, in each of its two parts."""
    conditions = [_shown.due_on < today]
    if agency_code:
        agency = select(Agency.id).where(Agency.code == agency_code).scalar_subquery()
        conditions.append(_shown.agency_id == agency)
    return [query.where(owed, *conditions) for owed in _OWED]


def list_overdue(
    today: date, agency_code: str, page: int, size: int
) -> Slice[OverdueComment]:
    """One page of the late answers, of one agency or all, the newest due first."""
    counted = select_overdue(today, agency_code, select(_shown.due_on).limit(MOST + 1))
    total = count_rows(select(_join(counted)))
    has_more, total = total > MOST, min(total, MOST)
    page = min(page, count_pages(total, size))
    newest = select_overdue(today, agency_code, _LATE.limit(page * size))
    found = _join(newest)
    rows = db.session.execute(
        select(found)
        .order_by(found.c.due_on.desc(), found.c.ref.desc())
        .offset((page - 1) * size)
        .limit(size)
    ).all()
    calendar = _find_calendar() if rows else None
    items = [
        OverdueComment._make([*row, _count_late(row.due_on, today, calendar)])
        for row in rows
    ]
    return Slice(items, total, page, size, has_more)


_LATE: Final = (
    select(
        *(_shown.ref, _shown.state, _shown.due_on, Agency.code.label("agency_code")),
        *(Agency.name.label("agency"), Agency.name_en.label("agency_en")),
        Service.name.label("service"),
    )
    .join(Agency, Agency.id == _shown.agency_id)
    .join(Service, Service.id == _shown.service_id)
    .order_by(_shown.due_on.desc(), _shown.ref.desc())
)


def _join(parts: Sequence[Select[Any]]) -> Subquery:
    """Both parts as one table."""
    return union_all(*(select(part.subquery()) for part in parts)).subquery()


def count_overdue(today: date) -> list[OverdueCount]:
    """Late answers by agency, the most first."""
    late = _join(select_overdue(today, "", select(_shown.agency_id, _shown.due_on)))
    counted = (
        select(
            late.c.agency_id,
            func.count().label("n"),
            func.min(late.c.due_on).label("oldest"),
        )
        .group_by(late.c.agency_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            *(Agency.code, Agency.name, Agency.name_en),
            *(counted.c.n, counted.c.oldest),
        )
        .join(counted, Agency.id == counted.c.agency_id)
        .order_by(counted.c.n.desc(), Agency.name_folded)
    )
    return [OverdueCount._make(row) for row in rows]


def _find_calendar() -> WorkingCalendar | None:
    try:
        return load_calendar()
    except CalendarRunsOut:
        return None


def _count_late(
    due_on: date, today: date, calendar: WorkingCalendar | None
) -> int | None:
    if calendar is None:
        return None
    try:
        n = count_days_late(due_on, None, today, calendar)
    except CalendarRunsOut:
        return None
    # On the Saturday after a Friday no working day has gone by; it is late anyway.
    return max(n, 1)
