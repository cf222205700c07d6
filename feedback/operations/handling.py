"""Keeping how agencies handle comments, counted by month."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import select

from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.publications import HandlingCount
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction

COUNTS: Final = (
    *("delivered", "on_time", "late", "overdue"),
    *("answers_point", "answers_part", "misses_point", "no_view"),
    *("reopened", "extended"),
    *("component_on_time", "component_content", "still_open"),
)


@transaction
def store_handling(
    month: Month, counts: Mapping[int, Mapping[str, int]], on: date
) -> int:
    """Put the counts of a month, by agency, in place of the old; how many changed."""
    session = db.session()
    first_day = month.first_day
    stored = {
        row.agency_id: row
        for row in session.scalars(
            select(HandlingCount).where(HandlingCount.month == first_day)
        )
    }
    changed = 0
    for agency_id in stored.keys() - counts.keys():
        session.delete(stored[agency_id])
        changed += 1
    for agency_id, count in counts.items():
        row = stored.get(agency_id)
        numbers = {name: count.get(name, 0) for name in COUNTS}
        if row is None:
            row = HandlingCount(agency_id=agency_id, month=first_day, **numbers)
            session.add(row)
            changed += 1
        elif any(getattr(row, name) != number for name, number in numbers.items()):
            for name, number in numbers.items():
                setattr(row, name, number)
            changed += 1
        row.counted_on = on
    if changed:
        bump_public_stamp(session)
    return changed
