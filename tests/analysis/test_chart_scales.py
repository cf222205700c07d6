"""Scales and texts: what is measured before anything is drawn."""

from pathlib import Path
from unicodedata import normalize

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font

from feedback.analysis.charts.scales import (
    PercentScale,
    choose_highest,
    choose_lowest,
)
from feedback.analysis.charts.texts import FACES, measure_text, wrap_text


@given(st.text("aạ ộ", max_size=60), st.integers(20, 400))
def test_wrapping_keeps_every_word_and_every_line_fits(text: str, width: int) -> None:
    lines = wrap_text(text, width, 15)
    assert " ".join(lines) == text
    for line in lines:
        assert " " not in line or measure_text(line, 15) <= width


@given(
    st.lists(st.floats(0, 1), max_size=5),
    st.floats(200, 800),
    st.floats(20, 200),
)
def test_scales_hold_their_values_and_space_their_labels(
    shares: list[float], length: float, room: float
) -> None:
    lowest = choose_lowest(shares)
    scale = PercentScale(lowest, length, 0)
    assert lowest in range(0, 81, 10)
    for share in shares:
        assert -1e-9 <= scale.place(share) <= length + 1e-9
        assert 100 * share >= lowest
    ticks = scale.ticks(room)
    assert ticks[-1] == 100
    places = [scale.place(tick / 100) for tick in ticks]
    assert all(a - b >= room - 1e-6 for a, b in zip(places, places[1:], strict=False))


@given(st.lists(st.floats(0, 1), max_size=5), st.floats(200, 800), st.floats(20, 200))
def test_scales_from_zero_end_above_their_values(
    shares: list[float], length: float, room: float
) -> None:
    highest = choose_highest(shares)
    scale = PercentScale(0, 0, length, highest)
    assert highest in range(20, 101, 10)
    assert all(scale.place(share) <= length + 1e-9 for share in shares)
    ticks = scale.ticks(room)
    assert ticks[0] == 0 and ticks[-1] <= highest


def test_text_is_as_wide_as_its_letters() -> None:
    # DejaVu Sans: 2048 units to the em, "0" is 1303 wide, in bold 1425.
    assert measure_text("00", 2048) == pytest.approx(2 * 1303, rel=1e-4)
    assert measure_text("00", 2048, is_bold=True) == pytest.approx(2850, rel=1e-4)
    assert measure_text("", 15) == 0


@pytest.mark.parametrize("face", FACES.values())
def test_the_face_that_measures_has_every_letter_we_write(face: str) -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pairs = [letter + tone for letter in "aăâeêioôơuưy" for tone in tones]
    letters = normalize("NFC", "".join(pairs)) + "đ≥≤<>–−′→↑“”%"
    assert len(letters) == 60 + 13
    font = FT2Font(str(Path(matplotlib.get_data_path(), "fonts/ttf", face)))
    for letter in letters + letters.upper():
        assert font.get_char_index(ord(letter)), letter
