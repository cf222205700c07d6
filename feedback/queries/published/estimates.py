"""Published estimates: what the methods say of a unit beyond its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, literal, null, select

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Estimate as EstimateRow
from feedback.queries.published.units import UNITS

#: In the order in which pages show them.
METHODS = (
    "weighted",
    "bounds",
    "power",
    "coverage",
    "pooled",
    "change",
    "control",
    "trend",
    "break",
    "integrity",
    "instrument",
    "drivers",
)


@dataclass(frozen=True)
class Estimate:
    """What a method says of one unit in one period."""

    id: int
    publication_id: int
    period: Period
    method: str
    indicator: str
    scope: str
    key: str
    #: Of the unit; empty for the province.
    name: Label
    #: What it says and what it was computed from (docs/decisions/0019).
    values: Mapping[str, Any]


def list_estimates(
    publication_id: int, method: str, scope: str, indicator: str = ""
) -> list[Estimate]:
    """What a method says of the units of a scope, by the units' names.

    Of one indicator, or of all of them when none is named.
    """
    rows = _named(scope).where(
        EstimateRow.publication_id == publication_id,
        EstimateRow.method == method,
        EstimateRow.scope == scope,
        *([EstimateRow.indicator == indicator] if indicator else []),
    )
    return [_estimate(row) for row in db.session.execute(rows)]


def list_estimates_of(
    publication_id: int, scope: str, keys: Iterable[str]
) -> list[Estimate]:
    """All that a publication says of a few units, by their names."""
    rows = _named(scope).where(
        EstimateRow.publication_id == publication_id,
        EstimateRow.scope == scope,
        EstimateRow.key.in_(list(keys)),
    )
    return [_estimate(row) for row in db.session.execute(rows)]


def list_estimates_among(
    publication_ids: Iterable[int], scope: str, key: str
) -> list[Estimate]:
    """All that some publications say of one unit."""
    rows = _named(scope).where(
        EstimateRow.publication_id.in_(list(publication_ids)),
        EstimateRow.scope == scope,
        EstimateRow.key == key,
    )
    return [_estimate(row) for row in db.session.execute(rows)]


def list_estimates_after(
    after: int, publication_id: int, wanted: Mapping[str, str], size: int
) -> list[Estimate]:
    """The next estimates after an id, for open data in steps.

    `wanted` narrows by method, scope or key; an empty text does not.
    """
    narrowed = {name: text for name, text in wanted.items() if text}
    rows = (
        select(literal("").label("name"), null().label("name_en"), EstimateRow)
        .where(
            EstimateRow.publication_id == publication_id,
            EstimateRow.id > after,
            *(getattr(EstimateRow, name) == text for name, text in narrowed.items()),
        )
        .order_by(EstimateRow.id)
        .limit(size)
    )
    return [_estimate(row) for row in db.session.execute(rows)]


def _named(scope: str) -> Select[Any]:
    model = UNITS.get(scope)
    if model is None:
        nameless = select(literal("").label("name"), null().label("name_en"))
        return nameless.add_columns(EstimateRow).order_by(
            EstimateRow.key, EstimateRow.method, EstimateRow.indicator
        )
    name_en = Agency.name_en if model is Agency else null().label("name_en")
    return (
        select(model.name.label("name"), name_en, EstimateRow)
        .join(model, model.code == EstimateRow.key)
        .order_by(
            model.name_folded,
            EstimateRow.key,
            EstimateRow.method,
            EstimateRow.indicator,
        )
    )


def _estimate(row: Row[Any]) -> Estimate:
    name, name_en, stored = row
    return Estimate(
        stored.id,
        stored.publication_id,
        Period(Month.of(stored.month), stored.length),
        stored.method,
        stored.indicator,
        stored.scope,
        stored.key,
        Label(name, name_en or name),
        stored.values,
    )
