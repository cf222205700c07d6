"""Monthly: the month before is sealed and published."""

from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.domain.months import Month, iterate_months
from feedback.operations.publications import seal_publication
from feedback.queries.measures import find_first_month_counted
from feedback.queries.publications import list_versions_in_force
from feedback.reports.publications import build_publication


def publish_month(on: date) -> str:
    """Seal the month that is due, and each one before it that never was.

    The month that is due is computed again even if it was sealed: with the same
    result nothing is written, with another one it becomes a new version.
    """
    first, due = find_first_month_counted(), _find_month_due(on)
    if first is None or due < first:
        return "no month to publish"
    settings: Settings = current_app.config["SETTINGS"]
    published = {Month.of(p.month) for p in list_versions_in_force()}
    done: list[str] = []
    for month in iterate_months(first, due):
        if month != due and month in published:
            continue
        sealed = seal_publication(build_publication(month, settings.plan))
        state = f"version {sealed.version}" if sealed.is_new else "unchanged"
        done.append(f"{month} {state}")
    return ", ".join(done)


def _find_month_due(on: date) -> Month:
    before = Month.of(on).shift(-1)
    return before if before.published_on <= on else before.shift(-1)
