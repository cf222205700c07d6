"""Intervals of one proportion: exact bounds for verdicts, Wilson for charts.

Jeffreys and mid-p stand beside them for sorting and for comparison; nothing is decided
by those. The error is always given per side: 0.05 makes two one-sided 95 % bounds,
which together are the 90 % interval drawn beside a verdict.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.optimize.elementwise import find_root
from scipy.special import betainc, betaincinv, ndtri

from feedback.analysis.arrays import FloatArray, IntArray, as_trials, freeze

#: How far a bound found by searching may be from the true one.
ROOT_TOLERANCE = 1e-13


class Method(StrEnum):
    """Which interval it is."""

    EXACT = "clopper-pearson"
    WILSON = "wilson"
    JEFFREYS = "jeffreys"
    #: The plain posterior interval, whose ends are never 0 and 1.
    EQUAL_TAILED = "jeffreys equal-tailed"
    MID_P = "mid-p"


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
    lower, upper = exact_bounds(ks, ns, error_each_side)
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
    lower, upper = wilson_bounds(ks, ns, float(ndtri(error_each_side)) ** 2)
    return _intervals(Method.WILSON, error_each_side, ks, ns, lower, upper)


def jeffreys_intervals(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    error_each_side: float = 0.025,
    is_equal_tailed: bool = False,
) -> Intervals:
    """Return the intervals of the posterior under Jeffreys' prior, Beta(1/2, 1/2).

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers.
    error_each_side : float
        Posterior chance beyond either bound.
    is_equal_tailed : bool
        Leave the posterior as it is. Otherwise the lower bound is 0 for k = 0 and the
        upper 1 for k = n, since an interval without the rate itself covers badly there.

    References
    ----------
    .. [1] Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion,
       Statistical Science 16, 101-133.

    Examples
    --------
    >>> found = jeffreys_intervals([0], [1])
    >>> float(found.lower[0]), round(float(found.upper[0]), 4)
    (0.0, 0.8533)
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    yes, no = ks + 0.5, ns - ks + 0.5
    lower = betaincinv(yes, no, error_each_side)
    upper = 1 - betaincinv(no, yes, error_each_side)
    if is_equal_tailed:
        method = Method.EQUAL_TAILED
    else:
        method = Method.JEFFREYS
        lower = np.where(ks == 0, 0.0, lower)
        upper = np.where(ks == ns, 1.0, upper)
    return _intervals(method, error_each_side, ks, ns, lower, upper)


def midp_intervals(
    k: npt.ArrayLike, n: npt.ArrayLike, error_each_side: float = 0.025
) -> Intervals:
    """Return mid-p bounds: exact ones that count only half of what was observed.

    Closer to the nominal error on average than the exact bounds, but not always under
    it, which is why nothing is decided by them.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers.
    error_each_side : float
        Mid-p of either bound.

    Returns
    -------
    Intervals
        The lower bound is exactly 0 for k = 0, the upper exactly 1 for k = n.

    References
    ----------
    .. [1] Lancaster (1961), Significance tests in discrete distributions, JASA 56,
       223-234.
    .. [2] Berry, Armitage (1995), Mid-P confidence intervals: a brief review, The
       Statistician 44, 417-423.

    Examples
    --------
    >>> round(float(midp_intervals([1], [1]).lower[0]), 4)
    0.05
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    lower = _find_midp_lower(ks, ns, error_each_side)
    upper = 1 - _find_midp_lower(ns - ks, ns, error_each_side)
    return _intervals(Method.MID_P, error_each_side, ks, ns, lower, upper)


def exact_bounds(
    k: IntArray | FloatArray, n: IntArray | FloatArray, error_each_side: float
) -> tuple[FloatArray, FloatArray]:
    """Return Clopper-Pearson bounds; counts may be fractions, as effective sizes are.

    Examples
    --------
    >>> lower, upper = exact_bounds(np.array([4.5]), np.array([5.0]), 0.05)
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (0.437, 1.0)
    """
    # The beta function needs positive parameters; the ends are set afterwards.
    yes, no = np.where(k == 0, 1, k), np.where(k == n, 1, n - k)
    lower = betaincinv(yes, n - yes + 1, error_each_side)
    upper = 1 - betaincinv(no, n - no + 1, error_each_side)
    return np.where(k == 0, 0.0, lower), np.where(k == n, 1.0, upper)


def wilson_bounds(
    k: IntArray | FloatArray, n: IntArray | FloatArray, z2: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return Wilson bounds for a squared normal quantile, which may differ by unit.

    Examples
    --------
    >>> lower, upper = wilson_bounds(np.array([0]), np.array([1]), 3.8415)
    >>> float(lower[0]), round(float(upper[0]), 3)
    (0.0, 0.793)
    """
    size = n + z2
    centre = (k + z2 / 2) / size
    counted = np.where(n == 0, 1, n)
    half = np.sqrt(z2 * (k * ((n - k) / counted) + z2 / 4)) / size
    return np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)


def _find_midp_lower(k: IntArray, n: IntArray, error: float) -> FloatArray:
    """Return p with P(X > k) + P(X = k) / 2 = error, or 0 for k = 0."""
    found = np.zeros(k.shape)
    is_full = (k == n) & (n > 0)
    # All satisfied: half of p ** n is the error.
    found[is_full] = (2 * error) ** (1 / n[is_full])
    inner = (k > 0) & (k < n)
    yes, no = k[inner], n[inner] - k[inner]
    # The tails from k and from k + 1 enclose their mean, as do the exact bounds.
    ends = betaincinv(yes, no + 1, error), betaincinv(yes + 1, no, error)
    found[inner] = find_root(
        lambda p, yes, no: _midp_tail(p, yes, no) - error,
        ends,
        args=(yes, no),
        tolerances={"xatol": ROOT_TOLERANCE, "xrtol": ROOT_TOLERANCE},
    ).x
    return found


def _midp_tail(p: FloatArray, yes: IntArray, no: IntArray) -> FloatArray:
    tail: FloatArray = (betainc(yes, no + 1, p) + betainc(yes + 1, no, p)) / 2
    return tail


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
