"""Chart of the five levels: one bar per unit, cut by how people answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.analysis.charts.keys import Entry, write_key
from feedback.analysis.charts.looks import (
    INK,
    PAPER,
    TRACK,
    WIDE,
    ChartText,
    Layout,
)
from feedback.analysis.charts.scales import PercentScale, write_scale
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import measure_text
from feedback.analysis.percents import rounded_percent

#: From very dissatisfied to very satisfied. No two are the same in grey, so that a bar
#: of one level alone is not mistaken for its opposite.
LEVEL_COLOURS = ("#6b1a0a", "#cc8644", "#dfe3e0", "#a9d3cb", "#26776c")
LEVEL_INKS = (PAPER, INK, INK, INK, PAPER)
BAR_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class LevelBar:
    """One bar: a name, the answers per level, and the figure in words."""

    label: str
    value: str
    counts: tuple[int, int, int, int, int]


def draw_distribution(
    bars: Sequence[LevelBar],
    level_labels: tuple[str, str, str, str, str],
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of stacked bars, each from 0 to 100 %, with a key of the levels.

    Parameters
    ----------
    bars : sequence of LevelBar
        The bars, from top to bottom.
    level_labels : tuple of str
        The words of the five levels, from very dissatisfied to very satisfied.
    text : ChartText
        Title and description.
    layout : Layout
        `WIDE` or `NARROW`.
    """
    sheet = Sheet(layout)
    scale = PercentScale(0, 0, layout.width)
    named = zip(level_labels, LEVEL_COLOURS, strict=True)
    write_key(sheet, [_name_level(sheet, *level) for level in named])
    for bar in bars:
        sheet.y += 8
        sheet.write_lines(bar.label, bar.value)
        sheet.y += 4
        _draw_bar(sheet, scale, bar.counts, text)
        sheet.y += BAR_HEIGHT + 4
    sheet.y += 4
    write_scale(sheet, scale, text)
    return sheet.to_svg(text)


def _draw_bar(
    sheet: Sheet, scale: PercentScale, counts: Sequence[int], text: ChartText
) -> None:
    n, before, size = sum(counts), 0, sheet.layout.type_size
    if not n:
        middle = sheet.y + BAR_HEIGHT / 2
        sheet.line([(0, middle), (sheet.layout.width, middle)], TRACK, 4)
    for count, colour, ink in zip(counts, LEVEL_COLOURS, LEVEL_INKS, strict=True):
        if not count:
            continue
        left = scale.place(before / n)
        before += count
        width = scale.place(before / n) - left
        sheet.box(left, sheet.y, width, BAR_HEIGHT, colour)
        if before < n:
            sheet.box(left + width - 1, sheet.y, 2, BAR_HEIGHT, PAPER)
        label = text.write_percent(rounded_percent(count, n))
        if measure_text(label, size) + 8 <= width:
            baseline = sheet.y + BAR_HEIGHT / 2 + 0.36 * size
            sheet.write(left + width / 2, baseline, label, ink, "center")


def _name_level(sheet: Sheet, label: str, colour: str) -> Entry:
    side = sheet.layout.type_size

    def draw(x: float, y: float) -> None:
        sheet.box(x - side / 2, y - side / 2, side, side, INK)
        sheet.box(x - side / 2 + 1, y - side / 2 + 1, side - 2, side - 2, colour)

    return label, draw
