"""Percent scales: where they begin, how far their labels stand apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.analysis.charts.drawings import (
    GREY,
    INK,
    ChartText,
    Sheet,
    measure_text,
)

STEPS = (5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class PercentScale:
    """Shares laid on pixels between two ends; the end is always 100 %."""

    #: The percentage at the beginning.
    lowest: int
    #: Pixel of the beginning and of 100 %.
    begin: float
    end: float

    def place(self, share: float) -> float:
        """Return the pixel of a share, never before the beginning."""
        part = (100 * share - self.lowest) / (100 - self.lowest)
        return self.begin + max(0.0, part) * (self.end - self.begin)

    def ticks(self, room_each: float) -> list[int]:
        """Return round percentages whose labels have that much room each."""
        most = max(1.0, abs(self.end - self.begin) / room_each)
        step = next(s for s in STEPS if (100 - self.lowest) / s <= most)
        return [p for p in range(0, 101, step) if p >= self.lowest]


def choose_lowest(shares: Iterable[float]) -> int:
    """Return where a percent scale begins: the ten below the lowest, at most 80.

    Examples
    --------
    >>> choose_lowest([0.91, 0.756])
    70
    """
    lowest = min(shares, default=1.0)
    return int(max(0, min(80, (100 * lowest - 1) // 10 * 10)))


def write_scale(sheet: Sheet, scale: PercentScale, text: ChartText) -> None:
    """Write a horizontal percent scale under what has been drawn."""
    size = sheet.layout.type_size
    widest = measure_text(text.write_percent(100), size)
    sheet.line([(scale.begin, sheet.y), (scale.end, sheet.y)], GREY, 1.5)
    for percent in scale.ticks(1.4 * widest):
        x = scale.place(percent / 100)
        sheet.line([(x, sheet.y), (x, sheet.y + 6)], GREY, 1.5)
        # Labels at the ends stay inside the drawing.
        x = min(max(x, widest / 2), sheet.layout.width - widest / 2)
        label = text.write_percent(percent)
        sheet.write(x, sheet.y + 8 + size, label, INK, "center")
    sheet.y += 8 + sheet.layout.line
