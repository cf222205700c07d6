"""Counting answers per cell: from single answers, or from counts already made.

Keys are columns of integers (service, agency, month ...). They are packed into one
64-bit number, so that a cell is one comparison; dense keys are then counted in place,
sparse ones by sorting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, IntArray, freeze

#: No opinion, and five levels from very dissatisfied to very satisfied.
LEVELS = 6
#: Cells are counted in place while there are at most this many slots per row.
SLOTS_PER_ROW = 2
#: Sorted rows are read in blocks of this many, which keeps the working memory small.
BLOCK = 2**17
LARGEST_CODE = 2**63 - 1

KeyColumn = npt.NDArray[np.integer]


class KeysTooWide(OverflowError):
    """The ranges of the keys do not fit together into 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class CellCounts:
    """Answers per level in every cell that has any, in the order of the keys."""

    #: One column per key, one row per cell, in the type the key came in.
    keys: tuple[KeyColumn, ...]
    #: Shape (cells, 6): no opinion first, then the five levels. 32 bits where single
    #: answers were counted, since ten million cells of 64 bits take half a gigabyte.
    by_level: KeyColumn

    def __len__(self) -> int:
        return len(self.by_level)

    @property
    def counts(self) -> IntArray:
        """Return the five levels, as the rates take them."""
        return self.by_level[:, 1:].astype(np.int64)

    @property
    def no_opinion(self) -> IntArray:
        """Return the answers outside the denominator."""
        return self.by_level[:, 0].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Packing:
    """How several key columns become one number, and back."""

    lowest: tuple[int, ...]
    widths: tuple[int, ...]
    dtypes: tuple[np.dtype[np.integer], ...]

    def pack(self, keys: Sequence[KeyColumn]) -> IntArray:
        """Return one number per row, ordered as the keys are."""
        code = np.zeros(len(keys[0]), dtype=np.int64)
        for key, lowest, width in zip(keys, self.lowest, self.widths, strict=True):
            code *= width
            code += key
            code -= lowest
        return code

    def unpack(self, code: IntArray) -> tuple[KeyColumn, ...]:
        """Return the key columns of packed numbers."""
        columns = [np.empty(len(code), dtype=dtype) for dtype in self.dtypes]
        for start in range(0, len(code), BLOCK):
            block = code[start : start + BLOCK]
            for place in reversed(range(len(columns))):
                higher = block // self.widths[place]
                within = block - higher * self.widths[place]
                columns[place][start : start + BLOCK] = within + self.lowest[place]
                block = higher
        return tuple(freeze(column) for column in columns)


def count_answers(keys: Sequence[KeyColumn], levels: KeyColumn) -> CellCounts:
    """Return the answers per level of each distinct combination of keys.

    Parameters
    ----------
    keys : sequence of integer arrays
        One column per key, one row per answer.
    levels : integer array
        0 for no opinion, 1 to 5 from very dissatisfied to very satisfied.

    Returns
    -------
    CellCounts
        In the order of the keys, whatever the order of the rows.

    Raises
    ------
    KeysTooWide
        If the ranges of the keys multiply to more than 64 bits.

    Examples
    --------
    >>> cells = count_answers([np.array([7, 7, 9])], np.array([5, 0, 4]))
    >>> cells.keys[0].tolist(), cells.by_level.tolist()
    ([7, 9], [[1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0]])
    """
    _check_columns([*keys, levels])
    if levels.size and not 0 <= int(levels.min()) <= int(levels.max()) < LEVELS:
        raise ValueError("levels must be 0 (no opinion) to 5")
    packing = _find_packing(keys, spare=LEVELS)
    code = packing.pack(keys)
    code *= LEVELS
    code += levels
    slots = prod(packing.widths) * LEVELS
    if slots <= SLOTS_PER_ROW * len(code):
        cells, by_level = _count_in_place(code, slots)
    else:
        cells, by_level = _count_by_sorting(code)
    return CellCounts(packing.unpack(cells), freeze(by_level))


