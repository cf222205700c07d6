"""What it would take: further answers that settle a verdict, or more satisfied."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.shortfalls import (
    NEVER,
    count_answers_to_meet,
    count_answers_to_settle,
    count_satisfied_to_meet,
)
from feedback.analysis.verdicts import Target
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import K, N, UnitHistory


def list_work(scene: Scene) -> Iterator[Work]:
    """Shown units of the indicators that have a target."""
    for indicator, scope, units in scene.list_units():
        target = scene.targets.get(indicator)
        if target is not None:
            chosen = np.flatnonzero(units.is_shown_now)
            keys = [units.keys[unit] for unit in chosen.tolist()]
            find = partial(_count_units, units, chosen, target)
            yield Work(indicator, scope, keys, find)


def _count_units(
    units: UnitHistory, chosen: IntArray, target: Target, places: IntArray
) -> list[Finding]:
    at = chosen[places]
    k, n = units.get_now(K)[at], units.get_now(N)[at]
    columns = zip(
        at.tolist(),
        n.tolist(),
        k.tolist(),
        count_answers_to_settle(k, n, target).tolist(),
        count_answers_to_meet(k, n, target).tolist(),
        count_satisfied_to_meet(k, n, target).tolist(),
        strict=True,
    )
    return [
        Finding(
            units.keys[unit],
            {
                "n": answers,
                "k": satisfied,
                "answers_to_settle": _or_none(settle),
                "answers_to_meet": _or_none(meet),
                "satisfied_to_meet": _or_none(more),
            },
        )
        for unit, answers, satisfied, settle, meet, more in columns
    ]


def _or_none(count: int) -> int | None:
    return None if count == NEVER else count
