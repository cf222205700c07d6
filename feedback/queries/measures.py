"""Reads of measures, and of ratings in bulk; with numpy, so never for the web."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Date, Subquery, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.measures import Measure
from feedback.models.ratings import Rating
from feedback.models.services import Service

#: Ratings read at once; a block of this size takes some 20 MB.
BLOCK = 200_000
#: Channels by their number in an array.
CHANNELS = tuple(Channel)

_EPOCH = np.datetime64("2000-01-01")
#: Months since the year 0 of each day of this century.
_MONTH_OF_DAY = (_EPOCH + np.arange(36_600)).astype("M8[M]").astype(int) + 1970 * 12

#: Weight of each level in a checksum, no opinion first.
_WEIGHTS = (101, 103, 107, 109, 113, 127)

Column = npt.NDArray[np.int64]


class NumbersTooLarge(OverflowError):
    """The keys of agencies and services no longer fit one number together."""


@dataclass(frozen=True)
class Answers:
    """Ratings in columns: month as months since year 0, level 0 for no opinion."""

    month: Column
    agency: Column
    service: Column
    channel: Column
    level: Column

    def __len__(self) -> int:
        return len(self.level)


def read_answers(until: date) -> Iterator[Answers]:
    """The answers that count at the end of a day, block by block, in any order.

    The database packs each row into one number, and the driver's own cursor hands them
    over: five columns through SQLAlchemy take four times as long.
    """
    widths, is_sqlite = _find_widths(), db.engine.dialect.name == "sqlite"
    with closing(_open_cursor()) as cursor:
        cursor.execute(_pack_query(until, widths, is_sqlite))
        while rows := cursor.fetchmany(BLOCK):
            packed = np.fromiter(chain.from_iterable(rows), np.int64, len(rows))
            columns: list[Column] = []
            for width in reversed(widths):
                columns.append(packed & ((1 << width) - 1))
                packed >>= width
            level, channel, service, agency, month = columns
            if not is_sqlite:
                month = _MONTH_OF_DAY[month]
            yield Answers(month, agency, service, channel, level)


def sum_checks(answers: Answers) -> dict[Month, int]:
    """The checksum of each month's answers, as `list_checks` has it of measures."""
    weights = np.array(_WEIGHTS, dtype=np.int64)[answers.level]
    # A product and no sum, or two answers that change places would go unseen.
    places = (
        (answers.agency * 4057 % 8191 + 1)
        * (answers.service * 3001 % 8179 + 1)
        * (answers.channel + 1)
    )
    lowest = int(answers.month.min())
    sums = np.zeros(int(answers.month.max()) - lowest + 1, dtype=np.int64)
    np.add.at(sums, answers.month - lowest, weights * places)
    return {
        to_month(lowest + place): int(total)
        for place, total in enumerate(sums)
        if total
    }


def list_checks(until: date) -> dict[Month, int]:
    """A checksum of each month's measures: level by weight times cell by hash.

    An answer in another cell or level changes it, but for one case in many thousands.
    The database works it out in a third of the time that handing over the rows takes.
    """
    levels = " + ".join(
        f"{name} * {weight}"
        for name, weight in zip(
            ("n_none", "n1", "n2", "n3", "n4", "n5"), _WEIGHTS, strict=True
        )
    )
    rows = db.session.execute(
        text(
            f"SELECT month, sum(CAST({levels} AS bigint) "
            "* (agency_id * 4057 % 8191 + 1) * (service_id * 3001 % 8179 + 1) "
            f"* ({number_channel()} + 1)) FROM measures WHERE day <= :until "
            "GROUP BY month"
        ).columns(month=Date),
        {"until": until.isoformat()},
    )
    return {Month.of(month): int(total) for month, total in rows if total}


