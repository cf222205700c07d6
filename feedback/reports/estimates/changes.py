"""Differences against the period before and against the same one a year earlier."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.differences import compare_rates, fisher_p
from feedback.domain.periods import YEAR, Period
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import UnitHistory
from feedback.reports.rules import SIDE

BEFORE, YEAR_EARLIER = "before", "year_earlier"


def list_work(scene: Scene) -> Iterator[Work]:
    """Units that are shown now and were shown in one of the two earlier periods."""
    period = scene.period
    earlier = {BEFORE: period.before}
    if period.length < YEAR:  # of a year, both are the same
        earlier[YEAR_EARLIER] = period.year_earlier
    columns = {
        name: (scene.history.periods.index(each), each)
        for name, each in earlier.items()
        if each in scene.history.periods
    }
    for indicator, scope, units in scene.list_units():
        was_shown = units.is_shown[:, [column for column, _ in columns.values()]]
        chosen = np.flatnonzero(units.is_shown_now & was_shown.any(axis=1))
        keys = [units.keys[unit] for unit in chosen.tolist()]
        find = partial(_compare_units, units, chosen, columns)
        yield Work(indicator, scope, keys, find, tuple(columns))


def _compare_units(
    units: UnitHistory,
    chosen: IntArray,
    columns: dict[str, tuple[int, Period]],
    places: IntArray,
) -> list[Finding]:
    at = chosen[places]
    k, n = (counts[at] for counts in units.get_counts())
    found = [
        Finding(
            units.keys[unit],
            {"n": n[place, -1], "k": k[place, -1], BEFORE: None, YEAR_EARLIER: None},
        )
        for place, unit in enumerate(at.tolist())
    ]
    for name, (column, period) in columns.items():
        now, then = (k[:, -1], n[:, -1]), (k[:, column], n[:, column])
        compared = compare_rates(*now, *then, SIDE)
        p = fisher_p(*now, *then)
        for place in np.flatnonzero(then[1] > 0).tolist():
            test: dict[str, Any] = {
                "period": period.code,
                "n": then[1][place],
                "k": then[0][place],
                "difference": compared.share[place],
                "lower": compared.lower[place],
                "upper": compared.upper[place],
                "p": float(p[place]),
            }
            found[place].values[name] = test
    return found
