"""Power: how often a rule of evidence decides, and how often it decides wrongly.

Everything is exact: chances are sums of the binomial distribution over the counts at
which a verdict falls, not simulations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)
from feedback.analysis.intervals import Intervals
from feedback.analysis.searches import find_first
from feedback.analysis.tails import (
    chance_at_least,
    chance_at_most,
    compare_lower_bound,
    compare_upper_bound,
)
from feedback.analysis.verdicts import V1, Operator, Target, VerdictRule

#: A bound found in floats and this near to the threshold counts as reaching it.
BOUND_TOLERANCE = 1e-12

MIRRORED = {
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
}


@dataclass(frozen=True, slots=True, eq=False)
class CriticalCounts:
    """At which numbers of favourable answers the verdict falls, for each n."""

    rule: VerdictRule
    target: Target
    n: IntArray
    #: Fewest favourable answers that are met; n + 1 where not even all would do.
    met: IntArray
    #: Most favourable answers that are not met; -1 where not even none would do.
    not_met: IntArray
    #: Fewest favourable answers at which the plain rate meets the target.
    official: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Power:
    """The chance of each verdict at a true share, for each number of answers."""

    true_share: Fraction
    critical: CriticalCounts
    met: FloatArray
    not_met: FloatArray
    #: The plain official rule, whatever the evidence.
    official: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FalseVerdicts:
    """How often bounds alone decide when the true rate is the threshold itself."""

    target: Target
    n: IntArray
    #: Chance that the lower bound reaches the threshold: false had the truth been a
    #: hair less.
    met: FloatArray
    #: Chance that the upper bound stays under it, although the target is met.
    not_met: FloatArray


def face_up(k: IntArray, n: IntArray, target: Target) -> tuple[IntArray, Target]:
    """Return favourable answers and a target for them of which more is better.

    For "at most 10 % dissatisfied" the favourable are the others, of whom there must
    be at least 90 %.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> counts, target = face_up(np.array([3]), np.array([30]), make_target(10, "<="))
    >>> counts.tolist(), target.share, target.operator.value
    ([27], Fraction(9, 10), '>=')
    """
    if target.is_upward:
        return k, target
    return n - k, Target(100 - target.percent, MIRRORED[target.operator])


def find_critical_counts(
    n: npt.ArrayLike, target: Target, rule: VerdictRule = V1
) -> CriticalCounts:
    """Return the counts at which the verdict of `verdicts.judge_units` falls.

    Favourable answers are the satisfied for "at least" and the others for "at most".

    Parameters
    ----------
    n : array_like of int
        Numbers of answers; under the rule's minimum nothing is met or not met.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> found = find_critical_counts([29, 100], make_target(90))
    >>> found.met.tolist(), found.not_met.tolist(), found.official.tolist()
    ([30, 96], [-1, 84], [27, 90])
    """
    _, ns = as_trials(0, np.atleast_1d(n))
    up = face_up(ns, ns, target)[1]

    def is_met(units: IntArray, k: IntArray) -> BoolArray:
        sign = compare_lower_bound(k, ns[units], up.share, rule.error)
        reached: BoolArray = sign >= 0 if up.has_ties_inside else sign > 0
        return reached

    def is_open(units: IntArray, k: IntArray) -> BoolArray:
        sign = compare_upper_bound(k, ns[units], up.share, rule.error)
        reached: BoolArray = sign >= 0 if up.has_ties_inside else sign > 0
        return reached

    is_enough = ns >= rule.min_answers
    below, above = np.full_like(ns, -1), ns + 1
    met = find_first(is_met, np.where(is_enough, below, ns), above)
    not_met = find_first(is_open, below, np.where(is_enough, above, 0)) - 1
    percent = up.percent
    steps = percent.numerator * ns, 100 * percent.denominator
    official = (
        -(-steps[0] // steps[1]) if up.has_ties_inside else steps[0] // steps[1] + 1
    )
    return CriticalCounts(
        rule, target, freeze(ns), freeze(met), freeze(not_met), freeze(official)
    )


def measure_power(
    true_share: Fraction, n: npt.ArrayLike, target: Target, rule: VerdictRule = V1
) -> Power:
    """Return how often a true share is confirmed, or caught, with n answers.

    Parameters
    ----------
    true_share : Fraction
        What share would be satisfied if everybody were asked for ever.
    n : array_like of int
        Numbers of answers. No verdict falls at n = 0, nor is the official rule met.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> power = measure_power(Fraction(95, 100), [50, 200], make_target(90))
    >>> power.met.round(2).tolist()
    [0.28, 0.8]
    """
    critical = find_critical_counts(n, target, rule)
    ns = critical.n
    share = true_share if target.is_upward else 1 - true_share
    met = chance_at_least(np.minimum(critical.met, ns), ns, share)
    not_met = chance_at_most(np.maximum(critical.not_met, 0), ns, share)
    official = chance_at_least(np.minimum(critical.official, ns), ns, share)
    is_called = (critical.official <= ns) & (ns > 0)
    return Power(
        true_share,
        critical,
        freeze(np.where(critical.met <= ns, met, 0.0)),
        freeze(np.where(critical.not_met >= 0, not_met, 0.0)),
        freeze(np.where(is_called, official, 0.0)),
    )


def measure_false_verdicts(
    n: npt.ArrayLike,
    target: Target,
    find_intervals: Callable[[IntArray, IntArray, float], Intervals],
    error: float = 0.05,
) -> FalseVerdicts:
    """Return how often an interval decides although the truth is the threshold.

    Every count of every n is tried, without the minimum of answers, so that intervals
    can be compared by the worst they do.

    Parameters
    ----------
    n : array_like of int
        Numbers of answers, each at least 1.
    target : Target
        An upward target, of which the share is taken to be the truth.
    find_intervals : callable
        `intervals.exact_intervals` or one of its siblings.
    error : float
        Error on each side, as the interval is told.

    References
    ----------
    .. [1] Brown, Cai, DasGupta (2001), Interval estimation for a binomial proportion,
       Statistical Science 16, 101-133.

    Examples
    --------
    >>> from feedback.analysis.intervals import wilson_intervals
    >>> from feedback.analysis.verdicts import make_target
    >>> found = measure_false_verdicts([1], make_target(85), wilson_intervals)
    >>> found.not_met.round(2).tolist()
    [0.15]
    """
    ns = as_integers("n", np.atleast_1d(n))
    starts = np.concatenate(([0], np.cumsum(ns + 1)))
    trials = np.repeat(ns, ns + 1)
    ks = np.arange(starts[-1]) - np.repeat(starts[:-1], ns + 1)
    share = float(target.share)
    chance = binom.pmf(ks, trials, share)
    found = find_intervals(ks, trials, error)
    met = chance * (found.lower >= share - BOUND_TOLERANCE)
    not_met = chance * (found.upper < share - BOUND_TOLERANCE)
    return FalseVerdicts(
        target,
        freeze(ns),
        freeze(np.add.reduceat(met, starts[:-1])),
        freeze(np.add.reduceat(not_met, starts[:-1])),
    )
