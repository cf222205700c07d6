"""Working days: weekends, holidays, days in lieu and worked Saturdays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.calendars import (
    CalendarDay,
    DayKind,
    DayStatus,
    WorkingCalendar,
)
from feedback.domain.errors import CalendarRunsOut, InvalidCalendar
from feedback.domain.labels import Label

TET = Label("Tết Nguyên đán", "Lunar New Year")
SWAP = Label("Nghỉ hoán đổi", "Swapped day off")
WORKED = Label("Làm bù", "Worked Saturday")
HOLIDAY, WORKING = DayKind


def _row(
    day: str,
    kind: DayKind = HOLIDAY,
    name: Label = TET,
    status: DayStatus = DayStatus.OFFICIAL,
) -> CalendarDay:
    return CalendarDay(date.fromisoformat(day), kind, name, "căn cứ", status)


# February and May 2024 as they were: Tết 8 to 14, and 29 April for Saturday 4 May.
ROWS = [
    *(_row(f"2024-02-{day:02}") for day in range(8, 15)),
    _row("2024-04-29", name=SWAP),
    _row("2024-04-30"),
    _row("2024-05-01"),
    _row("2024-05-04", WORKING, WORKED),
    _row("2025-12-31", status=DayStatus.ASSUMED),
]
CALENDAR = WorkingCalendar(ROWS, 2024, 2025)
_days = st.dates(date(2024, 1, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2024-02-07", True),
        ("2024-02-08", False),
        ("2024-02-10", False),  # a holiday on a Saturday
        ("2024-02-15", True),
        ("2024-02-17", False),
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2024-05-05", False),
    ],
)
def test_offices_work_on_weekdays_but_for_the_rows(day: str, is_working: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is is_working


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2024-02-05", 0, "2024-02-05"),
        ("2024-02-05", 1, "2024-02-06"),
        ("2024-02-05", 2, "2024-02-07"),
        ("2024-02-05", 3, "2024-02-15"),  # over Tết
        ("2024-02-10", 1, "2024-02-15"),  # the clock starts on a holiday
        ("2024-04-26", 2, "2024-05-03"),
        ("2024-04-26", 3, "2024-05-04"),  # the Saturday that was worked
        ("2024-04-26", 4, "2024-05-06"),
    ],
)
def test_the_day_after_the_start_counts_as_one(start: str, n: int, end: str) -> None:
    begin, finish = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.add_working_days(begin, n) == finish
    assert CALENDAR.count_working_days(begin, finish) == n


@given(_days, st.integers(1, 60))
def test_a_time_limit_ends_on_a_working_day_and_counts_back(
    start: date, n: int
) -> None:
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.count_working_days(start, end) == n
    assert CALENDAR.count_working_days(end, start) == -n
    skipped = CALENDAR.list_days_off(start, end)
    assert len(skipped) + n == (end - start).days


@given(_days, st.integers(0, 40), st.integers(0, 40))
def test_days_add_up(start: date, n: int, more: int) -> None:
    middle = CALENDAR.add_working_days(start, n)
    assert CALENDAR.add_working_days(middle, more) == CALENDAR.add_working_days(
        start, n + more
    )


def test_the_days_not_counted_are_named() -> None:
    days_off = CALENDAR.list_days_off(date(2024, 4, 26), date(2024, 5, 6))
    assert [(day.on.day, day.name.vi) for day in days_off] == [
        (27, "Ngày nghỉ hằng tuần"),
        (28, "Ngày nghỉ hằng tuần"),
        (29, "Nghỉ hoán đổi"),
        (30, "Tết Nguyên đán"),
        (1, "Tết Nguyên đán"),
        (5, "Ngày nghỉ hằng tuần"),
    ]


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 1)])
def test_a_year_without_rows_is_not_guessed(day: date) -> None:
    with pytest.raises(CalendarRunsOut) as caught:
        CALENDAR.is_working_day(day)
    assert "2024" in caught.value.message("vi")
    assert f"{day:%d/%m/%Y}" in caught.value.message("en")


def test_counting_past_the_end_is_refused() -> None:
    with pytest.raises(CalendarRunsOut):
        CALENDAR.add_working_days(date(2025, 12, 20), 15)


def test_counting_backwards_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2024, 1, 1), -1)


def test_a_day_with_two_rows_is_refused() -> None:
    with pytest.raises(InvalidCalendar, match="two rows"):
        WorkingCalendar([_row("2024-02-08"), _row("2024-02-08", WORKING)], 2024, 2024)


def test_a_made_up_day_on_a_weekday_is_refused() -> None:
    with pytest.raises(InvalidCalendar, match="weekday"):
        WorkingCalendar([_row("2024-05-03", WORKING)], 2024, 2024)


def test_a_row_outside_the_years_is_refused() -> None:
    with pytest.raises(CalendarRunsOut):
        WorkingCalendar([_row("2025-02-08")], 2024, 2024)


@given(_days)
def test_without_rows_every_week_has_five_days(start: date) -> None:
    plain = WorkingCalendar([], 2024, 2025)
    assert plain.count_working_days(start, start + timedelta(days=70)) == 50
