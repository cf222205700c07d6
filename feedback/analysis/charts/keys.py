"""Keys of charts: samples of signs and lines, each with its words."""

from collections.abc import Callable, Sequence

from feedback.analysis.charts.looks import GREY
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import measure_text, wrap_text

#: Room for the sample of a line.
SAMPLE = 38
#: Room for a sign.
SIGN = 24

#: Words, and what draws their sign in the middle of a place.
Entry = tuple[str, Callable[[float, float], None]]


def write_key(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Write signs with their words side by side, in as many lines as they need."""
    size, x = sheet.layout.type_size, 0.0
    width = sheet.layout.width
    sheet.y += sheet.layout.line
    for label, draw in entries:
        room = SIGN + measure_text(label, size)
        if x and x + room > width:
            x = 0.0
            sheet.y += sheet.layout.line
        draw(x + 9, sheet.y - 0.7 * size)
        lines = wrap_text(label, width - SIGN, size)
        for line in lines[:-1]:
            sheet.write(x + SIGN, sheet.y - 0.35 * size, line, GREY)
            sheet.y += sheet.layout.line
        sheet.write(x + SIGN, sheet.y - 0.35 * size, lines[-1], GREY)
        x += room + size


def write_sample(sheet: Sheet, label: str) -> float:
    """Write words beside the sample of a line; return the middle of the sample."""
    size, indent = sheet.layout.type_size, SAMPLE + 10
    middle = sheet.y + sheet.layout.line - 0.7 * size
    for line in wrap_text(label, sheet.layout.width - indent, size):
        sheet.y += sheet.layout.line
        sheet.write(indent, sheet.y - 0.35 * size, line)
    return middle
