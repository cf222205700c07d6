"""Counting where all comments stand."""

from datetime import date

from feedback.operations import balances


def count_balances(on: date) -> str:
    """Count received, published, withheld, moved and waiting, by agency and month."""
    return f"{balances.count_balances(on)} balances changed"
