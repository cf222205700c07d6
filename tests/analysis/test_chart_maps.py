"""Heat maps, and charts of drivers."""

from collections.abc import Sequence

import pytest

from feedback.analysis.charts import (
    BROAD,
    NARROW,
    WIDE,
    Driver,
    HeatCell,
    HeatColumn,
    HeatRow,
    draw_drivers,
    draw_heat_map,
)
from feedback.analysis.charts.drivers import DOT
from feedback.analysis.charts.heatmaps import (
    HEAT_COLOURS,
    HEAT_INKS,
    NAMES,
    find_class,
)
from feedback.analysis.charts.looks import GREY, INK, LINE, TRACK
from feedback.analysis.charts.texts import measure_text
from feedback.analysis.percents import CLASS_EDGES, class_percent
from tests.analysis.drawn import (
    CHARTS,
    COLUMNS,
    DRIVERS_TEXT,
    HEAT,
    ITEMS,
    TEXT,
    list_boxes,
    list_lines,
    list_marks,
    list_texts,
)
from tests.analysis.extremes import make_drivers


def read_luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def draw_heat(rows: Sequence[HeatRow], months: int = 24) -> bytes:
    """Return a broad heat map."""
    return draw_heat_map(rows, COLUMNS[:months], "Không hiện", "Trống", TEXT)


def list_cells(svg: bytes, colour: str) -> int:
    """Return how many cells of a colour there are, the key left out."""
    boxes = list_boxes(svg, colour)
    return sum(box.bottom - box.top > BROAD.type_size + 1 for box in boxes)


def test_colours_of_rates_lie_in_order_in_grey() -> None:
    lights = [read_luminance(colour) for colour in HEAT_COLOURS]
    assert lights == sorted(lights)
    assert all(b > 1.3 * a for a, b in zip(lights, lights[1:], strict=False))


