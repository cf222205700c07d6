"""The calendar that the platform ships, as the database would give it."""

from feedback.domain.calendars import WorkingCalendar
from feedback.exchange.calendars import read_calendar_days
from feedback.exchange.plans import PLANS_FOLDER


def read_shipped_calendar() -> WorkingCalendar:
    """Over the whole years of its first and last row."""
    days = read_calendar_days(PLANS_FOLDER / "holidays.csv")
    return WorkingCalendar(days, days[0].on.year, days[-1].on.year)
