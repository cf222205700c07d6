"""The published months of a unit as one series."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.domain.months import Month
from feedback.domain.periods import MONTH
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import UnitHistory
from feedback.reports.rules import WINDOW


@dataclass(frozen=True, eq=False)
class Series:
    """Satisfied and answers of the units of a list, month by month, the newest last.

    Only units that are hidden in none of the months; a month in which a unit did not
    exist, or that was never published, is 0 of 0.
    """

    indicator: str
    scope: str
    months: tuple[Month, ...]
    keys: tuple[str, ...]
    k: IntArray
    n: IntArray


def list_series(scene: Scene, has_baseline: bool = False) -> Iterator[Series]:
    """The series of every list of a month: two years at most, and the baseline."""
    if scene.period.length != MONTH:
        return
    months = tuple(period.last for period in scene.history.periods)
    first = scene.period.last.shift(1 - WINDOW)
    chosen = [
        place
        for place, month in enumerate(months)
        if month >= first or (has_baseline and month in scene.baseline)
    ]
    for indicator, scope, units in scene.list_units():
        yield _make_series(indicator, scope, units, months, chosen)


def _make_series(
    indicator: str,
    scope: str,
    units: UnitHistory,
    months: tuple[Month, ...],
    chosen: list[int],
) -> Series:
    is_whole = units.is_shown_now & ~units.is_hidden[:, chosen].any(axis=1)
    at = np.flatnonzero(is_whole)
    k, n = (counts[at][:, chosen] for counts in units.get_counts())
    keys = tuple(units.keys[unit] for unit in at.tolist())
    return Series(indicator, scope, tuple(months[c] for c in chosen), keys, k, n)
