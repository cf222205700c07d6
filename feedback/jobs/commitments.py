"""Promises past their day without a word."""

from datetime import date

from feedback.operations.fulfilments import break_silent


def end_commitments(on: date) -> str:
    """Mark as broken what has been silent for too long past its day."""
    return f"{break_silent(on)} promises broken"