def sum_counts(keys: Sequence[KeyColumn], by_level: KeyColumn) -> CellCounts:
    """Return counts added up over each distinct combination of keys.

    Rolls counts per day, channel and so on up to whatever keys remain; rows may be
    negative, as the increments of changed ratings are.

    Parameters
    ----------
    keys : sequence of integer arrays
        One column per key, one row per row of counts.
    by_level : array of int, shape (rows, 6)
        No opinion first, then the five levels.

    Examples
    --------
    >>> rows = np.array([[0, 0, 0, 0, 1, 4], [1, 0, 0, 0, 0, 2]])
    >>> sum_counts([np.array([3, 3])], rows).by_level.tolist()
    [[1, 0, 0, 0, 1, 6]]
    """
    if by_level.ndim != 2 or by_level.shape[1] != LEVELS:
        raise ValueError("counts must have six columns, no opinion first")
    _check_columns([*keys, by_level[:, 0]])
    packing = _find_packing(keys, spare=1)
    code = packing.pack(keys)
    order = np.argsort(code, kind="stable")
    code = code[order]
    starts = _find_starts(code)
    if len(starts):
        summed = np.add.reduceat(by_level[order].astype(np.int64), starts, axis=0)
    else:
        summed = np.zeros((0, LEVELS), dtype=np.int64)
    return CellCounts(packing.unpack(code[starts]), freeze(summed))


def _check_columns(columns: Sequence[KeyColumn]) -> None:
    if len(columns) < 2:
        raise ValueError("at least one key column is needed")
    for column in columns:
        if not np.can_cast(column.dtype, np.int64):
            raise TypeError(f"keys and levels must fit int64, not be {column.dtype}")
        if column.shape != (len(columns[0]),):
            raise ValueError("keys and levels must be columns of one length")


def _find_packing(keys: Sequence[KeyColumn], spare: int) -> Packing:
    """Return the packing of these keys that leaves room for `spare` times as many."""
    lowest = tuple(int(key.min()) if key.size else 0 for key in keys)
    widths = tuple(
        int(key.max()) - low + 1 if key.size else 1
        for key, low in zip(keys, lowest, strict=True)
    )
    if prod(widths) * spare > LARGEST_CODE:
        raise KeysTooWide(
            f"keys with ranges of {' x '.join(map(str, widths))} do not fit 64 bits; "
            "number them from 0 first (numpy.unique with return_inverse)"
        )
    return Packing(lowest, widths, tuple(key.dtype for key in keys))


def _count_in_place(code: IntArray, slots: int) -> tuple[IntArray, KeyColumn]:
    table = np.bincount(code, minlength=slots).reshape(-1, LEVELS)
    cells = np.flatnonzero(table.any(axis=1))
    return cells, table[cells].astype(np.int32)


def _count_by_sorting(code: IntArray) -> tuple[IntArray, KeyColumn]:
    """Sort the packed numbers in place and count each run, block by block."""
    code.sort()
    blocks = range(0, len(code), BLOCK)
    size = sum(
        np.count_nonzero(_find_firsts(code, start, start + BLOCK)[1])
        for start in blocks
    )
    by_level = np.zeros((size, LEVELS), dtype=np.int32)
    cells = np.empty(size, dtype=np.int64)
    done = 0
    for start in blocks:
        cell, is_first = _find_firsts(code, start, start + BLOCK)
        # A cell may go on from the block before: then it keeps its row.
        row = np.cumsum(is_first) - is_first[0]
        first = done - (not is_first[0])
        done = first + int(row[-1]) + 1
        slot = (row - cell) * LEVELS + code[start : start + BLOCK]
        cells[first:done][row[is_first]] = cell[is_first]
        by_level[first:done] += np.bincount(
            slot, minlength=(done - first) * LEVELS
        ).reshape(-1, LEVELS)
    return cells, by_level


def _find_firsts(code: IntArray, start: int, stop: int) -> tuple[IntArray, BoolArray]:
    """Return the cell of each row of a block, and whether the row begins the cell."""
    cell = code[start:stop] // LEVELS
    is_first = np.empty(len(cell), dtype=bool)
    is_first[0] = start == 0 or cell[0] != code[start - 1] // LEVELS
    np.not_equal(cell[1:], cell[:-1], out=is_first[1:])
    return cell, is_first


def _find_starts(code: IntArray) -> IntArray:
    """Return where each run of equal numbers begins in a sorted array."""
    is_start = np.ones(len(code), dtype=bool)
    np.not_equal(code[1:], code[:-1], out=is_start[1:])
    return np.flatnonzero(is_start)
