"""Weights that carry the answers to the register: post-stratification and raking.

Within a class, answering is taken not to depend on satisfaction: weights mend the mix
of those who answered, not the silence of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.registers import (
    W1,
    Classes,
    RegisterCells,
    WeightingRule,
    collapse_classes,
    number_classes,
    sum_classes,
)

#: Margins of a converged raking are as near as this to those of the register.
RAKING_TOLERANCE = 1e-12
MOST_ROUNDS = 300
#: Weights this near to each other, relatively, are all equal.
EQUAL_WEIGHTS = 1e-9


class Way(StrEnum):
    """How a unit was weighted."""

    POST_STRATIFIED = "post_stratified"
    RAKED = "raked"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One weight per cell, the same for each of its answers."""

    #: 0 in cells without answers.
    weight: FloatArray
    #: Per unit: whether the weighted answers add up to the dossiers they stand for.
    is_converged: BoolArray
    #: Per unit: share of the dossiers that no answer stands for.
    unheard: FloatArray
    #: Per unit: share of the dossiers in the largest class without an answer.
    largest_unheard: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class UnitWeights:
    """The final weights of many units and how each came by them."""

    rule: WeightingRule
    cells: RegisterCells
    classes: Classes
    #: Classes of each cell to rake on, one column per margin; may be none.
    margins: tuple[IntArray, ...]
    #: Units whose classes were too small, so that they were raked on the margins.
    is_raked: BoolArray
    fitted: Weights
    #: The fitted weights after trimming.
    weight: FloatArray
    #: Answers whose weight was cut.
    trimmed: IntArray
    #: Largest weight as a multiple of the mean one; nan without answers.
    largest: FloatArray
    #: Units whose weights change nothing.
    is_equal: BoolArray

    def say_way(self, unit: int) -> Way:
        """Return how one unit was weighted."""
        return Way.RAKED if self.is_raked[unit] else Way.POST_STRATIFIED


def find_weights(
    cells: RegisterCells,
    codings: Sequence[npt.ArrayLike],
    margins: Sequence[npt.ArrayLike] = (),
    rule: WeightingRule = W1,
) -> UnitWeights:
    """Return weights by the rule: post-stratified where possible, else raked; trimmed.

    Parameters
    ----------
    codings : sequence of array_like of int
        For `registers.collapse_classes`, finest first.
    margins : sequence of array_like of int
        One code per cell for each margin to rake on. Without any, units with classes
        too small stay post-stratified and are for the caller to refuse.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> cells = make_cells([100, 300, 40], [50, 30, 2], [48, 24, 1], unit=[0, 0, 1])
    >>> weights = find_weights(cells, [[0, 1, 0]], [[0, 1, 0]])
    >>> weights.weight.tolist(), weights.say_way(1).value
    ([2.0, 10.0, 20.0], 'raked')
    """
    classes = collapse_classes(cells, codings, rule)
    sides = tuple(freeze(number_classes(cells, margin)) for margin in margins)
    is_raked = ~classes.is_sound & bool(sides)
    post, raked = post_stratify(cells, classes.code), rake(cells, sides)
    fitted = Weights(
        freeze(np.where(is_raked[cells.unit], raked.weight, post.weight)),
        freeze(np.where(is_raked, raked.is_converged, post.is_converged)),
        freeze(np.where(is_raked, raked.unheard, post.unheard)),
        freeze(np.where(is_raked, raked.largest_unheard, post.largest_unheard)),
    )
    weight, trimmed = trim_weights(cells, fitted.weight, rule)
    largest, is_equal = _compare_weights(cells, weight)
    return UnitWeights(
        rule,
        cells,
        classes,
        sides,
        freeze(is_raked),
        fitted,
        freeze(weight),
        freeze(trimmed),
        freeze(largest),
        freeze(is_equal),
    )


def post_stratify(cells: RegisterCells, code: IntArray) -> Weights:
    """Return weights under which every class counts as the register has it.

    The weight is dossiers by answers of the class; classes without answers have none,
    and the rest then stands for fewer dossiers, as `unheard` says.

    References
    ----------
    .. [1] Holt, Smith (1979), Post stratification, JRSS A 142, 33-46.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> cells = make_cells([100, 300], [50, 30], [48, 24])
    >>> post_stratify(cells, np.array([0, 1])).weight.tolist()
    [2.0, 10.0]
    """
    dossiers, answers = sum_classes(code, cells.population), sum_classes(code, cells.n)
    is_heard = answers > 0
    ratio = np.zeros(len(answers))
    np.divide(dossiers, answers, out=ratio, where=is_heard)
    weight = np.where(cells.n > 0, ratio[code], 0.0)
    is_converged = np.ones(cells.units, dtype=np.bool_)
    return _weights(cells, weight, is_converged, is_heard[code], [code])


