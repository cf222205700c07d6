"""A unit's share against its peers, whose own differences set the yardstick.

Honest agencies differ by more than chance, so a binomial test accuses half of them.
The peers' rates are taken as draws from a beta law, fitted without the unit itself;
the tail of the beta-binomial then says how odd the unit is. Used for all-fives, copied
comments, invitations of the refused, and the counters at the door.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaln, ndtri, stdtr

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)

#: Fewer peers than this say too little about how peers differ.
MIN_PEERS = 10
#: Units with a smaller tail are left out of what the others are measured against.
TRIM = 0.005
#: Times that this is done anew.
TRIMS = 3
#: What is left of a normal variance by the half nearest to the middle, and when 0.5 %
#: are cut off on either side.
LEFT_BY_HALF, LEFT_BY_TRIM = 0.143, 0.925
#: Under this correlation the law is binomial to within a hundredth of its variance,
#: and the gamma functions would lose digits.
LEAST_CORRELATION = 1e-6
#: Terms summed at once; keeps the working memory small.
BLOCK = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class PeerTails:
    """How odd each unit's share is among its peers; nan where that cannot be said."""

    k: IntArray
    n: IntArray
    #: Units of one group (sector and channel, say) are each other's peers.
    group: IntArray
    #: Peers with answers.
    n_peers: IntArray
    peer_rate: FloatArray
    #: Correlation of two answers of one peer; 0 is plain binomial.
    peer_correlation: FloatArray
    #: Chance of a share at least as high, and at least as low.
    p_high: FloatArray
    p_low: FloatArray

    def __len__(self) -> int:
        return len(self.k)


def judge_against_peers(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    group: npt.ArrayLike,
    min_peers: int = MIN_PEERS,
) -> PeerTails:
    """Return the predictive tails of each unit given the others of its group.

    The beta law is fitted by moments from group sums less the unit's own part, so that
    leaving one out costs nothing; maximum likelihood would need a fit per unit. Peers
    who are odd themselves are left out: one cheat in ten, all alike, would otherwise
    pass for the way peers differ. It begins with the half of the peers nearest to
    their median and lets in, in a few rounds, whoever is not odd beside those; what
    the cutting takes from a normal variance is put back. Half an answer is added on
    either side of the peers' rate, lest peers who are all alike make anything else
    impossible. For what the fit does not know of itself, the tails are passed through
    Student's t with as many degrees of freedom as there are peers, less one.

    A unit without answers, or with fewer peers than `min_peers`, has nan tails.

    Parameters
    ----------
    k, n : array_like of int
        Hits of all trials, per unit.
    group : array_like of int
        Units with the same number are peers.
    min_peers : int
        At least 2, counting those not left out.

    References
    ----------
    .. [1] Kleinman (1973), Proportions with extraneous variance, JASA 68, 46-54.
    .. [2] Geisser (1993), Predictive Inference, section 2.2 (Student's t for the next
       observation).
    .. [3] Skellam (1948), A probability distribution derived from the binomial
       distribution by regarding the probability of success as variable between the
       sets of trials, JRSS B 10, 257-261.

    Examples
    --------
    >>> k = [50] * 11 + [100]
    >>> float(judge_against_peers(k, [100] * 12, [1] * 12).p_high[-1]) < 1e-6
    True
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    groups = np.broadcast_to(as_integers("group", group), ks.shape)
    weight = np.where(find_central(ks / np.maximum(ns, 1), groups, ns > 0), ns, 0.0)
    left = LEFT_BY_HALF
    for _ in range(TRIMS):
        _, _, correlation, *tails = _judge(ks, ns, groups, weight, left, 2)
        # What an answer is worth besides others of the same unit (Kleinman).
        weight = ns / (1 + np.nan_to_num(correlation) * np.maximum(ns - 1, 0))
        weight[np.minimum(*tails) < TRIM] = 0
        left = LEFT_BY_TRIM
    n_peers, rate, correlation, p_high, p_low = _judge(
        ks, ns, groups, weight, left, max(min_peers, 2)
    )
    return PeerTails(
        freeze(ks),
        freeze(ns),
        freeze(groups),
        freeze(n_peers),
        freeze(rate),
        freeze(correlation),
        freeze(p_high),
        freeze(p_low),
    )


def find_tails(
    k: IntArray, n: IntArray, rate: FloatArray, correlation: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return P(X >= k) and P(X <= k) for beta-binomial X; nan for a nan rate.

    Parameters
    ----------
    k, n : array of int
    rate, correlation : array of float
        Mean share, and correlation between trials, from 0 (binomial) to under 1.

    Examples
    --------
    >>> high, low = find_tails(
    ...     np.array([1]), np.array([2]), np.array([0.5]), np.array([1 / 3]))
    >>> round(float(high[0]), 6), round(float(low[0]), 6)
    (0.666667, 0.666667)
    """
    is_known = ~np.isnan(rate)
    is_binomial = is_known & (correlation < LEAST_CORRELATION)
    p = np.where(is_known, rate, 0.5)
    high = np.where(k == 0, 1.0, betainc(np.maximum(k, 1), n - np.maximum(k, 1) + 1, p))
    low = np.where(
        k == n, 1.0, betainc(np.maximum(n - k, 1), np.minimum(k, n - 1) + 1, 1 - p)
    )
    high, low = np.where(is_binomial, high, np.nan), np.where(is_binomial, low, np.nan)
    wide = np.flatnonzero(is_known & ~is_binomial)
    for units in _split(wide, n[wide] + 1):
        high[units], low[units] = _sum_tails(
            k[units], n[units], rate[units], correlation[units]
        )
    return high, low


