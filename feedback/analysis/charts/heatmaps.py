"""Heat map: a row for each unit, a column for each month, darker where fewer agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from feedback.analysis.charts.keys import Entry, write_key
from feedback.analysis.charts.looks import (
    BROAD,
    GREY,
    INK,
    PAPER,
    TRACK,
    ChartText,
    Layout,
)
from feedback.analysis.charts.sheets import Points, Sheet, corners
from feedback.analysis.charts.texts import measure_text, wrap_text
from feedback.analysis.percents import CLASS_EDGES

#: One hue from dark to light, which grey paper and every eye keep in order.
HEAT_COLOURS = ("#132a5c", "#24508f", "#3577a8", "#86b9d6", "#bfdcec", "#eaf4f9")
HEAT_INKS = (PAPER, PAPER, PAPER, INK, INK, INK)
#: Between the strokes of a hatched cell.
HATCH = 7.0
#: Size of the dot that stands for all, where there is no room to say so.
FULL = 6.0
#: Part of a broad sheet for the names.
NAMES = 0.3


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A rate, and how it is written if there is room; hidden without a rate."""

    share: float | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit; None where nothing was published of it."""

    label: str
    cells: Sequence[HeatCell | None]


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A month as short as it can be, and its year."""

    label: str
    group: str


def draw_heat_map(
    rows: Sequence[HeatRow],
    columns: Sequence[HeatColumn],
    hidden: str,
    empty: str,
    text: ChartText,
    layout: Layout = BROAD,
) -> bytes:
    """Return an SVG of the rows and columns in the order given.

    Parameters
    ----------
    rows : sequence of HeatRow
        Each with a cell for every column.
    columns : sequence of HeatColumn
        The months.
    hidden, empty : str
        What the key says of cells that may not be shown, and of those without answers.
    text : ChartText
        Title and description.
    layout : Layout
        In `BROAD` the names stand before the cells, otherwise above them.
    """
    sheet = Sheet(layout)
    left = NAMES * layout.width if layout.width >= BROAD.width else 0.0
    step = (layout.width - left) / max(1, len(columns))
    _write_key(sheet, rows, (hidden, empty), text, step)
    _write_columns(sheet, columns, left, step)
    cells = _Cells(sheet)
    for row in rows:
        _draw_row(sheet, row, cells, left, step)
    cells.draw()
    return sheet.to_svg(text)


def find_class(share: float) -> int:
    """Return the place of a share's colour in `HEAT_COLOURS`.

    Examples
    --------
    >>> find_class(0.8999), find_class(0.9)
    (3, 4)
    """
    return sum(share >= edge / 100 for edge in CLASS_EDGES)


