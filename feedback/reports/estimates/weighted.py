"""Rates weighted to the register beside the raw ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from feedback.analysis.adjustments import (
    NOT_REFUSED,
    REFUSALS,
    WeightedRates,
    weigh_units,
)
from feedback.analysis.arrays import IntArray
from feedback.analysis.verdicts import EVIDENCE, V1, Target, make_target
from feedback.analysis.weighting import find_weights
from feedback.domain.periods import QUARTER, YEAR
from feedback.reports.disclosures import PROVINCE
from feedback.reports.estimates.classes import Parting
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.finer import find_finer_shares
from feedback.reports.estimates.parts import list_parts
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.strata import Sheet, find_rows, lay_out
from feedback.reports.histories import ENDED, N, UnitHistory
from feedback.reports.rules import UNPARTED

#: Where no target says what to hold a rate against, no evidence is published.
_NO_TARGET: Final = make_target(50)


@dataclass(frozen=True, eq=False)
class _Task:
    """The units of one list, what is shown of them, and the register's rows."""

    scene: Scene
    parting: Parting
    indicator: str
    scope: str
    units: UnitHistory
    chosen: IntArray
    sheet: Sheet
    #: The unit of each row, by its place in the list; -1 for others.
    unit: IntArray
    target: Target | None


def list_work(scene: Scene) -> Iterator[Work]:
    """The province; for quarters and years agencies and sectors as well.

    Of units with answers enough for a verdict: with fewer, no class would hold enough.
    """
    length = scene.period.length
    scopes = (PROVINCE, "agency", "sector") if scene.period.is_binding else (PROVINCE,)
    parting = Parting(scene.parts)
    sheet = lay_out(scene.strata, QUARTER if length == YEAR else 1)
    for indicator, scope, units in scene.list_units(scopes):
        is_enough = units.get_now(N) >= V1.min_answers
        has_register = units.get_now(ENDED) > 0
        chosen = np.flatnonzero(units.is_shown_now & is_enough & has_register)
        rows = sheet.select(indicator)
        unit = find_rows(rows, scope, units.keys, scene.codes)
        target = scene.targets.get(indicator)
        task = _Task(
            scene, parting, indicator, scope, units, chosen, rows, unit, target
        )
        keys = [units.keys[place] for place in chosen.tolist()]
        yield Work(indicator, scope, keys, partial(_weigh_units, task))


def _weigh_units(task: _Task, places: IntArray) -> list[Finding]:
    at = np.sort(task.chosen[places])
    keys = [task.units.keys[unit] for unit in at.tolist()]
    target = task.target or _NO_TARGET
    shown = task.parting.part(task.indicator, task.scope, keys)
    weights = find_weights(shown.cells, shown.codings)
    rates = weigh_units(weights, target)
    classes = shown.describe(weights.classes.code)
    finer = find_finer_shares(
        task.sheet, task.unit, at, task.scope, task.scene.codes, target
    )
    agrees = (rates.lower <= finer) & (finer <= rates.upper)
    parts = list_parts(task.scene, task.indicator, task.scope, task.sheet, task.unit)
    found: list[Finding] = []
    for place, key in enumerate(keys):
        refused = _find_refusal(rates, place, bool(shown.is_unparted[place]))
        is_compared = refused is None and not np.isnan(finer[place])
        values = {
            **_write(rates, place, refused, task.target is not None),
            "classes": classes[place],
            "agrees_with_finer": agrees[place] if is_compared else None,
            "parts": parts.get(int(at[place]), []),
        }
        found.append(Finding(key, values))
    return found


def _find_refusal(rates: WeightedRates, unit: int, is_unparted: bool) -> str | None:
    reason = int(rates.refusal[unit])
    if reason != NOT_REFUSED:
        return REFUSALS[reason].value
    return UNPARTED if is_unparted else None


def _write(
    rates: WeightedRates, unit: int, refused: str | None, has_target: bool
) -> dict[str, Any]:
    raw, weights = rates.raw, rates.weights
    weighted = {
        "rate": rates.share[unit],
        "lower": rates.lower[unit],
        "upper": rates.upper[unit],
        "n_eff": rates.n_eff[unit],
        "evidence": EVIDENCE[rates.evidence[unit]].value if has_target else None,
    }
    return {
        "n": raw.n[unit],
        "k": raw.k[unit],
        "N": int(weights.cells.sum_units(weights.cells.population)[unit]),
        "way": weights.say_way(unit).value,
        "refused": refused,
        "raw_rate": raw.k[unit] / max(int(raw.n[unit]), 1),
        "raw_lower": raw.lower[unit],
        "raw_upper": raw.upper[unit],
        "official": raw.is_officially_met[unit] if has_target else None,
        "raw_evidence": EVIDENCE[raw.evidence[unit]].value if has_target else None,
        **(weighted if refused is None else dict.fromkeys(weighted)),
        "deff": rates.kish_deff[unit],
        "largest": weights.largest[unit],
        "trimmed": weights.trimmed[unit],
        "unheard": weights.fitted.unheard[unit],
    }
