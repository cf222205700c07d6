import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.charts import (
    NARROW,
    WIDE,
    FunnelStep,
    Layout,
    LevelBar,
    MonthPoint,
    draw_distribution,
    draw_funnel,
    draw_intervals,
    draw_months,
)
from feedback.analysis.charts.distributions import BAR_HEIGHT, LEVEL_COLOURS
from feedback.analysis.charts.drawings import COLOURS, INK, measure_text, wrap_text
from feedback.analysis.charts.funnels import LAST_COLOUR, STEP_COLOUR
from feedback.analysis.charts.months import BAND, LINE
from feedback.analysis.charts.scales import PercentScale, choose_lowest
from feedback.analysis.verdicts import Evidence
from tests.analysis.drawn import (
    BARS,
    CHARTS,
    DRAWERS,
    KEY,
    LEVELS,
    ROWS,
    STEPS,
    SVG,
    TEXT,
    WORDS,
    list_boxes,
    list_lines,
    list_marks,
    list_texts,
    walk,
)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def layout(request: pytest.FixtureRequest) -> Layout:
    """Both layouts in turn."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture(params=sorted(CHARTS))
def draw(request: pytest.FixtureRequest) -> Callable[[Layout], bytes]:
    """Every chart in turn."""
    return CHARTS[request.param]


@pytest.mark.parametrize("name", sorted(DRAWERS))
def test_the_same_input_gives_the_same_bytes(name: str, layout: Layout) -> None:
    assert DRAWERS[name](layout) == CHARTS[name](layout)


def test_a_screen_reader_finds_title_description_and_role(
    draw: Callable[[Layout], bytes], layout: Layout
) -> None:
    root = ElementTree.fromstring(draw(layout))
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", TEXT.title)
    assert (description.tag, description.text) == (f"{SVG}desc", TEXT.description)
    ids = f"{title.get('id')} {description.get('id')}"
    assert root.get("aria-labelledby") == ids
    assert root.get("role") == "img"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"


def test_nothing_in_a_chart_can_be_refused_or_fetched(
    draw: Callable[[Layout], bytes], layout: Layout
) -> None:
    """No script, style, event, document type or address outside the file."""
    svg = draw(layout)
    assert b"<!DOCTYPE" not in svg
    names = {element.tag.removeprefix(SVG) for element in walk(svg)}
    assert names <= {"svg", "title", "desc", "defs", "g", "path", "text", "use"}
    for element in walk(svg):
        for key, value in element.attrib.items():
            assert key != "style" and not key.startswith("on")
            assert "url(" not in value and "http" not in value
            if key.endswith("href"):
                assert value.startswith("#")


def test_every_reference_has_its_target_and_ids_differ_between_charts() -> None:
    seen: set[str] = set()
    for draw in CHARTS.values():
        for size in (WIDE, NARROW):
            elements = list(walk(draw(size)))
            ids = [e.attrib["id"] for e in elements if "id" in e.attrib]
            used = [e.attrib[k][1:] for e in elements for k in e.attrib if "href" in k]
            assert len(ids) == len(set(ids))
            assert set(used) <= set(ids)
            assert not seen & set(ids)
            seen |= set(ids)


def test_texts_are_large_and_stay_inside_the_drawing(
    draw: Callable[[Layout], bytes], layout: Layout
) -> None:
    svg = draw(layout)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {layout.width} {root.get('height')}"
    for text in list_texts(svg):
        assert text.size == layout.type_size >= 15
        assert -0.5 <= text.left and text.right <= layout.width + 0.5, text
        assert layout.type_size / 2 < text.baseline < float(root.attrib["height"])


def test_texts_do_not_run_into_each_other(
    draw: Callable[[Layout], bytes], layout: Layout
) -> None:
    texts = list_texts(draw(layout))
    for place, one in enumerate(texts):
        for other in texts[:place]:
            is_level = abs(one.baseline - other.baseline) < 0.8 * layout.type_size
            is_over = one.left < other.right - 0.5 and other.left < one.right - 0.5
            assert not (is_level and is_over), (one, other)


def test_signs_of_markup_and_formulas_are_written_as_they_are() -> None:
    step = FunnelStep("<b>Đã & mời</b> $x^2$", "100%", 1)
    texts = [t.text for t in list_texts(draw_funnel([step], TEXT))]
    assert texts == ["<b>Đã & mời</b> $x^2$", "100%"]


def test_another_process_with_other_settings_draws_the_same_bytes(
    tmp_path: Path,
) -> None:
    settings = tmp_path / "matplotlibrc"
    settings.write_text("svg.fonttype: path\nsavefig.bbox: tight\n")
    program = (
        "import sys; from feedback.analysis.charts import NARROW;"
        "from tests.analysis.drawn import CHARTS;"
        "sys.stdout.buffer.write(CHARTS['months'](NARROW));"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "MATPLOTLIBRC": str(settings), "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert run.stdout == CHARTS["months"](NARROW)


def test_units_stand_at_their_rate_with_a_sign_of_their_verdict() -> None:
    svg = CHARTS["intervals"](WIDE)
    # The scale begins at 70, a ten under the lowest bound of 78 %.
    margin = measure_text("100%", WIDE.type_size) / 2
    room = WIDE.width - 2 * margin
    for row in ROWS[:3]:
        marks = list_marks(svg, COLOURS[row.evidence])
        assert row.share is not None
        expected = margin + (100 * row.share - 70) / 30 * room
        assert marks == pytest.approx([expected, marks[1]], abs=0.01)
        assert marks[1] < WIDE.width - 100 or len(marks) == 2
    # A row without a figure has no sign, only the key has.
    assert len(list_marks(svg, COLOURS[Evidence.NOT_ENOUGH])) == 1


def test_the_target_crosses_every_row() -> None:
    svg = CHARTS["intervals"](WIDE)
    dashed = [line for line, is_dashed in list_lines(svg, INK) if is_dashed]
    assert len(dashed) == len(ROWS)
    assert len({x for x1, _, x2, _ in dashed for x in (x1, x2)}) == 1


def test_the_key_names_only_verdicts_that_are_there() -> None:
    svg = draw_intervals(ROWS[:1], 0.9, "Chỉ tiêu", WORDS, TEXT)
    texts = {t.text for t in list_texts(svg)}
    assert WORDS[Evidence.NOT_MET] in texts
    assert not texts & {WORDS[Evidence.MET], WORDS[Evidence.NOT_ENOUGH]}


def test_a_month_without_answers_breaks_the_line() -> None:
    svg = CHARTS["months"](WIDE)
    # Months 0-3, 5 alone, 7-23: two areas, and an upright line for the single month.
    assert len(list_boxes(svg, BAND)) == 3  # two, and the key
    runs = [line for line, _ in list_lines(svg, LINE)]
    assert sorted(len(line) // 2 for line in runs) == [2, 4, 17]  # key, two runs


def test_a_target_steps_when_the_plan_does() -> None:
    svg = CHARTS["months"](WIDE)
    dashed = [line for line, is_dashed in list_lines(svg, INK) if is_dashed][1:]
    (left, low, middle, _), (start, high, right, _) = dashed
    assert middle == start
    assert high < low  # 95 % lies above 90 %
    assert right - start == pytest.approx(12 / 10 * (middle - left), rel=1e-4)
    assert {"90%", "95%"} <= {t.text for t in list_texts(svg)}


def test_a_target_between_round_numbers_is_on_the_scale() -> None:
    points = [MonthPoint("01/2026", 0.9, 0.85, 0.95, 0.925), MonthPoint("02/2026")]
    texts = [t.text for t in list_texts(draw_months(points, KEY, TEXT, NARROW))]
    assert "92,5%" in texts


def test_months_without_any_answer_still_make_a_chart() -> None:
    svg = draw_months([MonthPoint("01/2026"), MonthPoint("02/2026")], KEY, TEXT)
    assert list_boxes(svg, BAND)[1:] == []
    assert "01/2026" in [t.text for t in list_texts(svg)]


def test_rates_without_intervals_are_a_line_without_a_band() -> None:
    points = [MonthPoint("1", 0.9), MonthPoint("2", 0.8), MonthPoint("3")]
    svg = draw_months([*points, MonthPoint("4", 0.7)], KEY, TEXT)
    assert len(list_boxes(svg, BAND)) == 1  # the key
    assert len(list_lines(svg, LINE)) == 2  # the key and the first two months


def test_so_many_months_that_no_stride_fits_show_the_first_alone() -> None:
    points = [MonthPoint(f"tháng {m} của giai đoạn", 0.9, 0.8, 1.0) for m in range(90)]
    texts = [t.text for t in list_texts(draw_months(points, KEY, TEXT, NARROW))]
    assert [t for t in texts if t.startswith("tháng")] == ["tháng 0 của giai đoạn"]


def test_levels_are_as_wide_as_their_share() -> None:
    svg = CHARTS["distribution"](WIDE)
    for level, colour in enumerate(LEVEL_COLOURS):
        widths = [
            box.right - box.left
            for box in list_boxes(svg, colour)
            if box.bottom - box.top == pytest.approx(BAR_HEIGHT)
        ]
        shares = [bar.counts[level] / sum(bar.counts) for bar in BARS[:2]]
        assert widths == pytest.approx([720 * s for s in shares], abs=0.01)


def test_no_two_levels_are_the_same_in_grey() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = sorted(lightness(colour) for colour in LEVEL_COLOURS)
    gaps = [high - low for low, high in zip(greys, greys[1:], strict=False)]
    assert min(gaps) > 25


def test_a_bar_of_one_level_is_whole() -> None:
    bar = LevelBar("Sở Tài chính", "55 trên 55", (0, 0, 0, 0, 55))
    svg = draw_distribution([bar], LEVELS, TEXT)
    boxes = list_boxes(svg, LEVEL_COLOURS[4])
    assert max(box.right - box.left for box in boxes) == pytest.approx(720)


def test_steps_of_coverage_are_as_long_as_their_count() -> None:
    svg = CHARTS["funnel"](NARROW)
    boxes = [*list_boxes(svg, STEP_COLOUR), *list_boxes(svg, LAST_COLOUR)]
    widths = [box.right - box.left for box in boxes]
    expected = [360 * step.count / 1903 for step in STEPS]
    assert widths == pytest.approx(expected, abs=0.01)


def test_coverage_of_nobody_has_empty_bars() -> None:
    svg = draw_funnel([FunnelStep("Đã kết thúc", "0", 0)], TEXT)
    assert [box.right - box.left for box in list_boxes(svg, LAST_COLOUR)] == [0]


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