class _Cells:
    """Cells, collected by colour: one shape of each is drawn faster and is smaller."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._boxes: dict[str, list[Points]] = {}
        self._strokes: list[Points] = []
        self._dashes: list[Points] = []
        self._full: list[tuple[float, float]] = []
        self._values: list[tuple[float, float, str, str]] = []

    def add(
        self, cell: HeatCell | None, x: float, y: float, step: float, height: float
    ) -> None:
        """Add a cell and write its value."""
        size, middle = self._sheet.layout.type_size, (x + step / 2, y + height / 2)
        if cell is None:
            self._dashes.append(_dash(*middle))
        elif cell.share is None:
            box = (x + 1, y, step - 2, height)
            self._boxes.setdefault(TRACK, []).append(corners(*box))
            self._strokes += _hatch(*box)
        else:
            place = find_class(cell.share)
            box = (x + 1, y, step - 2, height)
            self._boxes.setdefault(HEAT_COLOURS[place], []).append(corners(*box))
            if _is_dot(cell, size, step):
                self._full.append(middle)
            elif measure_text(cell.value, size) <= step - 2:
                self._values.append((*middle, cell.value, HEAT_INKS[place]))

    def draw(self) -> None:
        """Draw the cells, then what is written on them."""
        for colour, boxes in self._boxes.items():
            self._sheet.areas(boxes, colour)
        for lines, width in ((self._strokes, 1), (self._dashes, 1.5)):
            if lines:
                self._sheet.lines(lines, GREY, width)
        if self._full:
            self._sheet.dots(self._full, INK, FULL)
        for x, y, value, ink in self._values:
            baseline = y + 0.36 * self._sheet.layout.type_size
            self._sheet.write(x, baseline, value, ink, "center")


def _draw_row(
    sheet: Sheet, row: HeatRow, cells: _Cells, left: float, step: float
) -> None:
    size, line = sheet.layout.type_size, sheet.layout.line
    lines = wrap_text(row.label, (left or sheet.layout.width) - size / 2, size)
    height = 1.7 * size
    if left:
        height = max(height, len(lines) * line)
        first = sheet.y + (height - len(lines) * line) / 2
    else:
        first, sheet.y = sheet.y, sheet.y + len(lines) * line
    for place, words in enumerate(lines, start=1):
        sheet.write(0, first + place * line - 0.35 * size, words)
    for column, cell in enumerate(row.cells):
        cells.add(cell, left + column * step, sheet.y, step, height)
    sheet.y += height + 2


def _hatch(x: float, y: float, width: float, height: float) -> list[Points]:
    """Return slanting strokes that fill a box and do not leave it."""
    strokes: list[Points] = []
    along = HATCH / 2
    while along < width + height:
        begin = (x + min(along, width), y + max(0.0, along - width))
        end = (x + max(0.0, along - height), y + min(along, height))
        strokes.append([begin, end])
        along += HATCH
    return strokes


def _is_dot(cell: HeatCell, size: float, step: float) -> bool:
    """Return whether all are satisfied and there is no room to write so."""
    return cell.share == 1 and measure_text(cell.value, size) > step - 2


def _dash(x: float, y: float) -> Points:
    return [(x - 3, y), (x + 3, y)]


def _write_columns(
    sheet: Sheet, columns: Sequence[HeatColumn], left: float, step: float
) -> None:
    """Write each year over its months, if it has room there, and months as many."""
    size = sheet.layout.type_size
    sheet.y += sheet.layout.line
    place = 0
    for group, months in groupby(columns, key=lambda column: column.group):
        first, place = place, place + len(list(months))
        is_last = place == len(columns)
        end = sheet.layout.width if is_last else left + place * step
        x = left + first * step + 1
        if x + measure_text(group, size, is_bold=True) <= end:
            sheet.write(x, sheet.y - 0.35 * size, group, is_bold=True)
    sheet.y += sheet.layout.line
    widest = max((measure_text(column.label, size) for column in columns), default=0)
    stride = next((s for s in (1, 2, 3, 6, 12) if s * step > widest), len(columns))
    for place in range(0, len(columns), max(1, stride)):
        x = left + (place + 0.5) * step
        x = max(x, measure_text(columns[place].label, size) / 2)
        sheet.write(x, sheet.y - 0.35 * size, columns[place].label, INK, "center")
    sheet.y += 2


def _write_key(
    sheet: Sheet,
    rows: Sequence[HeatRow],
    words: tuple[str, str],
    text: ChartText,
    step: float,
) -> None:
    side = float(sheet.layout.type_size)
    percents = [text.write_percent(edge) for edge in CLASS_EDGES]
    labels = [f"< {percents[0]}"]
    labels += [f"{low} – < {high}" for low, high in pairwise(percents)]
    labels.append(f"≥ {percents[-1]}")
    entries: list[Entry] = [
        (label, partial(_sample, sheet, side, colour))
        for label, colour in zip(labels, HEAT_COLOURS, strict=True)
    ]
    cells = [cell for row in rows for cell in row.cells]
    if any(cell and _is_dot(cell, side, step) for cell in cells):
        full = partial(sheet.dot, colour=INK, size=FULL)
        entries.append((text.write_percent(100), full))
    if any(cell is not None and cell.share is None for cell in cells):
        entries.append((words[0], partial(_sample, sheet, side, "")))
    if None in cells:
        entries.append((words[1], lambda x, y: sheet.line(_dash(x, y), GREY, 1.5)))
    write_key(sheet, entries)
    sheet.y += 8


def _sample(sheet: Sheet, side: float, colour: str, x: float, y: float) -> None:
    left, top = x - side / 2, y - side / 2
    if not colour:
        sheet.box(left, top, side, side, TRACK)
        sheet.lines(_hatch(left, top, side, side), GREY, 1)
        return
    sheet.box(left, top, side, side, GREY)
    sheet.box(left + 1, top + 1, side - 2, side - 2, colour)
