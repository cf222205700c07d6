"""Charts that the job has drawn, and the rates behind those of many months."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.domain.periods import MONTH
from feedback.extensions import db
from feedback.models.publications import Chart, Result
from feedback.models.services import Sector
from feedback.queries.published.publications import select_in_force

#: What a chart shows; the first part of its name.
KINDS = (
    *("units", "months", "levels", "coverage"),
    *("heat", "control", "break", "drivers"),
)
#: Kinds that are drawn in pages, and pages at most.
PAGED, MOST_PAGES = ("units", "heat"), 9
#: Where an SVG says its size: in the first bytes.
_SIZE = re.compile(rb'<svg\b[^>]*\swidth="(\d+)[^>]*\sheight="(\d+)')
_HEAD = 400


@dataclass(frozen=True)
class Picture:
    """A chart in one layout, with its size in pixels if it says one."""

    name: str
    width: int | None
    height: int | None


@dataclass(frozen=True)
class DrawnChart:
    """A chart or a page of it; drawn for narrow screens, too, if the job has."""

    kind: str
    page: int
    wide: Picture
    narrow: Picture | None


def list_charts(publication_id: int, language: str, key: str) -> list[DrawnChart]:
    """The charts of one unit (`scope:key`), in the order of kinds and pages."""
    pages = [(kind, page) for kind in KINDS for page in _list_pages(kind)]
    names = {(k, p): k if p == 1 else f"{k}-{p}" for k, p in pages}
    wanted = [f"{n}{end}:{key}" for n in names.values() for end in ("", "-narrow")]
    rows = db.session.execute(
        select(Chart.name, func.substr(Chart.svg, 1, _HEAD)).where(
            Chart.publication_id == publication_id,
            Chart.language == language,
            Chart.name.in_(wanted),
        )
    )
    found = {name: _read_picture(name, bytes(head)) for name, head in rows}
    return [
        DrawnChart(
            kind,
            page,
            found[f"{name}:{key}"],
            found.get(f"{name}-narrow:{key}"),
        )
        for (kind, page), name in names.items()
        if f"{name}:{key}" in found
    ]


@dataclass(frozen=True)
class PromiseChart:
    """A promise's chart, and the publication it was drawn with."""

    publication_id: int
    #: The newest month it may show.
    month: Month
    chart: DrawnChart


def find_promise_chart(code: str, language: str, ended: Month) -> PromiseChart | None:
    """The newest chart of a promise that ended in a month, if one is drawn.

    Each month published since is asked for it, by the index on publication, name and
    language.
    """
    names = [f"promise{end}:commitment:{code}" for end in ("", "-narrow")]
    in_force = select_in_force(MONTH).subquery()
    rows = db.session.execute(
        select(
            in_force.c.id,
            in_force.c.month,
            Chart.name,
            func.substr(Chart.svg, 1, _HEAD),
        )
        .join(in_force, in_force.c.id == Chart.publication_id)
        .where(
            in_force.c.month > ended.first_day,
            Chart.language == language,
            Chart.name.in_(names),
        )
        .order_by(in_force.c.month.desc(), Chart.name.desc())
    ).all()
    if not rows or rows[0].name != names[0]:
        return None
    newest = rows[0].id
    found = {
        row.name: _read_picture(row.name, bytes(row[3]))
        for row in rows
        if row.id == newest
    }
    chart = DrawnChart("promise", 1, found[names[0]], found.get(names[1]))
    return PromiseChart(newest, Month.of(rows[0].month), chart)


def _list_pages(kind: str) -> range:
    return range(1, MOST_PAGES + 1 if kind in PAGED else 2)


def _read_picture(name: str, head: bytes) -> Picture:
    size = _SIZE.search(head)
    if size is None:
        return Picture(name, None, None)
    return Picture(name, int(size[1]), int(size[2]))


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


@dataclass(frozen=True)
class SectorMonths:
    """A sector's months: satisfied and valid answers, None where they are hidden."""

    name: str
    months: Mapping[Month, tuple[int, int] | None]


def list_sector_months(first: Month, last: Month) -> list[SectorMonths]:
    """The published months of every sector between two, by the sectors' names."""
    in_force = select_in_force(MONTH).subquery()
    satisfied = Result.n4 + Result.n5
    rows = db.session.execute(
        select(
            *(Sector.code, Sector.name, Result.month, Result.is_hidden),
            *(satisfied, Result.n1 + Result.n2 + Result.n3 + satisfied),
        )
        .join(in_force, in_force.c.id == Result.publication_id)
        .join(Sector, Sector.code == Result.key)
        .where(
            Result.scope == "sector",
            Result.indicator == "all",
            Result.month.between(first.first_day, last.first_day),
        )
        .order_by(Sector.name_folded, Sector.code, Result.month)
    )
    names: dict[str, str] = {}
    months: dict[str, dict[Month, tuple[int, int] | None]] = {}
    for code, name, month, is_hidden, k, n in rows:
        names[code] = name
        rate = None if is_hidden else (k, n)
        months.setdefault(code, {})[Month.of(month)] = rate
    return [SectorMonths(names[code], found) for code, found in months.items()]
