"""Control charts, and charts of before and after."""

import pytest

from feedback.analysis.charts import (
    WIDE,
    ControlPoint,
    Signal,
    draw_break,
    draw_control,
)
from feedback.analysis.charts.controls import STOP
from feedback.analysis.charts.looks import ALERT, BAND, GREY, INK, LINE
from feedback.analysis.charts.texts import measure_text
from tests.analysis.drawn import (
    CHANGE,
    CHARTS,
    CONTROL,
    CONTROL_TEXT,
    DIFFERENCE,
    POINTS,
    STRETCHES,
    TEXT,
    list_boxes,
    list_forms,
    list_lines,
    list_marks,
    list_texts,
)

#: Where the months begin, and how wide each is.
LEFT = measure_text("100%", WIDE.type_size, is_bold=True) + 8
STEP = (WIDE.width - LEFT) / 24


def read_x(month: float) -> float:
    """Return where the middle of a month lies in the wide layout."""
    return LEFT + (month + 0.5) * STEP


def test_months_with_a_signal_have_a_sign_of_another_shape() -> None:
    svg = CHARTS["control"](WIDE)
    xs = list_marks(svg, ALERT)
    # In the months 18, 21 and 22; the key, written before, has one of each kind.
    assert xs[2:] == pytest.approx([read_x(18), read_x(21), read_x(22)], abs=0.01)
    forms = list_forms(svg, ALERT)
    assert len(set(forms[2:])) == 2 and forms[3] == forms[4]
    # Twenty calm months, a gap at 15, and the sample of the key.
    assert len(list_marks(svg, LINE)) == 24 - 3 - 1 + 1


def test_limits_step_from_month_to_month() -> None:
    svg = CHARTS["control"](WIDE)
    edges = [line for line, _ in list_lines(svg, GREY) if len(line) > 20]
    assert len(edges) == 1  # both limits in one stroke
    numbers = edges[0]
    # Two limits, 24 months, two ends each, x and y.
    assert len(numbers) == 2 * 24 * 2 * 2
    xs = numbers[: 24 * 4 : 2]
    assert xs[1] == xs[2] == pytest.approx(read_x(0.5), abs=0.01)
    assert xs[-1] == pytest.approx(WIDE.width, abs=0.01)
    assert len(list_boxes(svg, BAND)) == 2  # the key, and between the limits


def test_the_frozen_baseline_is_a_bracket_under_its_months() -> None:
    svg = CHARTS["control"](WIDE)
    brackets = [line for line, _ in list_lines(svg, INK) if len(line) == 12]
    assert len(brackets) == 2  # the key, and the first twelve months
    begin, y, end, same = brackets[1][:4]
    assert y == same
    assert begin == pytest.approx(read_x(-0.5) + 2, abs=0.01)
    assert end == pytest.approx(read_x(11.5) - 2, abs=0.01)
    assert brackets[1][5] == pytest.approx(y - STOP, abs=0.01)


def test_without_a_baseline_there_are_no_limits_and_no_words_for_them() -> None:
    points = [ControlPoint("01/2026", 0.9), ControlPoint("02/2026", 0.8)]
    key = type(CONTROL_TEXT)("Tỷ lệ", "Mức", "Giới hạn", "", CONTROL_TEXT.signals)
    svg = draw_control(points, [], key, TEXT)
    assert not list_boxes(svg, BAND)
    texts = [t.text for t in list_texts(svg)]
    assert "Tỷ lệ" in texts and "Giới hạn" not in texts and "" not in texts


def test_limits_that_were_set_anew_begin_anew() -> None:
    points = [
        ControlPoint("1", 0.9, 0.9, 0.85, 0.95),
        ControlPoint("2", 0.9),
        ControlPoint("3", 0.9, 0.8, 0.75, 0.85, Signal.OUT),
    ]
    svg = draw_control(points, [(0, 0), (2, 2)], CONTROL_TEXT, TEXT)
    assert len(list_boxes(svg, BAND)) == 3  # the key, and two stretches
    brackets = [line for line, _ in list_lines(svg, INK) if len(line) == 12]
    assert len(brackets) == 3


def test_a_month_alone_between_gaps_has_a_point_and_no_line() -> None:
    points = [CONTROL[0], ControlPoint("x"), CONTROL[1]]
    svg = draw_control(points, [], CONTROL_TEXT, TEXT)
    assert len(list_lines(svg, LINE)) == 1  # the key
    assert len(list_marks(svg, LINE)) == 3


def test_before_are_rings_and_after_are_discs() -> None:
    svg = CHARTS["break"](WIDE)
    # Two in the key; 22 months with answers, twelve of them before the change.
    assert len(list_marks(svg, INK)) == 24
    xs = list_marks(svg, INK)[2:]
    assert max(xs[:12]) < read_x(13.5) < min(xs[12:])
    fills = [
        svg.count(b'fill="#ffffff" stroke="#1d2a2f"'),
        svg.count(b'fill="#1d2a2f" stroke="#1d2a2f"'),
    ]
    assert fills == [13, 11]


def test_each_side_of_a_change_has_its_rate_and_its_interval() -> None:
    svg = CHARTS["break"](WIDE)
    lines = [line for line, _ in list_lines(svg, LINE)][2:]
    (x0, y0, x1, same), (x2, y2, x3, _) = lines
    assert y0 == same and y2 < y0  # 91 % lies above 84 %
    assert x1 == x2 == pytest.approx(read_x(13.5), abs=0.01)
    assert (x0, x3) == pytest.approx((LEFT, WIDE.width), abs=0.01)
    before, after = list_boxes(svg, BAND)
    assert before.top < y0 < before.bottom and after.top < y2 < after.bottom
    texts = {t.text for t in list_texts(svg)}
    assert {CHANGE.label, DIFFERENCE, *(s.label for s in STRETCHES)} <= texts


def test_a_stretch_without_an_interval_has_no_band() -> None:
    bare = tuple(type(s)(s.label, s.share) for s in STRETCHES)
    svg = draw_break(POINTS, CHANGE, (bare[0], bare[1]), DIFFERENCE, TEXT)
    assert not list_boxes(svg, BAND)
