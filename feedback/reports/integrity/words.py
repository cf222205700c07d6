"""Comments of one agency that are copies of each other."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from feedback.analysis.copies import find_copies
from feedback.analysis.peers import judge_against_peers
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.families import Family
from feedback.domain.flags import WHOLE, Facts, tell_count
from feedback.domain.months import Month
from feedback.queries.integrity import Unit
from feedback.reports.integrity.trials import Trial, spare_few

#: Of the hash functions.
SEED = 2026


def try_copies(
    month: Month, words: Sequence[tuple[int, str]], units: Mapping[int, Unit]
) -> Trial:
    """The share of an agency's comments that near-copy another one of its own.

    Agencies with fewer than ten comments are peers and are not judged.
    """
    group = find_copies([text for _, text in words], SEED).group.tolist()
    agencies = sorted({agency for agency, _ in words})
    written = Counter(agency for agency, _ in words)
    together = Counter(
        (agency, number)
        for (agency, _), number in zip(words, group, strict=True)
        if number >= 0
    )
    copied: Counter[int] = Counter()
    for (agency, _), size in together.items():
        copied[agency] += size if size > 1 else 0
    k = np.array([copied[agency] for agency in agencies], dtype=np.int64)
    n = np.array([written[agency] for agency in agencies], dtype=np.int64)
    tails = judge_against_peers(k, n, np.zeros(len(n), dtype=np.int64))

    def tell(unit: int) -> Facts:
        return {
            "copied": tell_count(k[unit]),
            "comments": tell_count(n[unit]),
            "peer_share": tails.peer_rate[unit],
            "peers": tails.n_peers[unit],
        }

    names = [(units[agency].code, WHOLE) for agency in agencies]
    p = np.where(n >= MIN_ANSWERS, spare_few(tails.p_high, k), np.nan)
    return Trial(Family.COPIES, month, month, names, p, tell)
