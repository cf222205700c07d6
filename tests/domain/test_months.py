"""Months and the dates that follow from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.errors import InvalidMonth
from feedback.domain.months import Month, iterate_months

_months = st.builds(Month, st.integers(2001, 2998), st.integers(1, 12))


def test_a_month_is_read_and_written_alike() -> None:
    assert str(Month.parse(" 2026-04 ")) == "2026-04"


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-4", "2026-13", "2026-00", "1999-12", "04/2026", "٢٠٢٦-٠٤"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidMonth):
        Month.parse(text)


def test_a_month_has_its_days_and_its_name() -> None:
    month = Month(2024, 2)
    assert (month.first_day, month.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month.text("vi") == "tháng 2 năm 2024"
    assert month.text("en") == "February 2024"
    assert month.contains(date(2024, 2, 29))
    assert not month.contains(date(2024, 3, 1))


def test_ballots_changes_and_publication_follow_in_the_next_month() -> None:
    month = Month(2026, 12)
    assert month.ballots_close_on == date(2027, 1, 15)
    assert month.changes_close_on == date(2027, 1, 22)
    assert month.published_on == date(2027, 1, 25)


@given(_months)
def test_nothing_can_change_once_a_month_is_published(month: Month) -> None:
    assert month.last_day < month.ballots_close_on
    assert month.ballots_close_on < month.changes_close_on < month.published_on


@given(_months, st.integers(-300, 300))
def test_shifting_there_and_back_is_staying(month: Month, n: int) -> None:
    if 2000 <= month.year + n / 12 - 1 and month.year + n / 12 + 1 <= 2999:
        assert month.shift(n).shift(-n) == month


@given(_months)
def test_months_follow_each_other_without_a_gap(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == month.shift(1).first_day
    assert month < month.shift(1)
    assert Month.of(month.last_day) == month


def test_iterating_includes_both_ends() -> None:
    months = iterate_months(Month(2025, 11), Month(2026, 2))
    assert [str(m) for m in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert list(iterate_months(Month(2026, 2), Month(2026, 1))) == []
