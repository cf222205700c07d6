"""How long originals are kept."""

import doctest
from datetime import date

from feedback.domain import retention
from feedback.domain.retention import ENDED, find_last_end
from feedback.domain.roles import Role
from feedback.domain.states import State, list_moves


def test_the_examples_are_right() -> None:
    assert doctest.testmod(retention).failed == 0


def test_a_january_reaches_back_over_two_years() -> None:
    assert find_last_end(date(2027, 1, 1)) == date(2025, 1, 1)
    assert find_last_end(date(2026, 12, 31)) == date(2024, 12, 31)


def test_nobody_of_the_staff_goes_on_with_what_has_ended() -> None:
    for state in ENDED - {State.CLOSED}:
        for role in (Role.OVERSIGHT, Role.OFFICER, Role.HEAD, Role.SYSTEM):
            assert list_moves(state, role) == ()
