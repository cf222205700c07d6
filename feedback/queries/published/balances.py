"""The account of all comments: received = published + withheld + moved + waiting."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.balances import Balance, MonthBalance
from feedback.queries.published.catalogue import list_agencies
from feedback.queries.published.slices import Slice

_Table = type[Balance] | type[MonthBalance]


@dataclass(frozen=True)
class BalanceSum:
    """received = published + withheld + moved + waiting."""

    received: int
    published: int
    withheld: int
    moved: int
    waiting: int
    #: Of those waiting, past their due date when last counted.
    overdue: int
    counted_on: date | None

    @property
    def settled(self) -> int:
        """Comments of which the public can read what became of them."""
        return self.published + self.withheld + self.moved


def sum_balance(agency_id: int | None = None) -> BalanceSum:
    """The balance of all comments, or of one agency's."""
    return list_balances_of(agency_id)[1]


def list_balances_of(
    agency_id: int | None = None,
) -> tuple[list[tuple[Month, BalanceSum]], BalanceSum]:
    """The balance by month, newest first, and their sum."""
    if agency_id is None:
        query = _select_months(MonthBalance)
    else:
        query = _select_months(Balance).where(Balance.agency_id == agency_id)
    months = [
        (Month.of(row[0]), _make_balance_sum(row[1:]))
        for row in db.session.execute(query)
    ]
    return months, _add_up([balance for _, balance in months])


def _select_months(table: _Table) -> Select[Any]:
    columns = (table.month, *_columns(table), table.counted_on)
    return select(*columns).order_by(table.month.desc())


def _columns(table: _Table) -> tuple[InstrumentedAttribute[int], ...]:
    return (
        *(table.received, table.published, table.withheld),
        *(table.moved, table.waiting, table.overdue),
    )


def sum_balances_of(ids: Collection[int]) -> Mapping[int, BalanceSum]:
    """The balance of some agencies over all months, each along its primary key."""
    rows = db.session.execute(
        select(
            Balance.agency_id,
            *(func.sum(column) for column in _columns(Balance)),
            func.max(Balance.counted_on),
        )
        .where(Balance.agency_id.in_(ids))
        .group_by(Balance.agency_id)
    )
    return {row[0]: _make_balance_sum(row[1:]) for row in rows}


def list_balances_in(
    month: Month, agency_ids: Collection[int] | None = None
) -> list[tuple[Agency, BalanceSum]]:
    """Each agency's balance in one month, by name; of all agencies or of a few."""
    query = (
        select(Agency, *_columns(Balance), Balance.counted_on)
        .join(Agency, Agency.id == Balance.agency_id)
        .where(Balance.month == month.first_day)
        .order_by(Agency.name_folded, Agency.code)
    )
    if agency_ids is not None:
        query = query.where(Balance.agency_id.in_(agency_ids))
    return [(row[0], _make_balance_sum(row[1:])) for row in db.session.execute(query)]


def list_some_balances_in(
    month: Month, q: str, page: int, size: int
) -> Slice[tuple[Agency, BalanceSum]]:
    """A page of the agencies that received comments in a month, by name or code."""
    counted = select(Balance.agency_id).where(Balance.month == month.first_day)
    found = list_agencies(q, page, size, Agency.id.in_(counted))
    some = list_balances_in(month, [agency.id for agency in found.items])
    return Slice(some, found.total, found.page, size)


def _add_up(balances: Sequence[BalanceSum]) -> BalanceSum:
    days = [b.counted_on for b in balances if b.counted_on]
    return BalanceSum(
        sum(b.received for b in balances),
        sum(b.published for b in balances),
        sum(b.withheld for b in balances),
        sum(b.moved for b in balances),
        sum(b.waiting for b in balances),
        sum(b.overdue for b in balances),
        max(days) if days else None,
    )


def _make_balance_sum(row: Sequence[Any]) -> BalanceSum:
    """The six counts and the day of a row of sums."""
    received, published, withheld, moved, waiting, overdue = map(int, row[:6])
    return BalanceSum(received, published, withheld, moved, waiting, overdue, row[6])
