"""Rates that heap where a report likes them: just over a target, on whole percents.

The null is drawn, not assumed: every unit answers again with its own observed rate as
the chance. That smooths over any heap finer than chance, keeps the units' sizes and so
the rates that small numbers can have at all, and keeps the shape of the whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, IntArray, as_trials, freeze

#: Draws of the null; the smallest p-value is one over one more than these.
DRAWS = 1999
#: Half the width of "on a whole percent", in percent points.
HALF_WIDTH = Fraction(1, 20)


@dataclass(frozen=True, slots=True, eq=False)
class Heap:
    """How many units stand on the heap, and how many chance would put there."""

    k: IntArray
    n: IntArray
    seed: int
    draws: int
    #: What was counted, and its mean in the draws; None without units.
    observed: int
    expected: float | None
    #: Share of draws (and the observation itself) with at least as much; None without.
    p: float | None
    #: Units just over and just under, for a pile-up.
    above: int | None = None
    below: int | None = None


def measure_pile_up(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    percent: int,
    seed: int,
    draws: int = DRAWS,
) -> Heap:
    """Return whether more units lie in [T, T + 1) than in [T - 1, T) percent.

    What is counted is the difference, above less below; edges are compared in whole
    numbers. The null holds a fraction of the heap itself, the more the larger the
    units are, so p is cautious. Units without answers are left out; without any unit
    in either bin there is no p.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers, per unit.
    percent : int
        The target T.
    seed : int
        Of the draws.
    draws : int
        How many.

    References
    ----------
    .. [1] Kobak, Shpilkin, Pshenichnikov (2016), Integer percentages as electoral
       falsification fingerprints, Annals of Applied Statistics 10, 54-73.
    .. [2] McCrary (2008), Manipulation of the running variable in the regression
       discontinuity design, Journal of Econometrics 142, 698-714.

    Examples
    --------
    >>> heap = measure_pile_up([90] * 30, [100] * 30, 90, seed=1, draws=99)
    >>> heap.above, heap.below, heap.p
    (30, 0, 0.01)
    """
    ks, ns = _keep_answered(k, n)

    def count(drawn: IntArray) -> int:
        return _count_bin(drawn, ns, percent) - _count_bin(drawn, ns, percent - 1)

    above, below = _count_bin(ks, ns, percent), _count_bin(ks, ns, percent - 1)
    if not above + below:
        return Heap(ks, ns, seed, draws, 0, None, None, above, below)
    drawn = _draw(ks, ns, seed, draws, count)
    return _weigh(ks, ns, seed, above - below, drawn, above, below)


def measure_heaping(
    k: npt.ArrayLike, n: npt.ArrayLike, seed: int, draws: int = DRAWS
) -> Heap:
    """Return whether more units than chance gives lie on whole percents.

    On means within 0.05 points. Units of 0 % and 100 % are left out: they are there
    for other reasons and cannot be drawn otherwise. So are units without answers;
    without any unit left there is no p.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers, per unit.
    seed : int
        Of the draws.
    draws : int
        How many.

    References
    ----------
    .. [1] Kobak, Shpilkin, Pshenichnikov (2016), as above.

    Examples
    --------
    >>> measure_heaping([85], [1000], seed=1, draws=99).observed
    0
    """
    ks, ns = _keep_answered(k, n)
    is_inner = (ks > 0) & (ks < ns)
    ks, ns = freeze(ks[is_inner]), freeze(ns[is_inner])
    if not len(ns):
        return Heap(ks, ns, seed, draws, 0, None, None)

    def count(drawn: IntArray) -> int:
        return int(np.count_nonzero(_is_whole(drawn, ns)))

    return _weigh(ks, ns, seed, count(ks), _draw(ks, ns, seed, draws, count))


def _keep_answered(k: npt.ArrayLike, n: npt.ArrayLike) -> tuple[IntArray, IntArray]:
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    return freeze(ks[ns > 0]), freeze(ns[ns > 0])


def _count_bin(k: IntArray, n: IntArray, percent: int) -> int:
    """Return how many rates lie in [percent, percent + 1)."""
    return int(np.count_nonzero((100 * k >= percent * n) & (100 * k < percent * n + n)))


def _is_whole(k: IntArray, n: IntArray) -> BoolArray:
    """Return which rates lie within the half width of a whole percent."""
    over = 100 * k % n
    gap = np.minimum(over, n - over)
    is_whole: BoolArray = gap * HALF_WIDTH.denominator <= n * HALF_WIDTH.numerator
    return is_whole


def _draw(
    k: IntArray, n: IntArray, seed: int, draws: int, count: Callable[[IntArray], int]
) -> IntArray:
    """Return the counts of draws in which every unit answers again at its own rate."""
    random = np.random.default_rng(seed)
    rate = k / n
    return np.array([count(random.binomial(n, rate)) for _ in range(draws)])


def _weigh(
    k: IntArray,
    n: IntArray,
    seed: int,
    observed: int,
    drawn: IntArray,
    above: int | None = None,
    below: int | None = None,
) -> Heap:
    p = float((1 + np.count_nonzero(drawn >= observed)) / (1 + len(drawn)))
    return Heap(k, n, seed, len(drawn), observed, float(drawn.mean()), p, above, below)
