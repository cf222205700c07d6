"""Runs: whether points fall about their centre as a coin would."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze

#: Chance of so few crossings or fewer that counts as a signal.
FEW_CROSSINGS = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs on one side of the centre of its series, one number per unit."""

    #: Points that are there and not on the centre itself.
    points: IntArray
    longest: IntArray
    longest_allowed: IntArray
    crossings: IntArray
    crossings_needed: IntArray

    @property
    def is_signal(self) -> BoolArray:
        """Return whether the series hangs together more than chance would have it."""
        is_long: BoolArray = self.longest > self.longest_allowed
        return is_long | (self.crossings < self.crossings_needed)


def find_runs(distance: FloatArray) -> Runs:
    """Return the longest run on one side of the centre, and how often it is crossed.

    Parameters
    ----------
    distance : array of float, shape (units, points)
        How far each point lies above the centre. Points on it, and those missing (nan),
        neither end a run nor lengthen it.

    Returns
    -------
    Runs
        A run is too long above round(log2(points) + 3); crossings are too few under
        the 5 % quantile of a coin's. Without points neither is a signal.

    References
    ----------
    .. [1] Anhøj, Olesen (2014), Run charts revisited, PLoS ONE 9, e113825.

    Examples
    --------
    >>> runs = find_runs(np.array([[1.0, 2, -1, 3, 1, 1]]))
    >>> runs.longest.tolist(), runs.crossings.tolist()
    ([3], [2])
    """
    units = len(distance)
    points, longest, crossings, run = np.zeros((4, units), dtype=np.int64)
    before = np.zeros(units)
    for value in distance.T:
        side = np.sign(np.nan_to_num(value))
        is_point = side != 0
        is_same = side == before
        points += is_point
        crossings += is_point & ~is_same & (before != 0)
        run = np.where(is_point, np.where(is_same, run + 1, 1), run)
        longest = np.maximum(longest, run)
        before = np.where(is_point, side, before)
    allowed = np.round(np.log2(np.maximum(points, 1)) + 3).astype(np.int64)
    needed = binom.ppf(FEW_CROSSINGS, np.maximum(points - 1, 1), 0.5).astype(np.int64)
    return Runs(
        freeze(points),
        freeze(longest),
        freeze(allowed),
        freeze(crossings),
        freeze(needed),
    )
