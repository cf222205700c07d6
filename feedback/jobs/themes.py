"""Monthly: what published comments are about, as a machine groups them."""

from datetime import date

from feedback.domain.months import Month
from feedback.operations.themes import store_themes
from feedback.reports.themes import find_month_themes


def find_themes(on: date) -> str:
    """Find the themes of the year up to the month before."""
    month = Month.of(on).shift(-1)
    found = find_month_themes(month)
    state = "stored" if store_themes(month, found) else "unchanged"
    return f"{month}: {len(found.themes)} themes {state}"
