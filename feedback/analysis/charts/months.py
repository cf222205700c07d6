"""Chart of one unit over months: rate, interval, and the target as it stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from feedback.analysis.charts.keys import SAMPLE, write_sample
from feedback.analysis.charts.looks import BAND, INK, LINE, WIDE, ChartText, Layout
from feedback.analysis.charts.plots import (
    Mark,
    Plot,
    draw_grid,
    draw_marks,
    find_runs,
    open_plot,
    write_months,
)
from feedback.analysis.charts.sheets import Sheet


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month; a gap where it has no share, no line where it has no target."""

    label: str
    share: float | None = None
    lower: float | None = None
    upper: float | None = None
    target_share: float | None = None


@dataclass(frozen=True, slots=True)
class MonthsText:
    """The words of the key."""

    rate: str
    interval: str
    #: With its steps, as "Chỉ tiêu: 90 %, từ 01/2026: 95 %"; empty without any.
    target: str = ""


def draw_months(
    points: Sequence[MonthPoint],
    key: MonthsText,
    text: ChartText,
    layout: Layout = WIDE,
    marks: Sequence[Mark] = (),
) -> bytes:
    """Return an SVG of the months in the order given; targets may step in time.

    Parameters
    ----------
    points : sequence of MonthPoint
        The months without a hole: a month without answers has a point without share.
    key : MonthsText
        The words of the key.
    text : ChartText
        Title and description.
    layout : Layout
        `WIDE` or `NARROW`.
    marks : sequence of Mark
        Events drawn as upright lines with their words.
    """
    sheet = Sheet(layout)
    _write_key(sheet, key)
    shares = [v for p in points for v in (p.share, p.lower, p.target_share)]
    plot = open_plot(sheet, len(points), shares, text)
    targets = {p.target_share for p in points if p.target_share is not None}
    draw_grid(sheet, plot, text, targets)
    draw_marks(sheet, plot, marks)
    for run in find_runs([point.share for point in points]):
        _draw_run(sheet, plot, points, run)
    _draw_targets(sheet, plot, points)
    write_months(sheet, plot, [p.label for p in points])
    return sheet.to_svg(text)


def _draw_run(
    sheet: Sheet, plot: Plot, points: Sequence[MonthPoint], run: list[int]
) -> None:
    low, high = [], []
    for month in run:
        lower, upper = points[month].lower, points[month].upper
        if lower is not None and upper is not None:
            low.append((plot.x(month), plot.y(lower)))
            high.append((plot.x(month), plot.y(upper)))
    if len(low) > 1:
        sheet.area(low + high[::-1], BAND)
    elif low:
        # A month on its own has no breadth: its band is an upright line.
        sheet.line(low + high, BAND, 8)
    line = [(plot.x(m), plot.y(points[m].share or 0.0)) for m in run]
    if len(line) > 1:
        sheet.line(line, LINE, 3)
    sheet.dots(line, LINE, min(8.0, 0.5 * plot.step))


def _draw_targets(sheet: Sheet, plot: Plot, points: Sequence[MonthPoint]) -> None:
    """Draw a dashed line for each stretch of one target."""
    month = 0
    for share, stretch in groupby(points, key=lambda p: p.target_share):
        first, month = month, month + len(list(stretch))
        if share is not None:
            ends = plot.x(first - 0.5), plot.x(month - 0.5)
            sheet.line([(x, plot.y(share)) for x in ends], INK, 2.5, is_dashed=True)


def _write_key(sheet: Sheet, key: MonthsText) -> None:
    size = sheet.layout.type_size
    y = write_sample(sheet, key.rate)
    sheet.line([(0, y), (SAMPLE, y)], LINE, 3)
    sheet.dot(SAMPLE / 2, y, LINE, 8)
    y = write_sample(sheet, key.interval)
    sheet.box(0, y - 0.4 * size, SAMPLE, 0.8 * size, BAND)
    if key.target:
        y = write_sample(sheet, key.target)
        sheet.line([(0, y), (SAMPLE, y)], INK, 2.5, is_dashed=True)
