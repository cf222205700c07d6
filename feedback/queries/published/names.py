"""Names of the units in published results."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, literal, null, select

from feedback.domain.labels import Label
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Result
from feedback.models.services import Sector, Service
from feedback.queries.published.units import UNITS

#: Only agencies have English names.
NO_ENGLISH = null().label("name_en")


def list_units(publication_id: int) -> list[tuple[str, str, Label, str | None]]:
    """Scope, key, name and field of every unit; the name is empty where none is kept.

    The field is the level of an agency, the sector of a service, as they are today.
    """
    is_agency = (Result.scope == "agency", Agency.code == Result.key)
    name_en = select(Agency.name_en).where(*is_agency).scalar_subquery()
    level = select(Agency.level).where(*is_agency).scalar_subquery()
    sector = (
        select(Sector.code)
        .join(Service, Service.sector_id == Sector.id)
        .where(Result.scope == "service", Service.code == Result.key)
        .scalar_subquery()
    )
    field = func.coalesce(level, sector).label("field")
    rows = db.session.execute(
        select(Result.scope, Result.key, name_unit(), name_en.label("name_en"), field)
        .where(Result.publication_id == publication_id)
        .distinct()
        .order_by(Result.scope, Result.key)
    )
    return [
        (scope, key, Label(name, english or name), field)
        for scope, key, name, english, field in rows
    ]


def list_names(
    units: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], Label]:
    """Names of agencies, sectors and services by scope and code."""
    wanted = set(units)
    names: dict[tuple[str, str], Label] = {}
    for scope, model in UNITS.items():
        keys = [key for each, key in wanted if each == scope]
        if not keys:
            continue
        name_en = Agency.name_en if model is Agency else NO_ENGLISH
        rows = select(model.code, model.name, name_en).where(model.code.in_(keys))
        for code, name, english in db.session.execute(rows):
            names[scope, code] = Label(name, english or name)
    return names


def name_unit() -> ColumnElement[str]:
    """The unit's name, whatever kind of unit it is."""
    names = [
        select(model.name)
        .where(Result.scope == scope, model.code == Result.key)
        .scalar_subquery()
        for scope, model in UNITS.items()
    ]
    return func.coalesce(*names, literal("")).label("name")
