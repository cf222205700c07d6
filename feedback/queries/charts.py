"""What drawing charts needs to know: estimates, and which charts are outdated."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from feedback.extensions import db
from feedback.models.publications import Chart, Estimate

#: Method, indicator, scope and key.
EstimateName = tuple[str, str, str, str]


def list_estimate_values(
    publication_id: int, methods: Sequence[str], scopes: Sequence[str]
) -> dict[EstimateName, Mapping[str, Any]]:
    """What some methods say of the units of some scopes."""
    columns = (Estimate.method, Estimate.indicator, Estimate.scope, Estimate.key)
    rows = db.session.execute(
        select(*columns, Estimate.values).where(
            Estimate.publication_id == publication_id,
            Estimate.method.in_(methods),
            Estimate.scope.in_(scopes),
        )
    )
    return {
        (method, indicator, scope, key): values
        for method, indicator, scope, key, values in rows
    }


def list_outdated_promises(in_force: Collection[int]) -> set[str]:
    """Codes of promises whose chart is of a publication that was replaced.

    Once a night; it goes through the names of all charts that are kept.
    """
    names = db.session.scalars(
        select(Chart.name)
        .where(
            Chart.publication_id.not_in(in_force),
            Chart.name.like("promise:commitment:%"),
        )
        .distinct()
    )
    return {name.rpartition(":")[2] for name in names}
