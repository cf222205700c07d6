"""The day's measures, written from its ratings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Select,
    case,
    delete,
    func,
    literal,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from feedback.extensions import db
from feedback.models.measures import Measure
from feedback.models.ratings import Rating
from feedback.models.services import Service
from feedback.operations.transaction import transaction

_CELL = ("month", "agency_id", "service_id", "channel")
_COUNTS = ("n1", "n2", "n3", "n4", "n5", "n_none")
_COLUMNS = (*_CELL, "day", "sector_id", *_COUNTS)


@dataclass(frozen=True)
class DayCount:
    """What a day's count wrote."""

    cells: int
    #: Ratings of that day, changed ones among them.
    ratings: int


@transaction
def count_day(on: date) -> DayCount:
    """Write the measures of one day anew from the ratings, and of that day alone.

    A service that has changed its sector since keeps the one it was counted under.
    """
    session = db.session()
    former = session.execute(
        select(Measure.service_id, Measure.sector_id)
        .join(Service, Service.id == Measure.service_id)
        .where(Measure.day == on, Measure.sector_id != Service.sector_id)
        .distinct()
    ).all()
    written = session.connection().execute(_write_cells(on)).rowcount
    cells = select(func.count()).where(Measure.day == on)
    if session.scalar(cells) != written:  # some cells have lost all their ratings
        session.execute(delete(Measure).where(Measure.day == on))
        session.execute(_write_cells(on))
    for service_id, sector_id in former:
        session.execute(
            update(Measure)
            .where(Measure.day == on, Measure.service_id == service_id)
            .values(sector_id=sector_id)
        )
    rated = select(func.count()).where(Rating.rated_on == on)
    return DayCount(written, session.scalar(rated) or 0)


def _write_cells(on: date) -> Executable:
    """Put each cell of the day in its place, or over what stands there.

    Emptying the day first would write every row twice.
    """
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    cells = dialect.insert(Measure.__table__).from_select(_COLUMNS, _count_cells(on))
    return cells.execution_options(preserve_rowcount=True).on_conflict_do_update(
        index_elements=[*_CELL, "day"],
        set_={name: cells.excluded[name] for name in _COUNTS},
    )


def _count_cells(on: date) -> Select[Any]:
    """One row per cell: ratings of the day less those superseded on it."""
    changes = _list_changes(on).subquery()

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, changes.c.sign), else_=0))

    level = changes.c.overall
    return (
        select(
            *(changes.c[name] for name in _CELL),
            literal(on).label("day"),
            Service.sector_id,
            *(count(level == number).label(f"n{number}") for number in range(1, 6)),
            count(level.is_(None)).label("n_none"),
        )
        .join_from(changes, Service, Service.id == changes.c.service_id)
        .where(true())  # without it SQLite reads ON CONFLICT as part of the join
        .group_by(*(changes.c[name] for name in _CELL), Service.sector_id)
    )


def _list_changes(on: date) -> CompoundSelect[Any]:
    def rows(condition: ColumnElement[bool], sign: int) -> Select[Any]:
        columns = (Rating.__table__.c[name] for name in (*_CELL, "overall"))
        return select(*columns, literal(sign).label("sign")).where(condition)

    return union_all(
        rows(Rating.rated_on == on, 1), rows(Rating.superseded_on == on, -1)
    )
