"""Logical bounds, and what a closed period's dossiers themselves say of the target."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.finite import (
    V2,
    find_count_bounds,
    find_logical_bounds,
    judge_periods,
)
from feedback.analysis.verdicts import EVIDENCE, Target
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import ENDED, K, N, UnitHistory


def list_work(scene: Scene) -> Iterator[Work]:
    """Quarters and years of shown units with dossiers; months are not closed claims."""
    if not scene.period.is_binding:
        return
    for indicator, scope, units in scene.list_units():
        # More answers than dossiers: the register does not know of all of them.
        is_known = units.get_now(ENDED) >= np.maximum(units.get_now(N), 1)
        chosen = np.flatnonzero(units.is_shown_now & is_known)
        keys = [units.keys[unit] for unit in chosen.tolist()]
        find = partial(_bound_units, units, chosen, scene.targets.get(indicator))
        yield Work(indicator, scope, keys, find)


def _bound_units(
    units: UnitHistory, chosen: IntArray, target: Target | None, places: IntArray
) -> list[Finding]:
    at = chosen[places]
    k, n, population = (units.get_now(column)[at] for column in (K, N, ENDED))
    logical = find_logical_bounds(k, n, population)
    finite = find_count_bounds(k, n, population, V2.error)
    evidence: list[str | None] = [None] * len(at)
    if target is not None:
        codes = judge_periods(k, n, population, target).evidence
        evidence = [EVIDENCE[code].value for code in codes]
    return [
        Finding(units.keys[unit], _write(place, logical, finite, evidence[place]))
        for place, unit in enumerate(at.tolist())
    ]


def _write(place: int, logical: Any, finite: Any, evidence: str | None) -> Any:
    return {
        "n": finite.n[place],
        "k": finite.k[place],
        "N": finite.population[place],
        "logical_lower": logical.lower[place],
        "logical_upper": logical.upper[place],
        "fewest": finite.fewest[place],
        "most": finite.most[place],
        "lower": finite.lower[place],
        "upper": finite.upper[place],
        "is_fact": finite.is_fact[place],
        "evidence": evidence,
    }
