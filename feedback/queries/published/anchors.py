"""Yearly call-back samples beside the year's published ratings."""

from dataclasses import dataclass

from sqlalchemy import select

from feedback.domain.anchors import AnchorRow, Comparison
from feedback.extensions import db
from feedback.models.anchors import Anchor
from feedback.models.publications import Publication, Result
from feedback.queries.anchors import read_sample


@dataclass(frozen=True)
class KeptAnchor:
    """A sample with its comparison, once there is one."""

    row: AnchorRow
    comparison: Comparison | None
    #: Of the year it was compared with: dossiers ended, version and digest.
    ended: int | None
    version: int | None = None
    digest: str | None = None


def list_anchors() -> list[KeptAnchor]:
    """Every year's sample beside what the year's ratings say, newest first."""
    rows = db.session.execute(
        select(Anchor, Result.ended, Publication.version, Publication.digest)
        .outerjoin(Publication, Publication.id == Anchor.publication_id)
        .outerjoin(
            Result,
            (Result.publication_id == Anchor.publication_id)
            & (Result.scope == "province")
            & (Result.indicator == "all"),
        )
        .order_by(Anchor.year.desc())
    )
    return [
        KeptAnchor(read_sample(row), _compare(row), *sealed) for row, *sealed in rows
    ]


def _compare(row: Anchor) -> Comparison | None:
    if row.comparison is None:
        return None
    satisfied, answered = row.comparison["continuous"]
    return Comparison(**{**row.comparison, "continuous": (satisfied, answered)})
