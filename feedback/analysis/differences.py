"""The difference of two rates: its interval, and p-values for families of flags."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc
from scipy.stats import hypergeom

from feedback.analysis.arrays import FloatArray, IntArray, as_trials, freeze
from feedback.analysis.intervals import wilson_intervals

#: Tables whose chance differs by less than this, relatively, count as equally likely,
#: so that a rounding error cannot drop the mirror image of the observed table.
LIKELY_AS = 1e-7


@dataclass(frozen=True, slots=True)
class Difference:
    """First rate minus second; nothing where either side has no answers."""

    error_each_side: float
    k: tuple[int, int]
    n: tuple[int, int]
    share: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """First rate minus second for many pairs; nan where a side has no answers."""

    error_each_side: float
    k: tuple[IntArray, IntArray]
    n: tuple[IntArray, IntArray]
    #: Between -1 and 1.
    share: FloatArray
    lower: FloatArray
    upper: FloatArray

    def __len__(self) -> int:
        return len(self.share)

    def at(self, pair: int) -> Difference:
        """Return the difference of one pair as plain values."""
        numbers = (self.share[pair], self.lower[pair], self.upper[pair])
        share, lower, upper = (None if np.isnan(x) else float(x) for x in numbers)
        k = (int(self.k[0][pair]), int(self.k[1][pair]))
        n = (int(self.n[0][pair]), int(self.n[1][pair]))
        return Difference(self.error_each_side, k, n, share, lower, upper)


def compare_rates(
    k1: npt.ArrayLike,
    n1: npt.ArrayLike,
    k2: npt.ArrayLike,
    n2: npt.ArrayLike,
    error_each_side: float = 0.025,
) -> Differences:
    """Return k1/n1 - k2/n2 with Newcombe's hybrid score interval.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like of int
        Satisfied of all valid answers on either side.
    error_each_side : float
        Nominal chance that either bound is wrong.

    Returns
    -------
    Differences
        nan where n1 or n2 is 0: there is nothing to compare. The bounds stay between
        -1 and 1 and have a width even for all against all.

    References
    ----------
    .. [1] Newcombe (1998), Interval estimation for the difference between independent
       proportions, Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> found = compare_rates(45, 50, 40, 50).at(0)
    >>> round(found.lower, 4), round(found.upper, 4)
    (-0.0434, 0.2421)
    """
    first = wilson_intervals(k1, n1, error_each_side)
    second = wilson_intervals(k2, n2, error_each_side)
    p1, p2 = _share(first.k, first.n), _share(second.k, second.n)
    share = p1 - p2
    lower = share - np.hypot(p1 - first.lower, second.upper - p2)
    upper = share + np.hypot(first.upper - p1, p2 - second.lower)
    shape = share.shape
    return Differences(
        error_each_side,
        (np.broadcast_to(first.k, shape), np.broadcast_to(second.k, shape)),
        (np.broadcast_to(first.n, shape), np.broadcast_to(second.n, shape)),
        freeze(share),
        freeze(lower),
        freeze(upper),
    )


def pearson_p(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike
) -> FloatArray:
    """Return the two-sided p-value that two rates are equal, by Pearson's chi-square.

    Without continuity correction; good where every expected count is 5 or more. nan
    where a side has no answers or where all answers agree: nothing can differ there.

    References
    ----------
    .. [1] Campbell (2007), Chi-squared and Fisher-Irwin tests of two-by-two tables with
       small sample recommendations, Statistics in Medicine 26, 3661-3675.

    Examples
    --------
    >>> round(float(pearson_p(90, 100, 85, 100)), 4)
    0.285
    """
    ks1, ns1, ks2, ns2 = _as_pairs(k1, n1, k2, n2)
    pooled = _share(ks1 + ks2, ns1 + ns2)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = pooled * (1 - pooled) * (1 / ns1 + 1 / ns2)
        chi_square = (_share(ks1, ns1) - _share(ks2, ns2)) ** 2 / variance
    p: FloatArray = chdtrc(1, chi_square)
    return p


def fisher_p(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike
) -> FloatArray:
    """Return the two-sided p-value that two rates are equal, by Fisher's exact test.

    The chance of all tables with these totals that are no likelier than the observed
    one. Keeps its promise at every n, so it is the one for anything with a consequence.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like of int
        Satisfied of all valid answers on either side.

    Returns
    -------
    array of float
        nan where a side has no answers; 1 where all answers agree.

    References
    ----------
    .. [1] Fisher (1935), The logic of inductive inference, JRSS 98, 39-82.

    Examples
    --------
    >>> round(float(fisher_p(90, 100, 85, 100)), 4)
    0.3928
    """
    ks1, ns1, ks2, ns2 = _as_pairs(k1, n1, k2, n2)
    total, satisfied = ns1 + ns2, ks1 + ks2
    # Turned so that the observed table lies in the lower half of its distribution.
    is_high = ks1 * total > ns1 * satisfied
    low = np.where(is_high, ns1 - ks1, ks1)
    marked = np.where(is_high, total - satisfied, satisfied)
    table = (total, marked, ns1)
    limit = hypergeom.logpmf(low, *table) + LIKELY_AS
    # The chances fall from the mode on: halve to the first table no likelier.
    first = (marked + 1) * (ns1 + 1) // (total + 2)
    last = np.minimum(marked, ns1) + 1
    while np.any(first < last):
        middle = (first + last) // 2
        is_likelier = hypergeom.logpmf(middle, *table) > limit
        first = np.where((first < last) & is_likelier, middle + 1, first)
        last = np.where(is_likelier, last, np.minimum(last, middle))
    # Where the observed table is itself a mode, both halves meet.
    first = np.maximum(first, low + 1)
    p = hypergeom.cdf(low, *table) + hypergeom.sf(first - 1, *table)
    return np.where((ns1 == 0) | (ns2 == 0), np.nan, np.minimum(p, 1.0))


def _share(k: IntArray, n: IntArray) -> FloatArray:
    shape = np.broadcast_shapes(k.shape, n.shape)
    share = np.full(shape, np.nan)
    np.divide(k, n, out=share, where=np.broadcast_to(n > 0, shape))
    return share


def _as_pairs(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return both sides checked, in one shape."""
    ks1, ns1, ks2, ns2 = np.broadcast_arrays(*as_trials(k1, n1), *as_trials(k2, n2))
    return ks1, ns1, ks2, ns2
