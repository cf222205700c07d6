"""Charts are stored whole; those of units stay with the newest publication alone."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, insert

from feedback.extensions import db
from feedback.models.publications import Chart
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction
from feedback.reports.drafts import DrawnChart

#: Names of charts of the whole province.
_PROVINCE = "%:province:-"


@transaction
def store_charts(publication_id: int, charts: Sequence[DrawnChart]) -> None:
    """Put charts in the place of those of the same names."""
    session = db.session()
    session.execute(
        delete(Chart).where(
            Chart.publication_id == publication_id,
            Chart.name.in_({chart.name for chart in charts}),
        )
    )
    session.execute(
        insert(Chart),
        [
            {
                "publication_id": publication_id,
                "name": chart.name,
                "language": chart.language,
                "svg": chart.svg,
                "digest": hashlib.sha256(chart.svg).hexdigest(),
            }
            for chart in charts
        ],
    )
    bump_public_stamp(session)


@transaction
def drop_unit_charts(newest_id: int) -> int:
    """Remove the charts of units from all publications but the newest."""
    session = db.session()
    dropped = session.execute(
        delete(Chart).where(
            Chart.publication_id != newest_id, Chart.name.not_like(_PROVINCE)
        )
    )
    count: int = dropped.rowcount  # type: ignore[attr-defined]
    if count:
        bump_public_stamp(session)
    return count
