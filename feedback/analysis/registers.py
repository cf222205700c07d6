"""The register beside the ratings: dossiers, answers and satisfied in every cell.

A cell is what the register knows of a dossier (service, agency, channel, month). Counts
per cell are all that weighting needs; cells are joined into classes in a fixed,
published order until each has answers enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    as_trials,
    freeze,
)


@dataclass(frozen=True, slots=True)
class WeightingRule:
    """The rule by which answers are weighted, published with every weighted rate."""

    id: str
    version: int
    #: A class with fewer answers is joined with its neighbours in the next coding.
    enough: int
    #: What the last coding may make do with.
    least: int
    #: Weights above this many times the median are cut down to it.
    trim_at: int
    #: A larger design effect by Kish and the rate is not published.
    most_deff: float
    #: Nor where a class with a larger share of the dossiers has no answer.
    most_unheard: float


W1 = WeightingRule(
    "W1", 2, enough=10, least=5, trim_at=5, most_deff=3.0, most_unheard=0.1
)


@dataclass(frozen=True, slots=True, eq=False)
class RegisterCells:
    """Dossiers, answers and satisfied per cell, each cell belonging to one unit."""

    #: From 0; every unit is weighted by itself.
    unit: IntArray
    units: int
    population: IntArray
    n: IntArray
    k: IntArray

    def __len__(self) -> int:
        return len(self.unit)

    def sum_units(self, values: IntArray | FloatArray) -> FloatArray:
        """Return values per cell added up over the cells of each unit."""
        return sum_classes(self.unit, values, self.units)

    def find_units(self, is_so: BoolArray) -> BoolArray:
        """Return which units have a cell of which something is so."""
        found = np.zeros(self.units, dtype=np.bool_)
        found[self.unit[is_so]] = True
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Which class each cell belongs to; classes never reach over units."""

    #: From 0.
    code: IntArray
    #: How many codings up each cell had to go for answers enough.
    step: npt.NDArray[np.int8]
    #: Which units have answers enough in every class with dossiers.
    is_sound: BoolArray


def make_cells(
    population: npt.ArrayLike,
    n: npt.ArrayLike,
    k: npt.ArrayLike,
    unit: npt.ArrayLike | None = None,
    units: int | None = None,
) -> RegisterCells:
    """Return the cells of one unit, or of many at once.

    Parameters
    ----------
    population, n, k : array_like of int
        Dossiers of each cell, how many of them were rated, how many satisfied. More
        answers than dossiers are let through, for the unit to be refused by itself.
    unit : array_like of int, optional
        To which unit each cell belongs, from 0; all to one unit if left out.
    units : int, optional
        Number of units, where the last ones may have no cell.

    Examples
    --------
    >>> cells = make_cells([100, 300], [50, 30], [48, 24])
    >>> cells.units, len(cells)
    (1, 2)
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    _, sizes = as_trials(0, np.atleast_1d(population))
    of = np.zeros_like(ns) if unit is None else as_integers("unit", unit)
    if not ks.shape == sizes.shape == of.shape:
        raise ValueError("cells must have one unit, population, n and k each")
    if np.any(of < 0):
        raise ValueError("unit must not be negative")
    found = int(of.max()) + 1 if of.size else 0
    held = found if units is None else units
    if held < found:
        raise ValueError("unit must be less than units")
    columns = (freeze(column) for column in (sizes, ns, ks))
    return RegisterCells(freeze(of), held, *columns)


def number_classes(cells: RegisterCells, code: npt.ArrayLike) -> IntArray:
    """Return numbers from 0 for the codes that occur, apart for each unit.

    Examples
    --------
    >>> cells = make_cells([9, 9, 9], [1, 1, 1], [1, 1, 1], unit=[0, 0, 1])
    >>> number_classes(cells, [7, 5, 7]).tolist()
    [1, 0, 2]
    """
    codes = as_integers("code", code)
    if codes.shape != cells.unit.shape:
        raise ValueError("a coding must have one code per cell")
    names, dense = np.unique(codes, return_inverse=True)
    pairs = cells.unit * max(len(names), 1) + dense
    numbers: IntArray = np.unique(pairs, return_inverse=True)[1]
    return numbers


def collapse_classes(
    cells: RegisterCells, codings: Sequence[npt.ArrayLike], rule: WeightingRule = W1
) -> Classes:
    """Return classes with answers enough, joined in a fixed order where they have not.

    A class with dossiers but fewer than `rule.enough` answers is joined with all others
    that have the same code in the next coding, and so on. Which classes are joined
    depends on numbers of answers alone, never on what they say.

    Parameters
    ----------
    codings : sequence of array_like of int
        One code per cell, finest first, each coarser than the one before: service, then
        field; month, then quarter; single channels, then small channels together.

    Returns
    -------
    Classes
        A unit is unsound if a class of the last coding keeps fewer than `rule.least`.

    Raises
    ------
    ValueError
        Without a coding, or if one parts what the one before held together.

    Examples
    --------
    >>> cells = make_cells([90, 40, 30], [30, 4, 7], [27, 4, 6])
    >>> classes = collapse_classes(cells, [[0, 1, 2], [0, 1, 1]])
    >>> classes.code.tolist(), classes.step.tolist(), classes.is_sound.tolist()
    ([0, 1, 1], [0, 1, 1], [True])
    """
    if not codings:
        raise ValueError("at least one coding is needed")
    levels = [number_classes(cells, coding) for coding in codings]
    step = np.zeros(len(cells), dtype=np.int8)
    for at, (fine, coarse) in enumerate(zip(levels, levels[1:], strict=False)):
        _check_nested(fine, coarse)
        is_small = (step == at) & _has_fewer(cells, fine, rule.enough)
        joined = np.bincount(coarse, weights=is_small) > 0
        step[joined[coarse]] = at + 1
    settled = np.stack(levels)[step, np.arange(len(cells))]
    # Codes of different codings may be alike; with the step they are not.
    code = number_classes(cells, settled * len(levels) + step)
    is_last = step == len(levels) - 1
    fewest = np.where(is_last, rule.least, rule.enough)
    is_small = _has_fewer(cells, code, fewest)
    is_sound = ~cells.find_units(is_small)
    return Classes(freeze(code), freeze(step), freeze(is_sound))


def sum_classes(
    code: IntArray, values: IntArray | FloatArray, classes: int = 0
) -> FloatArray:
    """Return values per cell added up over the cells of each class."""
    summed = np.bincount(code, weights=values, minlength=classes)
    return summed.astype(np.float64, copy=False)


def _has_fewer(
    cells: RegisterCells, code: IntArray, fewest: int | npt.NDArray[np.integer]
) -> BoolArray:
    """Return which cells lie in a class with dossiers but fewer answers than that."""
    has_dossiers = sum_classes(code, cells.population)[code] > 0
    is_small: BoolArray = sum_classes(code, cells.n)[code] < fewest
    return is_small & has_dossiers


def _check_nested(fine: IntArray, coarse: IntArray) -> None:
    lowest = np.full(int(fine.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, fine, coarse)
    if np.any(lowest[fine] != coarse):
        raise ValueError("a coding must not part what the one before held together")
