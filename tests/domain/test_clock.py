"""The one clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.domain import clock

EVENING = datetime(2026, 2, 16, 18, 30, tzinfo=UTC)


def test_the_clock_runs_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.now() <= clock.now()


def test_the_day_in_vietnam_begins_seven_hours_earlier() -> None:
    with clock.frozen(EVENING):
        assert clock.now() == EVENING
        assert clock.today() == date(2026, 2, 17)


def test_a_clock_frozen_twice_goes_back_to_the_first() -> None:
    with clock.frozen(EVENING):
        with clock.frozen(EVENING + timedelta(days=1)):
            assert clock.today() == date(2026, 2, 18)
        assert clock.today() == date(2026, 2, 17)
    assert clock.now() > datetime(2026, 2, 18, tzinfo=UTC)


def test_a_wall_clock_time_becomes_a_moment() -> None:
    assert clock.local_moment(date(2026, 2, 17), 1, 30) == EVENING


def test_a_moment_without_zone_is_refused() -> None:
    naive = datetime(2026, 2, 16, 18, 30)
    with pytest.raises(ValueError, match="time zone"):
        clock.local_day(naive)
    with pytest.raises(ValueError, match="aware"), clock.frozen(naive):
        pass
