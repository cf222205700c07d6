"""How soon an answer is due, and where a comment lies."""

from datetime import date, timedelta

import pytest

from feedback.domain.states import HIDDEN_FROM_AGENCY, State
from feedback.domain.trays import WEEK, Due, Tray

TODAY = date(2026, 3, 27)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (-1, Due.LATE),
        (0, Due.TODAY),
        (1, Due.WEEK),
        (WEEK, Due.WEEK),
        (WEEK + 1, Due.LATER),
    ],
)
def test_a_day_belongs_to_one_group(days: int, due: Due) -> None:
    assert Due.of(TODAY + timedelta(days=days), TODAY) is due
    assert due.label.vi and due.label.en


def test_what_has_no_day_is_not_urgent() -> None:
    assert Due.of(None, TODAY) is Due.LATER


def test_each_state_an_agency_sees_lies_in_one_tray() -> None:
    lying = [state for tray in Tray for state in tray.states]
    assert sorted(lying) == sorted(set(State) - HIDDEN_FROM_AGENCY)
    assert all(tray.label.vi for tray in Tray)
