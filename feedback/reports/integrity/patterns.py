"""Answers question by question: one level throughout, or one pattern repeated."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.careless import measure_matches, measure_responses
from feedback.analysis.peers import PeerTails, judge_against_peers
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.families import Family
from feedback.domain.flags import Facts, tell_part
from feedback.domain.months import Month
from feedback.queries.integrity import Unit
from feedback.queries.items import ItemAnswers
from feedback.queries.measures import CHANNELS
from feedback.reports.integrity.trials import (
    Place,
    Trial,
    group_peers,
    name_places,
    spare_few,
)

#: Fewer answers make no pattern.
LEAST_ITEMS = 4


def try_patterns(
    month: Month, read: Sequence[ItemAnswers], units: Mapping[int, Unit]
) -> Iterator[Trial]:
    """Straight lines and repeated patterns by agency and channel, against peers.

    Versions of the questionnaire are taken together: each has patterns of its own.
    """
    counts: dict[Place, IntArray] = {}
    for answers in read:
        for place, found in _count(answers).items():
            counts[place] = counts.get(place, np.zeros(3, dtype=np.int64)) + found
    places = list(counts)
    table = np.array([counts[place] for place in places], np.int64).reshape(-1, 3)
    rows, lines, largest = table.T
    names, group = name_places(places, units), group_peers(places, units)
    n = np.where(rows >= MIN_ANSWERS, rows, 0)
    for family, hits in ((Family.STRAIGHT, lines), (Family.REPEATED, largest)):
        k = np.where(n > 0, hits, 0)
        tails = judge_against_peers(k, n, group)
        p = spare_few(tails.p_high, k)
        yield Trial(family, month, month, names, p, partial(_tell, tails))


def _tell(tails: PeerTails, unit: int) -> Facts:
    return {
        **tell_part(tails.k[unit], tails.n[unit]),
        "peer_share": tails.peer_rate[unit],
        "peers": tails.n_peers[unit],
    }


def _count(answers: ItemAnswers) -> dict[Place, IntArray]:
    """Rows, straight lines, and rows with the commonest pattern that is none."""
    levels = answers.levels.astype(np.int64)
    is_long = (levels > 0).sum(axis=1) >= LEAST_ITEMS
    levels = levels[is_long]
    unit = answers.agency[is_long] * len(CHANNELS) + answers.channel[is_long]
    if not len(levels):
        return {}
    deviation = measure_responses(levels).irv
    matches = measure_matches(levels, unit)
    place = np.searchsorted(matches.units, unit)
    lines = np.bincount(place, deviation == 0, len(matches)).astype(np.int64)
    columns = (matches.rows, lines, matches.largest)
    table = np.stack(columns, axis=1)
    return {
        (number // len(CHANNELS), CHANNELS[number % len(CHANNELS)]): table[row]
        for row, number in enumerate(matches.units.tolist())
    }
