"""Histograms of the door, stored when their day is over and dropped once judged."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete

from feedback.domain.doors import DayCount
from feedback.extensions import db
from feedback.models.doors import DoorDay
from feedback.operations.transaction import transaction


@transaction
def record_door_days(days: Sequence[DayCount]) -> None:
    """Add what one process counted to what the others did."""
    session = db.session()
    for day in sorted(days, key=lambda each: (each.day, each.agency_id, each.channel)):
        stored = session.get(DoorDay, (day.day, day.agency_id, day.channel))
        if stored is None:
            stored = DoorDay(day=day.day, agency_id=day.agency_id, channel=day.channel)
            stored.answers = 0
            session.add(stored)
        stored.answers += day.answers
        for name in ("by_network", "by_device", "by_seconds", "by_window"):
            counts = getattr(day, name)
            before = getattr(stored, name) or [0] * len(counts)
            setattr(stored, name, [a + b for a, b in zip(before, counts, strict=True)])


@transaction
def drop_door_days(before: date) -> int:
    """Forget the days before one; their flags have been raised."""
    dropped = db.session().execute(delete(DoorDay).where(DoorDay.day < before))
    count: int = dropped.rowcount  # type: ignore[attr-defined]
    return count
