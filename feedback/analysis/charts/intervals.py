"""Chart of many units: each with its rate, its interval and the line of the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.analysis.charts.drawings import (
    COLOURS,
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
from feedback.analysis.charts.scales import PercentScale, choose_lowest, write_scale
from feedback.analysis.verdicts import Evidence

TRACK_HEIGHT = 16


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


def draw_intervals(
    rows: Sequence[IntervalRow],
    target_share: float,
    target_label: str,
    evidence_labels: Mapping[Evidence, str],
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of the units in the order given, with a key of the signs used.

    Parameters
    ----------
    rows : sequence of IntervalRow
        The units.
    target_share : float
        The target, between 0 and 1.
    target_label : str
        As "Chỉ tiêu: từ 90 %".
    evidence_labels : mapping
        The words of each verdict, for the key.
    text : ChartText
        Title and description.
    layout : Layout
        `WIDE` or `NARROW`.
    """
    sheet = Sheet(layout)
    known = [v for r in rows for v in (r.share, r.lower) if v is not None]
    lowest = choose_lowest([*known, target_share])
    # Half a label fits beyond either end of the scale, and so does half a sign.
    margin = measure_text(text.write_percent(100), layout.type_size) / 2
    scale = PercentScale(lowest, margin, layout.width - margin)
    _write_target(sheet, scale, target_share, target_label)
    for row in rows:
        _draw_row(sheet, scale, row, target_share)
    write_scale(sheet, scale, text)
    used = [e for e in Evidence if any(r.evidence is e for r in rows)]
    _write_key(sheet, [(e, evidence_labels[e]) for e in used])
    return sheet.to_svg(text)


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
    sheet: Sheet, scale: PercentScale, row: IntervalRow, target_share: float
) -> None:
    colour = COLOURS[row.evidence]
    sheet.y += 4
    sheet.write_lines(row.label, row.value, colour)
    sheet.y += 6
    middle, width = sheet.y + TRACK_HEIGHT / 2, sheet.layout.width
    sheet.box(0, sheet.y, width, TRACK_HEIGHT, TRACK)
    x = scale.place(target_share)
    sheet.line([(x, sheet.y - 4), (x, sheet.y + TRACK_HEIGHT + 4)], INK, 2.5, True)
    if row.lower is not None and row.upper is not None:
        ends = scale.place(row.lower), scale.place(row.upper)
        sheet.line([(end, middle) for end in ends], colour, 4)
        for end in ends:
            sheet.line([(end, middle - 6), (end, middle + 6)], colour, 2.5)
    if row.share is not None:
        sheet.mark(scale.place(row.share), middle, row.evidence)
    sheet.y += TRACK_HEIGHT + 10


def _write_key(sheet: Sheet, entries: Sequence[tuple[Evidence, str]]) -> None:
    size = sheet.layout.type_size
    sheet.y += 6
    x = 0.0
    sheet.y += sheet.layout.line
    for evidence, label in entries:
        width = 24 + measure_text(label, size)
        if x and x + width > sheet.layout.width:
            x = 0.0
            sheet.y += sheet.layout.line
        sheet.mark(x + 9, sheet.y - 0.7 * size, evidence)
        sheet.write(x + 24, sheet.y - 0.35 * size, label, GREY)
        x += width + size
