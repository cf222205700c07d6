"""The integrity checks of a month: every family of tests, and the flags they leave.

A flag opens a review. It changes no figure and deletes nothing.
"""

from collections.abc import Sequence

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.periods import QUARTER
from feedback.queries.integrity import (
    LevelCount,
    list_accounts,
    list_door_days,
    list_level_counts,
    list_signing_days,
    list_units,
    list_words,
)
from feedback.queries.items import (
    ItemAnswers,
    list_scales,
    list_versions,
    read_items,
)
from feedback.reports.integrity.accounts import check_accounts
from feedback.reports.integrity.doors import try_doors
from feedback.reports.integrity.figures import try_fingerprints, try_fives
from feedback.reports.integrity.months import (
    AROUND,
    SERIES,
    try_jumps,
    try_months,
    try_pile_up,
)
from feedback.reports.integrity.patterns import try_patterns
from feedback.reports.integrity.tallies import tally
from feedback.reports.integrity.trials import Trial, list_suspicions
from feedback.reports.integrity.words import try_copies
from feedback.reports.suspicions import Suspicion
from feedback.reports.terms import ONLINE, find_terms

__all__ = ["Suspicion", "check_month"]


def check_month(month: Month, plan_code: str) -> list[Suspicion]:
    """Everything that stands out in a month whose ratings can no longer change."""
    units = list_units()
    counts = list_level_counts(month.shift(1 - SERIES), month)
    accounts = list_accounts(month)
    counted = tally(counts, month, month, by_channel=True)
    series = tally(counts, month.shift(1 - SERIES), month, by_channel=False)
    trials: list[Trial] = [
        try_fives(counted, units),
        try_fingerprints(counted, accounts, units),
        try_months(series, units),
        try_copies(month, list_words(month), units),
        *try_patterns(month, _read_items(month), units),
        *try_doors(month, list_door_days(month), units),
        *_try_pile_ups(counts, month, plan_code),
    ]
    if any(Month.of(on).shift(AROUND) == month for on in list_signing_days(plan_code)):
        # The month of the signing lies between and is neither before nor after.
        around = tally(counts, month.shift(-2 * AROUND), month, by_channel=False)
        trials.append(try_jumps(around, units))
    found = list(check_accounts(month, counted, accounts, units))
    for trial in trials:
        found += list_suspicions(trial)
    return found


def _read_items(month: Month) -> list[ItemAnswers]:
    """The answers of a month, one table for each version of the questions."""
    scales = {number: list_scales(one) for number, one in list_versions().items()}
    return list(read_items(month, month, scales).values())


def _try_pile_ups(
    counts: Sequence[LevelCount], month: Month, plan_code: str
) -> list[Trial]:
    """At the end of a quarter, where the rates of online users have a threshold."""
    target = find_terms(month, plan_code).targets.get(ONLINE)
    if month.month % QUARTER or target is None or target.threshold is None:
        return []
    if target.threshold != int(target.threshold):
        return []
    first = month.shift(1 - QUARTER)
    online = [row for row in counts if row.channel is Channel.ONLINE]
    counted = tally(online, first, month, by_channel=True)
    return [try_pile_up(counted, target.code, int(target.threshold))]
