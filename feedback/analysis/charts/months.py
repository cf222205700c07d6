"""Chart of one unit over months: rate, interval, and the target as it stood."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from feedback.analysis.charts.drawings import (
    GREY,
    INK,
    TRACK,
    WIDE,
    ChartText,
    Layout,
    Sheet,
    measure_text,
    wrap_text,
)
from feedback.analysis.charts.scales import PercentScale, choose_lowest

#: A blue of its own: the colours of the verdicts would say that months are judged.
LINE = "#1f5573"
BAND = "#c4d8e3"
STRIDES = (1, 2, 3, 4, 6, 12, 24, 36)


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month; a gap where it has no share, no line where it has no target."""

    label: str
    share: float | None = None
    lower: float | None = None
    upper: float | None = None
    target_share: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at the beginning of a month, as a change of method."""

    month: int
    label: str


@dataclass(frozen=True, slots=True)
class MonthsText:
    """The words of the key."""

    rate: str
    interval: str
    #: With its steps, as "Chỉ tiêu: 90 %, từ 01/2026: 95 %"; empty without any.
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the months and the percentages lie on the sheet."""

    left: float
    width: float
    months: int
    percents: PercentScale

    @property
    def step(self) -> float:
        return self.width / self.months

    def x(self, month: float) -> float:
        return self.left + (month + 0.5) * self.step

    def y(self, share: float) -> float:
        return self.percents.place(share)


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
    size = layout.type_size
    _write_key(sheet, key)
    sheet.y += 0.6 * size
    known = [v for p in points for v in (p.share, p.lower, p.target_share)]
    lowest = choose_lowest(v for v in known if v is not None)
    left = measure_text(text.write_percent(100), size, is_bold=True) + 8
    top, height = sheet.y, 0.42 * layout.width + 2 * size
    percents = PercentScale(lowest, top + height, top)
    plot = _Plot(left, layout.width - left, len(points), percents)
    targets = {p.target_share for p in points if p.target_share is not None}
    _draw_grid(sheet, plot, text, targets)
    _draw_marks(sheet, plot, marks)
    for run in _find_runs(points):
        _draw_run(sheet, plot, points, run)
    _draw_targets(sheet, plot, points)
    sheet.y = top + height
    _write_months(sheet, plot, [p.label for p in points])
    return sheet.to_svg(text)


def _find_runs(points: Sequence[MonthPoint]) -> Iterator[list[int]]:
    """Yield the months of each stretch without a gap."""
    for has_share, run in groupby(
        range(len(points)), key=lambda m: points[m].share is not None
    ):
        if has_share:
            yield list(run)


def _draw_run(
    sheet: Sheet, plot: _Plot, points: Sequence[MonthPoint], run: list[int]
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
    for x, y in line:
        sheet.dot(x, y, LINE, min(8.0, 0.5 * plot.step))


def _draw_targets(sheet: Sheet, plot: _Plot, points: Sequence[MonthPoint]) -> None:
    """Draw a dashed line for each stretch of one target."""
    month = 0
    for share, stretch in groupby(points, key=lambda p: p.target_share):
        first, month = month, month + len(list(stretch))
        if share is not None:
            ends = plot.x(first - 0.5), plot.x(month - 0.5)
            sheet.line([(x, plot.y(share)) for x in ends], INK, 2.5, is_dashed=True)


def _draw_grid(
    sheet: Sheet, plot: _Plot, text: ChartText, targets: Collection[float]
) -> None:
    """Draw the percent scale; targets are on it, in bold, and push others aside."""
    size = sheet.layout.type_size
    bold = sorted(round(100 * share, 6) for share in targets)
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


def _draw_marks(sheet: Sheet, plot: _Plot, marks: Sequence[Mark]) -> None:
    size = sheet.layout.type_size
    bottom, top = plot.percents.begin, plot.percents.end
    for mark in marks:
        x = plot.x(mark.month - 0.5)
        sheet.line([(x, top), (x, bottom)], GREY, 2)
        lines = wrap_text(mark.label, plot.width / 2, size)
        anchor, nudge = ("right", -6) if x > sheet.layout.width / 2 else ("left", 6)
        for place, line in enumerate(reversed(lines)):
            y = bottom - 0.5 * size - place * sheet.layout.line
            sheet.write(x + nudge, y, line, GREY, anchor)


def _write_months(sheet: Sheet, plot: _Plot, labels: Sequence[str]) -> None:
    size = sheet.layout.type_size
    widest = max(measure_text(label, size) for label in labels)
    stride = next(
        (s for s in STRIDES if s * plot.step >= widest + 0.6 * size), len(labels)
    )
    bottom = sheet.y
    sheet.line([(plot.left, bottom), (sheet.layout.width, bottom)], GREY, 1.5)
    for month in range(0, len(labels), stride):
        x = plot.x(month)
        sheet.line([(x, bottom), (x, bottom + 6)], GREY, 1.5)
        half = measure_text(labels[month], size) / 2
        x = min(x, sheet.layout.width - half)
        sheet.write(x, bottom + 8 + size, labels[month], INK, "center")
    sheet.y = bottom + 8 + sheet.layout.line


def _write_key(sheet: Sheet, key: MonthsText) -> None:
    size = sheet.layout.type_size
    for place, label in enumerate((key.rate, key.interval, key.target)):
        if not label:
            continue
        y = sheet.y + sheet.layout.line - 0.7 * size
        if place == 0:
            sheet.line([(0, y), (38, y)], LINE, 3)
            sheet.dot(19, y, LINE, 8)
        elif place == 1:
            sheet.box(0, y - 0.4 * size, 38, 0.8 * size, BAND)
        else:
            sheet.line([(0, y), (38, y)], INK, 2.5, is_dashed=True)
        for line in wrap_text(label, sheet.layout.width - 48, size):
            sheet.y += sheet.layout.line
            sheet.write(48, sheet.y - 0.35 * size, line)