def test_values_can_be_read_on_their_colour() -> None:
    for colour, ink in zip(HEAT_COLOURS, HEAT_INKS, strict=True):
        low, high = sorted((read_luminance(colour), read_luminance(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_rate_on_an_edge_has_the_lighter_colour() -> None:
    assert [find_class(edge / 100) for edge in CLASS_EDGES] == [1, 2, 3, 4, 5]
    assert (find_class(0), find_class(0.6999), find_class(1)) == (0, 0, 5)
    assert find_class(1799 / 2000) == 3


def test_a_percentage_never_leaves_the_class_of_its_rate() -> None:
    for n in (1, 7, 30, 400, 1000):
        for k in range(n + 1):
            percent = class_percent(k, n)
            assert find_class(percent / 100) == find_class(k / n)
            assert abs(100 * k / n - percent) < 1
            assert (percent == 100) is (k == n)


def test_every_shown_cell_is_a_box_of_its_class_with_its_value() -> None:
    svg = CHARTS["heat"](BROAD)
    cells = [cell for row in HEAT for cell in row.cells if cell and cell.share]
    shares = [cell.share or 0 for cell in cells]
    for place, colour in enumerate(HEAT_COLOURS):
        expected = sum(find_class(share) == place for share in shares)
        assert list_cells(svg, colour) == expected
    texts = [t.text for t in list_texts(svg)]
    assert all(texts.count(cell.value) >= 1 for cell in cells)


def test_values_without_room_are_left_out() -> None:
    step = NARROW.width / 24
    assert measure_text("83", NARROW.type_size) > step - 2
    texts = {t.text for t in list_texts(CHARTS["heat"](NARROW))}
    assert not texts & {
        cell.value for row in HEAT for cell in row.cells if cell and cell.share
    }


def test_all_satisfied_is_a_dot_where_100_has_no_room() -> None:
    full = HeatCell(1.0, "100")
    svg = draw_heat([HeatRow("Đất đai", [full] * 24)])
    places = list_marks(svg, INK)
    step = (1 - NAMES) * BROAD.width / 24
    # The key's, then one in the middle of each cell.
    expected = [NAMES * BROAD.width + (n + 0.5) * step for n in range(24)]
    assert places[1:] == pytest.approx(expected, abs=0.01)
    assert "100%" in [t.text for t in list_texts(svg)]
    wide = draw_heat([HeatRow("Đất đai", [full] * 12)], 12)
    assert not list_marks(wide, INK)
    assert [t.text for t in list_texts(wide)].count("100") == 12


def test_hidden_cells_are_hatched_and_the_key_says_why() -> None:
    rows = [HeatRow("Đất đai", [HeatCell(), HeatCell(0.9, "90"), None])]
    svg = draw_heat(rows, 3)
    # The sample of the key and the cell, each a box with its strokes inside.
    sample, cell = list_boxes(svg, TRACK)
    strokes = [line for line, _ in list_lines(svg, GREY) if len(line) > 4]
    assert len(strokes) == 2
    xs, ys = strokes[1][::2], strokes[1][1::2]
    assert cell.left <= min(xs) and max(xs) <= cell.right
    assert cell.top <= min(ys) and max(ys) <= cell.bottom
    texts = [t.text for t in list_texts(svg)]
    assert "Không hiện" in texts and "Trống" in texts
    assert sample.bottom < cell.top


def test_the_key_is_silent_about_what_is_not_there() -> None:
    texts = [
        t.text for t in list_texts(draw_heat([HeatRow("Đất đai", [HeatCell(0.9)])], 1))
    ]
    assert "Không hiện" not in texts and "Trống" not in texts
    assert texts[:2] == ["< 70%", "70% – < 80%"] and "≥ 95%" in texts


def test_names_stand_before_the_cells_or_above_them() -> None:
    broad, narrow = CHARTS["heat"](BROAD), CHARTS["heat"](NARROW)
    for svg, left in ((broad, NAMES * BROAD.width), (narrow, 0)):
        boxes = [b for colour in HEAT_COLOURS for b in list_boxes(svg, colour)]
        name = next(t for t in list_texts(svg) if t.text == "Hộ tịch")
        row = [b for b in boxes if b.top > name.baseline - 20 and b.bottom - b.top > 20]
        assert min(b.left for b in row) >= left
        is_beside = any(b.top < name.baseline < b.bottom for b in row)
        assert is_beside is (left > 0)


def test_years_stand_over_their_first_month() -> None:
    texts = list_texts(CHARTS["heat"](BROAD))
    years = [t for t in texts if t.text in ("2025", "2026")]
    january = [t for t in texts if t.text == "1"]
    assert [t.text for t in years] == ["2025", "2026"]
    for year, month in zip(years, january, strict=True):
        assert abs(year.left - month.left) < 20 and year.baseline < month.baseline


def test_a_year_without_room_over_its_months_gives_way_to_the_next() -> None:
    cells = [HeatCell(0.9, "90")] * 24
    short = [HeatColumn("12", "2024"), *COLUMNS[:23]]
    svg = draw_heat_map([HeatRow("Đất đai", cells)], short, "Ẩn", "Trống", TEXT)
    texts = list_texts(svg)
    assert "2024" not in [t.text for t in texts]
    january = [t for t in texts if t.text == "1"]
    years = [t for t in texts if t.text in ("2025", "2026")]
    for year, month in zip(years, january, strict=True):
        assert abs(year.left - month.left) < 20
    both = [HeatColumn("11", "2024"), HeatColumn("12", "2024"), *COLUMNS[:22]]
    svg = draw_heat_map([HeatRow("Đất đai", cells)], both, "Ẩn", "Trống", TEXT)
    assert {"2024", "2025", "2026"} <= {t.text for t in list_texts(svg)}


def test_items_lie_at_their_performance_and_importance() -> None:
    svg = CHARTS["drivers"](WIDE)
    xs = list_marks(svg, LINE)
    label = measure_text("100%", WIDE.type_size)
    # From 70 %, a ten under the lowest performance, to 100 %.
    begin, end = 1.5 * label + 8, WIDE.width - label / 2
    expected = [begin + (i.performance - 0.7) / 0.3 * (end - begin) for i in ITEMS]
    assert xs == pytest.approx(expected, abs=0.01)
    whiskers = next(line for line, _ in list_lines(svg, LINE))
    assert len(whiskers) == 4 * 4  # four items, two ends, x and y
    tops, bottoms = whiskers[3::4], whiskers[1::4]
    assert all(top < bottom for top, bottom in zip(tops, bottoms, strict=True))
    assert whiskers[::4] == pytest.approx(xs, abs=0.01)


def test_the_dashed_lines_are_the_means() -> None:
    svg = CHARTS["drivers"](WIDE)
    (line,) = [line for line, is_dashed in list_lines(svg, GREY) if is_dashed]
    places = list_marks(svg, LINE)
    assert line[0] == line[2] == pytest.approx(sum(places) / 4, abs=0.01)


def test_items_without_intervals_have_no_whiskers() -> None:
    bare = [
        Driver(i.label, i.value, i.importance, None, None, i.performance) for i in ITEMS
    ]
    svg = draw_drivers(bare, DRIVERS_TEXT, TEXT)
    assert not list_lines(svg, LINE)
    assert len(list_marks(svg, LINE)) == 4


@pytest.mark.parametrize("step", [0.0, 0.002, 0.01, 0.05])
def test_each_number_is_nearest_to_its_own_point_or_tied_to_it(step: float) -> None:
    drivers = make_drivers(12, step)
    svg = draw_drivers(drivers, DRIVERS_TEXT, TEXT, NARROW)
    numbers = [t for t in list_texts(svg) if t.text.isdigit()]
    assert [int(t.text) for t in numbers] == list(range(1, 13))
    xs = list_marks(svg, LINE)
    ties = [line for line, _ in list_lines(svg, GREY) if len(line) == 4]
    for x, number in zip(xs, numbers, strict=True):
        middle = (number.left + number.right) / 2
        is_beside = abs(middle - x) <= number.right - number.left + DOT
        assert is_beside or any(line[0] == pytest.approx(x, abs=0.01) for line in ties)


def test_more_items_than_there_is_room_for_do_not_stop_the_drawing() -> None:
    svg = draw_drivers(make_drivers(90, 0.0), DRIVERS_TEXT, TEXT, NARROW)
    assert sum(t.text == "90" for t in list_texts(svg)) == 1


def test_the_list_explains_the_numbers() -> None:
    texts = [t.text for t in list_texts(CHARTS["drivers"](WIDE))]
    for number, item in enumerate(ITEMS, start=1):
        assert f"{number}. {item.label}" in texts and item.value in texts
    assert DRIVERS_TEXT.corner in texts
