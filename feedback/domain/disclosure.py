"""What a table may show so that no small group's answers can be told.

A cell is hidden when it holds fewer than 10 answers, or fewer than 20 that all say
the same. Other cells are then hidden too, until a reader who subtracts the shown cells
from the total, and who knows these rules, still finds every number from 0 to 9 possible
in every small cell, and until the hidden cells together could be shown as one.

The helpers are taken by a public size (dossiers ended), smallest first, never by their
own counts: a choice made by the counts would itself tell something about them.

This guards one margin: the cells of a list and their total. Tables with two margins,
and the same people counted in two lists, need an audit of their own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MIN_ANSWERS = 10
MIN_UNANIMOUS = 20


class HidingReason(StrEnum):
    """Why a cell is hidden. For the log of a publication, not for its page."""

    FEW = "few"
    UNANIMOUS = "unanimous"
    COMPLEMENT = "complement"


#: What a reader who knows the reason knows of the number in a hidden cell.
_BOUNDS: dict[HidingReason, tuple[int, float]] = {
    HidingReason.FEW: (0, MIN_ANSWERS - 1),
    HidingReason.UNANIMOUS: (MIN_ANSWERS, MIN_UNANIMOUS - 1),
    HidingReason.COMPLEMENT: (MIN_ANSWERS, math.inf),
}


@dataclass(frozen=True)
class Cell:
    """Answers of one row of a list, by level, and a public size of the row."""

    key: str
    counts: tuple[int, ...]
    size: int = 0


@dataclass(frozen=True)
class Protection:
    """Which cells of a list are hidden, why, and whether their total is too."""

    hidden: dict[str, HidingReason]
    is_total_hidden: bool

    def shows(self, key: str) -> bool:
        """Whether the cell may be shown."""
        return key not in self.hidden


def hiding_reason(counts: Sequence[int]) -> HidingReason | None:
    """Why counts by level may not stand alone, or None when they may."""
    n = sum(counts)
    if n < MIN_ANSWERS:
        return HidingReason.FEW
    if n < MIN_UNANIMOUS and n in counts:
        return HidingReason.UNANIMOUS
    return None


def protect(cells: Sequence[Cell]) -> Protection:
    """Choose what to hide in a list whose total is shown beside it."""
    hidden: dict[str, HidingReason] = {}
    for cell in cells:
        reason = hiding_reason(cell.counts)
        if reason is not None:
            hidden[cell.key] = reason
    helpers = sorted(
        (cell for cell in cells if cell.key not in hidden),
        key=lambda cell: (cell.size, cell.key),
    )
    while hidden and helpers and _is_exposed(cells, hidden):
        hidden[helpers.pop(0).key] = HidingReason.COMPLEMENT
    return Protection(hidden, bool(hidden) and _is_exposed(cells, hidden))


def _is_exposed(cells: Sequence[Cell], hidden: dict[str, HidingReason]) -> bool:
    """Whether subtraction tells anything of a small cell, or of all hidden at once."""
    together = [cell.counts for cell in cells if cell.key in hidden]
    if len(together) < 2 or hiding_reason(_add(together)) is not None:
        return True
    if HidingReason.FEW not in hidden.values():
        return False
    n = sum(map(sum, together))
    least = sum(_BOUNDS[reason][0] for reason in hidden.values())
    most = sum(_BOUNDS[reason][1] for reason in hidden.values())
    # A small cell can be 0 only if the others can hold everything, and 9 only if so
    # much is left over when the others hold as little as they may.
    others_most = most - (MIN_ANSWERS - 1)
    return not others_most >= n >= least + MIN_ANSWERS - 1


def _add(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))
