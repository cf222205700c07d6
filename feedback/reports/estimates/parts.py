"""What each channel is of a unit's dossiers and of its answers.

It explains why a weighted rate leaves the raw one. Dossiers are the register's own
numbers; answers and rates of a channel stand here only where the results show them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from feedback.analysis.adjustments import split_parts
from feedback.analysis.arrays import IntArray
from feedback.analysis.registers import make_cells
from feedback.queries.measures import CHANNELS
from feedback.reports.disclosures import ALL, PROVINCE
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.strata import CHANNEL_ONLINE, Sheet
from feedback.reports.terms import ONLINE

#: At the counter or by post, taken together.
OTHER = "other"


def list_parts(
    scene: Scene, indicator: str, scope: str, sheet: Sheet, unit: IntArray
) -> dict[int, list[dict[str, Any]]]:
    """The channels of each unit of a list; of online users there is but one."""
    if indicator == ONLINE:
        return {}
    is_in = unit >= 0
    counts, code = sheet.counts[is_in], sheet.channel[is_in]
    names = {number: channel.value for number, channel in enumerate(CHANNELS)}
    if scope != PROVINCE:
        names = {CHANNEL_ONLINE: CHANNELS[CHANNEL_ONLINE].value, -1: OTHER}
        code = np.where(code == CHANNEL_ONLINE, code, -1)
    # Units are numbered as in the list, so that some may have no row.
    cells = make_cells(counts[:, 0], counts[:, 1], counts[:, 2], unit[is_in])
    parts = split_parts(cells, code)
    is_shown = _find_shown(scene, indicator, scope)
    found: dict[int, list[dict[str, Any]]] = {}
    for row, number in enumerate(parts.unit.tolist()):
        channel = names[int(parts.code[row])]
        shows = is_shown(number, channel)
        found.setdefault(number, []).append(
            {
                "channel": channel,
                "N": parts.population[row],
                "dossier_share": parts.dossier_share[row],
                "n": parts.n[row] if shows else None,
                "answer_share": parts.answer_share[row] if shows else None,
                "k": parts.k[row] if shows else None,
                "rate": parts.rate[row] if shows else None,
            }
        )
    return found


def _find_shown(scene: Scene, indicator: str, scope: str) -> Callable[[int, str], bool]:
    """Whether the results show a unit's answers by a channel."""
    if scope == PROVINCE:
        channels = scene.history.find(indicator, "channel")
        shown = _list_shown(channels)
        return lambda _unit, channel: channel in shown
    units = scene.history.find(indicator, scope)
    online = _list_shown(scene.history.find(ONLINE, scope))
    keys = units.keys if units is not None else ()
    # All answers less those of online users are the others, if both are shown.
    return lambda unit, _channel: indicator == ALL and keys[unit] in online


def _list_shown(units: Any) -> set[str]:
    if units is None:
        return set()
    return {units.keys[unit] for unit in np.flatnonzero(units.is_shown_now).tolist()}
