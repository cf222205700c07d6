"""How agencies handle comments, as the nightly job counted it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select

from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.balances import Balance
from feedback.models.publications import HandlingCount
from feedback.queries.published.balances import BalanceSum, sum_balances_of
from feedback.queries.published.commitments import PromiseCounts, count_promises_of
from feedback.queries.published.slices import Slice, read_slice

_NAMES = (
    *("delivered", "on_time", "late", "overdue"),
    *("answers_point", "answers_part", "misses_point", "no_view"),
    *("reopened", "extended", "component_on_time", "component_content"),
)


@dataclass(frozen=True)
class HandlingSum:
    """Counts of domain.handling, added up over months and agencies."""

    delivered: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    answers_point: int = 0
    answers_part: int = 0
    misses_point: int = 0
    no_view: int = 0
    reopened: int = 0
    extended: int = 0
    component_on_time: int = 0
    component_content: int = 0

    @property
    def answered(self) -> int:
        """Comments with an answer, in time or late."""
        return self.on_time + self.late

    @property
    def fell_due(self) -> int:
        """Answered ones, and those whose day has passed without an answer."""
        return self.answered + self.overdue

    @property
    def views(self) -> int:
        """Authors who said whether the answer answers their point."""
        return self.answers_point + self.answers_part + self.misses_point


@dataclass(frozen=True)
class AgencyHandling:
    """One agency's comments: where they stand, and how they were handled."""

    agency: Agency
    balance: BalanceSum
    handling: HandlingSum
    promises: PromiseCounts


def sum_handling(since: date) -> tuple[HandlingSum, date | None]:
    """Counts of all agencies from a month on, and the day they were last counted."""
    query = select(*_sums(), func.max(HandlingCount.counted_on)).where(
        HandlingCount.month >= since
    )
    *numbers, counted_on = db.session.execute(query).one()
    return HandlingSum(*(int(number or 0) for number in numbers)), counted_on


def list_handling_of(agency_id: int, since: date) -> list[tuple[Month, HandlingSum]]:
    """An agency's counts by month, newest first."""
    rows = db.session.execute(
        select(HandlingCount.month, *_columns())
        .where(HandlingCount.agency_id == agency_id, HandlingCount.month >= since)
        .order_by(HandlingCount.month.desc())
    )
    return [(Month.of(row[0]), HandlingSum(*row[1:])) for row in rows]


def add_up(parts: Collection[HandlingSum]) -> HandlingSum:
    """The counts of several months as one."""
    return HandlingSum(*(sum(getattr(part, name) for part in parts) for name in _NAMES))


def list_agency_handling(
    since: date, on: date, page: int, size: int
) -> Slice[AgencyHandling]:
    """A page of the agencies that have had comments, by name.

    Sums only of the agencies on the page, each along a primary key.
    """
    has_comments = exists().where(Balance.agency_id == Agency.id)
    rows, total, page = read_slice(
        select(Agency).where(has_comments).order_by(Agency.name_folded, Agency.id),
        select(Agency.id).where(has_comments),
        page,
        size,
    )
    agencies = [row[0] for row in rows]
    ids = [agency.id for agency in agencies]
    balances, handling = sum_balances_of(ids), _sum_handling(ids, since)
    promises = count_promises_of(ids, on)
    items = [
        AgencyHandling(
            agency,
            balances[agency.id],
            handling.get(agency.id, HandlingSum()),
            promises.get(agency.id, PromiseCounts()),
        )
        for agency in agencies
    ]
    return Slice(items, total, page, size)


def _sum_handling(ids: Collection[int], since: date) -> Mapping[int, HandlingSum]:
    rows = db.session.execute(
        select(HandlingCount.agency_id, *_sums())
        .where(HandlingCount.agency_id.in_(ids), HandlingCount.month >= since)
        .group_by(HandlingCount.agency_id)
    )
    return {row[0]: HandlingSum(*map(int, row[1:])) for row in rows}


def _columns() -> list[ColumnElement[int]]:
    return [getattr(HandlingCount, name) for name in _NAMES]


def _sums() -> list[ColumnElement[int]]:
    return [func.sum(column) for column in _columns()]
