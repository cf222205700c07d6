"""Charts as SVG bytes: the same input gives the same bytes, and nothing is translated.

Every text comes from the caller. Each chart exists in a wide and a narrow layout, for
`<picture>`: type in an image shrinks with it, so a phone needs a drawing of its own.
"""

from feedback.analysis.charts.distributions import LevelBar, draw_distribution
from feedback.analysis.charts.drawings import NARROW, WIDE, ChartText, Layout
from feedback.analysis.charts.funnels import FunnelStep, draw_funnel
from feedback.analysis.charts.intervals import IntervalRow, draw_intervals
from feedback.analysis.charts.months import Mark, MonthPoint, MonthsText, draw_months
from feedback.analysis.verdicts import Evidence

__all__ = [
    "NARROW",
    "WIDE",
    "ChartText",
    "Evidence",
    "FunnelStep",
    "IntervalRow",
    "Layout",
    "LevelBar",
    "Mark",
    "MonthPoint",
    "MonthsText",
    "draw_distribution",
    "draw_funnel",
    "draw_intervals",
    "draw_months",
]
