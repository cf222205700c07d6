"""Chart of many units: each with its rate, its interval and the line of the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from feedback.analysis.charts.keys import SIGN, Entry, write_key
from feedback.analysis.charts.looks import (
    BROAD,
    COLOURS,
    INK,
    TRACK,
    WIDE,
    ChartText,
    Layout,
)
from feedback.analysis.charts.scales import PercentScale, choose_lowest, write_scale
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import measure_text, wrap_text
from feedback.analysis.ranks import Standing
from feedback.analysis.verdicts import Evidence

TRACK_HEIGHT = 16
#: Which way a unit stands out from its field; the third does not.
STANDING_SHAPES = {Standing.ABOVE: "^", Standing.BELOW: "v", Standing.INDISTINCT: "_"}
STANDING_SIZE = 9


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One unit; without a share only its texts are shown."""

    label: str
    #: The figure in words, as "91,3 %, 376/412".
    value: str
    evidence: Evidence
    share: float | None = None
    lower: float | None = None
    upper: float | None = None
    #: Where it stands in its field, if units were compared.
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class IntervalsText:
    """The words of the line of the target and of the key."""

    #: As "Chỉ tiêu: từ 90 %".
    target: str
    evidence: Mapping[Evidence, str]
    standing: Mapping[Standing, str]


def draw_intervals(
    rows: Sequence[IntervalRow],
    target_share: float,
    key: IntervalsText,
    text: ChartText,
    layout: Layout = WIDE,
    lowest: int | None = None,
) -> bytes:
    """Return an SVG of the units in the order given, with a key of the signs used.

    Parameters
    ----------
    rows : sequence of IntervalRow
        The units.
    target_share : float
        The target, between 0 and 1.
    key : IntervalsText
        The words of the signs.
    text : ChartText
        Title and description.
    layout : Layout
        Any.
    lowest : int, optional
        Percentage at which the scale begins, where several charts share one.
    """
    sheet = Sheet(layout)
    _write_key(sheet, rows, key)
    shares = [v for row in rows for v in (row.share, row.lower) if v is not None]
    if lowest is None:
        lowest = choose_lowest([*shares, target_share])
    columns = _Columns.fit(rows, layout)
    # Half a label fits beyond either end of the scale, and so does half a sign.
    margin = measure_text(text.write_percent(100), layout.type_size) / 2
    scale = PercentScale(lowest, columns.left + margin, columns.right - margin)
    _write_target(sheet, scale, target_share, key.target)
    for row in rows:
        _draw_row(sheet, scale, columns, row, target_share)
    write_scale(sheet, scale, text)
    return sheet.to_svg(text)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the tracks lie: between name and figure, or under both of them."""

    left: float
    right: float
    #: Room for the sign of the standing before each name.
    indent: float
    is_beside: bool

    @classmethod
    def fit(cls, rows: Sequence[IntervalRow], layout: Layout) -> "_Columns":
        """Return the columns that suit a layout."""
        has_standing = any(row.standing for row in rows)
        indent = SIGN if has_standing else 0.0
        size, width = layout.type_size, layout.width
        values = [measure_text(row.value, size, is_bold=True) for row in rows]
        widest = max(values, default=0.0)
        if layout.width < BROAD.width or widest > width / 3:
            return cls(0, width, indent, is_beside=False)
        return cls(width * 0.36, width - widest - size, indent, is_beside=True)


def _write_key(sheet: Sheet, rows: Sequence[IntervalRow], key: IntervalsText) -> None:
    used = {row.evidence for row in rows}
    entries: list[Entry] = [
        (key.evidence[evidence], partial(sheet.mark, evidence=evidence))
        for evidence in Evidence
        if evidence in used
    ]
    standings = {row.standing for row in rows}
    entries += [
        (
            key.standing[standing],
            partial(sheet.sign, shape=shape, colour=INK, size=STANDING_SIZE),
        )
        for standing, shape in STANDING_SHAPES.items()
        if standing in standings
    ]
    if entries:
        write_key(sheet, entries)
        sheet.y += 6


def _write_target(sheet: Sheet, scale: PercentScale, share: float, label: str) -> None:
    size, x = sheet.layout.type_size, scale.place(share)
    lines = wrap_text(label, sheet.layout.width, size, is_bold=True)
    half = max(measure_text(line, size, is_bold=True) for line in lines) / 2
    middle = min(max(x, half), sheet.layout.width - half)
    for line in lines:
        sheet.y += sheet.layout.line
        sheet.write(middle, sheet.y - 0.35 * size, line, INK, "center", True)
    sheet.line([(x, sheet.y), (x, sheet.y + 10)], INK, 2.5)
    sheet.y += 10


def _draw_row(
    sheet: Sheet,
    scale: PercentScale,
    columns: _Columns,
    row: IntervalRow,
    target_share: float,
) -> None:
    colour, size = COLOURS[row.evidence], sheet.layout.type_size
    sheet.y += 4
    if row.standing:
        shape, top = STANDING_SHAPES[row.standing], sheet.y + 0.65 * size
        sheet.sign(9, top, shape, INK, STANDING_SIZE)
    top = sheet.y
    if columns.is_beside:
        room = columns.left - columns.indent - size
        lines = wrap_text(row.label, room, size)
        for line in lines:
            sheet.y += sheet.layout.line
            sheet.write(columns.indent, sheet.y - 0.35 * size, line)
        middle = (top + sheet.y) / 2
        sheet.write(
            sheet.layout.width, middle + 0.36 * size, row.value, colour, "right", True
        )
        sheet.y += 4
    else:
        sheet.write_lines(row.label, row.value, colour, columns.indent)
        middle = sheet.y + 6 + TRACK_HEIGHT / 2
        sheet.y += TRACK_HEIGHT + 16
    _draw_interval(sheet, scale, columns, row, middle, target_share)


def _draw_interval(
    sheet: Sheet,
    scale: PercentScale,
    columns: _Columns,
    row: IntervalRow,
    middle: float,
    target_share: float,
) -> None:
    colour, top = COLOURS[row.evidence], middle - TRACK_HEIGHT / 2
    width = columns.right - columns.left
    sheet.box(columns.left, top, width, TRACK_HEIGHT, TRACK)
    x = scale.place(target_share)
    sheet.line([(x, top - 4), (x, top + TRACK_HEIGHT + 4)], INK, 2.5, True)
    if row.lower is not None and row.upper is not None:
        ends = scale.place(row.lower), scale.place(row.upper)
        sheet.line([(end, middle) for end in ends], colour, 4)
        stops = [[(end, middle - 6), (end, middle + 6)] for end in ends]
        sheet.lines(stops, colour, 2.5)
    if row.share is not None:
        sheet.mark(scale.place(row.share), middle, row.evidence)
