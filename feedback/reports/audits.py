"""The check of a longer period: what it tells of the blanks in its months.

`disclosures` goes through the sums one by one; this solves them together, for lists in
which units by months add up in both directions. Where a quarter or a year narrows what
a month's blank can hold, it gives up its own figure of that unit.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.audits import audit_blanks, equate_margins, is_wide
from feedback.reports.disclosures import PROVINCE, WHOLE, CellId, Published

#: More blanks than this in one table take minutes to solve for.
MOST_BLANKS: Final = 100
#: Scopes whose units add up to the province.
SCOPES: Final = ("agency", "channel", "sector")


def find_told(newest: Published, given_up: AbstractSet[CellId]) -> set[CellId]:
    """The shown cells of a longer period that must be given up for its months' sake.

    First those of the units whose months are told more of. Where that did not help (a
    list in `given_up` is told of again) or where a table has too many blanks to be
    solved, all that are not sums of shown cells: what remains tells nothing that was
    not out already. Sums over services and over indicators are not in these tables.
    """
    months = _list_months(newest)
    tried = {cell[:2] for cell in given_up}
    told: set[CellId] = set()
    for name in sorted({cell[:2] for cell in newest.cells}):
        if name[1] not in SCOPES or (given_up and name not in tried):
            continue
        cells = sorted(cell for cell in newest.cells if cell[:2] == name)
        at_risk = {c for c in cells if _adds_to_known(newest, c)}
        if not at_risk:
            continue
        table, hidden = _lay_out([*months, newest], cells)
        if hidden.sum() > MOST_BLANKS:
            told |= at_risk
            continue
        told_of = _compare_with_months(table, hidden)
        own = {cell for row, cell in enumerate(cells) if told_of[row].any()}
        if own:
            told |= at_risk if name in tried else own & at_risk or at_risk
    return told


def _adds_to_known(newest: Published, cell: CellId) -> bool:
    """Whether a shown cell is more than the sum of what its parts show."""
    is_shown = cell not in newest.hidden
    return is_shown and any(part.list_unknown(cell) for part in newest.parts)


def _compare_with_months(table: IntArray, hidden: BoolArray) -> BoolArray:
    """Blanks of months that were wide enough in their month and no longer are."""
    units, periods = table.shape
    audit = audit_blanks(
        table.ravel(),
        hidden.ravel(),
        equate_margins((units - 1, periods - 1)),
        is_thorough=False,
    )
    months, blank = table[:, :-1], hidden[:, :-1]
    is_safe = audit.is_safe.reshape(table.shape)[:, :-1]
    # In a month alone a blank can hold all that its shown total leaves over.
    left = np.where(blank[-1], np.inf, np.where(blank, months, 0).sum(axis=0))
    was_safe = is_wide(
        months, np.zeros(months.shape), np.broadcast_to(left, months.shape)
    )
    is_new: BoolArray = blank & was_safe & ~is_safe
    return is_new


def _list_months(period: Published) -> list[Published]:
    if not period.parts:
        return [period]
    return [month for part in period.parts for month in _list_months(part)]


def _lay_out(
    columns: Sequence[Published], units: Sequence[CellId]
) -> tuple[IntArray, BoolArray]:
    """Answers of units by periods with the province below, and which are blank."""
    cells = [*units, (units[0][0], PROVINCE, WHOLE)]
    table = np.array(
        [[sum(column.cells.get(cell, ())) for column in columns] for cell in cells]
    )
    is_hidden = [[cell in column.hidden for column in columns] for cell in cells]
    # An empty cell is nobody's secret.
    return table, (table > 0) & np.array(is_hidden)
