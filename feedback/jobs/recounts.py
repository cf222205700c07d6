"""Nightly: all ratings are counted afresh, and must add up to the measures."""

from datetime import date

from feedback.domain.errors import DomainError
from feedback.reports.recounts import recount_answers

_NAMED = 10


class RecountDiffers(DomainError):
    """Ratings and measures do not agree; the text says where, never how many."""


def recount(on: date) -> str:
    """Compare measures and ratings as they stood at the end of a day."""
    done = recount_answers(on)
    if done.differences:
        named = "; ".join(map(str, done.differences[:_NAMED]))
        text = f"{len(done.differences)} cells differ from the ratings: {named}"
        raise RecountDiffers(text, text)
    return f"{done.answers} ratings agree with the measures of {done.months} months"
