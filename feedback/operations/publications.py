"""Sealing a month: one transaction, never an edit."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert

from feedback.domain import clock
from feedback.domain.periods import Period
from feedback.extensions import db
from feedback.models.publications import Publication, Result
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction
from feedback.queries.publications import find_last_version
from feedback.reports.drafts import Draft, explain_change


@dataclass(frozen=True)
class Sealed:
    """The version in force of a month, and whether it is new."""

    publication_id: int
    version: int
    is_new: bool


@transaction
def seal_publication(draft: Draft) -> Sealed:
    """Seal a month; the same results again write nothing, others a new version."""
    session, digest = db.session(), draft.digest
    former = find_last_version(Period(draft.month))
    if former is not None and former.digest == digest:
        return Sealed(former.id, former.version, is_new=False)
    publication = Publication(
        month=draft.month.first_day,
        version=1 if former is None else former.version + 1,
        cut_off=draft.month.changes_close_on,
        sealed_at=clock.now(),
        terms=dict(draft.terms),
        digest=digest,
        reason=None if former is None else explain_change(former.terms, draft.terms),
    )
    session.add(publication)
    session.flush()
    rows: list[dict[str, Any]] = [
        {**asdict(row), "publication_id": publication.id, "month": publication.month}
        for row in draft.results
    ]
    session.execute(insert(Result), rows)
    bump_public_stamp(session)
    return Sealed(publication.id, publication.version, is_new=True)
