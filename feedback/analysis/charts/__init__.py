"""Charts as SVG bytes: the same input gives the same bytes, and nothing is translated.

Every text comes from the caller. Each chart exists in a wide and a narrow layout, for
`<picture>`: type in an image shrinks with it, so a phone needs a drawing of its own.
"""

from feedback.analysis.charts.breaks import Stretch, draw_break
from feedback.analysis.charts.controls import (
    ControlPoint,
    ControlText,
    Signal,
    draw_control,
)
from feedback.analysis.charts.distributions import LevelBar, draw_distribution
from feedback.analysis.charts.drivers import Driver, DriversText, draw_drivers
from feedback.analysis.charts.funnels import FunnelStep, draw_funnel
from feedback.analysis.charts.heatmaps import (
    HeatCell,
    HeatColumn,
    HeatRow,
    draw_heat_map,
)
from feedback.analysis.charts.intervals import (
    IntervalRow,
    IntervalsText,
    draw_intervals,
)
from feedback.analysis.charts.looks import BROAD, NARROW, WIDE, ChartText, Layout
from feedback.analysis.charts.months import MonthPoint, MonthsText, draw_months
from feedback.analysis.charts.plots import Mark
from feedback.analysis.charts.promises import PromisePanel, PromiseText, draw_promise
from feedback.analysis.ranks import Standing
from feedback.analysis.verdicts import Evidence

__all__ = [
    "BROAD",
    "NARROW",
    "WIDE",
    "ChartText",
    "ControlPoint",
    "ControlText",
    "Driver",
    "DriversText",
    "Evidence",
    "FunnelStep",
    "HeatCell",
    "HeatColumn",
    "HeatRow",
    "IntervalRow",
    "IntervalsText",
    "Layout",
    "LevelBar",
    "Mark",
    "MonthPoint",
    "MonthsText",
    "PromisePanel",
    "PromiseText",
    "Signal",
    "Standing",
    "Stretch",
    "draw_break",
    "draw_control",
    "draw_distribution",
    "draw_drivers",
    "draw_funnel",
    "draw_heat_map",
    "draw_intervals",
    "draw_months",
    "draw_promise",
]
