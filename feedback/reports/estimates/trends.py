"""Steady rises and falls of a unit over its published months."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.trends import MIN_MONTHS, measure_trends
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.series import Series, list_series

#: Series measured at once: each takes the square of its months.
_BLOCK = 2000


def list_work(scene: Scene) -> Iterator[Work]:
    """Units with ten months or more."""
    for series in list_series(scene):
        chosen = np.flatnonzero((series.n > 0).sum(axis=1) >= MIN_MONTHS)
        keys = [series.keys[unit] for unit in chosen.tolist()]
        find = partial(_measure_units, series, chosen)
        yield Work(series.indicator, series.scope, keys, find, ("",))


def _measure_units(series: Series, chosen: IntArray, places: IntArray) -> list[Finding]:
    found: list[Finding] = []
    for start in range(0, len(places), _BLOCK):
        found += _measure_block(series, chosen[places[start : start + _BLOCK]])
    return found


def _measure_block(series: Series, at: IntArray) -> list[Finding]:
    k, n = series.k[at], series.n[at]
    percent = np.full(n.shape, np.nan)
    np.divide(100 * k, n, out=percent, where=n > 0)
    trends = measure_trends(percent)
    return [
        Finding(
            series.keys[unit],
            {
                "n": n[place].sum(),
                "k": k[place].sum(),
                "months": trends.months[place],
                "first": str(series.months[0]),
                "points_per_month": trends.slope[place],
                "lower": trends.slope_lower[place],
                "upper": trends.slope_upper[place],
                "tau": trends.tau[place],
                "factor": trends.factor[place],
                "p": float(trends.p[place]),
            },
        )
        for place, unit in enumerate(at.tolist())
    ]
