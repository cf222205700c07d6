"""Months from left to right and percentages upwards, for charts over time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from feedback.analysis.charts.looks import GREY, INK, TRACK, ChartText
from feedback.analysis.charts.scales import PercentScale, choose_lowest
from feedback.analysis.charts.sheets import Anchor, Points, Sheet
from feedback.analysis.charts.texts import measure_text, wrap_text

STRIDES = (1, 2, 3, 4, 6, 12, 24, 36)
#: Height of a plot as a part of its width.
HEIGHT = 0.42


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at the beginning of a month, as a change of method."""

    month: int
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the months and the percentages lie on the sheet."""

    left: float
    width: float
    months: int
    percents: PercentScale

    @property
    def step(self) -> float:
        """Return the width of a month."""
        return self.width / self.months

    @property
    def top(self) -> float:
        """Return where 100 % lies."""
        return self.percents.end

    @property
    def bottom(self) -> float:
        """Return where the lowest percentage lies."""
        return self.percents.begin

    def x(self, month: float) -> float:
        """Return the middle of a month."""
        return self.left + (month + 0.5) * self.step

    def y(self, share: float) -> float:
        """Return the height of a share."""
        return self.percents.place(share)


def open_plot(
    sheet: Sheet, months: int, shares: Sequence[float | None], text: ChartText
) -> Plot:
    """Return a plot under what has been drawn, high enough for these shares."""
    layout = sheet.layout
    size = layout.type_size
    lowest = choose_lowest(share for share in shares if share is not None)
    left = measure_text(text.write_percent(100), size, is_bold=True) + 8
    top = sheet.y + 0.6 * size
    bottom = top + HEIGHT * layout.width + 2 * size
    sheet.y = bottom
    percents = PercentScale(lowest, bottom, top)
    return Plot(left, layout.width - left, max(1, months), percents)


def draw_grid(
    sheet: Sheet, plot: Plot, text: ChartText, bold_shares: Collection[float] = ()
) -> None:
    """Draw the percent scale; shares in bold are on it and push others aside."""
    size = sheet.layout.type_size
    bold = sorted(round(100 * share, 6) for share in bold_shares)
    written: list[float] = []
    for percent in [*bold, *plot.percents.ticks(2.2 * size)]:
        y = plot.y(percent / 100)
        if percent not in bold:
            sheet.line([(plot.left, y), (sheet.layout.width, y)], TRACK, 1.5)
        if any(abs(y - other) < 1.2 * size for other in written):
            continue
        written.append(y)
        is_bold = percent in bold
        label = text.write_percent(percent)
        colour = INK if is_bold else GREY
        sheet.write(plot.left - 8, y + 0.36 * size, label, colour, "right", is_bold)


def draw_marks(sheet: Sheet, plot: Plot, marks: Sequence[Mark]) -> None:
    """Draw an upright line with words at the beginning of each month that has one."""
    size = sheet.layout.type_size
    for mark in marks:
        x = plot.x(mark.month - 0.5)
        sheet.line([(x, plot.top), (x, plot.bottom)], GREY, 2)
        lines = wrap_text(mark.label, plot.width / 2, size) if mark.label else []
        anchor: Anchor = "left" if x <= sheet.layout.width / 2 else "right"
        nudge = 6 if anchor == "left" else -6
        for place, line in enumerate(reversed(lines)):
            y = plot.bottom - 0.5 * size - place * sheet.layout.line
            sheet.write(x + nudge, y, line, GREY, anchor)


def write_months(sheet: Sheet, plot: Plot, labels: Sequence[str]) -> None:
    """Write the months under the plot, as many as have room."""
    size, bottom = sheet.layout.type_size, plot.bottom
    widest = max((measure_text(label, size) for label in labels), default=0)
    stride = next(
        (s for s in STRIDES if s * plot.step >= widest + 0.6 * size), len(labels)
    )
    sheet.line([(plot.left, bottom), (sheet.layout.width, bottom)], GREY, 1.5)
    written: list[tuple[int, float]] = []
    for month in range(0, len(labels), stride or 1):
        half = measure_text(labels[month], size) / 2
        # The last label stays inside the drawing, unless it would touch another one.
        x = min(plot.x(month), sheet.layout.width - half)
        if not written or x - written[-1][1] >= widest + 0.3 * size:
            written.append((month, x))
    if written:
        ticks = [[(plot.x(m), bottom), (plot.x(m), bottom + 6)] for m, _ in written]
        sheet.lines(ticks, GREY, 1.5)
    for month, x in written:
        sheet.write(x, bottom + 8 + size, labels[month], INK, "center")
    sheet.y = bottom + 8 + sheet.layout.line


def find_runs(values: Sequence[object | None]) -> Iterator[list[int]]:
    """Yield the places of each stretch of values without a gap."""
    for is_there, run in groupby(
        range(len(values)), key=lambda place: values[place] is not None
    ):
        if is_there:
            yield list(run)


def step_line(plot: Plot, months: Sequence[int], shares: Sequence[float]) -> Points:
    """Return a line that is level over each month and steps between months."""
    points: list[tuple[float, float]] = []
    for month, share in zip(months, shares, strict=True):
        y = plot.y(share)
        points += [(plot.x(month - 0.5), y), (plot.x(month + 0.5), y)]
    return points
