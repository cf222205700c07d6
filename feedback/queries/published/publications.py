"""Sealed months, their versions and their charts."""

import re
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.publications import Chart, Publication


def select_in_force() -> Select[tuple[Publication]]:
    """The newest version of each month."""
    newer = aliased(Publication)
    return (
        select(Publication)
        .outerjoin(
            newer,
            and_(newer.month == Publication.month, newer.version > Publication.version),
        )
        .where(newer.id.is_(None))
    )


def list_publications() -> list[Publication]:
    """The version in force of each published month, newest first."""
    rows = select_in_force().order_by(Publication.month.desc())
    return list(db.session.scalars(rows))


def list_all_versions() -> list[Publication]:
    """Every version of every month, newest month first."""
    rows = select(Publication).order_by(
        Publication.month.desc(), Publication.version.desc()
    )
    return list(db.session.scalars(rows))


def find_latest_publication() -> Publication | None:
    """The newest published month, if there is one."""
    return db.session.scalars(
        select(Publication)
        .order_by(Publication.month.desc(), Publication.version.desc())
        .limit(1)
    ).first()


def list_months() -> list[Month]:
    """The published months, newest first."""
    rows = select(Publication.month).distinct().order_by(Publication.month.desc())
    return [Month.of(month) for month in db.session.scalars(rows)]


def list_versions(month: Month) -> list[Publication]:
    """Every version of a published month, the one in force first."""
    versions = list(
        db.session.scalars(
            select(Publication)
            .where(Publication.month == month.first_day)
            .order_by(Publication.version.desc())
        )
    )
    if not versions:
        raise NotFound(
            f"{month.text('vi').capitalize()} chưa được công bố. Số liệu mỗi tháng "
            "được công bố vào ngày 25 tháng sau.",
            f"{month.text('en')} has not been published. Each month is published on "
            "the 25th of the next.",
        )
    return versions


@dataclass(frozen=True)
class DrawnChart:
    """A chart that the job has drawn, with its size in pixels if it says one."""

    name: str
    width: int | None
    height: int | None


#: Where an SVG says its size: in the first bytes.
_SIZE = re.compile(rb'<svg\b[^>]*\swidth="(\d+)[^>]*\sheight="(\d+)')
_HEAD = 400


def list_charts(publication_id: int, language: str, *, key: str) -> list[DrawnChart]:
    """The charts of one unit (`scope:key`) that the job has drawn."""
    rows = db.session.execute(
        select(Chart.name, func.substr(Chart.svg, 1, _HEAD))
        .where(
            Chart.publication_id == publication_id,
            Chart.language == language,
            Chart.name.in_([f"{kind}:{key}" for kind in CHART_KINDS]),
        )
        .order_by(Chart.name)
    )
    return [_size_chart(name, bytes(head)) for name, head in rows]


def _size_chart(name: str, head: bytes) -> DrawnChart:
    size = _SIZE.search(head)
    if size is None:
        return DrawnChart(name, None, None)
    return DrawnChart(name, int(size[1]), int(size[2]))


#: What a chart shows; the first part of its name.
CHART_KINDS = ("units", "months", "levels", "coverage")


def get_chart(publication_id: int, name: str, language: str) -> bytes:
    """A chart by its name, as SVG."""
    svg = db.session.scalar(
        select(Chart.svg).where(
            Chart.publication_id == publication_id,
            Chart.name == name,
            Chart.language == language,
        )
    )
    if svg is None:
        raise NotFound()
    return svg
