"""Who was asked, reached and heard; and whether fewer were than before, or than others.

Of units whose answers are shown: the last step counts answers.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.coverage import (
    A1,
    STEPS,
    Falls,
    compare_last_months,
    compare_outcomes,
)
from feedback.analysis.intervals import wilson_intervals
from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.dossiers import Ending
from feedback.reports.disclosures import ALL
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import (
    DELIVERED,
    ENDED,
    INVITED,
    RATED,
    UnitHistory,
)
from feedback.reports.rules import COVERAGE_BACK, SIDE

COLUMNS = (ENDED, INVITED, DELIVERED, RATED)
#: Each step of the one before it, and the whole way.
SHARES = (*((step, of) for of, step in pairwise(range(4))), (3, 0))
#: Finished first: the others are held against it.
OUTCOMES = (Ending.FINISHED, Ending.REFUSED, Ending.RETURNED, Ending.WITHDRAWN)


def list_work(scene: Scene) -> Iterator[Work]:
    """Shown units where a register reports."""
    back = COVERAGE_BACK[scene.period.length]
    for indicator, scope, units in scene.list_units():
        chosen = np.flatnonzero(units.is_shown_now & (units.get_now(ENDED) > 0))
        outcomes = _list_outcomes(scene, scope, units) if indicator == ALL else None
        find = partial(_measure_units, units, chosen, back, outcomes)
        families = ["invited_drop", "rated_drop"]
        if outcomes is not None:
            families += [f"{ending.value}_invited" for ending in OUTCOMES[1:]]
        keys = [units.keys[unit] for unit in chosen.tolist()]
        yield Work(indicator, scope, keys, find, tuple(families), _is_large)


def _is_large(test: Mapping[str, Any]) -> bool:
    """Whether a fall is worth an alarm; its p is adjusted and held against q."""
    return float(test["change"]) <= -A1.least_fall


def _list_outcomes(scene: Scene, scope: str, units: UnitHistory) -> IntArray | None:
    """Ended and invited by outcome, shape (units, 2, outcomes); not of services."""
    if scope == "service":
        return None
    table = np.zeros((len(units), 2, len(OUTCOMES)), dtype=np.int64)
    for unit, key in enumerate(units.keys):
        counts = scene.endings.get((scope, key), {})
        for place, ending in enumerate(OUTCOMES):
            table[unit, :, place] = counts.get(ending, (0, 0))
    return table


def _measure_units(
    units: UnitHistory,
    chosen: IntArray,
    back: int,
    outcomes: IntArray | None,
    places: IntArray,
) -> list[Finding]:
    at = chosen[places]
    chain = np.stack([units.get_now(column)[at] for column in COLUMNS], axis=1)
    shares = [_measure_share(chain, step, of) for step, of in SHARES]
    found = [
        Finding(units.keys[unit], _write_chain(chain[place].tolist(), shares, place))
        for place, unit in enumerate(at.tolist())
    ]
    is_known = units.is_shown[at] & (units.values[at][:, :, ENDED] > 0)
    is_known[:, : -1 - back] = False
    for name, step in (("invited_drop", INVITED), ("rated_drop", RATED)):
        _add_drops(found, name, units.values[at], step, is_known)
    if outcomes is not None:
        _add_outcomes(found, outcomes[at])
    return found


def _measure_share(chain: IntArray, step: int, of: int) -> list[dict[str, Any] | None]:
    """A step as a share of an earlier one; nothing where it counts more than that."""
    k, n = chain[:, step], chain[:, of]
    is_sound = (n > 0) & (k >= 0) & (k <= n)
    interval = wilson_intervals(
        np.where(is_sound, k, 0), np.where(is_sound, n, 1), SIDE
    )
    return [
        (
            {
                "step": STEPS[step],
                "of": STEPS[of],
                "share": k[unit] / n[unit],
                "lower": interval.lower[unit],
                "upper": interval.upper[unit],
            }
            if is_sound[unit]
            else None
        )
        for unit in range(len(chain))
    ]


def _write_chain(
    chain: list[int], shares: list[list[dict[str, Any] | None]], place: int
) -> dict[str, Any]:
    counts = dict(zip(STEPS, chain, strict=True))
    found = [share[place] for share in shares]
    return {
        "N": counts["ended"],
        "n": counts["rated"],
        "invited": counts["invited"],
        "delivered": counts["delivered"],
        "is_sound": None not in found[:-1],
        "steps": [share for share in found[:-1] if share is not None],
        "overall": found[-1],
    }


def _add_drops(
    found: list[Finding], name: str, values: IntArray, step: int, is_known: BoolArray
) -> None:
    """The newest share of the ended against that of the unit's earlier periods."""
    through, of = (
        np.where(is_known, values[:, :, column], 0) for column in (step, ENDED)
    )
    falls = compare_last_months(through, of)
    periods = is_known[:, :-1].sum(axis=1)
    for place, finding in enumerate(found):
        is_made = not np.isnan(falls.change[place])
        finding.values[name] = (
            _write_fall(falls, (place,), periods=int(periods[place]))
            if is_made
            else None
        )


def _add_outcomes(found: list[Finding], outcomes: IntArray) -> None:
    """Those of each outcome who were invited, against the finished."""
    ended, invited = outcomes[:, 0], outcomes[:, 1]
    falls = compare_outcomes(invited, ended)
    is_shown = ended >= MIN_ANSWERS
    for place, finding in enumerate(found):
        finding.values["outcomes"] = {
            ending.value: int(ended[place, column]) if is_shown[place, column] else None
            for column, ending in enumerate(OUTCOMES)
        }
        for column, ending in enumerate(OUTCOMES[1:], start=1):
            is_made = is_shown[place, 0] and is_shown[place, column]
            finding.values[f"{ending.value}_invited"] = (
                _write_fall(falls, (place, column)) if is_made else None
            )


def _write_fall(falls: Falls, at: tuple[int, ...], **more: int) -> dict[str, Any]:
    return {
        **more,
        "k": falls.k[at],
        "n": falls.n[at],
        "other_k": falls.other_k[at],
        "other_n": falls.other_n[at],
        "change": falls.change[at],
        "p": float(falls.p[at]),
    }
