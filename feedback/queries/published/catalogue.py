"""Agencies, sectors and services as the public looks them up."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from feedback.domain.errors import NotFound
from feedback.domain.labels import Label
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession
from feedback.models.publications import Result
from feedback.models.services import Sector, Service
from feedback.queries.published.slices import Slice, read_slice
from feedback.queries.published.units import UNITS

T = TypeVar("T", Agency, Sector, Service)


def get_agency(code: str) -> Agency:
    """An agency by its code."""
    return _get(
        Agency,
        code,
        NotFound(
            f"Không có cơ quan nào mang mã “{code[:40]}”.",
            f"There is no agency with the code “{code[:40]}”.",
        ),
    )


def get_sector(code: str) -> Sector:
    """A sector by its code."""
    return _get(
        Sector,
        code,
        NotFound(
            f"Không có lĩnh vực nào mang mã “{code[:40]}”.",
            f"There is no sector with the code “{code[:40]}”.",
        ),
    )


def get_service(code: str) -> Service:
    """A service by the first eight characters of its code."""
    return _get(
        Service,
        code[:8],
        NotFound(
            f"Không có thủ tục nào mang mã “{code[:40]}”.",
            f"There is no procedure with the code “{code[:40]}”.",
        ),
    )


def find_service(code: str) -> Service | None:
    """A service by its code, or nothing."""
    return _find(Service, code[:8]) if code else None


def _find(model: type[T], code: str) -> T | None:
    return db.session.scalar(select(model).where(model.code == code))


def _get(model: type[T], code: str, missing: NotFound) -> T:
    found = _find(model, code)
    if found is None:
        raise missing
    return found


def get_sector_of(service: Service) -> Sector:
    """The sector of a service."""
    return db.session.get_one(Sector, service.sector_id)


def list_services_of(sector: Sector) -> list[Service]:
    """The services of a sector, by name."""
    return list(
        db.session.scalars(
            select(Service)
            .where(Service.sector_id == sector.id)
            .order_by(Service.name_folded)
        )
    )


def list_agency_names(codes: Iterable[str]) -> dict[str, Label]:
    """Names of agencies by their codes."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    rows = select(Agency).where(Agency.code.in_(wanted))
    return {row.code: name_agency(row) for row in db.session.scalars(rows)}


def name_agency(agency: Agency) -> Label:
    """An agency's name; in English too where the source gave one."""
    return Label(agency.name, agency.name_en or agency.name)


def list_successions(
    agency: Agency,
) -> tuple[list[tuple[Agency, Succession]], list[tuple[Agency, Succession]]]:
    """Whom the agency succeeded, and who succeeded it; some only in part."""
    before = db.session.execute(
        select(Agency, Succession)
        .join(Succession, Succession.predecessor_id == Agency.id)
        .where(Succession.successor_id == agency.id)
        .order_by(Agency.name_folded)
    )
    after = db.session.execute(
        select(Agency, Succession)
        .join(Succession, Succession.successor_id == Agency.id)
        .where(Succession.predecessor_id == agency.id)
        .order_by(Agency.name_folded)
    )
    return [(r[0], r[1]) for r in before], [(r[0], r[1]) for r in after]


def list_all_successions() -> list[tuple[Agency, Agency, Succession]]:
    """Every predecessor with its successor, by day."""
    before, after = aliased(Agency), aliased(Agency)
    rows = db.session.execute(
        select(before, after, Succession)
        .join(before, before.id == Succession.predecessor_id)
        .join(after, after.id == Succession.successor_id)
        .order_by(Succession.on, before.name_folded, after.name_folded)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def list_all_sectors() -> list[Sector]:
    """Every sector, by name."""
    return list(db.session.scalars(select(Sector).order_by(Sector.name_folded)))


def list_agencies(
    q: str, page: int, size: int, *conditions: ColumnElement[bool]
) -> Slice[Agency]:
    """Agencies whose name or code holds the words, by name."""
    return _list_units(Agency, q, page, size, *conditions)


def list_agency_choices(
    language: str, *conditions: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """Code and name of the agencies that conditions hold for, by name, to choose from.

    There may be thousands, so nothing is made of them but pairs.
    """
    rows = db.session.execute(
        select(Agency.code, Agency.name, Agency.name_en)
        .where(*conditions)
        .order_by(Agency.name_folded)
    )
    if language == "en":
        return [(code, name_en or name) for code, name, name_en in rows]
    return [(code, name) for code, name, _ in rows]


def list_sectors(q: str, page: int, size: int) -> Slice[Sector]:
    """Sectors whose name holds the words, by name."""
    return _list_units(Sector, q, page, size)


def list_services(q: str, page: int, size: int) -> Slice[Service]:
    """Services whose name or code holds the words, by name."""
    return _list_units(Service, q, page, size)


def list_published_units(
    scope: str, publication_id: int, q: str, page: int, size: int
) -> Slice[Any]:
    """Units that a publication has results of; services only if it shows any."""
    model = UNITS[scope]
    keys = select(Result.key).where(
        Result.publication_id == publication_id, Result.scope == scope
    )
    if scope == "service":
        keys = keys.where(~Result.is_hidden)
    return _list_units(model, q, page, size, model.code.in_(keys))


def _list_units(
    model: type[T], q: str, page: int, size: int, *conditions: ColumnElement[bool]
) -> Slice[T]:
    query = select(model).where(*conditions)
    for word in fold(q).split()[:12]:
        holds = [
            model.name_folded.contains(word, autoescape=True),
            func.lower(model.code).startswith(word, autoescape=True),
        ]
        if model is Agency:
            holds.append(func.lower(Agency.name_en).contains(word, autoescape=True))
        query = query.where(or_(*holds))
    ordered = query.order_by(model.name_folded, model.code)
    rows, total, page = read_slice(
        ordered, query.with_only_columns(model.id), page, size
    )
    return Slice([row[0] for row in rows], total, page, size)
