"""Counts of other survey tools, kept apart by source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.counts import CountRow
from feedback.domain.imports import Recorded, Refusal, RowsRefused, refuse_twice
from feedback.extensions import db
from feedback.models.counts import CountSource, SurveyCount
from feedback.operations.catalogues import assign_values
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction

_Cell = tuple[str, str, date]


@transaction
def record_counts(
    rows: Sequence[CountRow],
    *,
    code: str,
    name: str,
    digest: str,
    is_partial: bool = False,
) -> Recorded:
    """Record a source's months; a month it states anew is corrected and named."""
    session = db.session()
    source = _ensure_source(session, code, name)
    known: dict[_Cell, SurveyCount] = {
        (count.service, count.channel, count.month): count
        for count in session.scalars(
            select(SurveyCount).where(SurveyCount.source_id == source.id)
        )
    }
    refused: list[Refusal] = []
    first_lines: dict[_Cell, int] = {}
    new, changed = 0, []
    for row in rows:
        cell = (row.service, row.channel, row.month.first_day)
        if cell in first_lines:
            name = f"{row.service}, {row.month}"
            refused.append(refuse_twice(row.line, "month", name, first_lines[cell]))
            continue
        first_lines[cell] = row.line
        if cell not in known:
            session.add(SurveyCount(source_id=source.id, **_values(row)))
            new += 1
        elif assign_values(known[cell], _values(row)):
            changed.append(f"{row.service} {row.month}")
    if refused and not is_partial:
        raise RowsRefused(refused)
    if new or changed or source.name != name:
        source.name, source.digest, source.imported_on = name, digest, clock.today()
        bump_public_stamp(session)
    unchanged = len(first_lines) - new - len(changed)
    return Recorded(new, len(changed), unchanged, 0, tuple(refused), tuple(changed))


def _ensure_source(session: Session, code: str, name: str) -> CountSource:
    source = session.scalar(select(CountSource).where(CountSource.code == code))
    if source is None:
        source = CountSource(code=code, name=name, digest="", imported_on=clock.today())
        session.add(source)
        session.flush()
    return source


def _values(row: CountRow) -> dict[str, Any]:
    levels = row.counts or (None,) * 5
    return {
        "service": row.service,
        "channel": row.channel,
        "month": row.month.first_day,
        "published_percent": row.percent,
        **{f"n{level}": n for level, n in enumerate(levels, start=1)},
    }
