"""The one clock: aware UTC for storage, Asia/Ho_Chi_Minh for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _frozen_at if _frozen_at is not None else datetime.now(UTC)


def today() -> date:
    """The calendar day it is now in Vietnam."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The Vietnamese calendar day of an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no local day")
    return moment.astimezone(LOCAL_ZONE).date()


def local_moment(on: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC moment of a wall-clock time in Vietnam."""
    local = datetime(on.year, on.month, on.day, hour, minute, tzinfo=LOCAL_ZONE)
    return local.astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at a moment; for tests and the demonstration province."""
    if at.tzinfo is None:
        raise ValueError("the clock is set with an aware moment")
    global _frozen_at
    before, _frozen_at = _frozen_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before
