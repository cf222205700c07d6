"""Monthly: does anything about the ratings of a month look made up?"""

from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.domain.months import Month
from feedback.operations.doors import drop_door_days
from feedback.operations.flags import open_flags
from feedback.reports.integrity import check_month


def check_integrity(on: date) -> str:
    """Open the flags of the month before, once none of its ratings can change."""
    month = Month.of(on).shift(-1)
    settings: Settings = current_app.config["SETTINGS"]
    found = check_month(month, settings.plan)
    opened = open_flags(found)
    drop_door_days(month.shift(1).first_day)
    return f"{month}: {len(found)} flags, {opened} of them new"
