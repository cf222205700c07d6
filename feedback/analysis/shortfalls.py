"""Shortfalls: what it would take for a verdict to fall, in answers.

For the line beside a verdict: so many more answers would settle it, so many more of
those who answered would have had to be satisfied. Numbers are exact, found by the rule
of evidence itself; `NEVER` stands where no number up to the cap would do.
"""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from feedback.analysis.arrays import BoolArray, IntArray, as_trials
from feedback.analysis.power import face_up, find_critical_counts
from feedback.analysis.searches import find_first
from feedback.analysis.tails import TIE_BAND, compare_lower_bound
from feedback.analysis.verdicts import V1, Target, VerdictRule, compare_with_target

NEVER = -1
#: More further answers than this are no advice to anybody.
MOST_ANSWERS = 10_000
#: How many further answers are tried at once.
BLOCK = 64


def count_answers_to_meet(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    target: Target,
    rule: VerdictRule = V1,
    most: int = MOST_ANSWERS,
) -> IntArray:
    """Return the fewest further answers, all favourable, that would reach "met".

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers, per unit; n may be 0.
    most : int
        The cap: `NEVER` where even so many would not do.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> count_answers_to_meet([0, 30, 80], [0, 30, 100], make_target(95)).tolist()
    [59, 29, 477]
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    wins, up = face_up(ks, ns, target)

    def is_met(units: IntArray, more: IntArray) -> BoolArray:
        counts = wins[units] + more, ns[units] + more
        return _passes(*counts, up.share, not up.has_ties_inside, rule)

    below = np.full_like(ns, -1)
    needed = find_first(is_met, below, below + most + 2)
    return np.where(needed > most, NEVER, needed)


def count_satisfied_to_meet(
    k: npt.ArrayLike, n: npt.ArrayLike, target: Target, rule: VerdictRule = V1
) -> IntArray:
    """Return how many more of the n would have had to be favourable to be met.

    0 where it is met, `NEVER` where not even n of n would be.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> count_satisfied_to_meet([90, 97, 20], [100, 100, 20], make_target(90)).tolist()
    [6, 0, -1]
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    wins, _ = face_up(ks, ns, target)
    critical = find_critical_counts(ns, target, rule)
    return np.where(critical.met > ns, NEVER, np.maximum(critical.met - wins, 0))


def count_answers_to_settle(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    target: Target,
    rule: VerdictRule = V1,
    most: int = MOST_ANSWERS,
) -> IntArray:
    """Return the fewest further answers at the present rate that settle the verdict.

    The further answers are split as those so far, and where that leaves a part of an
    answer, it is rounded against the verdict that is coming: of 7 more at 90 %, 6 are
    favourable if the rate meets the target, 7 if it does not. Whether it is *met* or
    *not met* that comes is what the plain rate says today.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers, per unit.
    most : int
        The cap.

    Returns
    -------
    array of int
        0 where the verdict is met or not met already; `NEVER` without answers, with a
        rate of just the target, and where even `most` would not do.

    Examples
    --------
    >>> from feedback.analysis.verdicts import make_target
    >>> ninety = make_target(90)
    >>> settled = count_answers_to_settle([376, 95, 90], [412, 100, 100], ninety)
    >>> settled.tolist()
    [1167, 16, -1]
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    wins, up = face_up(ks, ns, target)
    sign = compare_with_target(wins, ns, up)
    is_ahead = sign >= 0 if up.has_ties_inside else sign > 0
    needed = np.full(len(ns), NEVER)
    # From the other side the losing answers are those that pass, against the rest.
    for side, counts, share, is_strict in (
        (is_ahead, wins, up.share, not up.has_ties_inside),
        (~is_ahead, ns - wins, 1 - up.share, up.has_ties_inside),
    ):
        units = np.flatnonzero(side & (ns > 0))
        needed[units] = _count_to_pass(
            counts[units], ns[units], share, is_strict, rule, most
        )
    return needed


def _count_to_pass(
    wins: IntArray,
    n: IntArray,
    share: Fraction,
    is_strict: bool,
    rule: VerdictRule,
    most: int,
) -> IntArray:
    """Return the fewest further answers, split as now, whose lower bound passes."""

    def might_pass(units: IntArray, more: IntArray) -> BoolArray:
        size = n[units] + more
        # With parts of answers counted the bound rises with every answer, and is never
        # lower than with whole ones: nothing before this can pass.
        part = size * (wins[units] / n[units])
        tail = betainc(np.where(part == 0, 1.0, part), size - part + 1, float(share))
        tail = np.where(part == 0, share > 0, tail)
        might: BoolArray = tail <= float(rule.error) + TIE_BAND
        return might & (size >= rule.min_answers)

    below = np.full_like(n, -1)
    first = find_first(might_pass, below, below + most + 2)
    needed = np.full(len(n), NEVER)
    units = np.flatnonzero(first <= most)
    while units.size:
        more = first[units, None] + np.arange(BLOCK)
        kept = more * wins[units, None] // n[units, None]
        counts = (wins[units, None] + kept).ravel(), (n[units, None] + more).ravel()
        is_passed = _passes(*counts, share, is_strict, rule).reshape(more.shape)
        is_found = is_passed.any(axis=1)
        needed[units[is_found]] = more[is_found, is_passed[is_found].argmax(axis=1)]
        first[units] += BLOCK
        units = units[~is_found & (first[units] <= most)]
    return np.where(needed > most, NEVER, needed)


def _passes(
    wins: IntArray, n: IntArray, share: Fraction, is_strict: bool, rule: VerdictRule
) -> BoolArray:
    sign = compare_lower_bound(wins, n, share, rule.error)
    is_passed: BoolArray = sign > 0 if is_strict else sign >= 0
    return is_passed & (n >= rule.min_answers)
