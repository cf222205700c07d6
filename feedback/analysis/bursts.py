"""Counts against what a profile lets one expect: bursts of answers or comments.

A queue is burstier than Poisson, so a plain Poisson tail flags every busy Monday; the
negative binomial, with its size learned from honest days, allows for that.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammainc, gammaincinv, gammaln, xlogy

from feedback.analysis.arrays import FloatArray, IntArray, as_integers, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Bursts:
    """How unlikely each count is, given what was expected; nan where unknown."""

    observed: IntArray
    expected: FloatArray
    #: Size of the negative binomial: variance = mean + mean^2 / size; inf is Poisson.
    size: FloatArray
    p_poisson: FloatArray
    midp_poisson: FloatArray
    p_negbin: FloatArray
    #: Exact bounds of the mean behind the count.
    lower: FloatArray
    upper: FloatArray

    def __len__(self) -> int:
        return len(self.observed)


def measure_bursts(
    observed: npt.ArrayLike,
    expected: npt.ArrayLike,
    size: npt.ArrayLike = np.inf,
    error_each_side: float = 0.025,
) -> Bursts:
    """Return the upper tails of counts under a Poisson and a negative binomial law.

    Where nothing is expected, a count of 0 has p = 1 and any other p = 0. An expected
    value or size that is nan or negative gives nan, for that unit alone.

    Parameters
    ----------
    observed : array_like of int
        Counts.
    expected : array_like of float
        What the profile gives for the same window.
    size : array_like of float
        Size of the negative binomial, as `estimate_size` gives it.
    error_each_side : float
        For the exact bounds of the mean.

    References
    ----------
    .. [1] Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28,
       437-442; as R `poisson.test`.
    .. [2] Johnson, Kemp, Kotz (2005), Univariate Discrete Distributions, eq. 5.31.

    Examples
    --------
    >>> round(float(measure_bursts([5], [1.2]).p_poisson[0]), 6)
    0.007746
    """
    counts, means, sizes = np.broadcast_arrays(
        as_integers("observed", np.atleast_1d(observed)),
        np.asarray(expected, dtype=np.float64),
        np.asarray(size, dtype=np.float64),
    )
    if np.any(counts < 0):
        raise ValueError("observed must not be negative")
    means = np.where(means >= 0, means, np.nan)
    poisson = _poisson_tail(counts, means)
    chance = np.exp(xlogy(counts, means) - means - gammaln(counts + 1))
    negbin = _negbin_tail(counts, means, np.where(sizes > 0, sizes, np.nan))
    lower = gammaincinv(np.maximum(counts, 1), error_each_side)
    upper = gammaincinv(counts + 1, 1 - error_each_side)
    return Bursts(
        freeze(counts),
        freeze(means),
        freeze(sizes),
        freeze(poisson),
        freeze(poisson - chance / 2),
        freeze(np.where(np.isinf(sizes), poisson, negbin)),
        freeze(np.where(counts == 0, 0.0, lower)),
        freeze(upper),
    )


def estimate_size(observed: npt.ArrayLike, expected: npt.ArrayLike) -> float:
    """Return the size of the negative binomial by moments, inf when Poisson will do.

    Solves sum((x - m)^2 - m) = sum(m^2) / size. Windows with a nan are left out;
    without any the answer is inf.

    Parameters
    ----------
    observed : array_like of int
        Counts of honest windows.
    expected : array_like of float
        What the profile gives for each.

    References
    ----------
    .. [1] Anscombe (1949), The statistical analysis of insect counts based on the
       negative binomial distribution, Biometrics 5, 165-173.

    Examples
    --------
    >>> estimate_size([0, 4], [2, 2])
    2.0
    """
    counts, means = np.broadcast_arrays(
        np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    )
    is_known = np.isfinite(counts) & np.isfinite(means)
    counts, means = counts[is_known], means[is_known]
    excess = float(np.sum((counts - means) ** 2 - means))
    return float(np.sum(means**2)) / excess if excess > 0 else np.inf


def expect_profile(totals: npt.ArrayLike, profile: npt.ArrayLike) -> FloatArray:
    """Return each unit's total spread over the windows as the profile spreads.

    Parameters
    ----------
    totals : array_like of int, shape (units,)
    profile : array_like of float, shape (windows,)
        Weights of the windows, for instance all agencies' counts together. All zero
        gives nan: there is no profile.

    Examples
    --------
    >>> expect_profile([8], [1, 3]).tolist()
    [[2.0, 6.0]]
    """
    weights = np.asarray(profile, dtype=np.float64)
    whole = weights.sum()
    shares = weights / whole if whole > 0 else np.full(weights.shape, np.nan)
    expected: FloatArray = np.asarray(totals, dtype=np.float64)[:, None] * shares
    return expected


def compare_counts(
    count: npt.ArrayLike, other: npt.ArrayLike, exposure_ratio: npt.ArrayLike
) -> FloatArray:
    """Return P(at least so many | both together) when the rates are equal.

    For a profile that is itself a small count: given the sum, the first count is
    binomial with chance ratio / (1 + ratio).

    Parameters
    ----------
    count, other : array_like of int
        Counts in the window and in the comparison windows.
    exposure_ratio : array_like of float
        Length of the first over the length of the second; not positive gives nan.

    References
    ----------
    .. [1] Przyborowski, Wilenski (1940), Homogeneity of results in testing samples
       from Poisson series, Biometrika 31, 313-323; as R `poisson.test` of two counts.

    Examples
    --------
    >>> float(compare_counts(2, 0, 1.0))
    0.25
    """
    first = as_integers("count", count)
    rest = as_integers("other", other)
    ratio = np.asarray(exposure_ratio, dtype=np.float64)
    ratio = np.where(ratio > 0, ratio, np.nan)
    tail = betainc(np.maximum(first, 1), rest + 1, ratio / (1 + ratio))
    return np.where(np.isnan(ratio), np.nan, np.where(first == 0, 1.0, tail))


def _poisson_tail(counts: IntArray, means: FloatArray) -> FloatArray:
    tail = gammainc(np.maximum(counts, 1), means)
    return np.where((counts == 0) & ~np.isnan(means), 1.0, tail)


def _negbin_tail(counts: IntArray, means: FloatArray, sizes: FloatArray) -> FloatArray:
    finite = np.where(np.isinf(sizes), 1.0, sizes)
    tail = betainc(np.maximum(counts, 1), finite, means / (means + finite))
    return np.where((counts == 0) & ~np.isnan(means + sizes), 1.0, tail)
