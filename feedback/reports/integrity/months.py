"""What series of months tell: too much alike, a jump, a heap above the target."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from feedback.analysis.arrays import FloatArray
from feedback.analysis.heaps import measure_pile_up
from feedback.analysis.homogeneity import MIN_EXPECTED, measure_homogeneity
from feedback.analysis.jumps import measure_jumps
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.families import Family
from feedback.domain.flags import WHOLE, Facts, tell_count, tell_part
from feedback.queries.integrity import Unit
from feedback.reports.integrity.tallies import Tally
from feedback.reports.integrity.trials import Trial, group_peers, name_places

#: Months whose likeness is judged, and how many of them must have answers.
SERIES: Final = 12
LEAST_MONTHS: Final = 6
#: Months before and after a plan was signed.
AROUND: Final = 3
#: Of the draws of the pile-up.
SEED: Final = 2026


def try_months(counted: Tally, units: Mapping[int, Unit]) -> Trial:
    """Whether the share of fives varies too little over the months."""
    n = np.where(counted.answers >= MIN_ANSWERS, counted.answers, 0)
    k = np.where(n > 0, counted.fives, 0)
    found = measure_homogeneity(k, n)
    is_judged = (found.df + 1 >= LEAST_MONTHS) & (
        found.smallest_expected >= MIN_EXPECTED
    )

    def tell(unit: int) -> Facts:
        return {
            **tell_part(k[unit].sum(), n[unit].sum()),
            "months": found.df[unit] + 1,
            "dispersion": found.dispersion[unit],
        }

    p = np.where(is_judged, found.p_uniform, np.nan)
    return _try(Family.UNIFORM, counted, units, p, tell)


def try_jumps(counted: Tally, units: Mapping[int, Unit]) -> Trial:
    """The change of the rate around a signing, less that of the sisters.

    The months of the tally are those before and, as many, those after.
    """
    k, n = counted.satisfied, counted.answers
    before, after = (
        (k[:, half].sum(axis=1), n[:, half].sum(axis=1))
        for half in (slice(0, AROUND), slice(-AROUND, None))
    )
    is_enough = (before[1] >= MIN_ANSWERS) & (after[1] >= MIN_ANSWERS)
    sides = [
        (np.where(is_enough, hits, 0), np.where(is_enough, trials, 0))
        for hits, trials in (before, after)
    ]
    found = measure_jumps(
        (sides[0][0], sides[1][0]),
        (sides[0][1], sides[1][1]),
        group_peers(counted.places, units),
    )

    def tell(unit: int) -> Facts:
        return {
            "before": tell_count(before[1][unit]),
            "after": tell_count(after[1][unit]),
            "change": found.change[unit],
            "peer_change": found.sisters_change[unit],
            "peers": found.n_sisters[unit],
        }

    return _try(Family.JUMP, counted, units, found.p, tell)


def try_pile_up(counted: Tally, code: str, percent: int) -> Trial:
    """Whether agencies heap in the point above a target; one test of all of them."""
    n, k = counted.answers.sum(axis=1), counted.satisfied.sum(axis=1)
    is_large = n >= MIN_ANSWERS
    heap = measure_pile_up(k[is_large], n[is_large], percent, SEED)

    def tell(_unit: int) -> Facts:
        return {
            "target": code,
            "percent": percent,
            "above": heap.above,
            "below": heap.below,
        }

    p = np.array([np.nan if heap.p is None else heap.p])
    first, last = counted.months[0], counted.months[-1]
    return Trial(Family.PILE_UP, first, last, [(WHOLE, WHOLE)], p, tell)


def _try(
    family: Family,
    counted: Tally,
    units: Mapping[int, Unit],
    p: FloatArray,
    tell: Callable[[int], Facts],
) -> Trial:
    months = counted.months
    names = name_places(counted.places, units)
    return Trial(family, months[0], months[-1], names, p, tell)
