"""Control charts: whether a month is more than a unit's usual ups and downs."""

from collections.abc import Iterator
from functools import partial
from math import erfc, sqrt
from typing import Any

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.control import Baseline, ControlChart, chart_months
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.series import Series, list_series


def list_work(scene: Scene) -> Iterator[Work]:
    """The months of each unit against its first twelve, once there are so many."""
    if not scene.baseline:
        return
    for series in list_series(scene, has_baseline=True):
        places = [series.months.index(month) for month in scene.baseline]
        baseline = Baseline(0, places[0], places[-1] + 1)
        find = partial(_chart_units, series, baseline)
        yield Work(series.indicator, series.scope, series.keys, find, ("",))


def _chart_units(series: Series, baseline: Baseline, at: IntArray) -> list[Finding]:
    chart = chart_months(series.k[at], series.n[at], [baseline])
    # Without answers in all twelve months there are no limits.
    has_limits = ~np.isnan(chart.lower[:, -1])
    return [
        Finding(series.keys[unit], _write(series, baseline, chart, place))
        for place, unit in enumerate(at.tolist())
        if has_limits[place]
    ]


def _write(
    series: Series, baseline: Baseline, chart: ControlChart, unit: int
) -> dict[str, Any]:
    months, runs = series.months, chart.runs
    factor = chart.sigma_z[unit, -1] if chart.is_laney[unit, -1] else 1.0
    return {
        "n": chart.n[unit, -1],
        "k": chart.k[unit, -1],
        "months": int(np.count_nonzero(chart.n[unit])),
        "first": str(months[0]),
        "baseline_first": str(months[baseline.start]),
        "baseline_last": str(months[baseline.stop - 1]),
        "baseline_n": chart.n[unit, baseline.start : baseline.stop].sum(),
        "centre": chart.centre[unit, -1],
        "factor": factor,
        "sigma_z": chart.sigma_z[unit, -1],
        "is_laney": chart.is_laney[unit, -1],
        "rate": chart.rate[unit, -1],
        "lower": chart.drawn_lower[unit, -1],
        "upper": chart.drawn_upper[unit, -1],
        "is_out": chart.is_out[unit, -1],
        "out": [str(months[m]) for m in np.flatnonzero(chart.is_out[unit]).tolist()],
        "average": chart.average[unit, -1],
        "average_lower": chart.average_lower[unit, -1],
        "average_upper": chart.average_upper[unit, -1],
        "is_drifting": chart.is_drifting[unit, -1],
        "longest_run": runs.longest[unit],
        "longest_allowed": runs.longest_allowed[unit],
        "crossings": runs.crossings[unit],
        "crossings_needed": runs.crossings_needed[unit],
        "is_run": runs.is_signal[unit],
        "p": _find_p(chart, unit, factor),
    }


def _find_p(chart: ControlChart, unit: int, factor: float) -> float | None:
    """How likely the newest month would be by the normal distribution of the limits."""
    sigma = float(chart.sigma[unit, -1] * factor)
    if not sigma > 0:
        return None
    distance = abs(float(chart.rate[unit, -1] - chart.centre[unit, -1]))
    return erfc(distance / sigma / sqrt(2))
