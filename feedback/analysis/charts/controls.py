"""Control chart: months against limits that were set by a frozen baseline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from feedback.analysis.charts.keys import SAMPLE, write_key, write_sample
from feedback.analysis.charts.looks import (
    ALERT,
    BAND,
    GREY,
    INK,
    LINE,
    WIDE,
    ChartText,
    Layout,
)
from feedback.analysis.charts.plots import (
    Plot,
    draw_grid,
    find_runs,
    open_plot,
    step_line,
    write_months,
)
from feedback.analysis.charts.sheets import Sheet

#: Half the height of the ends of the line that marks a baseline.
STOP = 5.0
SIGNAL_SIZE = 13.0


class Signal(StrEnum):
    """Why a month is more than the usual ups and downs."""

    #: Outside its limits.
    OUT = "out"
    #: The moving average is outside its own: a slow drift.
    DRIFT = "drift"


#: A month without a signal is a disc.
SIGNAL_SHAPES = {Signal.OUT: ("X", True), Signal.DRIFT: ("^", False)}


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One month; without answers it has no share, without a baseline no limits."""

    label: str
    share: float | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class ControlText:
    """The words of the key."""

    rate: str
    centre: str
    limits: str
    #: With its months, as "Kỳ gốc cố định: 01/2025–12/2025"; empty without any.
    baseline: str
    signals: Mapping[Signal, str]


def draw_control(
    points: Sequence[ControlPoint],
    baselines: Sequence[tuple[int, int]],
    key: ControlText,
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of the months in the order given, between their limits.

    Parameters
    ----------
    points : sequence of ControlPoint
        The months without a hole; limits as cut for drawing, between 0 and 1.
    baselines : sequence of (int, int)
        First and last month of each baseline, as places in `points`.
    key : ControlText
        The words of the key.
    text : ChartText
        Title and description.
    layout : Layout
        Any.
    """
    sheet = Sheet(layout)
    _write_key(sheet, points, key)
    shares = [v for p in points for v in (p.share, p.lower)]
    plot = open_plot(sheet, len(points), shares, text)
    limits = find_runs([point.lower for point in points])
    for run in limits:
        _draw_limits(sheet, plot, points, run)
    draw_grid(sheet, plot, text)
    for first, last in baselines:
        _draw_baseline(sheet, plot, first, last)
    _draw_rates(sheet, plot, points)
    write_months(sheet, plot, [point.label for point in points])
    return sheet.to_svg(text)


def _draw_limits(
    sheet: Sheet, plot: Plot, points: Sequence[ControlPoint], run: list[int]
) -> None:
    lower = step_line(plot, run, [points[month].lower or 0.0 for month in run])
    upper = step_line(plot, run, [points[month].upper or 0.0 for month in run])
    centre = step_line(plot, run, [points[month].centre or 0.0 for month in run])
    sheet.area([*lower, *reversed(upper)], BAND)
    sheet.lines([lower, upper], GREY, 1.5)
    sheet.line(centre, INK, 2)


def _draw_baseline(sheet: Sheet, plot: Plot, first: int, last: int) -> None:
    begin, end = plot.x(first - 0.5) + 2, plot.x(last + 0.5) - 2
    _bracket(sheet, begin, end, plot.bottom - 2 * STOP)


def _bracket(sheet: Sheet, begin: float, end: float, y: float) -> None:
    stops = [[(x, y - STOP), (x, y + STOP)] for x in (begin, end)]
    sheet.lines([[(begin, y), (end, y)], *stops], INK, 2)


def _draw_rates(sheet: Sheet, plot: Plot, points: Sequence[ControlPoint]) -> None:
    places = {
        month: (plot.x(month), plot.y(point.share))
        for month, point in enumerate(points)
        if point.share is not None
    }
    for run in find_runs([point.share for point in points]):
        if len(run) > 1:
            sheet.line([places[month] for month in run], LINE, 2)
    calm = [place for month, place in places.items() if not points[month].signal]
    if calm:
        sheet.dots(calm, LINE, min(8.0, 0.5 * plot.step))
    for signal in Signal:
        signs = [p for month, p in places.items() if points[month].signal is signal]
        if signs:
            shape, is_filled = SIGNAL_SHAPES[signal]
            sheet.signs(signs, shape, ALERT, SIGNAL_SIZE, is_filled, 1.5)


def _write_key(sheet: Sheet, points: Sequence[ControlPoint], key: ControlText) -> None:
    size = sheet.layout.type_size
    y = write_sample(sheet, key.rate)
    sheet.line([(0, y), (SAMPLE, y)], LINE, 2)
    sheet.dot(SAMPLE / 2, y, LINE, 8)
    if any(point.lower is not None for point in points):
        y = write_sample(sheet, key.centre)
        sheet.line([(0, y), (SAMPLE, y)], INK, 2)
        y = write_sample(sheet, key.limits)
        edges = y - 0.4 * size, y + 0.4 * size
        sheet.box(0, edges[0], SAMPLE, 0.8 * size, BAND)
        sheet.lines([[(0, edge), (SAMPLE, edge)] for edge in edges], GREY, 1.5)
    if key.baseline:
        y = write_sample(sheet, key.baseline)
        _bracket(sheet, 1, SAMPLE - 1, y)
    used = {point.signal for point in points}
    entries = [
        (
            key.signals[signal],
            partial(sheet.sign, shape=shape, colour=ALERT, is_filled=is_filled),
        )
        for signal, (shape, is_filled) in SIGNAL_SHAPES.items()
        if signal in used
    ]
    if entries:
        write_key(sheet, entries)
