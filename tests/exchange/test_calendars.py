"""The holiday file: Vietnamese public holidays, 2024 to 2027."""

from datetime import date
from pathlib import Path

import pytest

from feedback.domain.calendars import DayKind, DayStatus
from feedback.domain.errors import InvalidCalendar
from feedback.exchange.calendars import read_calendar_days
from feedback.exchange.plans import PLANS_FOLDER
from tests.calendars import read_shipped_calendar

FILE = PLANS_FOLDER / "holidays.csv"
DAYS = read_calendar_days(FILE)

# Weekdays off and weekend days worked, as announced: notices 5015/TB-LĐTBXH and
# 1570/TB-BLĐTBXH (2024), 6150/TB-BLĐTBXH (2025), 9441/TB-BNV and letter
# 12729/VPCP-KGVX (2026), Resolution 28/2026/QH16 (24 November 2026).
ANNOUNCED = {
    2024: (
        "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
        "05-04",
    ),
    2025: (
        "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
        "04-26",
    ),
    2026: (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 "
        "09-02 11-24",
        "01-10 08-22",
    ),
}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_year_is_as_it_was_announced(year: int) -> None:
    off, worked = ANNOUNCED[year]
    rows = [day for day in DAYS if day.on.year == year]
    holidays = [d.on for d in rows if d.kind is DayKind.HOLIDAY and d.on.weekday() < 5]
    assert [f"{day:%m-%d}" for day in holidays] == off.split()
    swapped = [d.on for d in rows if d.kind is DayKind.WORKING]
    assert [f"{day:%m-%d}" for day in swapped] == worked.split()
    assert all(day.status is DayStatus.OFFICIAL for day in rows)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_a_swap_gives_as_many_days_as_it_takes(year: int) -> None:
    rows = [day for day in DAYS if day.on.year == year]
    swapped = [d for d in rows if d.name.vi.startswith("Nghỉ hoán đổi")]
    assert len(swapped) == sum(d.kind is DayKind.WORKING for d in rows)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_a_year_has_eleven_holidays_of_the_labour_code(year: int) -> None:
    # Article 112(1): 1 + 5 + 1 + 1 + 2 + 1 days; made-up and swapped days not counted.
    code = [
        day
        for day in DAYS
        if day.on.year == year
        and day.kind is DayKind.HOLIDAY
        and not day.name.vi.startswith(("Nghỉ bù", "Nghỉ hoán đổi", "Ngày Văn hóa"))
    ]
    assert len(code) == 11
    assert sum("Tết Nguyên đán" in day.name.vi for day in code) == 5


def test_a_fixed_holiday_on_a_weekend_is_made_up_on_the_next_working_day() -> None:
    # Article 111(3): Hùng Kings' Day 2026 is a Sunday, 1 May 2027 a Saturday.
    calendar = read_shipped_calendar()
    assert calendar.add_working_days(date(2026, 4, 24), 1) == date(2026, 4, 28)
    assert calendar.add_working_days(date(2027, 4, 29), 1) == date(2027, 5, 4)


def test_days_not_announced_are_marked_as_assumed() -> None:
    assumed = [day for day in DAYS if day.status is DayStatus.ASSUMED]
    assert {day.on.year for day in assumed} == {2027}
    assert all(day.basis for day in DAYS)
    assert all("giả định" in d.basis or "chờ thông báo" in d.basis for d in assumed)


def test_days_are_in_order_and_named_in_both_languages() -> None:
    assert [day.on for day in DAYS] == sorted(day.on for day in DAYS)
    assert all(day.name.vi and day.name.en for day in DAYS)


def test_the_calendar_covers_the_years_of_its_rows() -> None:
    calendar = read_shipped_calendar()
    assert (calendar.first_on, calendar.last_on) == (
        date(2024, 1, 1),
        date(2027, 12, 31),
    )


@pytest.mark.parametrize(
    "row",
    [
        "hôm qua,holiday,Tết,Tet,luật,official",
        "2026-01-01,party,Tết,Tet,luật,official",
        "2026-01-01,holiday,Tết,Tet,luật,maybe",
        "2026-01-01,holiday",
    ],
)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "lich.csv"
    head = FILE.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"\ufeff{head}\n{row}\n", encoding="utf-8")
    with pytest.raises(InvalidCalendar, match="Line 2"):
        read_calendar_days(path)
