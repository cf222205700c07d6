"""The holiday file: a CSV of days off and swapped Saturdays."""

import csv
from datetime import date
from pathlib import Path

from feedback.domain.calendars import (
    CalendarDay,
    DayKind,
    DayStatus,
    WorkingCalendar,
)
from feedback.domain.errors import InvalidCalendar
from feedback.domain.labels import Label


def read_calendar_days(path: Path) -> tuple[CalendarDay, ...]:
    """The rows of a holiday file, in its order; a wrong row is named by its line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(_read_day(row, rows.line_num) for row in rows)


def read_calendar(path: Path) -> WorkingCalendar:
    """The calendar of a holiday file, covering the years that it has rows of."""
    return make_calendar(read_calendar_days(path))


def make_calendar(days: tuple[CalendarDay, ...]) -> WorkingCalendar:
    """A calendar over the whole years from the first row to the last."""
    if not days:
        raise InvalidCalendar("Lịch nghỉ không có dòng nào.", "The calendar is empty.")
    years = [day.on.year for day in days]
    return WorkingCalendar(days, min(years), max(years))


def _read_day(row: dict[str, str], line: int) -> CalendarDay:
    try:
        return CalendarDay(
            on=date.fromisoformat(row["on"]),
            kind=DayKind(row["kind"]),
            name=Label(row["name_vi"], row["name_en"]),
            basis=row["legal_basis"],
            status=DayStatus(row["status"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidCalendar(
            f"Dòng {line} của lịch nghỉ không đọc được: {error}.",
            f"Line {line} of the holiday calendar cannot be read: {error}.",
        ) from error
