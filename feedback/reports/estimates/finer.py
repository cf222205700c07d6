"""Rates by finer classes than may be published, to hold the published ones against.

Post-stratified by field (of a field: by agency), channel and month, or raked where such
classes hold too little. Of what they say only whether it agrees is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from feedback.analysis.adjustments import weigh_units
from feedback.analysis.arrays import BoolArray, FloatArray, IntArray
from feedback.analysis.registers import RegisterCells, collapse_classes, make_cells
from feedback.analysis.verdicts import Target
from feedback.analysis.weighting import find_weights
from feedback.queries.publications import Codes
from feedback.reports.cells import sum_rows
from feedback.reports.estimates.strata import CHANNEL_ONLINE, Sheet, number_levels

#: Units raked together: one that does not converge holds up only so many.
_BLOCK: Final = 100


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


def find_finer_shares(
    sheet: Sheet, unit: IntArray, at: IntArray, scope: str, codes: Codes, target: Target
) -> FloatArray:
    """The weighted share of each of the units `at`; nan where it would be refused.

    `unit` has the unit of each row of the sheet.
    """
    shares = np.full(len(at), np.nan)
    by_agency = scope == "sector"
    layout = _lay_out(sheet, unit, at, by_agency, codes)
    classes = collapse_classes(layout.cells, layout.codings)
    # Raking costs far more than sound classes, which do without it.
    coarse = _lay_out(sheet, unit, at, by_agency, codes, has_dates=False)
    for units in _group(np.arange(len(at)), classes.is_sound):
        is_sound = bool(classes.is_sound[units[0]])
        part = (layout if is_sound else coarse).take(units)
        margins = () if is_sound else part.margins
        weights = find_weights(part.cells, part.codings, margins)
        shares[units] = weigh_units(weights, target).share
    return shares


def _group(units: IntArray, is_sound: BoolArray) -> Iterator[IntArray]:
    """The sound ones together, the others in blocks."""
    if is_sound.any():
        yield units[is_sound]
    others = units[~is_sound]
    for start in range(0, len(others), _BLOCK):
        yield others[start : start + _BLOCK]


def _lay_out(
    sheet: Sheet,
    unit: IntArray,
    at: IntArray,
    by_agency: bool,
    codes: Codes,
    has_dates: bool = True,
) -> _Layout:
    """The cells of some units, as fine as the first classes or without dates."""
    chosen = np.flatnonzero(np.isin(unit, at))
    columns = [
        np.searchsorted(at, unit[chosen]),
        (sheet.agency if by_agency else sheet.sector)[chosen],
        sheet.channel[chosen],
        sheet.date[chosen] * has_dates,
    ]
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    packed, place = np.unique(np.ravel_multi_index(columns, sizes), return_inverse=True)
    sums = sum_rows(sheet.counts[chosen], place, len(packed))
    of, body, channel, date = np.unravel_index(packed, sizes)
    is_online = (channel == CHANNEL_ONLINE).astype(np.int64)
    codings = [
        (body * sizes[2] + channel) * sizes[3] + date,
        body * sizes[2] + channel,
        body * 2 + is_online,
    ]
    if by_agency:
        codings.append(number_levels(codes)[body] * 2 + is_online)
    cells = make_cells(sums[:, 0], sums[:, 1], sums[:, 2], of, len(at))
    return _Layout(cells, tuple(codings), (body, channel))
