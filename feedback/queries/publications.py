"""Reads for sealing months and drawing their charts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from feedback.domain.months import Month
from feedback.domain.periods import MONTH, Period
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Chart, Estimate, Publication, Result
from feedback.models.services import Sector, Service


@dataclass(frozen=True)
class Codes:
    """The public codes behind the ids of the catalogue."""

    agencies: Mapping[int, str]
    services: Mapping[int, str]
    sectors: Mapping[int, str]
    #: The sector each service is in today.
    sector_of: Mapping[int, int]
    #: The level of each agency by its code.
    levels: Mapping[str, str]


def get_codes() -> Codes:
    """The catalogue's codes."""
    services = db.session.execute(select(Service.id, Service.code, Service.sector_id))
    rows = services.all()
    agencies = db.session.execute(select(Agency.id, Agency.code, Agency.level)).all()
    sectors = db.session.execute(select(Sector.id, Sector.code))
    return Codes(
        agencies={row[0]: row[1] for row in agencies},
        services={row[0]: row[1] for row in rows},
        sectors={row[0]: row[1] for row in sectors},
        sector_of={row[0]: row[2] for row in rows},
        levels={row[1]: row[2] for row in agencies},
    )


def find_last_version(period: Period) -> Publication | None:
    """The version in force of a period, if it was published."""
    return db.session.scalars(
        select(Publication)
        .where(
            Publication.month == period.last.first_day,
            Publication.length == period.length,
        )
        .order_by(Publication.version.desc())
        .limit(1)
    ).first()


def list_versions_in_force(length: int = MONTH) -> list[Publication]:
    """The version in force of each published period of a length, oldest first."""
    last = (
        select(Publication.month, func.max(Publication.version).label("version"))
        .where(Publication.length == length)
        .group_by(Publication.month)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(Publication)
            .join(
                last,
                (last.c.month == Publication.month)
                & (last.c.version == Publication.version),
            )
            .where(Publication.length == length)
            .order_by(Publication.month)
        )
    )


def list_published(length: int, most: int | None = None) -> list[Period]:
    """The published periods of a length, oldest first; only so many if wanted."""
    rows = (
        select(Publication.month)
        .where(Publication.length == length)
        .distinct()
        .order_by(Publication.month)
        .limit(most)
    )
    return [Period(Month.of(month), length) for month in db.session.scalars(rows)]


def list_results(publication_id: int) -> list[Result]:
    """All results of a publication, in their canonical order."""
    return list(
        db.session.scalars(
            select(Result)
            .where(Result.publication_id == publication_id)
            .order_by(Result.indicator, Result.scope, Result.key)
        )
    )


def list_sealed_rows(publication_id: int) -> Iterator[Row[Any]]:
    """The figures of a publication, a thousand at a time.

    Indicator, scope, key, whether it is hidden, satisfied, valid answers, ended,
    invited, delivered, rated.
    """
    satisfied = Result.n4 + Result.n5
    rows = db.session.execute(
        select(
            Result.indicator,
            Result.scope,
            Result.key,
            Result.is_hidden,
            satisfied,
            Result.n1 + Result.n2 + Result.n3 + satisfied,
            *(Result.ended, Result.invited, Result.delivered, Result.rated),
        )
        .where(Result.publication_id == publication_id)
        .execution_options(yield_per=1000)
    )
    yield from rows


def list_hidden_cells(publication_id: int) -> set[tuple[str, str, str]]:
    """Indicator, scope and key of what a publication hides."""
    rows = db.session.execute(
        select(Result.indicator, Result.scope, Result.key).where(
            Result.publication_id == publication_id, Result.is_hidden
        )
    )
    return {(indicator, scope, key) for indicator, scope, key in rows}


def list_stored_estimates(publication_id: int) -> list[Estimate]:
    """The estimates of a publication, in a settled order."""
    order = (Estimate.method, Estimate.indicator, Estimate.scope, Estimate.key)
    rows = select(Estimate).where(Estimate.publication_id == publication_id)
    return list(db.session.scalars(rows.order_by(*order)))


@dataclass(frozen=True)
class MonthFigure:
    """One month of one unit, as published."""

    month: Month
    key: str
    #: The five levels, or None where they are hidden.
    counts: tuple[int, int, int, int, int] | None
    lower: float | None
    upper: float | None
    threshold: str | None


def list_month_figures(indicator: str, scope: str, until: Month) -> list[MonthFigure]:
    """The published figures of a list's units in all months up to one, in order."""
    in_force = [p.id for p in list_versions_in_force() if p.month <= until.first_day]
    columns = (Result.n1, Result.n2, Result.n3, Result.n4, Result.n5)
    rows = db.session.execute(
        select(
            Result.month,
            Result.key,
            Result.lower,
            Result.upper,
            Result.threshold,
            *columns,
        )
        .where(
            Result.publication_id.in_(in_force),
            Result.indicator == indicator,
            Result.scope == scope,
        )
        .order_by(Result.month, Result.key)
    )
    return [
        MonthFigure(
            Month.of(month),
            key,
            None if counts[0] is None else (*counts,),
            lower,
            upper,
            threshold,
        )
        for month, key, lower, upper, threshold, *counts in rows
    ]


def list_names(scope: str) -> dict[str, tuple[str, str]]:
    """The Vietnamese and English names of a list's units by code."""
    if scope == "agency":
        rows = db.session.execute(select(Agency.code, Agency.name, Agency.name_en))
        return {code: (vi, en or vi) for code, vi, en in rows}
    model = Sector if scope == "sector" else Service
    named = db.session.execute(select(model.code, model.name))
    return {code: (name, name) for code, name in named}


def list_chart_names(publication_id: int) -> set[str]:
    """The names of the charts drawn for a publication."""
    names = select(Chart.name).where(Chart.publication_id == publication_id)
    return set(db.session.scalars(names))
