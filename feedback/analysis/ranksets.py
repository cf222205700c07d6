"""Confidence sets for ranks: which places a unit may hold, without any model of rates.

A check on the ranges of `ranks`, which lean on the field being what they take it for.
These hold for whatever true rates there are, and are wide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, as_trials, freeze

#: Answers added to each unit, half of them satisfied, so that none has no error.
ADDED = 4
DRAWS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class RankSets:
    """Ranks a unit may hold; rank 1 is the highest rate."""

    k: IntArray
    n: IntArray
    confidence: float
    seed: int
    lowest: IntArray
    highest: IntArray


def find_rank_sets(
    k: npt.ArrayLike, n: npt.ArrayLike, seed: int, confidence: float = 0.95
) -> RankSets:
    """Return, for each unit by itself, a set of ranks that holds its true one.

    A unit is below as many others as are surely above it, and above as many as are
    surely below it. For each unit the differences from all others are tested together
    by stepping down, with critical values drawn from the normal distribution.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers per unit. A unit with n = 0 is held for half
        satisfied with a wide error, and may hold nearly any rank.
    seed : int
        Of the draws behind the critical values.
    confidence : float
        Chance that the set of any one unit holds its rank.

    Returns
    -------
    RankSets
        Time grows with the square of the number of units: for a field, not a nation.

    References
    ----------
    .. [1] Mogstad, Romano, Shaikh, Wilhelm (2024), Inference for ranks with
       applications to mobility across neighbourhoods and academic achievement across
       countries, Review of Economic Studies 91, 476-518.
    .. [2] Agresti, Coull (1998), Approximate is better than "exact", American
       Statistician 52, 119-126: two satisfied and two dissatisfied answers added.

    Examples
    --------
    >>> found = find_rank_sets([95, 90, 20], [100, 100, 100], seed=1)
    >>> found.lowest.tolist(), found.highest.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    size = ns + ADDED
    rate = (ks + ADDED / 2) / size
    variance = rate * (1 - rate) / size
    noise = np.random.default_rng(seed).normal(size=(DRAWS, len(ks)))
    noise *= np.sqrt(variance)
    lowest, highest = np.empty_like(ks), np.empty_like(ks)
    for unit in range(len(ks)):
        error = np.sqrt(variance + variance[unit])
        is_other = np.arange(len(ks)) != unit
        scores = (rate - rate[unit]) / error
        drawn = np.abs((noise - noise[:, [unit]]) / error)
        is_sure = _step_down(scores, drawn, is_other, confidence)
        lowest[unit] = 1 + np.count_nonzero(is_sure & (scores > 0))
        highest[unit] = len(ks) - np.count_nonzero(is_sure & (scores < 0))
    return RankSets(ks, ns, confidence, seed, freeze(lowest), freeze(highest))


def _step_down(
    scores: FloatArray, drawn: FloatArray, is_open: BoolArray, confidence: float
) -> BoolArray:
    """Return which scores are further out than chance makes the furthest open one.

    Those found are closed, and the rest tried again with a lower critical value.
    """
    is_sure = np.zeros(len(scores), dtype=bool)
    while is_open.any():
        critical = np.quantile(drawn[:, is_open].max(axis=1), confidence)
        is_found = is_open & (np.abs(scores) > critical)
        if not is_found.any():
            break
        is_sure |= is_found
        is_open = is_open & ~is_found
    return is_sure
