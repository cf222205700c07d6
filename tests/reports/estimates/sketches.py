"""Scenes made by hand: a few units over a few periods, without any database."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from feedback.analysis.verdicts import make_target
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.queries.publications import Codes
from feedback.reports.drafts import EstimateRow
from feedback.reports.endings import EndingCounts
from feedback.reports.estimates.methods import estimate_units
from feedback.reports.estimates.scenes import Scene
from feedback.reports.histories import History, UnitHistory
from feedback.reports.months import Strata

MARCH = Period(Month(2026, 3))
QUARTER = Period(Month(2026, 3), 3)
#: Satisfied and answers, then ended, invited, delivered, rated; None if hidden.
Seen = Sequence[int] | str | None

CODES = Codes(
    agencies={1: "a", 2: "b", 3: "c"},
    services={},
    sectors={7: "x", 8: "y"},
    sector_of={},
    levels={letter: "commune" for letter in "abcdefgh"},
)


def make_units(rows: Mapping[str, Sequence[Seen]]) -> UnitHistory:
    """A list over periods, oldest first; "-" where a unit does not exist."""
    keys = tuple(sorted(rows))
    periods = len(next(iter(rows.values())))
    values = np.full((len(keys), periods, 6), -1, dtype=np.int64)
    is_there = np.ones((len(keys), periods), dtype=np.bool_)
    is_hidden = np.zeros((len(keys), periods), dtype=np.bool_)
    for unit, key in enumerate(keys):
        for place, seen in enumerate(rows[key]):
            is_there[unit, place] = seen != "-"
            is_hidden[unit, place] = seen is None
            if seen is not None and not isinstance(seen, str):
                values[unit, place, : len(seen)] = seen
    return UnitHistory(keys, values, is_there, is_hidden)


def make_strata(*rows: Sequence[int]) -> Strata:
    """Agency, sector, channel, dossiers, answers and satisfied of each row."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 6)
    agency, sector, channel, population, n, k = table.T
    no_group = np.zeros(len(table), dtype=np.bool_)
    return Strata(agency, sector, channel, population, n, k, no_group)


def make_scene(
    lists: Mapping[tuple[str, str], Any],
    period: Period = MARCH,
    *,
    parts: Mapping[tuple[str, str], Any] | None = None,
    strata: Sequence[Strata] = (),
    endings: EndingCounts | None = None,
    baseline: Sequence[Month] = (),
    sectors: Mapping[str, str] | None = None,
) -> Scene:
    """A scene of lists whose newest period is the last one.

    `parts` has the lists of the shorter periods, and of the newest period after them.
    """
    made = {name: make_units(rows) for name, rows in lists.items()}
    length = next(iter(made.values())).values.shape[1]
    step = period.length
    periods = [Period(period.last.shift(-step * n), step) for n in range(length)]
    return Scene(
        period,
        {"T1": make_target(90)},
        History(tuple(periods[::-1]), (True,) * length, made),
        _make_parts(period, lists, parts),
        tuple(baseline),
        tuple(strata) or (make_strata(),) * period.length,
        endings or {},
        CODES,
        sectors or {},
    )


def _make_parts(
    period: Period,
    lists: Mapping[tuple[str, str], Any],
    parts: Mapping[tuple[str, str], Any] | None,
) -> History:
    if parts is None:
        parts = {
            name: {key: seen[-1:] for key, seen in rows.items()}
            for name, rows in lists.items()
        }
    made = {name: make_units(rows) for name, rows in parts.items()}
    length = next(iter(made.values())).values.shape[1]
    periods = (*period.parts[: length - 1], period)
    return History(periods, (True,) * length, made)


def estimate(scene: Scene, method: str) -> dict[tuple[str, str, str], Any]:
    """What one method says, by indicator, scope and key."""
    rows, notes = estimate_units(scene)
    assert notes == ()
    return {(r.indicator, r.scope, r.key): r.values for r in of(rows, method)}


def of(rows: Sequence[EstimateRow], method: str) -> list[EstimateRow]:
    """The rows of one method."""
    return [row for row in rows if row.method == method]
