"""Monthly: the month before is sealed and published, and what ends with it."""

from collections.abc import Sequence
from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.domain.months import Month, iterate_months
from feedback.domain.periods import LENGTHS, MONTH, Period, list_periods_ending
from feedback.operations.publications import seal_publication
from feedback.queries.measures import find_first_month_counted
from feedback.queries.publications import get_codes, list_published
from feedback.reports.months import MonthReader, check_measures
from feedback.reports.publications import build_publication, is_outdated


def publish_month(on: date) -> str:
    """Seal the month that is due, its quarter and its year, and all that was missed.

    What is due is computed again even if it was sealed: with the same result nothing is
    written, with another one it becomes a new version. A quarter or a year is sealed
    once all its months are, and is computed again with each of them.
    """
    first, due = find_first_month_counted(), _find_month_due(on)
    if first is None or due < first:
        return "no month to publish"
    settings: Settings = current_app.config["SETTINGS"]
    published = {period for length in LENGTHS for period in list_published(length)}
    owed = [
        period
        for month in iterate_months(first, due)
        for period in list_periods_ending(month)
        if (month == due or period not in published) and period.first >= first
    ]
    reader = MonthReader(settings.plan, get_codes())
    corrected = _list_corrected(owed, reader)
    periods = sorted({*owed, *corrected})
    return ", ".join(_publish(period, reader) for period in periods)


def _list_corrected(owed: Sequence[Period], reader: MonthReader) -> list[Period]:
    """Sealed months that no longer add up to a quarter or year, and those after them.

    The later ones compare themselves with them.
    """
    months = sorted({m for period in owed if period.is_binding for m in period.months})
    wrong = [month for month in months if is_outdated(month, reader)]
    return [Period(month) for month in months if wrong and month >= wrong[0]]


def _publish(period: Period, reader: MonthReader) -> str:
    if period.length == MONTH:
        check_measures(period.last)
    draft = build_publication(period, reader.plan_code, reader)
    sealed = seal_publication(draft)
    state = f"version {sealed.version}" if sealed.is_new else "unchanged"
    notes = f" ({'; '.join(draft.notes)})" if draft.notes else ""
    return f"{period} {state}{notes}"


def _find_month_due(on: date) -> Month:
    before = Month.of(on).shift(-1)
    return before if before.published_on <= on else before.shift(-1)
