"""Percent scales: where they begin, how far their labels stand apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from feedback.analysis.charts.looks import GREY, INK, ChartText
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import measure_text

STEPS = (5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class PercentScale:
    """Shares laid on pixels between two ends."""

    #: The percentage at the beginning.
    lowest: int
    #: Pixel of the beginning and of the end.
    begin: float
    end: float
    #: The percentage at the end.
    highest: int = 100

    def place(self, share: float) -> float:
        """Return the pixel of a share, never before the beginning."""
        part = (100 * share - self.lowest) / (self.highest - self.lowest)
        return self.begin + max(0.0, part) * (self.end - self.begin)

    def ticks(self, room_each: float) -> list[int]:
        """Return round percentages whose labels have that much room each."""
        most = max(1.0, abs(self.end - self.begin) / room_each)
        span = self.highest - self.lowest
        step = next(s for s in STEPS if span / s <= most)
        return [p for p in range(0, self.highest + 1, step) if p >= self.lowest]


def choose_lowest(shares: Iterable[float]) -> int:
    """Return where a percent scale begins: the ten below the lowest, at most 80.

    Examples
    --------
    >>> choose_lowest([0.91, 0.756])
    70
    """
    lowest = min(shares, default=1.0)
    return int(max(0, min(80, (100 * lowest - 1) // 10 * 10)))


def choose_highest(shares: Iterable[float]) -> int:
    """Return where a scale from zero ends: the ten above the highest, at least 20.

    Examples
    --------
    >>> choose_highest([0.12, 0.31])
    40
    """
    highest = max(shares, default=0.0)
    return int(min(100, max(20, 10 * ceil(10 * highest))))


def write_scale(sheet: Sheet, scale: PercentScale, text: ChartText) -> None:
    """Write a horizontal percent scale under what has been drawn."""
    size = sheet.layout.type_size
    widest = measure_text(text.write_percent(100), size)
    sheet.line([(scale.begin, sheet.y), (scale.end, sheet.y)], GREY, 1.5)
    places = {p: scale.place(p / 100) for p in scale.ticks(1.7 * widest)}
    ticks = [[(x, sheet.y), (x, sheet.y + 6)] for x in places.values()]
    sheet.lines(ticks, GREY, 1.5)
    for percent, place in places.items():
        # Labels at the ends stay inside the drawing.
        x = min(max(place, widest / 2), sheet.layout.width - widest / 2)
        label = text.write_percent(percent)
        sheet.write(x, sheet.y + 8 + size, label, INK, "center")
    sheet.y += 8 + sheet.layout.line
