"""Reads of yearly call-back samples, and of the year they are compared with."""

from dataclasses import dataclass

from sqlalchemy import select

from feedback.domain.anchors import AnchorRow
from feedback.domain.months import Month
from feedback.domain.periods import YEAR
from feedback.extensions import db
from feedback.models.anchors import Anchor
from feedback.models.publications import Publication, Result


@dataclass(frozen=True)
class YearFigure:
    """What was published of a whole year and the whole province."""

    publication_id: int
    #: Satisfied and all valid answers.
    satisfied: int
    answered: int
    #: Dossiers that ended in the year, as agencies reported them.
    ended: int | None


def list_samples() -> list[AnchorRow]:
    """Every year's sample, the earliest first."""
    rows = db.session.scalars(select(Anchor).order_by(Anchor.year))
    return [read_sample(row) for row in rows]


def find_year_figure(year: int) -> YearFigure | None:
    """The newest published figure of a year; None before the year is sealed."""
    result = db.session.scalar(
        select(Result)
        .join(Publication, Publication.id == Result.publication_id)
        .where(
            Result.month == Month(year, 12).first_day,
            Result.length == YEAR,
            Result.scope == "province",
            Result.indicator == "all",
        )
        .order_by(Publication.version.desc())
        .limit(1)
    )
    if result is None or result.n4 is None or result.n5 is None:
        return None
    lower = (result.n1 or 0) + (result.n2 or 0) + (result.n3 or 0)
    satisfied = result.n4 + result.n5
    return YearFigure(result.publication_id, satisfied, satisfied + lower, result.ended)


def read_sample(row: Anchor) -> AnchorRow:
    """A stored sample as it was entered."""
    levels = (row.n1, row.n2, row.n3, row.n4, row.n5)
    return AnchorRow(row.year, row.population, row.called, levels, row.n_none, row.how)
