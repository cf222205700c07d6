"""The month after which a unit's rate was another one, if there was such."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from zlib import crc32

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.breaks import MIN_SEGMENT, Break, find_break, measure_gains
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.series import Series, list_series
from feedback.reports.rules import SEED

#: Chance alone gains this much at one given month in five of a hundred series (the 95 %
#: quantile of chi-square), and at the best of many months in more: no draws are needed
#: to know that such a gain is none.
LEAST_GAIN: Final = 3.841459


def list_work(scene: Scene) -> Iterator[Work]:
    """Units with months enough for two segments."""
    for series in list_series(scene):
        chosen = np.flatnonzero((series.n > 0).sum(axis=1) >= 2 * MIN_SEGMENT)
        keys = [series.keys[unit] for unit in chosen.tolist()]
        find = partial(_search_units, series, chosen)
        yield Work(series.indicator, series.scope, keys, find, ("",))


def _search_units(series: Series, chosen: IntArray, places: IntArray) -> list[Finding]:
    at = chosen[places]
    largest = measure_gains(series.k[at], series.n[at]).max(axis=1)
    return [
        Finding(series.keys[unit], _search(series, unit, gain))
        for unit, gain in zip(at.tolist(), largest.tolist(), strict=True)
    ]


def _search(series: Series, unit: int, largest: float) -> dict[str, Any]:
    k, n = series.k[unit], series.n[unit]
    values: dict[str, Any] = {
        "n": n.sum(),
        "k": k.sum(),
        "months": int(np.count_nonzero(n)),
        "first": str(series.months[0]),
        **{name: None for name in ("last_before", "gain", "difference")},
        **{"lower": None, "upper": None, "p": 1.0, "draws": 0},
    }
    if largest > LEAST_GAIN:
        # The draws of a unit are its own, whatever units stand beside it.
        name = f"{series.indicator}/{series.scope}/{series.keys[unit]}"
        values |= _write(series, find_break(k, n, SEED + crc32(name.encode())))
    return values


def _write(series: Series, found: Break) -> dict[str, Any]:
    if found.last_before is None or found.difference is None:
        return {}
    difference = found.difference
    # After less before, as a reader takes it.
    return {
        "last_before": str(series.months[found.last_before]),
        "gain": found.gain,
        "difference": -(difference.share or 0.0),
        "lower": -(difference.upper or 0.0),
        "upper": -(difference.lower or 0.0),
        "p": found.p,
        "draws": found.draws,
    }
