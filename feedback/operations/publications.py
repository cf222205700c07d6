"""Sealing periods: one transaction, never an edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from feedback.domain import clock
from feedback.extensions import db
from feedback.models.publications import Estimate, Publication, Result
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction
from feedback.queries.publications import (
    find_last_version,
    list_results,
    list_stored_estimates,
)
from feedback.reports.diffs import compare_versions
from feedback.reports.drafts import Draft, explain_change

#: Rows written at once.
_BATCH = 5000


@dataclass(frozen=True)
class Sealed:
    """The version in force of a period, and whether it is new."""

    publication_id: int
    version: int
    is_new: bool


@transaction
def seal_publication(draft: Draft) -> Sealed:
    """Seal a period; the same content again writes nothing, other a new version."""
    session, period, digest = db.session(), draft.period, draft.digest
    former = find_last_version(period)
    if former is not None and former.digest == digest:
        return Sealed(former.id, former.version, is_new=False)
    publication = Publication(
        month=period.last.first_day,
        length=period.length,
        version=1 if former is None else former.version + 1,
        cut_off=period.last.changes_close_on,
        sealed_at=clock.now(),
        terms=dict(draft.terms),
        digest=digest,
        reason=None if former is None else explain_change(former.terms, draft.terms),
        changes=None if former is None else _compare(former, draft),
    )
    session.add(publication)
    session.flush()
    _insert(Result, publication, draft.results)
    _insert(Estimate, publication, draft.estimates)
    bump_public_stamp(session)
    return Sealed(publication.id, publication.version, is_new=True)


def _compare(former: Publication, draft: Draft) -> dict[str, Any]:
    return compare_versions(
        list_results(former.id),
        draft.results,
        list_stored_estimates(former.id),
        draft.estimates,
    )


def _insert(
    model: type[Result] | type[Estimate], publication: Publication, rows: Iterable[Any]
) -> None:
    of = {
        "publication_id": publication.id,
        "month": publication.month,
        "length": publication.length,
    }
    values = [{**vars(row), **of} for row in rows]
    for start in range(0, len(values), _BATCH):
        db.session().execute(insert(model), values[start : start + _BATCH])
