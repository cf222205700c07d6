"""Charts are stored whole; of units and promises only the newest are kept."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, insert, or_, select

from feedback.extensions import db
from feedback.models.publications import Chart
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction
from feedback.reports.drafts import DrawnChart

#: Names of charts of the whole province.
_PROVINCE = "%:province:-"
#: And of promises, in both layouts.
_PROMISE = "promise%:commitment:%"


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
def drop_old_charts(in_force: Sequence[int]) -> int:
    """Remove charts of units and promises that have newer ones, or are replaced.

    Parameters
    ----------
    in_force : sequence of int
        The months' publications in force, the newest last. Units have charts with the
        newest alone; a promise keeps its last one, as long as that month stands.
    """
    session = db.session()
    is_old = Chart.publication_id != in_force[-1]
    drawn = select(Chart.name).where(Chart.publication_id == in_force[-1])
    is_replaced = Chart.publication_id.not_in(in_force)
    of_promise = Chart.name.like(_PROMISE)
    of_unit = Chart.name.not_like(_PROVINCE) & ~of_promise
    again = of_promise & or_(is_replaced, Chart.name.in_(drawn))
    dropped = session.execute(delete(Chart).where(is_old, or_(of_unit, again)))
    count: int = dropped.rowcount  # type: ignore[attr-defined]
    if count:
        bump_public_stamp(session)
    return count
