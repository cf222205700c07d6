"""Intervals of one proportion: exact bounds for verdicts, Wilson for charts.

The error is always given per side: 0.05 makes two one-sided 95 % bounds, which
together are the 90 % interval drawn beside a verdict.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, ndtri

from feedback.analysis.arrays import FloatArray, IntArray, as_trials, freeze


class Method(StrEnum):
    """Which interval it is."""

    EXACT = "clopper-pearson"
    WILSON = "wilson"


@dataclass(frozen=True, slots=True)
class Interval:
    """The interval of one proportion; no bounds without an answer."""

    method: Method
    error_each_side: float
    k: int
    n: int
    lower: float | None
    upper: float | None

    @property
    def confidence(self) -> float:
        """Return the confidence of the two bounds together."""
        return 1 - 2 * self.error_each_side


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """The intervals of many units; nan bounds where nobody answered."""

    method: Method
    error_each_side: float
    k: IntArray
    n: IntArray
    lower: FloatArray
    upper: FloatArray

    def __len__(self) -> int:
        return len(self.n)

    def at(self, unit: int) -> Interval:
        """Return the interval of one unit as plain values."""
        k, n = int(self.k[unit]), int(self.n[unit])
        lower = float(self.lower[unit]) if n else None
        upper = float(self.upper[unit]) if n else None
        return Interval(self.method, self.error_each_side, k, n, lower, upper)


def exact_intervals(
    k: npt.ArrayLike, n: npt.ArrayLike, error_each_side: float = 0.05
) -> Intervals:
    """Return Clopper-Pearson bounds, the ones that keep their promise at every n.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers.
    error_each_side : float
        Chance that either bound is wrong.

    Returns
    -------
    Intervals
        The lower bound is exactly 0 for k = 0, the upper exactly 1 for k = n.

    References
    ----------
    .. [1] Clopper, Pearson (1934), The use of confidence or fiducial limits illustrated
       in the case of the binomial, Biometrika 26, 404-413.

    Examples
    --------
    >>> round(float(exact_intervals([29], [29]).lower[0]), 4)
    0.9019
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    # The beta function needs positive parameters; the ends are set afterwards.
    inner_low = np.maximum(ks, 1)
    inner_high = np.maximum(ns - ks, 1)
    lower = betaincinv(inner_low, ns - inner_low + 1, error_each_side)
    upper = 1 - betaincinv(inner_high, ns - inner_high + 1, error_each_side)
    lower = np.where(ks == 0, 0.0, lower)
    upper = np.where(ks == ns, 1.0, upper)
    return _intervals(Method.EXACT, error_each_side, ks, ns, lower, upper)


def wilson_intervals(
    k: npt.ArrayLike, n: npt.ArrayLike, error_each_side: float = 0.025
) -> Intervals:
    """Return Wilson score intervals, for charts and cells without a verdict.

    Good on average and never outside 0 to 1, but too eager with few answers: one
    dissatisfied person out of one puts the upper bound under 85 %. Never decide by it.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers.
    error_each_side : float
        Nominal chance that either bound is wrong.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical
       inference, JASA 22, 209-212.
    .. [2] Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion,
       Statistical Science 16, 101-133.

    Examples
    --------
    >>> round(float(wilson_intervals([0], [1]).upper[0]), 4)
    0.7935
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    z2 = float(ndtri(error_each_side)) ** 2
    size = ns + z2
    centre = (ks + z2 / 2) / size
    counted = np.maximum(ns, 1)
    half = np.sqrt(z2 * (ks * ((ns - ks) / counted) + z2 / 4)) / size
    lower = np.where(ks == 0, 0.0, centre - half)
    upper = np.where(ks == ns, 1.0, centre + half)
    return _intervals(Method.WILSON, error_each_side, ks, ns, lower, upper)


def _intervals(
    method: Method,
    error_each_side: float,
    k: IntArray,
    n: IntArray,
    lower: FloatArray,
    upper: FloatArray,
) -> Intervals:
    lower = np.where(n == 0, np.nan, lower)
    upper = np.where(n == 0, np.nan, upper)
    return Intervals(
        method, error_each_side, freeze(k), freeze(n), freeze(lower), freeze(upper)
    )
