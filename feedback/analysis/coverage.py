"""Coverage: how many of those whose dossier ended were asked, reached and heard.

It stands beside every rate, since a rate says nothing of those who were never asked.
Choosing whom to ask is the likeliest fraud: shares that fell, or that are smaller for
the refused than for the finished, are tested here and may raise an alarm.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    freeze,
)
from feedback.analysis.intervals import (
    Interval,
    Method,
    exact_intervals,
    wilson_intervals,
)

STEPS = ("ended", "invited", "delivered", "rated")


class BrokenCoverage(ValueError):
    """A step of the chain counts more than the step before it."""

    def __init__(self, step: str, count: int, former: str, former_count: int) -> None:
        super().__init__(f"{step} ({count}) is more than {former} ({former_count})")
        self.step = step
        self.former = former


@dataclass(frozen=True, slots=True)
class Share:
    """What part of one step came through to a later one, with its interval."""

    step: str
    of: str
    interval: Interval

    @property
    def share(self) -> float | None:
        """Return the share between 0 and 1, or None when there was nobody."""
        return self.interval.k / self.interval.n if self.interval.n else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The chain ended -> invited -> delivered -> rated of one unit and period."""

    ended: int
    invited: int
    delivered: int
    rated: int

    def __post_init__(self) -> None:
        if self.rated < 0:
            raise ValueError("rated must not be negative")
        for former, step in pairwise(STEPS):
            count, former_count = getattr(self, step), getattr(self, former)
            if count > former_count:
                raise BrokenCoverage(step, count, former, former_count)

    @property
    def steps(self) -> tuple[Share, Share, Share]:
        """Return each step as a share of the one before it."""
        return (
            self.measure_share("invited", "ended"),
            self.measure_share("delivered", "invited"),
            self.measure_share("rated", "delivered"),
        )

    @property
    def overall(self) -> Share:
        """Return those who rated as a share of all who could have been asked."""
        return self.measure_share("rated", "ended")

    def measure_share(
        self, step: str, of: str, method: Method = Method.WILSON
    ) -> Share:
        """Return one step as a share of an earlier one.

        Parameters
        ----------
        method : Method
            Wilson for the eye; exact where the bound itself is held against somebody.

        Examples
        --------
        >>> Coverage(800, 700, 500, 200).measure_share("rated", "ended").share
        0.25
        """
        find = {Method.WILSON: wilson_intervals, Method.EXACT: exact_intervals}[method]
        interval = find([getattr(self, step)], [getattr(self, of)], 0.025).at(0)
        return Share(step, of, interval)


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """When a smaller share raises an alarm, published with every alarm."""

    id: str
    version: int
    #: Largest p, adjusted for the family, that is no chance.
    most_p: float
    #: Smallest fall, as a share, that is worth a look; months vary by more than chance.
    least_fall: float


A1 = AlarmRule("A1", 1, most_p=0.05, least_fall=0.05)


@dataclass(frozen=True, slots=True, eq=False)
class Falls:
    """Shares held against others that they should not be smaller than."""

    k: IntArray
    n: IntArray
    other_k: IntArray
    other_n: IntArray
    #: The share less the other one; nan where either has nobody or cannot be.
    change: FloatArray
    #: One-sided: how likely a share so much smaller would be by chance; 1 where there
    #: is nothing to compare, so that a family of tests may hold all units.
    p: FloatArray

    def raise_alarms(self, adjusted_p: FloatArray, rule: AlarmRule = A1) -> BoolArray:
        """Return where the adjusted p and the fall itself are both beyond the rule.

        Parameters
        ----------
        adjusted_p : array of float
            The p of this result, adjusted for all that were tested together.
        """
        is_alarm: BoolArray = (adjusted_p <= rule.most_p) & (
            np.nan_to_num(self.change) <= -rule.least_fall
        )
        return is_alarm


def compare_shares(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    other_k: npt.ArrayLike,
    other_n: npt.ArrayLike,
) -> Falls:
    """Return how far each share lies under the other, and how likely that is.

    Fisher's exact test on the one side that matters. It holds at any number, small
    units included, and errs towards silence, as it should where somebody is suspected;
    the chi-square test keeps its level only with numbers that small units lack.

    Parameters
    ----------
    k, n, other_k, other_n : array_like of int
        Those who came through, of all; broadcast against each other. A unit with more
        through than there were has p = 1 and no change, and stops nobody.

    References
    ----------
    .. [1] Fisher (1935), The logic of inductive inference, Journal of the Royal
       Statistical Society 98, 39-82.

    Examples
    --------
    >>> falls = compare_shares([10], [100], [30], [100])
    >>> falls.change.round(2).tolist(), falls.p.round(5).tolist()
    ([-0.2], [0.00033])
    """
    counts = {"k": k, "n": n, "other_k": other_k, "other_n": other_n}
    ks, ns, ko, no = np.broadcast_arrays(
        *(np.atleast_1d(as_integers(name, value)) for name, value in counts.items())
    )
    is_known = (0 <= ks) & (ks <= ns) & (ns > 0) & (0 <= ko) & (ko <= no) & (no > 0)
    change = np.full(ks.shape, np.nan)
    change[is_known] = ks[is_known] / ns[is_known] - ko[is_known] / no[is_known]
    p = np.ones(ks.shape)
    inside, through = ns[is_known], ks[is_known]
    tail = hypergeom.cdf(through, inside + no[is_known], through + ko[is_known], inside)
    # Sums of chances can end a hair over 1.
    p[is_known] = np.minimum(tail, 1.0)
    columns = (ks, ns, ko, no, change, p)
    return Falls(*(freeze(column) for column in columns))


def compare_last_months(through: npt.ArrayLike, of: npt.ArrayLike) -> Falls:
    """Return whether the last month of each unit fell against its own earlier ones.

    Parameters
    ----------
    through, of : array_like of int, shape (units, months)
        One step and the step before it (rated and delivered, say), in the order of
        time. A missing month is 0 of 0 and counts for nothing.

    Examples
    --------
    >>> falls = compare_last_months([[30, 32, 12]], [[100, 100, 100]])
    >>> falls.change.round(2).tolist(), bool(falls.p[0] < 0.001)
    ([-0.19], True)
    """
    k, n = as_integers("through", through), as_integers("of", of)
    return compare_shares(
        k[:, -1], n[:, -1], k[:, :-1].sum(axis=1), n[:, :-1].sum(axis=1)
    )


def compare_outcomes(
    through: npt.ArrayLike, of: npt.ArrayLike, reference: int = 0
) -> Falls:
    """Return whether dossiers of other outcomes came through less than the finished.

    Parameters
    ----------
    through, of : array_like of int, shape (units, outcomes)
        Invited and ended, say, by outcome (finished, refused, returned, withdrawn).
    reference : int
        Column of the outcome that the others are held against.

    Returns
    -------
    Falls
        Of the same shape. The reference is no test of itself: its p is 1, and it should
        be left out where a family is adjusted.

    Examples
    --------
    >>> falls = compare_outcomes([[95, 10]], [[100, 20]])
    >>> falls.change.round(2).tolist(), falls.p.round(6).tolist()
    ([[0.0, -0.45]], [[1.0, 3e-06]])
    """
    k, n = as_integers("through", through), as_integers("of", of)
    own = slice(reference, reference + 1)
    falls = compare_shares(k, n, k[:, own], n[:, own])
    p = falls.p.copy()
    p[:, reference] = 1.0
    return replace(falls, p=freeze(p))
