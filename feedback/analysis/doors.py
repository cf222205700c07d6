"""Counters at the door: bursts, shared devices and haste, told from histograms alone.

The door knows no ballot. What it keeps of one agency, channel and day are histograms,
written so that cells of fewer than 10 can be dropped: they count answers, not devices,
so that one device with fifty answers is a cell of fifty. A flag says that somebody
should look; slow answers go with unhappy ones, so nothing is ever filtered by it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtr

from feedback.analysis.arrays import FloatArray, IntArray, as_integers, freeze
from feedback.analysis.bursts import estimate_size, expect_profile, measure_bursts
from feedback.analysis.peers import judge_against_peers

#: An agency's day with fewer answers is dropped.
MIN_ANSWERS = 10


@dataclass(frozen=True, slots=True, eq=False)
class DoorCounts:
    """What the door counted, one row for each agency, channel and day."""

    #: Answers by how many answers their key gave that day, shape (units, classes).
    by_key: IntArray
    #: Forms by the seconds they took, shape (units, classes).
    by_seconds: IntArray
    #: Answers by ten minutes of the day, shape (units, windows).
    by_window: IntArray
    #: Rows of one channel are each other's peers: kiosks are shared by nature.
    channel: IntArray

    def __len__(self) -> int:
        return len(self.channel)


@dataclass(frozen=True, slots=True, eq=False)
class DoorFlags:
    """p-values of each row; nan where the row was dropped or has too few peers."""

    counts: DoorCounts
    #: Classes that count as many answers per key, and as fast.
    many_from: int
    fast_below: int
    p_keys: FloatArray
    p_fast: FloatArray
    p_even: FloatArray
    p_burst: FloatArray


def make_door_counts(
    by_key: npt.ArrayLike,
    by_seconds: npt.ArrayLike,
    by_window: npt.ArrayLike,
    channel: npt.ArrayLike,
) -> DoorCounts:
    """Return the counts of the door, checked.

    Raises
    ------
    ValueError
        If the tables differ in their rows.

    Examples
    --------
    >>> len(make_door_counts([[9, 3]], [[2, 10]], [[6, 6]], [0]))
    1
    """
    tables = [
        freeze(as_integers(name, table))
        for name, table in (
            ("by_key", by_key),
            ("by_seconds", by_seconds),
            ("by_window", by_window),
            ("channel", channel),
        )
    ]
    if len({len(table) for table in tables}) > 1:
        raise ValueError("the tables of a door must have one row for each unit")
    return DoorCounts(*tables)


def judge_doors(
    counts: DoorCounts,
    many_from: int,
    fast_below: int,
    min_answers: int = MIN_ANSWERS,
) -> DoorFlags:
    """Return how odd each row is in four ways.

    - keys: share of answers from keys that gave many, against peers of the channel;
    - fast: share of forms that took too few seconds, against peers;
    - even: counts of neighbouring windows more alike than chance lets them be. The
      lower tail is cautious, since the differences of small counts vary less than
      chi-square supposes;
    - burst: the fullest window against the channel's profile of the day, by a negative
      binomial learned from all rows of the channel, times the number of windows.

    Rows with fewer than `min_answers` in a table have nan for what it tells.

    Parameters
    ----------
    counts : DoorCounts
        As `make_door_counts` gives them.
    many_from, fast_below : int
        First class of "many answers per key"; first class that is not too fast.
    min_answers : int
        Smaller rows are dropped.

    References
    ----------
    .. [1] Mukherjee et al. (2013), Spotting opinion spammers using behavioral
       footprints, KDD, 632-640.
    .. [2] Huang, Curran, Keeney, Poposki, DeShon (2012), Detecting and deterring
       insufficient effort responding to surveys, Journal of Business and Psychology
       27, 99-114.
    .. [3] Cox, Lewis (1966), The Statistical Analysis of Series of Events, section 6.3.

    Examples
    --------
    >>> honest = [[50, 0]] * 12
    >>> counts = make_door_counts(
    ...     [*honest, [10, 40]], [*honest, [50, 0]], [[25, 25]] * 13, [0] * 13)
    >>> float(judge_doors(counts, 1, 0).p_keys[-1]) < 1e-6
    True
    """
    return DoorFlags(
        counts,
        many_from,
        fast_below,
        _judge_share(
            counts.by_key, counts.channel, slice(many_from, None), min_answers
        ),
        _judge_share(
            counts.by_seconds, counts.channel, slice(0, fast_below), min_answers
        ),
        _judge_evenness(counts.by_window, min_answers),
        _judge_bursts(counts.by_window, counts.channel, min_answers),
    )


def _judge_share(
    table: IntArray, channel: IntArray, classes: slice, min_answers: int
) -> FloatArray:
    n = table.sum(axis=1)
    n = np.where(n >= min_answers, n, 0)
    hits = np.where(n > 0, table[:, classes].sum(axis=1), 0)
    return judge_against_peers(hits, n, channel).p_high


def _judge_evenness(by_window: IntArray, min_answers: int) -> FloatArray:
    """Return the lower tail of (x - y)^2 / (x + y) over pairs of neighbours."""
    paired = by_window[:, : by_window.shape[1] // 2 * 2]
    x, y = paired[:, ::2], paired[:, 1::2]
    # One answer in a pair is in one of the two whatever happens.
    is_telling = x + y > 1
    terms = np.where(is_telling, (x - y) ** 2 / np.maximum(x + y, 1), 0)
    df = is_telling.sum(axis=1)
    is_judged = (df > 0) & (by_window.sum(axis=1) >= min_answers)
    tail = chdtr(np.maximum(df, 1), terms.sum(axis=1))
    return freeze(np.where(is_judged, tail, np.nan))


def _judge_bursts(
    by_window: IntArray, channel: IntArray, min_answers: int
) -> FloatArray:
    """Return the smallest tail of a row's windows, times their number."""
    totals = by_window.sum(axis=1)
    p = np.full(len(by_window), np.nan)
    for each in np.unique(channel):
        rows = np.flatnonzero((channel == each) & (totals >= min_answers))
        observed = by_window[rows]
        expected = expect_profile(totals[rows], observed.sum(axis=0))
        size = estimate_size(observed, expected)
        tails = measure_bursts(observed, expected, size).p_negbin
        worst = tails.min(axis=1, initial=1.0)
        p[rows] = np.minimum(worst * by_window.shape[1], 1)
    return freeze(p)
