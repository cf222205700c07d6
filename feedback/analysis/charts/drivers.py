"""Chart of drivers: how much each item goes with satisfaction, and how well it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from feedback.analysis.charts.looks import (
    GREY,
    INK,
    LINE,
    TRACK,
    WIDE,
    ChartText,
    Layout,
)
from feedback.analysis.charts.scales import (
    PercentScale,
    choose_highest,
    choose_lowest,
    write_scale,
)
from feedback.analysis.charts.sheets import Sheet
from feedback.analysis.charts.texts import measure_text, wrap_text

#: Height of the plot as a part of its width.
HEIGHT = 0.62
DOT = 9.0
#: How far from its point a number may be written, in steps of its own size.
RINGS = 12

#: Left, top, right, bottom.
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Driver:
    """An item of the questionnaire."""

    label: str
    #: In words, as "24% (18–31), 82 điểm".
    value: str
    #: Share of the variance of the overall answer that goes with it.
    importance: float
    lower: float | None
    upper: float | None
    #: Mean answer as a share of the scale, from 0 to 1.
    performance: float


@dataclass(frozen=True, slots=True)
class DriversText:
    """What the two directions are, and what the corner of low scores is."""

    importance: str
    performance: str
    corner: str


@dataclass(frozen=True, slots=True)
class _Field:
    """Where performance and importance lie on the sheet."""

    across: PercentScale
    upwards: PercentScale

    def place(self, driver: Driver) -> tuple[float, float]:
        x = self.across.place(driver.performance)
        return x, self.upwards.place(driver.importance)


def draw_drivers(
    drivers: Sequence[Driver],
    key: DriversText,
    text: ChartText,
    layout: Layout = WIDE,
) -> bytes:
    """Return an SVG of numbered items, importance upwards and performance to the right.

    Parameters
    ----------
    drivers : sequence of Driver
        The items in the order of their numbers, which a list under the plot explains.
    key : DriversText
        The words of the axes.
    text : ChartText
        Title and description; how percentages are written.
    layout : Layout
        Any.
    """
    sheet = Sheet(layout)
    size, width = layout.type_size, layout.width
    for words in wrap_text(f"↑ {key.importance}", width, size):
        sheet.y += layout.line
        sheet.write(0, sheet.y - 0.35 * size, words, GREY)
    left = measure_text(text.write_percent(100), size) + 8
    top = sheet.y + layout.line
    bottom = top + HEIGHT * width
    margin = measure_text(text.write_percent(100), size) / 2
    highest = choose_highest(v for d in drivers for v in (d.importance, d.upper or 0))
    field = _Field(
        PercentScale(
            choose_lowest(d.performance for d in drivers),
            left + margin,
            width - margin,
        ),
        PercentScale(0, bottom, top, highest),
    )
    _draw_grid(sheet, field, left, text)
    if drivers:
        _draw_means(sheet, field, drivers, left)
        sheet.write(left + 4, top - 0.35 * size, key.corner, GREY)
        _draw_points(sheet, field, drivers, left)
    sheet.y = bottom
    write_scale(sheet, field.across, text)
    for words in wrap_text(f"→ {key.performance}", width - left, size):
        sheet.y += layout.line
        sheet.write(width, sheet.y - 0.35 * size, words, GREY, "right")
    sheet.y += 0.5 * size
    for number, driver in enumerate(drivers, start=1):
        sheet.write_lines(f"{number}. {driver.label}", driver.value, LINE)
    return sheet.to_svg(text)


def _draw_grid(sheet: Sheet, field: _Field, left: float, text: ChartText) -> None:
    size = sheet.layout.type_size
    for percent in field.upwards.ticks(2.2 * size):
        y = field.upwards.place(percent / 100)
        sheet.line([(left, y), (sheet.layout.width, y)], TRACK, 1.5)
        label = text.write_percent(percent)
        sheet.write(left - 8, y + 0.36 * size, label, GREY, "right")


def _draw_means(
    sheet: Sheet, field: _Field, drivers: Sequence[Driver], left: float
) -> None:
    """Draw the lines that part the plot in four: the mean item in both directions."""
    number = len(drivers)
    x = field.across.place(sum(d.performance for d in drivers) / number)
    y = field.upwards.place(sum(d.importance for d in drivers) / number)
    top, bottom = field.upwards.end, field.upwards.begin
    upright, level = [(x, top), (x, bottom)], [(left, y), (sheet.layout.width, y)]
    sheet.lines([upright, level], GREY, 1.5, is_dashed=True)


def _draw_points(
    sheet: Sheet, field: _Field, drivers: Sequence[Driver], left: float
) -> None:
    whiskers = [
        [(x, field.upwards.place(d.lower)), (x, field.upwards.place(d.upper))]
        for d in drivers
        if d.lower is not None and d.upper is not None
        for x, _ in [field.place(d)]
    ]
    if whiskers:
        sheet.lines(whiskers, LINE, 2)
    places = [field.place(driver) for driver in drivers]
    sheet.dots(places, LINE, DOT)
    half = DOT / 2
    taken: list[_Box] = [(x - half, y - half, x + half, y + half) for x, y in places]
    taken += [(low[0] - 1, high[1], low[0] + 1, low[1]) for low, high in whiskers]
    inside = left, field.upwards.end, sheet.layout.width, field.upwards.begin
    for number, place in enumerate(places, start=1):
        taken.append(_write_number(sheet, str(number), place, taken, inside))


def _write_number(
    sheet: Sheet,
    number: str,
    place: tuple[float, float],
    taken: Sequence[_Box],
    inside: _Box,
) -> _Box:
    """Write a number as near to its point as there is room; return its box."""
    size = sheet.layout.type_size
    width, height = measure_text(number, size, is_bold=True), 0.8 * size
    boxes = [box for box in _list_boxes(place, width, height) if _is_in(box, inside)]
    free = (box for box in boxes if not any(_overlap(box, other) for other in taken))
    # With more items than a questionnaire has, numbers come to lie on each other.
    box = next(free, boxes[0])
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if abs(middle[0] - place[0]) > width + DOT or abs(middle[1] - place[1]) > height:
        sheet.line([place, middle], GREY, 1)
    sheet.write(middle[0], box[3] - 0.04 * size, number, INK, "center", True)
    return box


def _list_boxes(
    place: tuple[float, float], width: float, height: float
) -> Iterator[_Box]:
    """Yield boxes for a text around a point, the nearest first."""
    for ring in range(RINGS):
        across = (DOT + width) / 2 + 2 + ring * (width + 3)
        for rise, side, way in product(range(ring + 2), (1, -1), (-1, 1)):
            x = place[0] + side * across - width / 2
            y = place[1] + way * rise * (height + 3) - height / 2
            yield x, y, x + width, y + height


def _is_in(box: _Box, around: _Box) -> bool:
    return (
        box[0] >= around[0]
        and box[1] >= around[1]
        and box[2] <= around[2]
        and box[3] <= around[3]
    )


def _overlap(one: _Box, other: _Box) -> bool:
    return (
        one[0] < other[2] + 2
        and other[0] < one[2] + 2
        and one[1] < other[3] + 2
        and other[1] < one[3] + 2
    )
