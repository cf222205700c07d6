"""The share of fives in a month against peers, alone and with the answer rate."""

from collections.abc import Mapping

import numpy as np

from feedback.analysis.fingerprints import measure_fingerprints
from feedback.analysis.peers import judge_against_peers
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.families import Family
from feedback.domain.flags import Facts, tell_count, tell_part
from feedback.queries.integrity import Account, Unit
from feedback.reports.integrity.tallies import Tally
from feedback.reports.integrity.trials import (
    Place,
    Trial,
    group_peers,
    name_places,
    spare_few,
)


def try_fives(counted: Tally, units: Mapping[int, Unit]) -> Trial:
    """The share of fives against peers, of units with ten answers or more."""
    n = counted.answers[:, 0]
    n = np.where(n >= MIN_ANSWERS, n, 0)
    k = np.where(n > 0, counted.fives[:, 0], 0)
    tails = judge_against_peers(k, n, group_peers(counted.places, units))

    def tell(unit: int) -> Facts:
        return {
            **tell_part(k[unit], n[unit]),
            "peer_share": tails.peer_rate[unit],
            "peers": tails.n_peers[unit],
        }

    names = name_places(counted.places, units)
    month = counted.months[0]
    p = spare_few(tails.p_high, k)
    return Trial(Family.FIVES, month, month, names, p, tell)


def try_fingerprints(
    counted: Tally,
    accounts: Mapping[Place, Account],
    units: Mapping[int, Unit],
) -> Trial:
    """Answer rate and share of fives together, against peers."""
    n, k = counted.answers[:, 0], counted.fives[:, 0]
    asked = [accounts.get(place, Account()).invited for place in counted.places]
    invited = np.array(asked, dtype=np.int64)
    # More answers than invitations are a breach of the accounts, not a rate.
    is_sound = n <= invited
    found = measure_fingerprints(
        np.where(is_sound, k, 0),
        np.where(is_sound, n, 0),
        invited,
        group_peers(counted.places, units),
    )

    def tell(unit: int) -> Facts:
        return {
            **tell_part(k[unit], n[unit]),
            "invited": tell_count(invited[unit]),
            "peers": found.n_peers[unit],
        }

    names = name_places(counted.places, units)
    month = counted.months[0]
    return Trial(Family.FINGERPRINT, month, month, names, found.p, tell)
