"""Answers given without reading, or by one hand: the same level throughout, again.

Straight lines are common among honest, satisfied people ("five for everything"); what
tells is a share far above that of peers, and copies of patterns that are no line.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import FloatArray, IntArray, as_integers, freeze

#: What stands for a question that was left out.
MISSING = 0


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """Two indices of careless answering, one value per row of answers."""

    #: Shape (rows, items); 0 is a question left out.
    items: IntArray
    #: The longest run of one level; 0 for a row without answers.
    longstring: IntArray
    #: Standard deviation over a row's answers; nan for fewer than two.
    irv: FloatArray

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """How often two rows of one unit are the same in every item."""

    #: The units, in order.
    units: IntArray
    #: Rows of each, and how many of them are no straight line.
    rows: IntArray
    unlined: IntArray
    #: Share of pairs alike; nan for fewer than two rows.
    share: FloatArray
    #: The same among rows that are no straight line.
    unlined_share: FloatArray
    #: Rows with the commonest pattern that is no straight line.
    largest: IntArray

    def __len__(self) -> int:
        return len(self.units)


def measure_responses(items: npt.ArrayLike) -> Responses:
    """Return longest run and intra-individual variability of each row.

    A question left out breaks a run and does not count in the deviation.

    Parameters
    ----------
    items : array_like of int, shape (rows, items)
        Levels in the order of the questionnaire, 0 for no answer.

    References
    ----------
    .. [1] Johnson (2005), Ascertaining the validity of individual protocols, Journal
       of Research in Personality 39, 103-129 (longstring).
    .. [2] Dunn, Heggestad, Shanock, Theilgard (2018), Intra-individual response
       variability as an indicator of insufficient effort responding, Journal of
       Business and Psychology 33, 105-121.
    .. [3] Meade, Craig (2012), Identifying careless responses in survey data,
       Psychological Methods 17, 437-455.

    Examples
    --------
    >>> found = measure_responses([[5, 5, 5, 4]])
    >>> int(found.longstring[0]), float(found.irv[0])
    (3, 0.5)
    """
    rows = _as_rows(items)
    run = np.zeros(len(rows), dtype=np.int64)
    longest = run.copy()
    former = np.full(len(rows), MISSING)
    for item in rows.T:
        run = np.where(item == MISSING, 0, np.where(item == former, run + 1, 1))
        longest = np.maximum(longest, run)
        former = item
    return Responses(rows, freeze(longest), freeze(_deviate(rows)))


def measure_matches(items: npt.ArrayLike, unit: npt.ArrayLike) -> Matches:
    """Return for each unit the share of pairs of rows with the same pattern.

    Rows are counted by pattern: c rows alike are c (c - 1) / 2 pairs, so no pair is
    ever looked at. A row without any answer is left out. A straight line has one level
    in all the answers it gives.

    Parameters
    ----------
    items : array_like of int, shape (rows, items)
        Levels, 0 for no answer.
    unit : array_like of int, shape (rows,)
        To whom the answers were given.

    References
    ----------
    .. [1] Kuriakose, Robbins (2016), Don't get duped: fraud through duplication in
       public opinion surveys, Statistical Journal of the IAOS 32, 283-291.

    Examples
    --------
    >>> found = measure_matches([[5, 4], [5, 4], [3, 4]], [7, 7, 7])
    >>> round(float(found.share[0]), 4)
    0.3333
    """
    rows = _as_rows(items)
    owners = as_integers("unit", np.atleast_1d(unit))
    if owners.shape != (len(rows),):
        raise ValueError("items and unit must have one row per answer")
    is_given = (rows != MISSING).any(axis=1)
    rows, owners = rows[is_given], owners[is_given]
    units, place = np.unique(owners, return_inverse=True)
    keyed = np.column_stack([place, rows])
    patterns, counts = np.unique(keyed, axis=0, return_counts=True)
    owner, is_line = patterns[:, 0], _is_line(patterns[:, 1:])
    unlined = np.where(is_line, 0, counts)
    largest = np.zeros(len(units), dtype=np.int64)
    np.maximum.at(largest, owner, unlined)
    n_rows, share = _share_pairs(owner, counts, len(units))
    n_unlined, unlined_share = _share_pairs(owner, unlined, len(units))
    return Matches(
        freeze(units),
        freeze(n_rows),
        freeze(n_unlined),
        freeze(share),
        freeze(unlined_share),
        freeze(largest),
    )


def _as_rows(items: npt.ArrayLike) -> IntArray:
    rows = as_integers("items", items)
    if rows.ndim != 2:
        raise ValueError("items must have one row per answer, one column per question")
    if np.any(rows < 0):
        raise ValueError("items must not be negative")
    return freeze(rows)


def _deviate(rows: IntArray) -> FloatArray:
    is_given = rows != MISSING
    n = is_given.sum(axis=1)
    mean = rows.sum(axis=1) / np.maximum(n, 1)
    squares = np.where(is_given, (rows - mean[:, None]) ** 2, 0).sum(axis=1)
    return np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def _is_line(rows: IntArray) -> npt.NDArray[np.bool_]:
    highest = rows.max(axis=1, initial=MISSING)[:, None]
    is_line: npt.NDArray[np.bool_] = ((rows == highest) | (rows == MISSING)).all(axis=1)
    return is_line


def _share_pairs(
    owner: IntArray, counts: IntArray, units: int
) -> tuple[IntArray, FloatArray]:
    """Return the rows of each unit and the share of its pairs that are alike."""
    n = np.bincount(owner, counts, units)
    alike = np.bincount(owner, counts * (counts - 1.0), units)
    share = np.where(n > 1, alike / np.maximum(n * (n - 1), 1), np.nan)
    return n.astype(np.int64), share