def rake(cells: RegisterCells, margins: Sequence[IntArray]) -> Weights:
    """Return weights under which the classes of every margin count as in the register.

    Weights are fitted to one margin after the other until all fit. Dossiers in a class
    without answers are left out of all margins, since nothing can stand for them.

    Parameters
    ----------
    margins : sequence of array of int
        Classes of each cell by `number_classes`, one column per margin.

    Returns
    -------
    Weights
        Not converged where the margins cannot all be fitted, as with a class whose
        answers all lie in cells that another margin needs smaller.

    References
    ----------
    .. [1] Deming, Stephan (1940), On a least squares adjustment of a sampled frequency
       table when the expected marginal totals are known, Annals of Mathematical
       Statistics 11, 427-444.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> cells = make_cells([10, 30, 20, 40], [5, 5, 5, 5], [5, 4, 3, 2])
    >>> rows, columns = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> weights = rake(cells, [rows, columns])
    >>> (weights.weight * 5).round(6).tolist(), weights.is_converged.tolist()
    ([12.0, 28.0, 18.0, 42.0], [True])
    """
    is_heard = np.ones(len(cells), dtype=np.bool_)
    for code in margins:
        is_heard &= (sum_classes(code, cells.n) > 0)[code]
    wanted = [sum_classes(code, cells.population * is_heard) for code in margins]
    weight = (cells.n > 0).astype(np.float64)
    for _ in range(MOST_ROUNDS):
        gap = np.zeros(len(cells))
        for code, total in zip(margins, wanted, strict=True):
            held = sum_classes(code, weight * cells.n)
            ratio = np.ones(len(held))
            np.divide(total, held, out=ratio, where=held > 0)
            gap = np.maximum(gap, np.abs(ratio - 1)[code])
            weight = weight * ratio[code]
        if np.all(gap <= RAKING_TOLERANCE):
            break
    is_converged = ~cells.find_units(gap > RAKING_TOLERANCE)
    return _weights(cells, weight, is_converged, is_heard, margins)


def trim_weights(
    cells: RegisterCells, weight: FloatArray, rule: WeightingRule = W1
) -> tuple[FloatArray, IntArray]:
    """Return weights cut at so many medians of the unit, and how many answers it met.

    The median is that of the answers, the lower one of the two in the middle. What is
    cut off goes to nobody: the rate divides by the weights that are left.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> cells = make_cells([50, 900], [50, 9], [40, 9])
    >>> weight, trimmed = trim_weights(cells, np.array([1.0, 100.0]))
    >>> weight.tolist(), trimmed.tolist()
    ([1.0, 5.0], [9])
    """
    limit = rule.trim_at * _find_medians(cells, weight)[cells.unit]
    is_cut = (weight > limit) & (cells.n > 0)
    trimmed = cells.sum_units(np.where(is_cut, cells.n, 0)).astype(np.int64)
    return np.where(is_cut, limit, weight), trimmed


def _find_medians(cells: RegisterCells, weight: FloatArray) -> FloatArray:
    """Return the median weight of the answers of each unit; nan without answers."""
    order = np.lexsort((weight, cells.unit))
    unit, upto = cells.unit[order], np.cumsum(cells.n[order])
    answers = cells.sum_units(cells.n)
    before = np.cumsum(answers) - answers
    is_past = 2 * (upto - before[unit]) >= answers[unit]
    is_past &= cells.n[order] > 0
    medians = np.full(cells.units, np.nan)
    # Assigned from the back, so that the first of each unit is the one that stays.
    medians[unit[is_past][::-1]] = weight[order][is_past][::-1]
    return medians


def _compare_weights(
    cells: RegisterCells, weight: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Return the largest weight by the mean one, and where all weights are equal."""
    is_used = cells.n > 0
    highest, lowest = np.zeros(cells.units), np.full(cells.units, np.inf)
    np.maximum.at(highest, cells.unit[is_used], weight[is_used])
    np.minimum.at(lowest, cells.unit[is_used], weight[is_used])
    answers, total = cells.sum_units(cells.n), cells.sum_units(weight * cells.n)
    largest = np.full(cells.units, np.nan)
    np.divide(highest * answers, total, out=largest, where=total > 0)
    return largest, (answers > 0) & (highest <= lowest * (1 + EQUAL_WEIGHTS))


def _weights(
    cells: RegisterCells,
    weight: FloatArray,
    is_converged: BoolArray,
    is_heard: BoolArray,
    margins: Sequence[IntArray],
) -> Weights:
    dossiers = cells.sum_units(cells.population)
    unheard = cells.sum_units(np.where(is_heard, 0, cells.population))
    largest = np.zeros(cells.units)
    for code in margins:
        in_class = sum_classes(code, cells.population)
        is_silent = (sum_classes(code, cells.n) == 0)[code]
        np.maximum.at(largest, cells.unit, np.where(is_silent, in_class[code], 0.0))
    whole = np.maximum(dossiers, 1)
    shares = (freeze(unheard / whole), freeze(largest / whole))
    return Weights(freeze(weight), freeze(is_converged), *shares)