def sum_others(values: FloatArray, group: IntArray) -> FloatArray:
    """Return for each unit the sum over the others of its group.

    Examples
    --------
    >>> sum_others(np.array([1.0, 2.0, 4.0]), np.array([7, 7, 9])).tolist()
    [2.0, 1.0, 0.0]
    """
    _, place = np.unique(group, return_inverse=True)
    others: FloatArray = np.bincount(place, values)[place] - values
    return others


def find_central(values: FloatArray, group: IntArray, is_known: BoolArray) -> BoolArray:
    """Return the half of each group nearest to its median, ties included.

    Unknown ones are in no half.

    Examples
    --------
    >>> values, group = np.array([0.9, 0.5, 0.4, 0.6, 7.0]), np.array([1, 1, 1, 1, 2])
    >>> find_central(values, group, np.ones(5, dtype=bool)).tolist()
    [False, True, False, True, True]
    """
    known = np.flatnonzero(is_known)
    own = values[known]
    _, place, sizes = np.unique(group[known], return_inverse=True, return_counts=True)
    starts = np.cumsum(sizes) - sizes
    ordered = own[np.lexsort((own, place))]
    middle = (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
    distance = np.abs(own - middle[place])
    limit = distance[np.lexsort((distance, place))][starts + (sizes - 1) // 2]
    is_central = np.zeros(len(values), dtype=bool)
    is_central[known] = distance <= limit[place]
    return is_central


def _judge(
    k: IntArray,
    n: IntArray,
    group: IntArray,
    weight: FloatArray,
    left: float,
    min_peers: int,
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return number, rate and correlation of each unit's peers, and both its tails."""
    n_peers, rate, correlation = _fit_others(k, n, group, weight, left)
    is_judged = (n > 0) & (n_peers >= min_peers)
    rate = np.where(is_judged, rate, np.nan)
    correlation = np.where(is_judged, correlation, np.nan)
    p_high, p_low = (
        _lengthen(tail, n_peers) for tail in find_tails(k, n, rate, correlation)
    )
    return n_peers, rate, correlation, p_high, p_low


def _lengthen(tail: FloatArray, n_peers: IntArray) -> FloatArray:
    """Return a tail made longer for a law learned from so many peers."""
    peers = np.maximum(n_peers, 2)
    score = ndtri(tail) * np.sqrt(peers / (peers + 1))
    lengthened: FloatArray = stdtr(peers - 1, score)
    return lengthened


def _fit_others(
    k: IntArray, n: IntArray, group: IntArray, weight: FloatArray, left: float
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return number, rate and correlation of each unit's peers, by moments.

    With weights w, W = sum w and S = sum w (p_i - p)^2, the expectation of S is
    p q sum w (1 - w / W) ((1 - rho) / n_i + rho). Cutting off odd units left only a
    part of S.
    """
    trials = np.maximum(n, 1)
    share = k / trials
    peers, total, hits, square, own, single, own_single = (
        sum_others(np.where(weight > 0, values, 0.0), group)
        for values in (
            np.ones(len(n)),
            weight,
            weight * share,
            weight * share**2,
            weight**2,
            weight / trials,
            weight**2 / trials,
        )
    )
    scale = np.where(total > 0, total, 1)
    rate = (hits + 0.5) / (total + 1)
    binomial = single - own_single / scale
    room = total - own / scale - binomial
    spread = (square - hits**2 / scale) / left
    excess = spread / (rate * (1 - rate)) - binomial
    correlation = excess / np.where(room > 1e-9, room, np.inf)
    return peers.astype(np.int64), rate, np.clip(correlation, 0, 0.999)


def _split(units: IntArray, terms: IntArray) -> Iterator[IntArray]:
    """Yield the units in blocks of about so many terms."""
    block = np.cumsum(terms) // BLOCK
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    yield from np.split(units, starts[1:]) if len(units) else []


def _sum_tails(
    k: IntArray, n: IntArray, rate: FloatArray, correlation: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return both tails by adding every single chance, smallest errors first."""
    weight = (1 - correlation) / correlation
    a, b = rate * weight, (1 - rate) * weight
    unit = np.repeat(np.arange(len(n)), n + 1)
    j = np.arange(len(unit)) - np.repeat(np.cumsum(n + 1) - n - 1, n + 1)
    rest = n[unit] - j
    constant = gammaln(n + 1) + gammaln(a + b) - gammaln(n + a + b)
    constant -= gammaln(a) + gammaln(b)
    logs = gammaln(j + a[unit]) + gammaln(rest + b[unit])
    logs -= gammaln(j + 1) + gammaln(rest + 1)
    chance = np.exp(logs + constant[unit])
    high = np.bincount(unit, chance * (j >= k[unit]), len(n))
    low = np.bincount(unit, chance * (j <= k[unit]), len(n))
    return np.minimum(high, 1), np.minimum(low, 1)
