"""Does a rate vary as chance lets it: too much, or suspiciously little?

Honest rates of months or desks differ at least as binomial draws do. Typed-in answers
are often smoother than that: the lower tail of the chi-square test finds them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtr, chdtrc, xlogy

from feedback.analysis.arrays import (
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)

#: Expected counts under this make the chi-square approximation rough (Cochran 1954).
MIN_EXPECTED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Homogeneity:
    """Chi-square of each unit over its parts; nan where there is nothing to compare."""

    #: Shape (units, parts).
    k: IntArray
    n: IntArray
    chisq: FloatArray
    #: Parts with answers less one.
    df: IntArray
    #: Chance of so much variation, and of so little, if all parts had one rate.
    p_varied: FloatArray
    p_uniform: FloatArray
    #: The smallest expected count of a part; under 5 the p-values are rough.
    smallest_expected: FloatArray

    def __len__(self) -> int:
        return len(self.chisq)

    @property
    def dispersion(self) -> FloatArray:
        """Return chi-square over its degrees of freedom; 1 is plain chance."""
        return np.where(self.df > 0, self.chisq / np.maximum(self.df, 1), np.nan)


def measure_homogeneity(k: npt.ArrayLike, n: npt.ArrayLike) -> Homogeneity:
    """Return the chi-square test of equal rates over the parts of each unit.

    A part without answers is left out. With fewer than two parts, or when all or none
    are satisfied, there is no variation to judge and everything is nan. The lower tail
    is cautious where rates truly differ, since that only adds variation.

    Parameters
    ----------
    k, n : array_like of int, shape (units, parts) or (parts,)
        Satisfied of all valid answers in each part (month, desk).

    References
    ----------
    .. [1] Pearson (1900), Philosophical Magazine 50, 157-175; as R `prop.test`.
    .. [2] Cochran (1954), Some methods for strengthening the common chi-square tests,
       Biometrics 10, 417-451.

    Examples
    --------
    >>> round(float(measure_homogeneity([9, 5], [10, 10]).chisq[0]), 4)
    3.8095
    """
    ks, ns = as_trials(np.atleast_2d(k), np.atleast_2d(n))
    answers = ns.sum(axis=1)
    satisfied = ks.sum(axis=1)
    rate = satisfied / np.maximum(answers, 1)
    df = np.maximum(np.count_nonzero(ns, axis=1) - 1, 0)
    is_testable = (df > 0) & (satisfied > 0) & (satisfied < answers)
    spread = np.where(is_testable, rate * (1 - rate), np.nan)
    gaps = ks - ns * rate[:, None]
    chisq = np.sum(gaps**2 / np.maximum(ns, 1), axis=1) / spread
    rarer = np.minimum(rate, 1 - rate)[:, None]
    expected = np.where(ns > 0, ns * rarer, np.inf).min(axis=1, initial=np.inf)
    return Homogeneity(
        freeze(ks),
        freeze(ns),
        freeze(chisq),
        freeze(df),
        freeze(chdtrc(df, chisq)),
        freeze(chdtr(df, chisq)),
        freeze(np.where(is_testable, expected, np.nan)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """How counts agree with given shares; nan without counts."""

    #: Shape (units, classes), and the shares of the classes.
    counts: IntArray
    shares: FloatArray
    chisq: FloatArray
    p: FloatArray
    #: The likelihood ratio beside it.
    g: FloatArray
    p_g: FloatArray

    @property
    def df(self) -> int:
        """Return the degrees of freedom."""
        return len(self.shares) - 1


def measure_fit(counts: npt.ArrayLike, shares: npt.ArrayLike) -> Fits:
    """Return Pearson's and the likelihood-ratio test of counts against shares.

    For the mix of the five levels against that of peers, or last digits against tenths
    (only worth it for 200 numbers of two digits or more). A unit without counts has
    nan. A count in a class of share 0 gives infinity and p = 0.

    Parameters
    ----------
    counts : array_like of int, shape (units, classes) or (classes,)
    shares : array_like of float, shape (classes,)
        Adding up to 1.

    References
    ----------
    .. [1] Agresti (2013), Categorical Data Analysis, 3rd ed., section 1.5.

    Examples
    --------
    >>> round(float(measure_fit([30, 20], [0.5, 0.5]).p[0]), 4)
    0.1573
    """
    observed = as_integers("counts", np.atleast_2d(counts))
    expected_shares = np.asarray(shares, dtype=np.float64)
    if np.any(observed < 0) or np.any(expected_shares < 0):
        raise ValueError("counts and shares must not be negative")
    if abs(expected_shares.sum() - 1) > 1e-9:
        raise ValueError("shares must add up to 1")
    total = observed.sum(axis=1, keepdims=True)
    expected = np.where(total > 0, total, np.nan) * expected_shares
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = (observed - expected) ** 2 / expected
        logs = xlogy(observed, observed / expected)
    is_void = (observed == 0) & (expected_shares == 0) & (total > 0)
    chisq = np.where(is_void, 0, terms).sum(axis=1)
    g = 2 * np.where(is_void, 0, logs).sum(axis=1)
    df = len(expected_shares) - 1
    return Fits(
        freeze(observed),
        freeze(expected_shares),
        freeze(chisq),
        freeze(chdtrc(df, chisq)),
        freeze(g),
        freeze(chdtrc(df, g)),
    )
