"""Ending what its author has left alone."""

from datetime import date

from feedback.domain.states import Move
from feedback.operations.closings import close_silent


def close_comments(on: date) -> str:
    """Close or move on comments after ten working days of silence."""
    counts = close_silent(on)
    resumed = counts.get(Move.RELEASE, 0) + counts.get(Move.SCREEN, 0)
    return f"{counts.get(Move.CLOSE, 0)} comments closed, {resumed} resumed"
