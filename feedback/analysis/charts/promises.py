"""Chart of a promise: the months before it was made, of its work, and after its end."""

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
    Plot,
    draw_grid,
    find_runs,
    open_plot,
    write_months,
)
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import wrap_text

#: Half the width of the ends of an interval.
STOP = 3.0
#: Height of the sample of an interval, and of the months of work, in lines of type.
SAMPLE_HEIGHT = 0.8
SIGN_SIZE = 9.0
#: Between panels, in lines of type.
GAP = 0.8


@dataclass(frozen=True, slots=True)
class PromisePanel:
    """One unit: its months, and in words what stands before, after and between."""

    title: str
    #: The same months in all panels; one that is not shown has no share.
    points: Sequence[MonthPoint]
    #: As "Trước, 02/2026: 67% (40/60)".
    before: str
    after: str
    #: As "Chênh lệch +6,8 điểm (khoảng 3,1 đến 10,4)".
    difference: str
    #: With whom it is for; empty without any.
    target: str = ""


@dataclass(frozen=True, slots=True)
class PromiseText:
    """The words of the key."""

    interval: str
    #: With its months, as "Đang thực hiện: 03/2026–04/2026".
    work: str


def draw_promise(
    panels: Sequence[PromisePanel],
    work: tuple[int, int],
    key: PromiseText,
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of the units below each other on one scale.

    Months before are rings, those after are discs; a month without a share leaves a
    gap that no line crosses.

    Parameters
    ----------
    panels : sequence of PromisePanel
        The units.
    work : (int, int)
        First and last month of the work, as places in the points.
    key : PromiseText
        The words of the key.
    text : ChartText
        Title and description.
    layout : Layout
        Any.
    """
    sheet = Sheet(layout)
    _write_key(sheet, key)
    points = [point for panel in panels for point in panel.points]
    shares = [v for p in points for v in (p.share, p.lower, p.target_share)]
    for panel in panels:
        sheet.y += GAP * layout.line
        _write_panel(sheet, panel)
        plot = open_plot(sheet, len(panel.points), shares, text)
        _draw_work(sheet, plot, work)
        targets = {p.target_share for p in panel.points if p.target_share is not None}
        draw_grid(sheet, plot, text, targets)
        _draw_targets(sheet, plot, panel.points)
        _draw_months(sheet, plot, panel.points, work)
        write_months(sheet, plot, [point.label for point in panel.points])
    return sheet.to_svg(text)


def _write_key(sheet: Sheet, key: PromiseText) -> None:
    half = SAMPLE_HEIGHT * sheet.layout.type_size / 2
    y = write_sample(sheet, key.interval)
    _draw_interval(sheet, SAMPLE / 2, y - half, y + half)
    y = write_sample(sheet, key.work)
    sheet.box(0, y - half, SAMPLE, 2 * half, BAND)
    sheet.lines([[(x, y - half), (x, y + half)] for x in (0, SAMPLE)], GREY, 1.5)


def _write_panel(sheet: Sheet, panel: PromisePanel) -> None:
    _write_bold(sheet, panel.title)
    for words, is_after in ((panel.before, False), (panel.after, True)):
        y = write_sample(sheet, words)
        sheet.sign(SAMPLE / 2, y, "o", INK, SIGN_SIZE, is_after)
    if panel.target:
        y = write_sample(sheet, panel.target)
        sheet.line([(0, y), (SAMPLE, y)], INK, 2.5, is_dashed=True)
    _write_bold(sheet, panel.difference)


def _write_bold(sheet: Sheet, words: str) -> None:
    size = sheet.layout.type_size
    for line in wrap_text(words, sheet.layout.width, size, is_bold=True):
        sheet.y += sheet.layout.line
        sheet.write(0, sheet.y - 0.35 * size, line, is_bold=True)


def _draw_work(sheet: Sheet, plot: Plot, work: tuple[int, int]) -> None:
    begin, end = plot.x(work[0] - 0.5), plot.x(work[1] + 0.5)
    sheet.box(begin, plot.top, end - begin, plot.bottom - plot.top, BAND)
    sheet.lines([[(x, plot.top), (x, plot.bottom)] for x in (begin, end)], GREY, 1.5)


def _draw_targets(sheet: Sheet, plot: Plot, points: Sequence[MonthPoint]) -> None:
    """Draw the target over each month that has one, levels apart where it changed."""
    lines = [
        [(plot.x(month + side), plot.y(point.target_share)) for side in (-0.5, 0.5)]
        for month, point in enumerate(points)
        if point.target_share is not None
    ]
    joined: list[list[tuple[float, float]]] = []
    for begin, end in lines:
        if joined and joined[-1][1] == begin:
            joined[-1][1] = end
        else:
            joined.append([begin, end])
    if joined:
        sheet.lines(joined, INK, 2.5, is_dashed=True)


def _draw_months(
    sheet: Sheet, plot: Plot, points: Sequence[MonthPoint], work: tuple[int, int]
) -> None:
    places = {
        month: (plot.x(month), plot.y(point.share))
        for month, point in enumerate(points)
        if point.share is not None
    }
    for month in places:
        lower, upper = points[month].lower, points[month].upper
        if lower is not None and upper is not None:
            _draw_interval(sheet, plot.x(month), plot.y(upper), plot.y(lower))
    for run in find_runs([point.share for point in points]):
        if len(run) > 1:
            sheet.line([places[month] for month in run], GREY, 1.5)
    size = min(SIGN_SIZE, 0.6 * plot.step)
    during = [p for month, p in places.items() if work[0] <= month <= work[1]]
    if during:
        sheet.dots(during, LINE, 0.7 * size)
    before = [place for month, place in places.items() if month < work[0]]
    after = [place for month, place in places.items() if month > work[1]]
    for signs, is_after in ((before, False), (after, True)):
        if signs:
            sheet.signs(signs, "o", INK, size, is_after, 2)


def _draw_interval(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    stops = [[(x - STOP, y), (x + STOP, y)] for y in (top, bottom)]
    sheet.lines([[(x, top), (x, bottom)], *stops], LINE, 2)
