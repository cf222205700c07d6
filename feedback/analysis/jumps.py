"""A jump after a target was announced, beyond what sister agencies show.

If an office's rate leaps in the very month in which a target falls due, and its
sisters' rates do not, that is worth a look. The sisters' own leaps are the yardstick.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from feedback.analysis.arrays import (
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)
from feedback.analysis.peers import (
    LEFT_BY_HALF,
    LEFT_BY_TRIM,
    find_central,
    sum_others,
)

#: Sisters who leap further than this many errors are left out of what the others are
#: measured against.
TRIM = 2.576
#: Times that this is done anew.
TRIMS = 3
#: Fewer sisters than this say too little about how rates move by themselves.
MIN_SISTERS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Jumps:
    """Each unit's change less that of its sisters; nan where it cannot be said."""

    #: Before and after.
    k: tuple[IntArray, IntArray]
    n: tuple[IntArray, IntArray]
    group: IntArray
    error_each_side: float
    n_sisters: IntArray
    #: The unit's own change of rate, and that of its sisters by weight.
    change: FloatArray
    sisters_change: FloatArray
    #: Difference in differences, with its t interval.
    jump: FloatArray
    lower: FloatArray
    upper: FloatArray
    #: Standard deviation of the sisters' changes beyond binomial chance.
    spread: FloatArray
    #: Chance of so high a jump.
    p: FloatArray

    def __len__(self) -> int:
        return len(self.group)


def measure_jumps(
    k: tuple[npt.ArrayLike, npt.ArrayLike],
    n: tuple[npt.ArrayLike, npt.ArrayLike],
    group: npt.ArrayLike,
    error_each_side: float = 0.05,
    min_sisters: int = MIN_SISTERS,
) -> Jumps:
    """Return each unit's change of rate less its sisters', and how odd it is.

    The interval and p are of one kind, a t statistic on the difference: to the binomial
    variances (with half a case added, so that 100 % has one) comes that of the sisters'
    changes beyond chance, a random effect fitted by moments, which a Newcombe interval
    could not take in. Sisters weigh by the inverse of their variance; those who leap
    themselves are left out, as in `peers.judge_against_peers`.

    A unit without answers before or after, or with too few sisters, has nan, and is
    nobody's sister.

    Parameters
    ----------
    k, n : pair of array_like of int
        Hits of all answers (satisfied, or all fives), before and after, per unit.
    group : array_like of int
        Units with the same number are sisters.
    error_each_side : float
        Of the interval.
    min_sisters : int
        At least 2.

    References
    ----------
    .. [1] Bertrand, Duflo, Mullainathan (2004), How much should we trust
       differences-in-differences estimates?, Quarterly Journal of Economics 119.
    .. [2] DerSimonian, Laird (1986), Meta-analysis in clinical trials, Controlled
       Clinical Trials 7, 177-188 (the moment estimate, here for any weights).

    Examples
    --------
    >>> found = measure_jumps(
    ...     ([60] * 8, [60] * 7 + [95]), ([100] * 8, [100] * 8), [0] * 8)
    >>> round(float(found.jump[-1]), 2), float(found.p[-1]) < 0.001
    (0.35, True)
    """
    before = as_trials(np.atleast_1d(k[0]), np.atleast_1d(n[0]))
    after = as_trials(np.atleast_1d(k[1]), np.atleast_1d(n[1]))
    groups = np.broadcast_to(as_integers("group", group), before[0].shape)
    is_known = (before[1] > 0) & (after[1] > 0)
    change = _rate(*after) - _rate(*before)
    variance = _variance(*before) + _variance(*after)
    weight = np.where(find_central(change, groups, is_known), 1 / variance, 0.0)
    left = LEFT_BY_HALF
    for _ in range(TRIMS):
        _, mean, error, spread = _fit_sisters(change, variance, groups, weight, left)
        is_trusted = is_known & (np.abs(change - mean) <= TRIM * error)
        weight = np.where(is_trusted, 1 / (variance + spread**2), 0.0)
        left = LEFT_BY_TRIM
    number, mean, error, spread = _fit_sisters(change, variance, groups, weight, left)
    is_judged = is_known & (number >= max(min_sisters, 2))
    jump = np.where(is_judged, change - mean, np.nan)
    df = np.maximum(number - 1, 1)
    half = stdtrit(df, 1 - error_each_side) * error
    return Jumps(
        (freeze(before[0]), freeze(after[0])),
        (freeze(before[1]), freeze(after[1])),
        freeze(groups),
        error_each_side,
        freeze(number),
        freeze(np.where(is_known, change, np.nan)),
        freeze(np.where(is_judged, mean, np.nan)),
        freeze(jump),
        freeze(jump - half),
        freeze(jump + half),
        freeze(np.where(is_judged, spread, np.nan)),
        freeze(stdtr(df, -jump / error)),
    )


def _rate(k: IntArray, n: IntArray) -> FloatArray:
    return k / np.maximum(n, 1)


def _variance(k: IntArray, n: IntArray) -> FloatArray:
    smoothed = (k + 0.5) / (n + 1)
    variance: FloatArray = smoothed * (1 - smoothed) / np.maximum(n, 1)
    return variance


def _fit_sisters(
    change: FloatArray,
    variance: FloatArray,
    group: IntArray,
    weight: FloatArray,
    left: float,
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Return number and mean change of a unit's sisters, its error, their spread.

    With weights w, W = sum w and S = sum w (c_i - c)^2, the expectation of S is
    sum w (1 - w / W) (v_i + spread^2). Cutting off odd sisters left only a part of S.
    """
    number, total, first, square, own, chance, own_chance = (
        sum_others(np.where(weight > 0, values, 0.0), group)
        for values in (
            np.ones(len(group)),
            weight,
            weight * change,
            weight * change**2,
            weight**2,
            weight * variance,
            weight**2 * variance,
        )
    )
    scale = np.where(total > 0, total, 1)
    mean = first / scale
    room = total - own / scale
    excess = (square - scale * mean**2) / left - (chance - own_chance / scale)
    between = np.maximum(excess / np.where(room > 0, room, np.inf), 0)
    of_mean = (own_chance + own * between) / scale**2
    error = np.sqrt(variance + between + of_mean)
    return number.astype(np.int64), mean, error, np.sqrt(between)
