"""Names of the units in published results."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, literal, null, select

from feedback.domain.labels import Label
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Result
from feedback.queries.published.units import UNITS

#: Only agencies have English names.
NO_ENGLISH = null().label("name_en")


def list_units(publication_id: int) -> list[tuple[str, str, Label]]:
    """Scope, key and name of every unit in a publication; empty where none is kept."""
    name_en = (
        select(Agency.name_en)
        .where(Result.scope == "agency", Agency.code == Result.key)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Result.scope, Result.key, name_unit(), name_en.label("name_en"))
        .where(Result.publication_id == publication_id)
        .distinct()
        .order_by(Result.scope, Result.key)
    )
    return [
        (scope, key, Label(name, english or name)) for scope, key, name, english in rows
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
