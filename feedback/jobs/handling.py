"""Counting how agencies handle comments."""

from datetime import date

from feedback.operations.handling import store_handling
from feedback.queries.handling import count_month, list_months_to_count


def count_handling(on: date) -> str:
    """Count every month that can still have changed; each month is its own write."""
    changed = 0
    for month in list_months_to_count():
        changed += store_handling(month, count_month(month, on), on)
    return f"{changed} counts changed"
