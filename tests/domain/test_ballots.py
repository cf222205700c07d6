"""Until when a ballot may be used and a rating changed."""

from datetime import date

import pytest

from feedback.domain.ballots import (
    BallotNotOpen,
    BallotState,
    last_change_day,
    oldest_open_month,
)
from feedback.domain.months import Month


@pytest.mark.parametrize(
    ("today", "oldest"),
    [
        (date(2026, 4, 1), Month(2026, 3)),
        (date(2026, 4, 15), Month(2026, 3)),
        (date(2026, 4, 16), Month(2026, 4)),
        (date(2026, 1, 15), Month(2025, 12)),
        (date(2026, 1, 16), Month(2026, 1)),
    ],
)
def test_a_month_takes_ratings_until_the_15th_of_the_next(
    today: date, oldest: Month
) -> None:
    assert oldest_open_month(today) == oldest


@pytest.mark.parametrize(
    ("first_rated_on", "last"),
    [
        (date(2026, 3, 25), date(2026, 4, 1)),
        (date(2026, 4, 15), date(2026, 4, 22)),  # the last day anyway
    ],
)
def test_a_rating_may_be_changed_for_seven_days(
    first_rated_on: date, last: date
) -> None:
    month = Month(2026, 3)
    assert last_change_day(first_rated_on, month) == last
    assert last <= month.changes_close_on < month.published_on


def test_a_refusal_says_where_the_ballot_stands() -> None:
    assert BallotNotOpen(BallotState.SPENT).state is BallotState.SPENT
