"""Cells, agency by service by month, that hold enough people to hide one of them."""

from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy import func, select, tuple_

from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.dossiers import Dossier
from feedback.models.measures import Measure

#: Below these a comment could be matched with the few it may come from.
MIN_DOSSIERS: Final = 20
MIN_RATINGS: Final = 5

Cell = tuple[int, int, date]


def list_crowded_cells(cells: Collection[Cell], on: date) -> set[Cell]:
    """Of these cells, the ones with enough ended dossiers and ratings by a day."""
    crowded: set[Cell] = set()
    for month in {month for _, _, month in cells}:
        pairs = {(agency, service) for agency, service, m in cells if m == month}
        pairs = _with_dossiers(pairs, month, on)
        pairs = _with_ratings(pairs, month, on)
        crowded |= {(agency, service, month) for agency, service in pairs}
    return crowded


def _with_dossiers(
    pairs: set[tuple[int, int]], month: date, on: date
) -> set[tuple[int, int]]:
    key = (Dossier.settled_by_id, Dossier.service_id)
    last = min(Month.of(month).last_day, on)
    rows = db.session.execute(
        select(*key)
        .where(Dossier.ended_on.between(month, last), tuple_(*key).in_(pairs))
        .group_by(*key)
        .having(func.count() >= MIN_DOSSIERS)
    )
    return {(agency, service) for agency, service in rows} if pairs else set()


def _with_ratings(
    pairs: set[tuple[int, int]], month: date, on: date
) -> set[tuple[int, int]]:
    key = (Measure.agency_id, Measure.service_id)
    n = Measure.n1 + Measure.n2 + Measure.n3 + Measure.n4 + Measure.n5 + Measure.n_none
    rows = db.session.execute(
        select(*key)
        .where(Measure.month == month, Measure.day <= on, tuple_(*key).in_(pairs))
        .group_by(*key)
        .having(func.sum(n) >= MIN_RATINGS)
    )
    return {(agency, service) for agency, service in rows} if pairs else set()
