"""The fingerprint of stuffed ballots: everybody answers, and everybody gives five.

Elections with stuffed urns show units where turnout and the winner's share are both
near 100 %. Here the two are the answer rate and the share of answers with five on
every question; the distance of a unit from its peers in that plane is measured.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc, logit

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)
from feedback.analysis.peers import LEFT_BY_HALF, TRIMS, find_central, sum_others

#: Units beyond this squared distance, one honest in a hundred, are left out of what the
#: others are measured against; what that leaves of a normal variance in two directions.
TRIM, LEFT_BY_TRIM = 9.21, 0.954
#: Fewer peers than this say too little about their spread in two directions.
MIN_PEERS = 10
#: The share of fives among fewer answers says nothing.
MIN_ANSWERS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """Where each unit stands in the plane, and how far from its peers."""

    fives: IntArray
    answers: IntArray
    invited: IntArray
    group: IntArray
    n_peers: IntArray
    answer_rate: FloatArray
    five_share: FloatArray
    #: Mahalanobis distance from the peers' mean, on the logit scale.
    distance: FloatArray
    #: Whether both shares lie above the peers' mean.
    is_high: BoolArray
    #: Tail of the distance where both are high, 1 where not, nan where unknown.
    p: FloatArray

    def __len__(self) -> int:
        return len(self.fives)


def measure_fingerprints(
    fives: npt.ArrayLike,
    answers: npt.ArrayLike,
    invited: npt.ArrayLike,
    group: npt.ArrayLike,
    min_peers: int = MIN_PEERS,
) -> Fingerprints:
    """Return each unit's distance from its peers in (answer rate, share of fives).

    Both shares go to the logit scale with half a case added on either side, so that
    0 % and 100 % have a place. Mean and covariance come from the peers alone, without
    those who are odd themselves, as in `peers.judge_against_peers`. The unit's own
    chance variation is added to theirs, which already holds some: small units are
    judged mildly. Counting only one quarter of the plane makes p cautious.

    A unit under 10 answers has nan and is nobody's peer. So has one with fewer than
    `min_peers` peers. Where peers are all alike, chance alone is the yardstick.

    Parameters
    ----------
    fives, answers, invited : array_like of int
        Answers with five throughout, of all answers, of all invitations.
    group : array_like of int
        Units with the same number are peers.
    min_peers : int
        At least 4.

    References
    ----------
    .. [1] Klimek, Yegorov, Hanel, Thurner (2012), Statistical detection of systematic
       election irregularities, PNAS 109, 16469-16473.
    .. [2] Anderson (2003), An Introduction to Multivariate Statistical Analysis, 3rd
       ed., section 5.3 (Hotelling's T^2 for a new observation).

    Examples
    --------
    >>> invited, answers = [100] * 12, [20, 25, 30, 35, 22, 28] * 2
    >>> fives = [10, 10, 16, 15, 13, 11] * 2
    >>> found = measure_fingerprints(
    ...     [*fives, 98], [*answers, 99], [*invited, 100], [0] * 13)
    >>> float(found.p[-1]) < 0.001
    True
    """
    k, n = as_trials(np.atleast_1d(fives), np.atleast_1d(answers))
    _, asked = as_trials(n, np.atleast_1d(invited))
    groups = np.broadcast_to(as_integers("group", group), n.shape)
    is_known = n >= MIN_ANSWERS
    points = np.stack([_logit(n, asked), _logit(k, n)])
    own = np.stack([_variance(n, asked), 0 * points[0], _variance(k, n)])
    is_trusted = find_central(points[0], groups, is_known)
    is_trusted &= find_central(points[1], groups, is_known)
    left = LEFT_BY_HALF
    for _ in range(TRIMS):
        _, gap, spread = _fit_others(points, groups, is_trusted, left)
        is_trusted = is_known & (_square_distance(gap, spread + own) <= TRIM)
        left = LEFT_BY_TRIM
    peers, gap, spread = _fit_others(points, groups, is_trusted, left)
    squared = _square_distance(gap, spread * (1 + 1 / np.maximum(peers, 1)) + own)
    is_judged = is_known & (peers >= max(min_peers, 4))
    is_high = is_judged & (gap > 0).all(axis=0)
    scale = np.maximum(peers - 2, 1) / (2 * np.maximum(peers - 1, 1))
    tail = fdtrc(2, np.maximum(peers - 2, 1), squared * scale)
    p = np.where(is_judged, np.where(is_high, tail, 1.0), np.nan)
    return Fingerprints(
        freeze(k),
        freeze(n),
        freeze(asked),
        freeze(groups),
        freeze(peers),
        freeze(np.where(asked > 0, n / np.maximum(asked, 1), np.nan)),
        freeze(np.where(n > 0, k / np.maximum(n, 1), np.nan)),
        freeze(np.where(is_judged, np.sqrt(squared), np.nan)),
        freeze(is_high),
        freeze(p),
    )


def _logit(k: IntArray, n: IntArray) -> FloatArray:
    scaled: FloatArray = logit((k + 0.5) / (n + 1))
    return scaled


def _variance(k: IntArray, n: IntArray) -> FloatArray:
    """Return the variance of the logit (Gart, Zweifel 1967)."""
    variance: FloatArray = 1 / (k + 0.5) + 1 / (n - k + 0.5)
    return variance


def _fit_others(
    points: FloatArray, group: IntArray, is_trusted: BoolArray, left: float
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return how many peers, the gap from their mean, their (xx, xy, yy) covariance."""

    def sum_known(values: FloatArray) -> FloatArray:
        return sum_others(np.where(is_trusted, values, 0.0), group)

    number = sum_known(np.ones(len(group)))
    scale = np.maximum(number, 1)
    # Sums of squares lose digits far from zero; the centre of all is near enough.
    middle = points.sum(axis=1, keepdims=True) / max(len(group), 1)
    x, y = points - middle
    mean = np.stack([sum_known(x), sum_known(y)]) / scale
    products = np.stack([sum_known(x * x), sum_known(x * y), sum_known(y * y)])
    means = np.stack([mean[0] * mean[0], mean[0] * mean[1], mean[1] * mean[1]])
    spread = (products - scale * means) / np.maximum(scale - 1, 1) / left
    return number.astype(np.int64), points - middle - mean, spread


def _square_distance(gap: FloatArray, spread: FloatArray) -> FloatArray:
    """Return the squared Mahalanobis distance; own variance keeps the spread open."""
    xx, xy, yy = spread
    area = xx * yy - xy * xy
    x, y = gap
    squared = x * x * yy - 2 * x * y * xy + y * y * xx
    distance: FloatArray = squared / area
    return distance
