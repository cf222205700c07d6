"""What is before a promise and what is after it."""

from datetime import date

import pytest

from feedback.domain.months import Month, iterate_months
from feedback.domain.spans import Part, Span

SPAN = Span.of(date(2026, 3, 23), date(2026, 4, 16))


def test_six_whole_months_lie_on_either_side_of_the_work() -> None:
    found = [
        (str(month), SPAN.find_part(month))
        for month in iterate_months(SPAN.first, SPAN.last)
    ]
    assert found[0] == ("2025-09", Part.BEFORE)
    assert found[-1] == ("2026-10", Part.AFTER)
    counted = [part for _, part in found]
    assert [counted.count(part) for part in Part] == [6, 2, 6]


def test_what_is_further_away_is_neither() -> None:
    assert SPAN.find_part(Month(2025, 8)) is None
    assert SPAN.find_part(Month(2026, 11)) is None


@pytest.mark.parametrize("day", [1, 31])
def test_a_promise_made_and_kept_in_one_month_has_that_month(day: int) -> None:
    span = Span.of(date(2026, 3, 1), date(2026, 3, day))
    assert span.find_part(Month(2026, 3)) is Part.WORK
    assert span.find_part(Month(2026, 2)) is Part.BEFORE
    assert span.find_part(Month(2026, 4)) is Part.AFTER


def test_an_open_promise_has_nothing_but_a_before() -> None:
    span = Span.of(date(2026, 3, 23), None)
    assert span.find_part(Month(2026, 2)) is Part.BEFORE
    assert span.find_part(Month(2026, 3)) is None
    assert span.find_part(Month(2027, 3)) is None
