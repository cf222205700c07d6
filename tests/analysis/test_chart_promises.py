"""The chart of a promise: what was before, what was work, what came after."""

import pytest

from feedback.analysis.charts import (
    WIDE,
    MonthPoint,
    PromisePanel,
    draw_promise,
)
from feedback.analysis.charts.looks import BAND, GREY, INK, LINE
from feedback.analysis.charts.texts import measure_text
from tests.analysis.drawn import (
    CHARTS,
    TEXT,
    list_boxes,
    list_lines,
    list_marks,
    list_texts,
)
from tests.analysis.promised import PANELS, PROMISE_TEXT, WORK

LEFT = measure_text("100%", WIDE.type_size, is_bold=True) + 8
STEP = (WIDE.width - LEFT) / 13


def read_x(month: float) -> float:
    """Return where the middle of a month lies in the wide layout."""
    return LEFT + (month + 0.5) * STEP


def draw_one(*points: MonthPoint, target: str = "") -> bytes:
    """Return a chart of one unit whose second month is the work."""
    panel = PromisePanel("Đơn vị", points, "Trước", "Sau", "Chênh lệch", target)
    return draw_promise([panel], (1, 1), PROMISE_TEXT, TEXT)


def test_before_are_rings_after_are_discs_and_the_work_is_neither() -> None:
    svg = CHARTS["promise"](WIDE)
    # A ring and a disc in each panel's key, then the months 0 to 5 and 8 to 12; of the
    # first panel the months 2 and 10 are not shown.
    first = [0, 1, 3, 4, 5, 8, 9, 11, 12]
    second = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12]
    months = list_marks(svg, INK)
    assert months[2:11] == pytest.approx([read_x(m) for m in first], abs=0.01)
    assert months[13:] == pytest.approx([read_x(m) for m in second], abs=0.01)
    filled = svg.count(b'fill="#1d2a2f" stroke="#1d2a2f"')
    assert filled == 1 + 4 + 1 + 5
    assert list_marks(svg, LINE) == pytest.approx([read_x(6), read_x(7)] * 2, abs=0.01)


def test_the_months_of_the_work_are_marked_as_wide_as_they_are() -> None:
    _key, first, second = list_boxes(CHARTS["promise"](WIDE), BAND)
    for box in (first, second):
        assert box.left == pytest.approx(read_x(WORK[0] - 0.5), abs=0.01)
        assert box.right == pytest.approx(read_x(WORK[1] + 0.5), abs=0.01)


def test_no_line_crosses_a_month_that_is_not_shown() -> None:
    lines = [line for line, _ in list_lines(CHARTS["promise"](WIDE), GREY)]
    # The axes begin at the edge; the ends of the work and the ticks are upright.
    inside = [line[::2] for line in lines if line[0] > LEFT + 1]
    ends = [x for xs in inside if xs[0] != xs[1] for x in (xs[0], xs[-1])]
    expected = [0, 1, 3, 9, 11, 12, 0, 12]
    assert ends == pytest.approx([read_x(month) for month in expected], abs=0.01)


def test_a_month_alone_between_gaps_has_its_interval_and_no_line() -> None:
    svg = draw_one(MonthPoint("1", 0.7, 0.6, 0.8), MonthPoint("2"), MonthPoint("3"))
    # The sample of the key and the month; no dot of the work.
    assert len(list_lines(svg, LINE)) == 2 and not list_marks(svg, LINE)
    assert len(list_marks(svg, INK)) == 3


def test_an_interval_reaches_from_bound_to_bound_on_the_scale() -> None:
    svg = draw_one(MonthPoint("1", 0.7, 0.6, 0.8), MonthPoint("2", 0.75))
    texts = {t.text: t.baseline for t in list_texts(svg)}
    _sample, (line, _) = list_lines(svg, LINE)
    high, low = line[1], line[3]
    per_point = (texts["60%"] - texts["100%"]) / 40
    assert low - high == pytest.approx(20 * per_point, abs=0.01)


def test_the_target_is_drawn_where_it_was_in_force_and_is_in_the_key() -> None:
    svg = CHARTS["promise"](WIDE)
    dashed = [line for line, is_dashed in list_lines(svg, INK) if is_dashed]
    sample, drawn = dashed
    # In force from the third month on at 90 %, in the thirteenth at 95 %.
    assert drawn[0] == pytest.approx(read_x(1.5), abs=0.01)
    assert drawn[2] == drawn[4] == pytest.approx(read_x(11.5), abs=0.01)
    assert drawn[6] == pytest.approx(WIDE.width, abs=0.01)
    assert drawn[1] == drawn[3] > drawn[5] == drawn[7]
    texts = {t.text for t in list_texts(svg)}
    assert PANELS[0].target in texts and {"90%", "95%"} <= texts
    bare = draw_one(MonthPoint("1", 0.7), MonthPoint("2", 0.7))
    assert not any(is_dashed for _, is_dashed in list_lines(bare, INK))


def test_both_panels_share_one_scale() -> None:
    labels = [t.text for t in list_texts(CHARTS["promise"](WIDE))]
    assert labels.count("60%") == labels.count("100%") == 2


def test_a_last_label_that_would_touch_another_is_left_out() -> None:
    months = [MonthPoint(f"{n + 1:02}/2026", 0.7) for n in range(13)]
    svg = draw_one(*months)
    written = [t for t in list_texts(svg) if t.text.endswith("/2026")]
    assert "01/2026" in {t.text for t in written}
    pairs = zip(written, written[1:], strict=False)
    assert all(after.left > before.right for before, after in pairs)
