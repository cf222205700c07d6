"""Charts of too little and of too much: no units, one, 168, all hidden, one month."""

from collections.abc import Callable, Sequence
from functools import cache

from feedback.analysis.charts import (
    ControlPoint,
    Driver,
    Evidence,
    FunnelStep,
    HeatCell,
    HeatRow,
    IntervalRow,
    Layout,
    LevelBar,
    MonthPoint,
    PromisePanel,
    Standing,
    Stretch,
    draw_break,
    draw_control,
    draw_distribution,
    draw_drivers,
    draw_funnel,
    draw_heat_map,
    draw_intervals,
    draw_months,
    draw_promise,
)
from tests.analysis.drawn import (
    CHANGE,
    COLUMNS,
    CONTROL_TEXT,
    DRIVERS_TEXT,
    INTERVALS,
    KEY,
    LEVELS,
    POINTS,
    TEXT,
)
from tests.analysis.promised import PROMISE_TEXT

#: As long as names of communes become, with what must not be taken for markup.
LONG = "Ủy ban nhân dân xã Phú Thượng <hợp nhất từ “A & B” và $C_1$> số"


def make_rows(count: int) -> list[IntervalRow]:
    """Units with long names, every verdict and every standing among them."""
    evidence, standings = list(Evidence), [*Standing, None]
    return [
        IntervalRow(
            f"{LONG} {number}",
            f"{number % 101},0% ({number * 1000}/168.000)",
            evidence[number % 4],
            share := number % 101 / 100,
            max(0.0, share - 0.04),
            min(1.0, share + 0.04),
            standings[number % 4],
        )
        for number in range(count)
    ]


def make_drivers(count: int, step: float) -> list[Driver]:
    """Items that lie on each other, or nearly."""
    rises = [number * step for number in range(count)]
    return [
        Driver(f"Mục {n}", "9%", 0.09 + rise, 0.0, 0.3, min(1.0, 0.9 + rise))
        for n, rise in enumerate(rises)
    ]


def make_heat(rows: int, cell: HeatCell | None, months: int = 24) -> list[HeatRow]:
    """Rows of the same cell."""
    return [HeatRow(f"{LONG} {row}", [cell] * months) for row in range(rows)]


def _heat(layout: Layout, rows: list[HeatRow], months: int = 24) -> bytes:
    return draw_heat_map(rows, COLUMNS[:months], "Không hiện", "Trống", TEXT, layout)


EMPTY = ControlPoint("01/2026")
STRETCHES = (Stretch("Trước: 0%", 0.0, 0.0, 0.1), Stretch("Sau: 100%", 1.0))


def _intervals(count: int) -> Callable[[Layout], bytes]:
    rows = make_rows(count)
    return lambda layout: draw_intervals(rows, 0.9, INTERVALS, TEXT, layout)


def _promise(
    points: Sequence[MonthPoint], work: tuple[int, int]
) -> Callable[[Layout], bytes]:
    panel = PromisePanel(LONG * 3, points, LONG, LONG, LONG, LONG)
    return lambda layout: draw_promise([panel] * 2, work, PROMISE_TEXT, TEXT, layout)


EXTREMES: dict[str, Callable[[Layout], bytes]] = {
    f"intervals of {count}": _intervals(count) for count in (0, 1, 42)
}
EXTREMES |= {
    "months of none": lambda layout: draw_months([], KEY, TEXT, layout),
    "months of one": lambda layout: draw_months(POINTS[3:4], KEY, TEXT, layout),
    "levels of none": lambda layout: draw_distribution([], LEVELS, TEXT, layout),
    "levels of 60": lambda layout: draw_distribution(
        [LevelBar(LONG, "1/100.000", (10**5, 1, 0, 0, 1))] * 60, LEVELS, TEXT, layout
    ),
    "levels with long words": lambda layout: draw_distribution(
        [], (LONG, *LEVELS[1:4], LONG), TEXT, layout
    ),
    "funnel of one": lambda layout: draw_funnel(
        [FunnelStep(LONG, "0", 0)], TEXT, layout
    ),
    "control of none": lambda layout: draw_control([], [], CONTROL_TEXT, TEXT, layout),
    "control of one": lambda layout: draw_control(
        [ControlPoint("01/2026", 1.0, 0.99, 0.97, 1.0)],
        [(0, 0)],
        CONTROL_TEXT,
        TEXT,
        layout,
    ),
    "control without answers": lambda layout: draw_control(
        [EMPTY] * 24, [], CONTROL_TEXT, TEXT, layout
    ),
    "break at the beginning": lambda layout: draw_break(
        [MonthPoint("1", 1.0)], CHANGE, STRETCHES, LONG, TEXT, layout
    ),
    "break of none": lambda layout: draw_break([], CHANGE, STRETCHES, "", TEXT, layout),
    "no drivers": lambda layout: draw_drivers([], DRIVERS_TEXT, TEXT, layout),
    "drivers on one point": lambda layout: draw_drivers(
        make_drivers(12, 0.0), DRIVERS_TEXT, TEXT, layout
    ),
    "drivers close together": lambda layout: draw_drivers(
        make_drivers(12, 0.01), DRIVERS_TEXT, TEXT, layout
    ),
    "promise of none": lambda layout: draw_promise(
        [], (0, 0), PROMISE_TEXT, TEXT, layout
    ),
    "promise of one month": _promise([MonthPoint("1", 1.0, 1.0, 1.0, 1.0)], (0, 0)),
    "promise without answers": _promise([MonthPoint("01/2026")] * 8, (6, 6)),
    "promise of a long time": _promise(
        [MonthPoint("01/2026", 0, 0, 0.1)] * 28, (6, 21)
    ),
    "heat of none": lambda layout: _heat(layout, []),
    "heat all hidden": lambda layout: _heat(layout, make_heat(30, HeatCell())),
    "heat without answers": lambda layout: _heat(layout, make_heat(2, None)),
    "heat of one month": lambda layout: _heat(
        layout, make_heat(1, HeatCell(1.0, "100"), 1), 1
    ),
    "heat without months": lambda layout: _heat(layout, make_heat(1, None, 0), 0),
}

#: The same, drawn once for all tests.
EXTREME_CHARTS = {name: cache(draw) for name, draw in EXTREMES.items()}
