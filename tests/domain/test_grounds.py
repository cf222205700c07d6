"""Withholding needs a ground on the list, in force that day."""

from datetime import date

import pytest

from feedback.domain.grounds import (
    GROUNDS,
    UnknownGround,
    choose_ground,
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
