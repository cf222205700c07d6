"""Reads of agencies and of who succeeded whom."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from feedback.domain.errors import NotFound
from feedback.domain.mergers import Unit
from feedback.domain.registers import KnownAgency
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession

#: Levels whose agency governs the administrative unit it names.
_GOVERNING = ("province", "commune")


def get_agency(code: str) -> Agency:
    """The agency of a code."""
    agency = db.session.scalar(select(Agency).where(Agency.code == code))
    if agency is None:
        raise NotFound()
    return agency


def count_agencies() -> int:
    """How many agencies there are, of any date."""
    return db.session.scalar(select(func.count()).select_from(Agency)) or 0


def list_agencies(on: date | None = None) -> list[Agency]:
    """All agencies by code, or those in force on a day."""
    rows = select(Agency).order_by(Agency.code)
    if on is not None:
        rows = rows.where(
            (Agency.valid_from.is_(None)) | (Agency.valid_from <= on),
            (Agency.valid_to.is_(None)) | (Agency.valid_to > on),
        )
    return list(db.session.scalars(rows))


def list_successions() -> list[Succession]:
    """All successions, in the order they were recorded."""
    return list(db.session.scalars(select(Succession).order_by(Succession.id)))


def list_known_agencies(
    codes: Collection[str] | None = None,
) -> dict[str, KnownAgency]:
    """Agencies by code, and by the unit they alone govern; all, or those asked for."""
    statement = select(
        Agency.code,
        Agency.unit_code,
        Agency.level,
        Agency.id,
        Agency.valid_from,
        Agency.valid_to,
        exists().where(Succession.predecessor_id == Agency.id),
        exists().where(Succession.successor_id == Agency.id),
    )
    if codes is not None:
        statement = statement.where(
            or_(Agency.code.in_(codes), Agency.unit_code.in_(codes))
        )
    known: dict[str, KnownAgency] = {}
    governing: dict[str, list[KnownAgency]] = {}
    for code, unit_code, level, *rest in db.session.execute(statement):
        agency = KnownAgency(*rest)
        known[code] = agency
        if unit_code and level in _GOVERNING:
            governing.setdefault(unit_code, []).append(agency)
    known.update({unit: a[0] for unit, a in governing.items() if len(a) == 1})
    return known


def find_agency_in_force(code: str, on: date) -> Agency | None:
    """The agency of a code, if it exists on a day."""
    agency = db.session.scalar(select(Agency).where(Agency.code == code.strip()))
    if agency is None:
        return None
    has_begun = agency.valid_from is None or agency.valid_from <= on
    has_ended = agency.valid_to is not None and agency.valid_to <= on
    return agency if has_begun and not has_ended else None


def list_agencies_named(words: str, on: date, limit: int = 20) -> list[Agency]:
    """Agencies in force whose name holds all the words, whatever their marks."""
    rows = select(Agency).where(
        (Agency.valid_from.is_(None)) | (Agency.valid_from <= on),
        (Agency.valid_to.is_(None)) | (Agency.valid_to > on),
    )
    for word in fold(words).split():
        rows = rows.where(Agency.name_folded.contains(word, autoescape=True))
    return list(db.session.scalars(rows.order_by(Agency.name_folded).limit(limit)))


def list_units() -> list[Unit]:
    """The agencies that govern a unit in force, with their provinces."""
    province = aliased(Agency)
    rows = db.session.execute(
        select(Agency.code, Agency.name, province.code)
        .outerjoin(province, province.id == Agency.parent_id)
        .where(
            Agency.unit_code.is_not(None),
            Agency.valid_to.is_(None),
            Agency.level.in_(_GOVERNING),
        )
        .order_by(Agency.code)
    )
    return [Unit(code, name, above or code) for code, name, above in rows]
