"""The catalogue of public services and their sectors, from lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.codes import SectorCode
from feedback.domain.imports import Recorded, Refusal, refuse_twice
from feedback.domain.services import SectorRow, ServiceRow
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.services import Sector, Service
from feedback.operations.catalogues import assign_values, settle_rows
from feedback.operations.transaction import transaction


@transaction
def record_services(
    rows: Sequence[ServiceRow], *, is_partial: bool = False
) -> Recorded:
    """Add services and correct known ones; sectors that are new come with them."""
    session = db.session()
    sectors = ensure_sectors(session, (row.sector for row in rows))
    known = {service.code: service for service in session.scalars(select(Service))}
    refused: list[Refusal] = []
    first_rows: dict[str, ServiceRow] = {}
    new, changed = 0, []
    for row in rows:
        first = first_rows.setdefault(row.code, row)
        if first is not row:
            refused.append(refuse_twice(row.line, "code", row.code, first.line))
        elif row.code not in known:
            values = _service_values(row, sectors, True)
            session.add(Service(code=row.code, **values))
            new += 1
        elif assign_values(known[row.code], _service_values(row, sectors, False)):
            changed.append(row.code)
    unchanged = len(first_rows) - new - len(changed)
    recorded = Recorded(new, len(changed), unchanged, 0, tuple(refused), tuple(changed))
    return settle_rows(session, recorded, is_partial)


@transaction
def record_sectors(rows: Sequence[SectorRow], *, is_partial: bool = False) -> Recorded:
    """Add sectors, and give known ones the spelling of this list."""
    session = db.session()
    known = {sector.code: sector for sector in session.scalars(select(Sector))}
    sectors = {row.sector.code: row.sector for row in rows}
    new, changed = 0, []
    for code, sector in sectors.items():
        values = {"name": sector.name, "name_folded": fold(sector.name)}
        if code not in known:
            session.add(Sector(code=code, **values))
            new += 1
        elif assign_values(known[code], values):
            changed.append(code)
    unchanged = len(sectors) - new - len(changed)
    recorded = Recorded(new, len(changed), unchanged, changed=tuple(changed))
    return settle_rows(session, recorded, is_partial)


def ensure_sectors(session: Session, sectors: Iterable[SectorCode]) -> dict[str, int]:
    """The number of each sector by its code; the missing ones are added."""
    known = {code: id for code, id in session.execute(select(Sector.code, Sector.id))}
    missing: dict[str, SectorCode] = {}
    for sector in sectors:
        if sector.code not in known:
            missing.setdefault(sector.code, sector)  # the first spelling stays
    added = [
        Sector(code=code, name=sector.name, name_folded=fold(sector.name))
        for code, sector in missing.items()
    ]
    session.add_all(added)
    session.flush()
    return known | {sector.code: sector.id for sector in added}


def _service_values(
    row: ServiceRow, sectors: dict[str, int], is_new: bool
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "raw_code": row.raw_code,
        "name": row.name,
        "name_folded": fold(row.name),
        "sector_id": sectors[row.sector.code],
    }
    for name in ("level", "owner", "decision", "competent_agency"):
        if is_new or name in row.given:
            values[name] = getattr(row, name)
    return values
