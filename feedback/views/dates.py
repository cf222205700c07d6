"""Days as people read them."""

from datetime import date, datetime

from feedback.domain.clock import LOCAL_ZONE, local_day
from feedback.views.languages import language

_ENGLISH = (
    "January February March April May June July August September October November "
    "December"
).split()


def show_day(on: date | None) -> str:
    """A day in words: 5/3/2026, or 5 March 2026 in English."""
    if on is None:
        return ""
    if language() == "en":
        return f"{on.day} {_ENGLISH[on.month - 1]} {on.year}"
    return f"{on.day}/{on.month}/{on.year}"


def show_moment(at: datetime | None, has_seconds: bool = False) -> str:
    """A day with its time of day here: 5/3/2026 14:05, or 5 March 2026, 14:05."""
    if at is None:
        return ""
    comma = "," if language() == "en" else ""
    time = at.astimezone(LOCAL_ZONE).strftime("%H:%M:%S" if has_seconds else "%H:%M")
    return f"{show_day(local_day(at))}{comma} {time}"
