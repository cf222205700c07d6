"""Yearly call-back samples: recorded, and compared with the year's ratings."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.anchors import AnchorRow, Comparison
from feedback.domain.imports import Recorded, Refusal, refuse_twice
from feedback.extensions import db
from feedback.models.anchors import Anchor
from feedback.operations.catalogues import assign_values, settle_rows
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction


@transaction
def record_anchors(
    rows: Sequence[AnchorRow], *, digest: str, is_partial: bool = False
) -> Recorded:
    """Record samples by year; one stated anew is compared again."""
    session = db.session()
    known = {anchor.year: anchor for anchor in session.scalars(select(Anchor))}
    refused: list[Refusal] = []
    lines: dict[int, int] = {}
    new, changed = 0, []
    for row in rows:
        if row.year in lines:
            again = refuse_twice(row.line, "year", str(row.year), lines[row.year])
            refused.append(again)
            continue
        lines[row.year] = row.line
        anchor = known.get(row.year)
        if anchor is None:
            session.add(
                Anchor(
                    year=row.year,
                    recorded_on=clock.today(),
                    digest=digest,
                    **_values(row),
                )
            )
            new += 1
        elif assign_values(anchor, _values(row)):
            anchor.recorded_on, anchor.digest = clock.today(), digest
            anchor.comparison = anchor.publication_id = None
            changed.append(str(row.year))
    unchanged = len(lines) - new - len(changed)
    recorded = Recorded(new, len(changed), unchanged, 0, tuple(refused), tuple(changed))
    return settle_rows(session, recorded, is_partial)


def _values(row: AnchorRow) -> dict[str, Any]:
    levels = {f"n{level}": n for level, n in enumerate(row.levels, start=1)}
    chain = {"population": row.population, "called": row.called}
    return {**chain, **levels, "n_none": row.n_none, "how": row.how}


@transaction
def store_comparison(year: int, publication_id: int, comparison: Comparison) -> bool:
    """Keep how a year's sample compares; says whether anything changed."""
    session = db.session()
    anchor = session.get_one(Anchor, year)
    values = asdict(comparison) | {"continuous": [*comparison.continuous]}
    is_changed = assign_values(
        anchor, {"comparison": values, "publication_id": publication_id}
    )
    if is_changed:
        bump_public_stamp(session)
    return is_changed
