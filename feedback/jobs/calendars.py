"""Daily: whether the working-day calendar reaches far enough ahead."""

from datetime import date

from feedback.operations.calendars import warn_of_calendar


def watch_calendar(on: date) -> str:
    """Warn the administrators while there is time to load the missing days."""
    n = warn_of_calendar(on)
    return "the calendar is complete" if n is None else f"{n} warned of the calendar"
