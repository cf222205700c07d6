"""Reads of public services and sectors."""

from collections.abc import Collection

from sqlalchemy import select

from feedback.domain.errors import NotFound
from feedback.extensions import db
from feedback.models.services import Sector, Service


def get_service(code: str) -> Service:
    """The service of a procedure code."""
    service = db.session.scalar(select(Service).where(Service.code == code))
    if service is None:
        raise NotFound()
    return service


def list_services() -> list[Service]:
    """All services by code."""
    return list(db.session.scalars(select(Service).order_by(Service.code)))


def list_sectors() -> list[Sector]:
    """All sectors by name."""
    return list(db.session.scalars(select(Sector).order_by(Sector.name, Sector.id)))


def list_service_ids(codes: Collection[str] | None = None) -> dict[str, int]:
    """The number of each service by its code; of all, or of those asked for."""
    statement = select(Service.code, Service.id)
    if codes is not None:
        statement = statement.where(Service.code.in_(codes))
    return {code: id for code, id in db.session.execute(statement)}
