"""Accounts that do not add up: more ratings than ballots, more ballots than asked."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.invariants import find_breaches, make_accounts
from feedback.domain.families import Family
from feedback.domain.flags import WHOLE, tell_count
from feedback.domain.months import Month
from feedback.queries.integrity import Account, Unit
from feedback.reports.integrity.tallies import Tally
from feedback.reports.integrity.trials import Place
from feedback.reports.suspicions import Suspicion


def check_accounts(
    month: Month,
    counted: Tally,
    accounts: Mapping[Place, Account],
    units: Mapping[int, Unit],
) -> Iterator[Suspicion]:
    """Counts that cannot be; no chance and no family, each one is a flag."""
    rated = dict(
        zip(
            counted.places,
            (counted.answers + counted.no_opinion).sum(axis=1).tolist(),
            strict=True,
        )
    )
    places = list(dict.fromkeys([*accounts, *rated]))
    rows = [accounts.get(place, Account()) for place in places]
    found = find_breaches(
        make_accounts(
            [units[agency].code for agency, _ in places],
            [channel or WHOLE for _, channel in places],
            ended=_column([row.ended for row in rows]),
            invited=_column([row.invited for row in rows]),
            # The key of the table holds that no dossier is invited twice.
            invited_dossiers=_column([row.invited for row in rows]),
            delivered=_column([row.delivered for row in rows]),
            ballots=_column([row.ballots for row in rows]),
            ratings=_column([rated.get(place, 0) for place in places]),
        )
    )
    for code, channel in dict.fromkeys((b.agency, b.month) for b in found):
        breach = next(b for b in found if (b.agency, b.month) == (code, channel))
        facts = {
            "rule": breach.invariant.value,
            "count": tell_count(breach.count),
            "limit": tell_count(breach.limit),
        }
        yield Suspicion(
            Family.ACCOUNTS, code, channel, month, month, None, None, None, facts
        )


def _column(values: Sequence[int]) -> IntArray:
    return np.array(values, dtype=np.int64)
