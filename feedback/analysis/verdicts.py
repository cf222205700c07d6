"""Verdicts against a target: the plain official rule, and what the evidence supports.

The two are always given together. Official is arithmetic: rate against target, in
integers. Evidence comes from exact one-sided bounds and needs a minimum of answers.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, as_trials, freeze
from feedback.analysis.intervals import exact_intervals
from feedback.analysis.tails import compare_lower_bound, compare_upper_bound

#: A target finer than a millionth of a percent is a mistake, and would not fit 64 bits.
FINEST_PERCENT = 10**6


class ImpossibleVerdict(AssertionError):
    """Official and evidence contradict each other on the same figures."""


class Evidence(StrEnum):
    """What the answers support."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_CLOSE = "too_close"
    NOT_ENOUGH = "not_enough"


class Operator(StrEnum):
    """On which side of the threshold the target lies."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Target:
    """A threshold in percent and the side on which it is met."""

    percent: Fraction
    operator: Operator = Operator.AT_LEAST

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError("a target must lie between 0 and 100 percent")
        if self.percent.denominator > FINEST_PERCENT:
            raise ValueError("a target has at most six decimals")

    @property
    def share(self) -> Fraction:
        """Return the threshold as a share."""
        return self.percent / 100

    @property
    def is_upward(self) -> bool:
        """Return whether more is better."""
        return self.operator in (Operator.AT_LEAST, Operator.ABOVE)

    @property
    def has_ties_inside(self) -> bool:
        """Return whether the threshold itself meets the target."""
        return self.operator in (Operator.AT_LEAST, Operator.AT_MOST)


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """The rule by which evidence is judged, published with every verdict."""

    id: str
    version: int
    #: Chance that a bound is wrong, on its side.
    error: Fraction
    #: Fewer answers than this: no verdict.
    min_answers: int
    #: Fewer answers than this: nothing is shown.
    min_shown: int


V1 = VerdictRule("V1", 1, Fraction(1, 20), min_answers=30, min_shown=10)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One figure judged against one target, with all that is needed to repeat it."""

    rule: VerdictRule
    target: Target
    k: int
    n: int
    #: Exact bounds; None without an answer.
    lower: float | None
    upper: float | None
    #: Whether the plain rate meets the target; None without an answer.
    is_officially_met: bool | None
    evidence: Evidence

    def __post_init__(self) -> None:
        is_met = self.evidence is Evidence.MET
        is_missed = self.evidence is Evidence.NOT_MET
        if is_met and self.is_officially_met is False:
            raise ImpossibleVerdict(f"{self.k} of {self.n} cannot be met")
        if is_missed and self.is_officially_met is True:
            raise ImpossibleVerdict(f"{self.k} of {self.n} cannot be not met")

    @property
    def is_shown(self) -> bool:
        """Return whether there are answers enough to show the figure at all."""
        return self.n >= self.rule.min_shown


#: Codes of `Verdicts.evidence`, by position.
EVIDENCE = tuple(Evidence)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """Many units judged against one target: row i of each array belongs to unit i."""

    rule: VerdictRule
    target: Target
    k: IntArray
    n: IntArray
    lower: FloatArray
    upper: FloatArray
    #: Meaningless where n is 0.
    is_officially_met: BoolArray
    #: Positions in `EVIDENCE`.
    evidence: npt.NDArray[np.int8]

    def __post_init__(self) -> None:
        is_met = self.evidence == EVIDENCE.index(Evidence.MET)
        is_missed = self.evidence == EVIDENCE.index(Evidence.NOT_MET)
        wrong = np.where(self.is_officially_met, is_missed, is_met) & (self.n > 0)
        for unit in np.flatnonzero(wrong).tolist():
            # Taken alone it raises, and says of which figures.
            self.at(unit)

    def __len__(self) -> int:
        return len(self.n)

    def at(self, unit: int) -> Verdict:
        """Return the verdict on one unit as plain values."""
        n = int(self.n[unit])
        return Verdict(
            self.rule,
            self.target,
            int(self.k[unit]),
            n,
            float(self.lower[unit]) if n else None,
            float(self.upper[unit]) if n else None,
            bool(self.is_officially_met[unit]) if n else None,
            EVIDENCE[self.evidence[unit]],
        )


def make_target(
    percent: Fraction | Decimal | int | str, operator: str = ">="
) -> Target:
    """Return a target from what a plan says; floats are refused, being inexact.

    Examples
    --------
    >>> make_target("90").share
    Fraction(9, 10)
    """
    if isinstance(percent, float):
        raise TypeError("a target percentage must not be a float")
    return Target(Fraction(percent), Operator(operator))


def judge_units(
    k: npt.ArrayLike, n: npt.ArrayLike, target: Target, rule: VerdictRule = V1
) -> Verdicts:
    """Return the verdict on every unit.

    For "at least": met if the lower bound >= threshold, not met if the upper bound <
    threshold; under the minimum not enough answers; else too close to call. The bounds
    are compared by their binomial tails, so that a tie is a tie and not a matter of
    the last bit.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers, per unit.
    target : Target
        The target, the same for all units.
    rule : VerdictRule
        The rule of evidence.

    References
    ----------
    .. [1] Clopper, Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> EVIDENCE[judge_units([376], [412], make_target(90)).evidence[0]].value
    'too_close'
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    # Favourable is positive from here on, for targets in either direction.
    lower = compare_lower_bound(ks, ns, target.share, rule.error)
    upper = compare_upper_bound(ks, ns, target.share, rule.error)
    near, far = (lower, upper) if target.is_upward else (-upper, -lower)
    sign = compare_with_target(ks, ns, target)
    official = sign >= 0 if target.has_ties_inside else sign > 0
    evidence = decide_evidence(near, far, ns >= rule.min_answers, target)
    bounds = exact_intervals(ks, ns, float(rule.error))
    return Verdicts(
        rule,
        target,
        bounds.k,
        bounds.n,
        bounds.lower,
        bounds.upper,
        freeze(official),
        freeze(evidence),
    )


def decide_evidence(
    near: npt.NDArray[np.integer],
    far: npt.NDArray[np.integer],
    is_enough: BoolArray,
    target: Target,
) -> npt.NDArray[np.int8]:
    """Return what two bounds support, as positions in `EVIDENCE`.

    Parameters
    ----------
    near, far : array of int
        Signs of the less and of the more favourable bound against the threshold,
        positive on the favourable side.
    is_enough : array of bool
        Whether there are answers enough for a verdict.
    """
    limit = 0 if target.has_ties_inside else 1
    met, missed, silent, close = (
        EVIDENCE.index(evidence)
        for evidence in (
            Evidence.MET,
            Evidence.NOT_MET,
            Evidence.NOT_ENOUGH,
            Evidence.TOO_CLOSE,
        )
    )
    decided = np.where(near >= limit, met, np.where(far < limit, missed, close))
    return np.where(is_enough, decided, silent).astype(np.int8)


def judge(k: int, n: int, target: Target, rule: VerdictRule = V1) -> Verdict:
    """Return the verdict on one figure.

    Examples
    --------
    >>> verdict = judge(376, 412, make_target(90))
    >>> verdict.is_officially_met, verdict.evidence.value
    (True, 'too_close')
    """
    return judge_units([k], [n], target, rule).at(0)


def compare_with_target(k: IntArray, n: IntArray, target: Target) -> IntArray:
    """Return the sign of (k/n - threshold), turned so that favourable is positive."""
    percent = target.percent
    sign: IntArray = np.sign(100 * percent.denominator * k - percent.numerator * n)
    return sign if target.is_upward else -sign
