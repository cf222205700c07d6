"""Estimates as charts need them: by method and unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from feedback.extensions import db
from feedback.models.publications import Estimate

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
