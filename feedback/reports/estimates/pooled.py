"""Pooled rates and standings of services and agencies over twelve published months.

From the four quarters that end with the period, or from the year itself, as far as they
are shown: nothing here is made of a hidden cell, and anybody can add up the same.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.pooling import PooledRates, estimate_rates, pool_units
from feedback.analysis.ranks import STANDINGS, Ranks, rank_units
from feedback.analysis.verdicts import Target
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import UnitHistory
from feedback.reports.rules import POOLED_MONTHS, SEED, Q

#: Where no target says what to hold a rate against, no chance is published.
_NO_TARGET: Final = Fraction(1, 2)


def list_work(scene: Scene) -> Iterator[Work]:
    """Quarters and years with twelve published months behind them, field by field."""
    columns = POOLED_MONTHS // scene.period.length
    is_whole = all(scene.history.is_published[-columns:])
    if not scene.period.is_binding or not is_whole:
        return
    if len(scene.history.periods) < columns:
        return
    for indicator, scope, units in scene.list_units(("agency", "service")):
        k, n = (counts[:, -columns:].sum(axis=1) for counts in units.get_counts())
        target = scene.targets.get(indicator)
        fields = _list_fields(scene, scope, units, n)
        names = sorted(fields)
        find = partial(_pool_fields, units, k, n, target, fields, names)
        yield Work(indicator, scope, names, find)


def _list_fields(
    scene: Scene, scope: str, units: UnitHistory, n: IntArray
) -> dict[str, list[int]]:
    """The units of each field that have answers in the window and are shown now."""
    field_of = scene.codes.levels if scope == "agency" else scene.sectors
    fields: dict[str, list[int]] = {}
    for unit in np.flatnonzero((n > 0) & units.is_shown_now).tolist():
        fields.setdefault(field_of[units.keys[unit]], []).append(unit)
    return fields


def _pool_fields(
    units: UnitHistory,
    k: IntArray,
    n: IntArray,
    target: Target | None,
    fields: dict[str, list[int]],
    names: list[str],
    places: IntArray,
) -> list[Finding]:
    found: list[Finding] = []
    for name in (names[place] for place in places.tolist()):
        at = np.array(fields[name])
        pool = pool_units(k[at], n[at], SEED)
        rates = estimate_rates(pool, target.share if target else _NO_TARGET)
        ranks = rank_units(pool, Q)
        for place, unit in enumerate(at.tolist()):
            values = _write(name, target, rates, ranks, place)
            found.append(Finding(units.keys[unit], values))
    return found


def _write(
    name: str, target: Target | None, rates: PooledRates, ranks: Ranks, unit: int
) -> dict[str, Any]:
    pool, test = rates.pool, ranks.family.at(unit)
    is_ranked = bool(ranks.is_ranked[unit])
    return {
        "field": name,
        "units": len(pool),
        "months": POOLED_MONTHS,
        "n": pool.field.n[unit],
        "k": pool.field.k[unit],
        "field_n": pool.field.n.sum(),
        "field_rate": ranks.field_rate,
        "rate": rates.rate[unit],
        "lower": rates.lower[unit],
        "upper": rates.upper[unit],
        "chance_of_target": rates.chance[unit] if target else None,
        "has_difference": pool.has_difference,
        "reliability": pool.reliability[unit],
        "field_reliability": ranks.reliability,
        "is_ordered": ranks.is_ordered and is_ranked,
        "rank": ranks.expected[unit],
        "rank_lowest": ranks.lowest[unit],
        "rank_highest": ranks.highest[unit],
        "group": STANDINGS[ranks.standing[unit]].value if is_ranked else None,
        "chance_above_field": ranks.chance[unit],
        "p": test.p,
        "adjusted_p": test.adjusted,
        "family_size": test.family_size,
    }
