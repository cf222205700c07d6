"""Finite populations: what part of the N dossiers of a closed period is satisfied.

A description of that period and no more: the fewer dossiers are left without an answer,
the less there is to guess, and once all have answered it is a fact. How good an office
is remains a question of `intervals` and `verdicts`, as do comparisons and trends.
All of it takes those who answered to be like those who did not; only the logical bounds
need no assumption.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import hypergeom

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, as_trials, freeze
from feedback.analysis.intervals import wilson_bounds
from feedback.analysis.searches import find_first
from feedback.analysis.tails import TIE_BAND
from feedback.analysis.verdicts import (
    Target,
    VerdictRule,
    compare_with_target,
    decide_evidence,
)

#: The verdict on a closed period, by bounds on the dossiers themselves.
V2 = VerdictRule("V2", 1, Fraction(1, 20), min_answers=30, min_shown=10)


@dataclass(frozen=True, slots=True, eq=False)
class FiniteIntervals:
    """Wilson intervals of many units with known populations; nan where unknown."""

    error_each_side: float
    k: IntArray
    n: IntArray
    population: IntArray
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class CountBounds:
    """How many of the N dossiers of each unit are satisfied, at least and at most."""

    #: Chance that either bound is wrong; 0 for the logical bounds.
    error_each_side: Fraction
    k: IntArray
    n: IntArray
    population: IntArray
    #: -1 where nothing can be said: nobody answered, or more did than there are.
    fewest: IntArray
    most: IntArray

    @property
    def is_known(self) -> BoolArray:
        """Return which units have bounds at all."""
        return self.fewest >= 0

    @property
    def is_fact(self) -> BoolArray:
        """Return which units have heard from everybody, so that nothing is guessed."""
        is_fact: BoolArray = self.is_known & (self.n == self.population)
        return is_fact

    @property
    def lower(self) -> FloatArray:
        """Return the fewest as shares of the population; nan where unknown."""
        return self._divide(self.fewest)

    @property
    def upper(self) -> FloatArray:
        """Return the most as shares of the population; nan where unknown."""
        return self._divide(self.most)

    def _divide(self, count: IntArray) -> FloatArray:
        share = np.full(len(count), np.nan)
        np.divide(count, self.population, out=share, where=self.is_known)
        return share


@dataclass(frozen=True, slots=True, eq=False)
class PeriodVerdicts:
    """Closed periods of many units judged against one target."""

    rule: VerdictRule
    target: Target
    bounds: CountBounds
    #: Positions in `verdicts.EVIDENCE`.
    evidence: npt.NDArray[np.int8]


def wilson_finite_intervals(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    population: npt.ArrayLike,
    error_each_side: float = 0.025,
) -> FiniteIntervals:
    """Return Wilson intervals with n stretched to n (N - 1) / (N - n).

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers.
    population : array_like of int
        Dossiers of the period, N.
    error_each_side : float
        Nominal chance that either bound is wrong.

    Returns
    -------
    FiniteIntervals
        A point where everybody answered; nan where nobody did or where there are more
        answers than dossiers.

    References
    ----------
    .. [1] O'Neill (2021), Mathematical properties and finite-population correction for
       the Wilson score interval (preprint; R package stat.extend).

    Examples
    --------
    >>> found = wilson_finite_intervals([9, 9], [10, 10], [20, 10])
    >>> found.lower.round(4).tolist(), found.upper.round(4).tolist()
    ([0.6925, 0.9], [0.9729, 0.9])
    """
    ks, ns, sizes, is_known = _check(k, n, population)
    z2 = float(ndtri(error_each_side)) ** 2
    # A longer n is the same as a shorter quantile, which may well be 0.
    left = np.where(is_known, sizes - ns, 1)
    lower, upper = wilson_bounds(ks, ns, z2 * left / np.maximum(sizes - 1, 1))
    return FiniteIntervals(
        error_each_side,
        freeze(ks),
        freeze(ns),
        freeze(sizes),
        freeze(np.where(is_known, lower, np.nan)),
        freeze(np.where(is_known, upper, np.nan)),
    )


def find_count_bounds(
    k: npt.ArrayLike, n: npt.ArrayLike, population: npt.ArrayLike, error: Fraction
) -> CountBounds:
    """Return the satisfied among N that no one-sided hypergeometric test rejects.

    A number of satisfied is rejected when what was observed, or more extreme, has a
    chance of at most the error. Ties are settled in integers.

    Parameters
    ----------
    k, n, population : array_like of int
        Satisfied of all valid answers, among N dossiers.
    error : Fraction
        Chance that either bound is wrong.

    References
    ----------
    .. [1] Cochran (1977), Sampling Techniques, 3rd ed., chapter 3.

    Examples
    --------
    >>> bounds = find_count_bounds([9], [10], [20], Fraction(1, 40))
    >>> bounds.fewest.tolist(), bounds.most.tolist()
    ([13], [19])
    """
    ks, ns, sizes, is_known = _check(k, n, population)
    # An impossible unit is worked out as one that heard from everybody, then blanked.
    held = np.where(is_known, sizes, ns)
    fewest = _find_fewest(ks, ns, held, error)
    most = held - _find_fewest(ns - ks, ns, held, error)
    return _bounds(error, (ks, ns, sizes), is_known, fewest, most)


def find_logical_bounds(
    k: npt.ArrayLike, n: npt.ArrayLike, population: npt.ArrayLike
) -> CountBounds:
    """Return k and N - n + k: what holds whatever the others would have said.

    Examples
    --------
    >>> bounds = find_logical_bounds([9], [10], [20])
    >>> bounds.lower.tolist(), bounds.upper.tolist()
    ([0.45], [0.95])
    """
    ks, ns, sizes, is_known = _check(k, n, population)
    return _bounds(Fraction(0), (ks, ns, sizes), is_known, ks, sizes - ns + ks)


def judge_periods(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    population: npt.ArrayLike,
    target: Target,
    rule: VerdictRule = V2,
) -> PeriodVerdicts:
    """Return whether the dossiers of each closed period meet the target.

    Met if even the fewest satisfied reach the threshold among N, not met if even the
    most do not, compared in integers. Where everybody answered it is a fact, however
    few they are (whether they may be shown is another matter); elsewhere the rule asks
    for its minimum of answers. Unknown populations have not enough answers.

    Examples
    --------
    >>> from feedback.analysis.verdicts import EVIDENCE, make_target
    >>> found = judge_periods([45, 45], [50, 50], [80, 50], make_target(90))
    >>> [EVIDENCE[code].value for code in found.evidence]
    ['too_close', 'met']
    """
    bounds = find_count_bounds(k, n, population, rule.error)
    ends = bounds.fewest, bounds.most
    near, far = (
        compare_with_target(end, bounds.population, target)
        for end in (ends if target.is_upward else ends[::-1])
    )
    is_enough = bounds.is_fact | (bounds.n >= rule.min_answers) & bounds.is_known
    evidence = decide_evidence(near, far, is_enough, target)
    return PeriodVerdicts(rule, target, bounds, freeze(evidence))


def _check(
    k: npt.ArrayLike, n: npt.ArrayLike, population: npt.ArrayLike
) -> tuple[IntArray, IntArray, IntArray, BoolArray]:
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    _, sizes = as_trials(0, np.atleast_1d(population))
    ks, ns, sizes = np.broadcast_arrays(ks, ns, sizes)
    return ks, ns, sizes, (ns > 0) & (ns <= sizes)


def _bounds(
    error: Fraction,
    counted: tuple[IntArray, IntArray, IntArray],
    is_known: BoolArray,
    fewest: IntArray,
    most: IntArray,
) -> CountBounds:
    ends = (freeze(np.where(is_known, end, -1)) for end in (fewest, most))
    return CountBounds(error, *(freeze(column) for column in counted), *ends)


def _find_fewest(
    k: IntArray, n: IntArray, population: IntArray, error: Fraction
) -> IntArray:
    """Return the smallest number of satisfied that is not rejected."""

    def is_kept(units: IntArray, satisfied: IntArray) -> BoolArray:
        tail = hypergeom.sf(k[units] - 1, population[units], satisfied, n[units])
        is_over: BoolArray = tail > float(error)
        for at in np.flatnonzero(np.abs(tail - float(error)) <= TIE_BAND):
            unit = units[at]
            counts = (k[unit], n[unit], population[unit], satisfied[at])
            is_over[at] = chance_of_draw(*(int(count) for count in counts)) > error
        return is_over

    return find_first(is_kept, k - 1, population - n + k)


def chance_of_draw(k: int, n: int, population: int, satisfied: int) -> Fraction:
    """Return the chance that n drawn of N hold at least k of the satisfied, exactly.

    Examples
    --------
    >>> chance_of_draw(1, 1, 20, 1)
    Fraction(1, 20)
    """
    others = population - satisfied
    first = max(k, n - others)
    total, term = 0, comb(satisfied, first) * comb(others, n - first)
    for drawn in range(first, min(n, satisfied) + 1):
        total += term
        fewer_left = (drawn + 1) * (others - n + drawn + 1)
        term = term * ((satisfied - drawn) * (n - drawn)) // fewer_left
    return Fraction(total, comb(population, n))
