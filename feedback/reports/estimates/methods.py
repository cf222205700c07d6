"""Every method at work on a period, list by list.

All are handed the same scene. A unit that makes a method fail is left out by itself and
named in the record of the run.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.analysis.families import adjust_family
from feedback.reports.drafts import EstimateRow
from feedback.reports.estimates import (
    bounds,
    breaks,
    changes,
    contests,
    control,
    coverage,
    drivers,
    instruments,
    pooled,
    power,
    trends,
    weighted,
)
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.rules import Q

_log = logging.getLogger(__name__)

METHODS: Final[dict[str, Callable[[Scene], Iterator[Work]]]] = {
    "weighted": weighted.list_work,
    "bounds": bounds.list_work,
    "power": power.list_work,
    "coverage": coverage.list_work,
    "pooled": pooled.list_work,
    "change": changes.list_work,
    "control": control.list_work,
    "trend": trends.list_work,
    "break": breaks.list_work,
    "integrity": contests.list_work,
    "instrument": instruments.list_work,
    "drivers": drivers.list_work,
}
#: Failures named in the record of a run; all are logged.
MOST_NAMED = 10


def estimate_units(
    scene: Scene, methods: Iterable[str] = tuple(METHODS)
) -> tuple[tuple[EstimateRow, ...], tuple[str, ...]]:
    """All estimates of a period in order, and the units that a method failed on.

    By all methods, or by those that the scene is known well enough for.
    """
    rows: list[EstimateRow] = []
    failures: list[str] = []
    for method in methods:
        for work in METHODS[method](scene):
            findings = _find_each(method, work, np.arange(len(work.keys)), failures)
            for place in work.families:
                _adjust(findings, place, work.is_worth)
            rows += [
                EstimateRow(method, work.indicator, work.scope, f.key, f.tidy())
                for f in findings
            ]
    rows.sort(key=lambda r: (r.method, r.indicator, r.scope, r.key))
    for failure in failures:
        _log.error("failed and left out: %s", failure)
    named = failures[:MOST_NAMED]
    if len(failures) > MOST_NAMED:
        named.append(f"and {len(failures) - MOST_NAMED} more")
    return tuple(rows), tuple(f"left out: {failure}" for failure in named)


def _find_each(
    method: str, work: Work, units: IntArray, failures: list[str]
) -> list[Finding]:
    """What is found of these units; on failure by halves, down to the one at fault."""
    if not len(units):
        return []
    try:
        return work.find(units)
    except Exception as error:  # whatever it is, the other units are published
        if len(units) == 1:
            key = work.keys[int(units[0])]
            kind = type(error).__name__
            failures.append(f"{method} {work.indicator} {work.scope} {key} ({kind})")
            return []
        half = len(units) // 2
        first = _find_each(method, work, units[:half], failures)
        return first + _find_each(method, work, units[half:], failures)


def _adjust(
    findings: list[Finding], place: str, is_worth: Callable[[Mapping[str, Any]], bool]
) -> None:
    """Adjust the p-values of one list for each other, and flag what remains."""
    tests = [test for f in findings if (test := f.get_test(place)) is not None]
    family = adjust_family([np.nan if t["p"] is None else t["p"] for t in tests], Q)
    for number, test in enumerate(tests):
        adjusted = family.at(number)
        test["adjusted_p"] = adjusted.adjusted
        test["is_flagged"] = adjusted.is_rejected and is_worth(test)
        test["family_size"] = adjusted.family_size
