"""Periods that are sealed: calendar months, quarters and years."""

import pytest

from feedback.domain.errors import InvalidMonth
from feedback.domain.months import Month
from feedback.domain.periods import InvalidPeriod, Period, list_periods_ending

MARCH = Month(2026, 3)
QUARTER = Period(MARCH, 3)
YEAR = Period(Month(2026, 12), 12)


@pytest.mark.parametrize(
    ("period", "code", "vi", "en"),
    [
        (Period(MARCH), "2026-03", "tháng 3 năm 2026", "March 2026"),
        (QUARTER, "2026-Q1", "quý I/2026", "Q1 2026"),
        (Period(Month(2025, 12), 3), "2025-Q4", "quý IV/2025", "Q4 2025"),
        (YEAR, "2026", "năm 2026", "2026"),
    ],
)
def test_a_period_has_a_code_and_a_name_in_each_language(
    period: Period, code: str, vi: str, en: str
) -> None:
    assert (period.code, str(period)) == (code, code)
    assert (period.text("vi"), period.text("en")) == (vi, en)
    assert Period.parse(f" {code} ") == period


@pytest.mark.parametrize(
    "code", ["", "2026-1", "2026-Q5", "2026-q1", "2026-13", "1999", "1999-Q1", "26"]
)
def test_what_names_no_period_is_refused(code: str) -> None:
    with pytest.raises(InvalidPeriod):
        Period.parse(code)


@pytest.mark.parametrize(
    ("last", "length"),
    [(MARCH, 12), (Month(2026, 4), 3), (MARCH, 2), (MARCH, 6), (MARCH, 0)],
)
def test_quarters_and_years_are_those_of_the_calendar(last: Month, length: int) -> None:
    with pytest.raises(InvalidMonth):
        Period(last, length)


def test_a_period_knows_its_months() -> None:
    assert Period(MARCH).months == (MARCH,)
    assert QUARTER.months == (Month(2026, 1), Month(2026, 2), MARCH)
    assert (YEAR.first, len(YEAR.months), YEAR.months[-1]) == (
        Month(2026, 1),
        12,
        YEAR.last,
    )


def test_a_quarter_is_the_sum_of_months_and_a_year_of_quarters() -> None:
    assert Period(MARCH).parts == ()
    assert [part.code for part in QUARTER.parts] == ["2026-01", "2026-02", "2026-03"]
    assert [part.code for part in YEAR.parts] == [f"2026-Q{n}" for n in (1, 2, 3, 4)]


def test_verdicts_of_quarters_and_years_bind_and_those_of_months_do_not() -> None:
    assert [p.is_binding for p in (Period(MARCH), QUARTER, YEAR)] == [False, True, True]


def test_a_period_finds_the_one_before_and_the_one_a_year_earlier() -> None:
    assert QUARTER.before == Period(Month(2025, 12), 3)
    assert QUARTER.year_earlier == Period(Month(2025, 3), 3)
    assert Period(Month(2026, 1)).before == Period(Month(2025, 12))
    assert YEAR.before == YEAR.year_earlier == Period(Month(2025, 12), 12)


def test_a_month_comes_before_the_quarter_it_ends() -> None:
    assert sorted([YEAR, QUARTER, Period(Month(2026, 4)), Period(MARCH)]) == [
        Period(MARCH),
        QUARTER,
        Period(Month(2026, 4)),
        YEAR,
    ]


@pytest.mark.parametrize(
    ("month", "lengths"), [(1, [1]), (3, [1, 3]), (9, [1, 3]), (12, [1, 3, 12])]
)
def test_a_month_ends_its_quarter_and_its_year(month: int, lengths: list[int]) -> None:
    found = list_periods_ending(Month(2026, month))
    assert [period.length for period in found] == lengths
