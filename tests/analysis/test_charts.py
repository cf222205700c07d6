"""What holds for every chart, ordinary and extreme, in every layout."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from feedback.analysis.charts import (
    BROAD,
    NARROW,
    WIDE,
    FunnelStep,
    Layout,
    draw_funnel,
)
from tests.analysis.drawn import (
    CHARTS,
    DRAWERS,
    SVG,
    TEXT,
    list_points,
    list_texts,
    walk,
)
from tests.analysis.extremes import EXTREME_CHARTS

ALL = CHARTS | EXTREME_CHARTS


@pytest.fixture(params=[BROAD, WIDE, NARROW], ids=["broad", "wide", "narrow"])
def layout(request: pytest.FixtureRequest) -> Layout:
    """Every layout in turn."""
    chosen: Layout = request.param
    return chosen


@pytest.fixture(params=sorted(ALL))
def draw(request: pytest.FixtureRequest) -> Callable[[Layout], bytes]:
    """Every chart in turn."""
    return ALL[request.param]


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
        for size in (BROAD, WIDE, NARROW):
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


def test_nothing_is_drawn_outside_the_drawing(
    draw: Callable[[Layout], bytes], layout: Layout
) -> None:
    svg = draw(layout)
    height = float(ElementTree.fromstring(svg).attrib["height"])
    # Half of a sign or of a thick line may stand over an edge by a few pixels.
    for x, y in list_points(svg):
        assert -1 <= x <= layout.width + 1 and -1 <= y <= height + 1


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
        "from tests.analysis.drawn import DRAWERS;"
        "drawn = [DRAWERS[name](NARROW) for name in sorted(DRAWERS)];"
        "sys.stdout.buffer.write(b''.join(drawn));"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "MATPLOTLIBRC": str(settings), "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert run.stdout == b"".join(CHARTS[name](NARROW) for name in sorted(CHARTS))
