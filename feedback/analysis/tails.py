"""Binomial tails, and their comparison with an error rate without rounding.

An exact bound lies above a threshold T just when the tail of the binomial at T is
smaller than the permitted error. Deciding by the tail makes ties decidable: both sides
are rational, so the few cases that a float cannot part are settled in integers.
"""

from fractions import Fraction
from math import comb

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from feedback.analysis.arrays import FloatArray, IntArray, as_trials

#: Floats this close to the error rate are decided in integers. SciPy's tails are good
#: to about 1e-13, so nothing outside this band can be on the wrong side.
TIE_BAND = 1e-9


def chance_at_least(k: npt.ArrayLike, n: npt.ArrayLike, p: Fraction) -> FloatArray:
    """Return P(X >= k) for X binomial with n trials of chance p.

    References
    ----------
    .. [1] Johnson, Kemp, Kotz (2005), Univariate Discrete Distributions, eq. 3.37:
       the tail is the regularised incomplete beta function I_p(k, n - k + 1).

    Examples
    --------
    >>> float(chance_at_least(1, 1, Fraction(9, 10)))
    0.9
    """
    ks, ns = as_trials(k, n)
    # The beta function needs k > 0; for k = 0 the tail is everything.
    tail: FloatArray = betainc(np.maximum(ks, 1), ns - np.maximum(ks, 1) + 1, float(p))
    return np.where(ks == 0, 1.0, tail)


def chance_at_most(k: npt.ArrayLike, n: npt.ArrayLike, p: Fraction) -> FloatArray:
    """Return P(X <= k) for X binomial with n trials of chance p.

    Examples
    --------
    >>> float(chance_at_most(0, 1, Fraction(3, 4)))
    0.25
    """
    ks, ns = as_trials(k, n)
    return chance_at_least(ns - ks, ns, 1 - p)


def compare_tail_exactly(k: int, n: int, p: Fraction, error: Fraction) -> int:
    """Return -1, 0 or 1 as P(X >= k) is under, at or over the error, in integers.

    With p = t/d the tail is a sum of C(n, j) t^j (d-t)^(n-j) over d^n. Each term comes
    from the one before by a product and an exact division by small numbers, so it takes
    milliseconds for n in the thousands and seconds at a million.

    Examples
    --------
    >>> compare_tail_exactly(1, 1, Fraction(1, 20), Fraction(1, 20))
    0
    """
    if not 0 < p < 1:
        raise ValueError("p must lie strictly between 0 and 1")
    hit, miss = p.numerator, p.denominator - p.numerator
    total, term = 0, comb(n, k) * hit**k * miss ** (n - k)
    for j in range(k, n + 1):
        total += term
        term = term * ((n - j) * hit) // ((j + 1) * miss)
    left = total * error.denominator
    right = error.numerator * p.denominator**n
    return 0 if left == right else 1 if left > right else -1


def compare_lower_bound(
    k: IntArray, n: IntArray, threshold: Fraction, error: Fraction
) -> npt.NDArray[np.int8]:
    """Return the sign of (exact lower bound - threshold) for each unit.

    Parameters
    ----------
    k, n : array of int
        Satisfied of all valid answers, checked by the caller.
    threshold : Fraction
        A share between 0 and 1.
    error : Fraction
        Chance that the bound is wrong; 1/20 for a one-sided 95 % bound.
    """
    tail = chance_at_least(k, n, threshold)
    sign = np.sign(float(error) - tail).astype(np.int8)
    for unit in np.flatnonzero(np.abs(tail - float(error)) <= TIE_BAND):
        sign[unit] = -compare_tail_exactly(int(k[unit]), int(n[unit]), threshold, error)
    # The bound of k = 0 is 0 itself, not the root of an equation.
    sign[k == 0] = -(threshold > 0)
    return sign


def compare_upper_bound(
    k: IntArray, n: IntArray, threshold: Fraction, error: Fraction
) -> npt.NDArray[np.int8]:
    """Return the sign of (exact upper bound - threshold) for each unit."""
    mirrored: npt.NDArray[np.int8] = -compare_lower_bound(
        n - k, n, 1 - threshold, error
    )
    return mirrored
