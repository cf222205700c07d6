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
from scipy.special import betainc, gammaln

from feedback.analysis.arrays import (
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)

#: Fewer peers than this say too little about how peers differ.
MIN_PEERS = 10
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
    leaving one out costs nothing; maximum likelihood would need a fit per unit. The
    rate is (K + 1/2) / (N + 1), lest peers who are all alike make anything else
    impossible. That the fit is itself uncertain is ignored: with few peers the tails
    are somewhat short.

    A unit without answers, or with fewer peers than `min_peers`, has nan tails.

    Parameters
    ----------
    k, n : array_like of int
        Hits of all trials, per unit.
    group : array_like of int
        Units with the same number are peers.
    min_peers : int
        At least 2.

    References
    ----------
    .. [1] Kleinman (1973), Proportions with extraneous variance, JASA 68, 46-54.
    .. [2] Skellam (1948), A probability distribution derived from the binomial
       distribution by regarding the probability of success as variable between the
       sets of trials, JRSS B 10, 257-261.

    Examples
    --------
    >>> k = [50] * 11 + [100]
    >>> float(judge_against_peers(k, [100] * 12, [1] * 12).p_high[-1]) < 1e-20
    True
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    groups = np.broadcast_to(as_integers("group", group), ks.shape)
    n_peers, rate, correlation = _fit_others(ks, ns, groups)
    is_judged = (ns > 0) & (n_peers >= max(min_peers, 2))
    rate = np.where(is_judged, rate, np.nan)
    correlation = np.where(is_judged, correlation, np.nan)
    p_high, p_low = find_tails(ks, ns, rate, correlation)
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


def _fit_others(
    k: IntArray, n: IntArray, group: IntArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return number, rate and correlation of each unit's peers, by moments.

    With m peers, N = sum n and S = sum n (p_i - p)^2, the expectation of S is
    p q ((1 - rho)(m - 1) + rho (N - sum n^2 / N)).
    """
    squares = k * k / np.maximum(n, 1)
    peers, hits, trials, sizes, square = (
        sum_others(values.astype(np.float64), group)
        for values in (n > 0, k, n, n * n, squares)
    )
    scale = np.maximum(trials, 1)
    spread = square - hits**2 / scale
    rate = (hits + 0.5) / (trials + 1)
    binomial = peers - 1
    room = trials - sizes / scale - binomial
    excess = spread / (rate * (1 - rate)) - binomial
    correlation = np.where(room > 0, excess / np.maximum(room, 1e-300), 0)
    return (
        peers.astype(np.int64),
        rate,
        np.clip(correlation, 0, 0.999),
    )


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
