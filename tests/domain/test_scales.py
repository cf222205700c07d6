"""The five levels."""

import pytest

from feedback.domain.errors import InvalidCode
from feedback.domain.scales import NO_OPINION, Level, read_level


def test_levels_four_and_five_count_as_satisfied() -> None:
    assert [level.is_satisfied for level in Level] == [False] * 3 + [True] * 2


def test_levels_weigh_0_25_50_75_100() -> None:
    assert [level.points for level in Level] == [0, 25, 50, 75, 100]


def test_levels_have_the_words_of_the_ministry_form() -> None:
    # "rất không hài lòng ... rất hài lòng", dichvucong.mic.gov.vn/Pages/DanhGia.aspx
    assert [level.label.vi for level in Level] == [
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
    ]


def test_a_form_value_is_a_level_or_no_opinion() -> None:
    assert [read_level(value) for value in "12345"] == list(Level)
    assert read_level(NO_OPINION) is None


@pytest.mark.parametrize("value", ["", "0", "6", "5 ", "05", "٥", "yes"])
def test_any_other_form_value_is_refused(value: str) -> None:
    with pytest.raises(InvalidCode):
        read_level(value)
