"""Withholding needs a ground on the list, in force that day."""

from datetime import date

import pytest

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, Step
from feedback.domain.grounds import (
    APPEAL,
    DECISION,
    GROUNDS,
    UnknownGround,
    choose_ground,
    end_of,
    find_ground,
    list_grounds,
)


def test_every_ground_names_a_law_and_has_a_code_of_its_own() -> None:
    codes = [ground.code for ground in GROUNDS]
    assert len(set(codes)) == len(codes)
    for ground in GROUNDS:
        assert "/QH1" in ground.basis or "NĐ " in ground.basis
        assert ground.label.vi and ground.label.en


def test_a_ground_is_chosen_only_while_it_is_in_force() -> None:
    # Luật 91/2025/QH15 is in force from 1 January 2026.
    assert choose_ground("personal_data", date(2026, 1, 1)).code == "personal_data"
    with pytest.raises(UnknownGround):
        choose_ground("personal_data", date(2025, 12, 31))
    assert choose_ground("private_life", date(2025, 12, 31)).code == "private_life"
    with pytest.raises(UnknownGround):
        choose_ground("private_life", date(2026, 1, 1))


def test_a_dislike_is_not_a_ground() -> None:
    with pytest.raises(UnknownGround) as error:
        choose_ground("embarrassing", date(2026, 1, 1))
    assert error.value.field == "ground"


def test_a_ground_out_of_force_is_still_named() -> None:
    assert find_ground("private_life") in GROUNDS
    assert find_ground("embarrassing") is None
    codes = {ground.code for ground in list_grounds(date(2026, 3, 1))}
    assert "private_life" not in codes and "personal_data" in codes


def test_an_appeal_ends_by_the_table_or_after_ten_working_days() -> None:
    calendar = WorkingCalendar([], 2026, 2026)
    monday = date(2026, 3, 2)
    # Two weeks of five working days.
    assert end_of(APPEAL, monday, [], calendar) == date(2026, 3, 16)
    rule = DeadlineRule(Step.DECIDE_APPEAL, 3, "NĐ 1", date(2026, 1, 1))
    assert end_of(DECISION, monday, [rule], calendar) == date(2026, 3, 5)
    assert end_of(APPEAL, monday, [rule], calendar) == date(2026, 3, 16)
    over = DeadlineRule(
        Step.APPEAL, 3, "NĐ 1", date(2025, 1, 1), valid_to=date(2025, 12, 31)
    )
    assert end_of(APPEAL, monday, [over], calendar) == date(2026, 3, 16)