def to_month(number: int) -> Month:
    """The month so many months after the year 0."""
    return Month(number // 12, number % 12 + 1)


def to_number(month: Month) -> int:
    """How many months after the year 0 a month lies."""
    return month.year * 12 + month.month - 1


def number_channel() -> str:
    """A channel as its number in an array, in SQL."""
    cases = " ".join(
        f"WHEN '{channel}' THEN {number}" for number, channel in enumerate(CHANNELS)
    )
    return f"CASE channel {cases} END"


def _find_widths() -> tuple[int, ...]:
    """Bits for month, agency, service, channel and level."""
    agencies = db.session.scalar(select(func.max(Agency.id))) or 0
    services = db.session.scalar(select(func.max(Service.id))) or 0
    widths = (
        16,
        agencies.bit_length(),
        services.bit_length(),
        len(CHANNELS).bit_length(),
        3,
    )
    if sum(widths) > 63:
        raise NumbersTooLarge(f"agencies to {agencies}, services to {services}")
    return widths


def _pack_query(until: date, widths: tuple[int, ...], is_sqlite: bool) -> str:
    parts = (
        # Taking a month out of a date costs PostgreSQL more than all the rest.
        f"(month - DATE '{_EPOCH}')::bigint",
        "agency_id",
        "service_id",
        number_channel(),
        "coalesce(overall, 0)",
    )
    if is_sqlite:
        parts = ("substr(month, 1, 4) * 12 + substr(month, 6, 2) - 1", *parts[1:])
    packed = parts[0]
    for part, width in zip(parts[1:], widths[1:], strict=True):
        packed = f"({packed}) * {1 << width} + {part}"
    # On SQLite the plus sign keeps it from the index on days: looking each row up by
    # its key takes five times as long as reading the table through.
    plain = "+" if is_sqlite else ""
    return (
        f"SELECT {packed} FROM ratings WHERE {plain}rated_on <= '{until}' "
        f"AND coalesce(superseded_on, '9999-12-31') > '{until}'"
    )


def _open_cursor() -> Any:
    """A cursor of the driver that does not load all rows at once."""
    connection = db.session.connection().connection
    if db.engine.dialect.name == "sqlite":
        return connection.cursor()
    assert connection.driver_connection is not None
    return connection.driver_connection.cursor(name="answers")


@dataclass(frozen=True)
class MeasureRows:
    """Measures in columns; counts with no opinion first."""

    agency: Column
    service: Column
    channel: Column
    #: Shape (rows, 6).
    by_level: Column

    def __len__(self) -> int:
        return len(self.by_level)


def read_measures(month: Month, until: date) -> MeasureRows:
    """The measures of a month up to the end of a day; a cell may have several rows.

    By the driver's own cursor and without grouping: where most cells hold one answer,
    that only costs the database a sort.
    """
    counts = ("n_none", "n1", "n2", "n3", "n4", "n5")
    columns = ("agency_id", "service_id", number_channel(), *counts)
    table = read_numbers(
        f"SELECT {', '.join(columns)} FROM measures "
        f"WHERE month = '{month.first_day}' AND day <= '{until}'",
        len(columns),
    )
    return MeasureRows(table[:, 0], table[:, 1], table[:, 2], table[:, 3:])


def read_numbers(statement: str, width: int) -> Column:
    """The whole numbers that a statement of so many columns gives, row by row."""
    parts = [np.empty((0, width), dtype=np.int64)]
    with closing(_open_cursor()) as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(BLOCK):
            flat = np.fromiter(chain.from_iterable(rows), np.int64)
            parts.append(flat.reshape(-1, width))
    return np.concatenate(parts)


def list_sectors_counted(month: Month, until: date) -> dict[int, int]:
    """The sector under which each service was last counted in a month."""
    rows = db.session.execute(
        select(Measure.service_id, Measure.sector_id, func.max(Measure.day))
        .where(Measure.month == month.first_day, Measure.day <= until)
        .group_by(Measure.service_id, Measure.sector_id)
        .order_by(func.max(Measure.day), Measure.sector_id)
    )
    return {service_id: sector_id for service_id, sector_id, _ in rows}


def find_first_month_counted() -> Month | None:
    """The earliest month that has measures."""
    first = db.session.scalar(select(func.min(Measure.month)))
    return None if first is None else Month.of(first)


def list_uncounted_days(until: date) -> list[date]:
    """Days up to this one that have ratings and no measures."""
    rated, counted = _distinct(Rating.rated_on), _distinct(Measure.day)
    rows = select(rated.c.day).where(
        rated.c.day <= until, rated.c.day.not_in(select(counted.c.day))
    )
    return list(db.session.scalars(rows.order_by(rated.c.day)))


def _distinct(column: InstrumentedAttribute[date]) -> Subquery:
    """The values of an indexed column, found by stepping from one to the next."""
    days = select(func.min(column).label("day")).cte(f"{column.key}s", recursive=True)
    following = select(func.min(column)).where(column > days.c.day).scalar_subquery()
    stepped = days.union_all(select(following).where(days.c.day.is_not(None)))
    return select(stepped.c.day).where(stepped.c.day.is_not(None)).subquery()


def count_answers_by_level(month: Month, until: date) -> tuple[int, ...]:
    """The answers of a month that count at the end of a day, no opinion first.

    Straight from the ratings, to be held against the measures.
    """
    # Wrapped, so that SQLite reads the table through instead of looking up each row.
    rated_on = func.coalesce(Rating.rated_on, Rating.rated_on)
    rows = db.session.execute(
        select(func.coalesce(Rating.overall, 0), func.count())
        .where(
            Rating.month == month.first_day,
            rated_on <= until,
            or_(Rating.superseded_on.is_(None), Rating.superseded_on > until),
        )
        .group_by(Rating.overall)
    )
    counts = {row[0]: row[1] for row in rows}
    return tuple(counts.get(level, 0) for level in range(6))
