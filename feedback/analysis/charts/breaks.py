"""Chart of before and after: what a kept promise or a found change went with."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.analysis.charts.keys import SAMPLE, write_sample
from feedback.analysis.charts.looks import (
    BAND,
    GREY,
    INK,
    LINE,
    WIDE,
    ChartText,
    Layout,
)
from feedback.analysis.charts.months import MonthPoint
from feedback.analysis.charts.plots import (
    Mark,
    Plot,
    draw_grid,
    draw_marks,
    open_plot,
    write_months,
)
from feedback.analysis.charts.sheets import Points, Sheet
from feedback.analysis.charts.texts import wrap_text


@dataclass(frozen=True, slots=True)
class Stretch:
    """The months before, or after: their rate together and its interval, if known."""

    #: In words, for the key, as "Trước: 84,2% (842/1.000)".
    label: str
    share: float
    lower: float | None = None
    upper: float | None = None


def draw_break(
    points: Sequence[MonthPoint],
    change: Mark,
    stretches: tuple[Stretch, Stretch],
    difference: str,
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of the months, those before as rings and those after as discs.

    Parameters
    ----------
    points : sequence of MonthPoint
        The months without a hole; only their shares are drawn.
    change : Mark
        The first month after, with what happened or when; not drawn beyond the months.
    stretches : tuple of Stretch
        Before and after.
    difference : str
        In words, as "Chênh lệch: +6,8 điểm (3,1 đến 10,4)".
    text : ChartText
        Title and description.
    layout : Layout
        Any.
    """
    sheet = Sheet(layout)
    _write_key(sheet, change, stretches, difference)
    shares = [v for stretch in stretches for v in (stretch.share, stretch.lower)]
    shares += [point.share for point in points]
    plot = open_plot(sheet, len(points), shares, text)
    months = range(len(points))
    parts = months[: change.month], months[change.month :]
    for stretch, part in zip(stretches, parts, strict=True):
        _draw_band(sheet, plot, stretch, part)
    draw_grid(sheet, plot, text)
    if change.month < len(points):
        draw_marks(sheet, plot, [Mark(change.month, "")])
    for stretch, part in zip(stretches, parts, strict=True):
        _draw_stretch(sheet, plot, stretch, part)
        places = [
            (plot.x(month), plot.y(share))
            for month in part
            if (share := points[month].share) is not None
        ]
        _draw_months(sheet, places, stretch is stretches[1], min(10, 0.6 * plot.step))
    write_months(sheet, plot, [point.label for point in points])
    return sheet.to_svg(text)


def _write_key(
    sheet: Sheet, change: Mark, stretches: Sequence[Stretch], difference: str
) -> None:
    size = sheet.layout.type_size
    for place, stretch in enumerate(stretches):
        y = write_sample(sheet, stretch.label)
        sheet.line([(0, y), (SAMPLE, y)], LINE, 3)
        _draw_months(sheet, [(SAMPLE / 2, y)], place == 1, 10)
    y = write_sample(sheet, change.label)
    upright = [(SAMPLE / 2, y - 0.6 * size), (SAMPLE / 2, y + 0.6 * size)]
    sheet.line(upright, GREY, 2)
    for line in wrap_text(difference, sheet.layout.width, size, is_bold=True):
        sheet.y += sheet.layout.line
        sheet.write(0, sheet.y - 0.35 * size, line, is_bold=True)


def _draw_band(sheet: Sheet, plot: Plot, stretch: Stretch, part: range) -> None:
    if not part or stretch.lower is None or stretch.upper is None:
        return
    top, bottom = plot.y(stretch.upper), plot.y(stretch.lower)
    left = plot.x(part[0] - 0.5)
    sheet.box(left, top, plot.x(part[-1] + 0.5) - left, bottom - top, BAND)


def _draw_stretch(sheet: Sheet, plot: Plot, stretch: Stretch, part: range) -> None:
    if part:
        ends = plot.x(part[0] - 0.5), plot.x(part[-1] + 0.5)
        sheet.line([(x, plot.y(stretch.share)) for x in ends], LINE, 3)


def _draw_months(sheet: Sheet, places: Points, is_after: bool, size: float) -> None:
    if places:
        sheet.signs(places, "o", INK, size, is_after, 2)
