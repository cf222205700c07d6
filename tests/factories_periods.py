"""What the jobs would have published of quarters and years, and estimates."""

from datetime import UTC, date, datetime
from typing import Any

from feedback.extensions import db
from feedback.models.publications import Estimate, Publication
from tests.factories_published import make_publication

#: Last months of the first quarter and of the year before.
MARCH, DECEMBER = date(2026, 3, 1), date(2025, 12, 1)


def make_quarter(month: date = MARCH, **changes: Any) -> Publication:
    """The sealed quarter that ends with a month."""
    terms = {"rules": {"rate": "R1/1"}, **changes.pop("terms", {})}
    return make_publication(month, **{"length": 3, "terms": terms, **changes})


def make_year(month: date = DECEMBER, **changes: Any) -> Publication:
    """The sealed year that ends with a month; made up a day after its quarter."""
    sealed_at = datetime(month.year + 1, 1, 26, 1, tzinfo=UTC)
    values = {"length": 12, "cut_off": date(month.year + 1, 1, 22)}
    return make_publication(month, **{**values, "sealed_at": sealed_at, **changes})


def make_estimate(
    publication: Publication,
    method: str,
    values: dict[str, Any],
    *,
    indicator: str = "T1",
    scope: str = "province",
    key: str = "-",
) -> Estimate:
    """What a method says of a unit."""
    estimate = Estimate(
        publication_id=publication.id,
        month=publication.month,
        length=publication.length,
        method=method,
        indicator=indicator,
        scope=scope,
        key=key,
        values=values,
    )
    db.session.add(estimate)
    db.session.commit()
    return estimate
