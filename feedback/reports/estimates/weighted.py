"""Rates weighted to the register beside the raw ones."""

from collections.abc import Iterator, Mapping
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
from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.registers import RegisterCells, collapse_classes, make_cells
from feedback.analysis.verdicts import EVIDENCE, V1, Target, make_target
from feedback.analysis.weighting import find_weights
from feedback.domain.periods import QUARTER, YEAR
from feedback.reports.cells import sum_rows
from feedback.reports.disclosures import PROVINCE
from feedback.reports.estimates.findings import Finding, Work
from feedback.reports.estimates.parts import list_parts
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.strata import (
    CHANNEL_ONLINE,
    Sheet,
    find_rows,
    lay_out,
    number_levels,
)
from feedback.reports.histories import ENDED, N, UnitHistory

#: To the last digit, weighted figures and the known shares of the channels would
#: together give small classes back; a tenth of a point serves the reader as well.
DIGITS: Final[Mapping[str, int]] = {
    **{"rate": 3, "lower": 3, "upper": 3},
    **{"n_eff": 1, "deff": 2, "largest": 2, "unheard": 3},
}
#: Where no target says what to hold a rate against, no evidence is published.
_NO_TARGET: Final = make_target(50)
#: Units raked together: one that does not converge holds up only so many.
_BLOCK: Final = 100


@dataclass(frozen=True, eq=False)
class _Task:
    """The units of one list and the register's rows of them."""

    scene: Scene
    indicator: str
    scope: str
    units: UnitHistory
    chosen: IntArray
    sheet: Sheet
    #: The unit of each row, by its place in the list; -1 for others.
    unit: IntArray
    target: Target | None


@dataclass(frozen=True, eq=False)
class _Layout:
    """Cells with the classes they may be joined to, and the sides to rake on."""

    cells: RegisterCells
    codings: tuple[IntArray, ...]
    margins: tuple[IntArray, ...]

    def take(self, units: IntArray) -> "_Layout":
        """Only these of the units, numbered anew; they must be in order."""
        is_in = np.isin(self.cells.unit, units)
        cells = self.cells
        return _Layout(
            make_cells(
                cells.population[is_in],
                cells.n[is_in],
                cells.k[is_in],
                np.searchsorted(units, cells.unit[is_in]),
                len(units),
            ),
            tuple(coding[is_in] for coding in self.codings),
            tuple(margin[is_in] for margin in self.margins),
        )


def list_work(scene: Scene) -> Iterator[Work]:
    """The province; for quarters and years agencies and sectors as well.

    Of units with answers enough for a verdict: with fewer, no class would hold enough.
    """
    length = scene.period.length
    scopes = (PROVINCE, "agency", "sector") if scene.period.is_binding else (PROVINCE,)
    sheet = lay_out(scene.strata, QUARTER if length == YEAR else 1)
    for indicator, scope, units in scene.list_units(scopes):
        is_enough = units.get_now(N) >= V1.min_answers
        has_register = units.get_now(ENDED) > 0
        chosen = np.flatnonzero(units.is_shown_now & is_enough & has_register)
        rows = sheet.select(indicator)
        unit = find_rows(rows, scope, units.keys, scene.codes)
        target = scene.targets.get(indicator)
        task = _Task(scene, indicator, scope, units, chosen, rows, unit, target)
        keys = [units.keys[place] for place in chosen.tolist()]
        yield Work(indicator, scope, keys, partial(_weigh_units, task))


def _weigh_units(task: _Task, places: IntArray) -> list[Finding]:
    at = np.sort(task.chosen[places])
    layout = _lay_out_cells(task, at)
    classes = collapse_classes(layout.cells, layout.codings)
    every = np.arange(len(at))
    # Raking costs far more than sound classes, which do without it.
    coarse = _lay_out_cells(task, at, has_dates=False)
    found: dict[int, dict[str, Any]] = {}
    for units in _group(every, classes.is_sound):
        is_sound = bool(classes.is_sound[units[0]])
        part = (layout if is_sound else coarse).take(units)
        margins = () if is_sound else part.margins
        weights = find_weights(part.cells, part.codings, margins)
        rates = weigh_units(weights, task.target or _NO_TARGET)
        for place, unit in enumerate(units.tolist()):
            found[unit] = _write(rates, place, task.target is not None)
    parts = list_parts(task.scene, task.indicator, task.scope, task.sheet, task.unit)
    return [
        Finding(
            task.units.keys[unit],
            {**found[place], "parts": parts.get(unit, [])},
            DIGITS,
        )
        for place, unit in enumerate(at.tolist())
    ]


def _group(units: IntArray, is_sound: BoolArray) -> Iterator[IntArray]:
    """The sound ones together, the others in blocks."""
    if is_sound.any():
        yield units[is_sound]
    others = units[~is_sound]
    for start in range(0, len(others), _BLOCK):
        yield others[start : start + _BLOCK]


def _lay_out_cells(task: _Task, at: IntArray, has_dates: bool = True) -> _Layout:
    """The cells of some units, as fine as the first classes or without dates."""
    sheet, chosen = task.sheet, np.flatnonzero(np.isin(task.unit, at))
    by_agency = task.scope == "sector"
    columns = [
        np.searchsorted(at, task.unit[chosen]),
        (sheet.agency if by_agency else sheet.sector)[chosen],
        sheet.channel[chosen],
        sheet.date[chosen] * has_dates,
    ]
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    packed, place = np.unique(np.ravel_multi_index(columns, sizes), return_inverse=True)
    sums = sum_rows(sheet.counts[chosen], place, len(packed))
    unit, body, channel, date = np.unravel_index(packed, sizes)
    is_online = (channel == CHANNEL_ONLINE).astype(np.int64)
    codings = [
        (body * sizes[2] + channel) * sizes[3] + date,
        body * sizes[2] + channel,
        body * 2 + is_online,
    ]
    if by_agency:
        codings.append(number_levels(task.scene.codes)[body] * 2 + is_online)
    cells = make_cells(sums[:, 0], sums[:, 1], sums[:, 2], unit, len(at))
    return _Layout(cells, tuple(codings), (body, channel))


def _write(rates: WeightedRates, unit: int, has_target: bool) -> dict[str, Any]:
    raw, weights = rates.raw, rates.weights
    refusal = int(rates.refusal[unit])
    is_published = refusal == NOT_REFUSED
    return {
        "n": raw.n[unit],
        "k": raw.k[unit],
        "N": int(weights.cells.sum_units(weights.cells.population)[unit]),
        "way": weights.say_way(unit).value,
        "refused": None if is_published else REFUSALS[refusal].value,
        "raw_rate": raw.k[unit] / max(int(raw.n[unit]), 1),
        "raw_lower": raw.lower[unit],
        "raw_upper": raw.upper[unit],
        "official": raw.is_officially_met[unit] if has_target else None,
        "raw_evidence": EVIDENCE[raw.evidence[unit]].value if has_target else None,
        "rate": rates.share[unit],
        "lower": rates.lower[unit],
        "upper": rates.upper[unit],
        "n_eff": rates.n_eff[unit] if is_published else None,
        "deff": rates.kish_deff[unit],
        "largest": weights.largest[unit],
        "trimmed": weights.trimmed[unit],
        "unheard": weights.fitted.unheard[unit],
        "evidence": (
            EVIDENCE[rates.evidence[unit]].value
            if has_target and is_published
            else None
        ),
    }
