"""The holiday file: a CSV of days off and swapped Saturdays."""

import csv
from datetime import date
from pathlib import Path

from feedback.domain.calendars import (
    CalendarDay,
    DayKind,
    DayRow,
    DayStatus,
    check_day,
)
from feedback.domain.errors import DomainError, InvalidCalendar
from feedback.domain.labels import Label
from feedback.domain.text import fold
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout, TableRow

#: The same columns as the file that is shipped.
CALENDAR = Layout(
    "calendar",
    (
        Column("on", ("ngay",), True),
        Column("kind", ("loai",), True),
        Column("name_vi", ("ten", "ten ngay nghi"), True),
        Column("name_en", ("ten tieng anh",)),
        Column("legal_basis", ("can cu", "can cu phap ly"), True),
        Column("status", ("trang thai", "tinh trang"), True),
    ),
)
_KINDS = {
    "holiday": DayKind.HOLIDAY,
    "nghi": DayKind.HOLIDAY,
    "working": DayKind.WORKING,
    "lam bu": DayKind.WORKING,
}
_STATUSES = {
    "official": DayStatus.OFFICIAL,
    "chinh thuc": DayStatus.OFFICIAL,
    "assumed": DayStatus.ASSUMED,
    "gia dinh": DayStatus.ASSUMED,
}


def read_calendar_days(path: Path) -> tuple[CalendarDay, ...]:
    """The rows of a holiday file, in its order; a wrong row is named by its line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(_read_day(row, rows.line_num) for row in rows)


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


def read_day_row(row: TableRow) -> DayRow:
    """A day of an imported calendar."""
    reader = RowReader(row.values)
    on = reader.day("on", is_required=True)
    kind = reader.parse("kind", _read_kind, is_required=True)
    status = reader.parse("status", _read_status, is_required=True)
    name = reader.text("name_vi", 200, is_required=True)
    name_en = reader.text("name_en", 200) or name
    basis = reader.text("legal_basis", 2000, is_required=True)
    reader.finish()
    assert on is not None and kind is not None and status is not None
    day = CalendarDay(on, kind, Label(name, name_en), basis, status)
    try:
        check_day(day)
    except InvalidCalendar as error:
        reader.add("kind", error.message_vi, error.message_en)
    reader.finish()
    return DayRow(day, row.line)


def _read_kind(text: str) -> DayKind:
    kind = _KINDS.get(fold(text))
    if kind is None:
        raise DomainError(
            "Loại ngày là holiday (nghỉ) hoặc working (làm bù).",
            "The kind is holiday or working.",
        )
    return kind


def _read_status(text: str) -> DayStatus:
    status = _STATUSES.get(fold(text))
    if status is None:
        raise DomainError(
            "Trạng thái là official (chính thức) hoặc assumed (giả định).",
            "The status is official or assumed.",
        )
    return status
