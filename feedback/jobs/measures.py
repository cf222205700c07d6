"""Nightly: the day's ratings become measures."""

from datetime import date

from feedback.operations.measures import count_day
from feedback.queries.measures import list_uncounted_days


def count_measures(on: date) -> str:
    """Write the measures of a day, whatever stood there before."""
    count = count_day(on)
    return f"{count.ratings} ratings in {count.cells} cells"


def list_days_to_count(until: date) -> list[date]:
    """Days up to this one that have ratings and were never counted."""
    return list_uncounted_days(until)
