"""A theme as it is stored."""

from dataclasses import FrozenInstanceError, replace

import pytest

from feedback.domain.themes import FoundTheme, MonthThemes

THEME = FoundTheme(3, ("chờ lâu", "trả hồ sơ"), (0.6, 0.4), 12, 80, ("GY-0000-0001",))


def test_a_theme_found_again_is_the_same_only_if_nothing_changed() -> None:
    assert replace(THEME) == THEME
    assert replace(THEME, members=13) != THEME
    assert replace(THEME, tones={"named": {"n": 12}}) != THEME
    assert MonthThemes((THEME,)) == MonthThemes((replace(THEME),), None)


def test_a_stored_theme_is_never_edited() -> None:
    with pytest.raises(FrozenInstanceError):
        THEME.members = 13  # type: ignore[misc]
