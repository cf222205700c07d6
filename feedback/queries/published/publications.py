"""Sealed periods, their versions, and what these changed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased

from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.domain.periods import MONTH, Period
from feedback.extensions import db
from feedback.models.publications import Publication


def select_in_force(length: int = MONTH) -> Select[tuple[Publication]]:
    """The newest version of each period of a length."""
    newer = aliased(Publication)
    return (
        select(Publication)
        .outerjoin(
            newer,
            and_(
                newer.month == Publication.month,
                newer.length == Publication.length,
                newer.version > Publication.version,
            ),
        )
        .where(newer.id.is_(None), Publication.length == length)
    )


def period_of(publication: Publication) -> Period:
    """The period a publication is of."""
    return Period(Month.of(publication.month), publication.length)


def list_publications(length: int = MONTH) -> list[Publication]:
    """The version in force of each published period of a length, newest first."""
    rows = select_in_force(length).order_by(Publication.month.desc())
    return list(db.session.scalars(rows))


def list_all_versions(length: int = MONTH) -> list[Publication]:
    """Every version of every period of a length, newest period first."""
    rows = (
        select(Publication)
        .where(Publication.length == length)
        .order_by(Publication.month.desc(), Publication.version.desc())
    )
    return list(db.session.scalars(rows))


def find_latest_publication(length: int = MONTH) -> Publication | None:
    """The newest published period of a length, if there is one."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.length == length)
        .order_by(Publication.month.desc(), Publication.version.desc())
        .limit(1)
    ).first()


def find_newest() -> tuple[Publication | None, Publication | None]:
    """The newest month; and the newest quarter or year, which is the one that binds.

    The year is taken where both end in one month.
    """
    orders = (
        Publication.month.desc(),
        Publication.length.desc(),
        Publication.version.desc(),
    )
    newest = [
        select(Publication.id).where(lengths).order_by(*orders).limit(1)
        for lengths in (Publication.length == MONTH, Publication.length > MONTH)
    ]
    rows = db.session.scalars(
        select(Publication).where(
            or_(*(Publication.id == each.scalar_subquery() for each in newest))
        )
    )
    by_kind = {publication.length > MONTH: publication for publication in rows}
    return by_kind.get(False), by_kind.get(True)


def list_periods(length: int) -> list[Period]:
    """The published periods of a length, newest first."""
    rows = (
        select(Publication.month)
        .where(Publication.length == length)
        .distinct()
        .order_by(Publication.month.desc())
    )
    return [Period(Month.of(month), length) for month in db.session.scalars(rows)]


def list_versions(month: Month) -> list[Publication]:
    """Every version of a published month, the one in force first."""
    return list_period_versions(Period(month))


def list_period_versions(period: Period) -> list[Publication]:
    """Every version of a published period, the one in force first."""
    versions = list(
        db.session.scalars(
            select(Publication)
            .where(
                Publication.month == period.last.first_day,
                Publication.length == period.length,
            )
            .order_by(Publication.version.desc())
        )
    )
    if not versions:
        raise NotFound(
            f"{_capitalize(period.text('vi'))} chưa được công bố. Số liệu mỗi tháng "
            "được công bố vào ngày 25 tháng sau.",
            f"{period.text('en')} has not been published. Each month is published on "
            "the 25th of the next.",
        )
    return versions


def get_version(period: Period, version: int) -> Publication:
    """One version of a published period."""
    for publication in list_period_versions(period):
        if publication.version == version:
            return publication
    raise NotFound(
        f"{_capitalize(period.text('vi'))} không có phiên bản {version}.",
        f"{period.text('en')} has no version {version}.",
    )


def list_corrections() -> list[Publication]:
    """Every version that replaced an earlier one, of any length, newest first."""
    rows = (
        select(Publication)
        .where(Publication.version > 1)
        .order_by(Publication.sealed_at.desc(), Publication.id.desc())
    )
    return list(db.session.scalars(rows))


def _capitalize(text: str) -> str:
    # str.capitalize would write "quý I" as "Quý i".
    return text[0].upper() + text[1:]


@dataclass(frozen=True)
class Change:
    """A figure that a later version of a period states differently."""

    indicator: str
    scope: str
    key: str
    #: A column of the results, or `method.value` of an estimate.
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Diff:
    """What a version changed against the one before it."""

    #: Of all changes; more than are listed when there are very many.
    count: int
    changes: tuple[Change, ...]


def read_diff(publication: Publication) -> Diff | None:
    """What this version changed in figures that both show; None for the first one."""
    stored = publication.changes
    if stored is None:
        return None
    return Diff(stored["count"], tuple(Change(**row) for row in stored["rows"]))
