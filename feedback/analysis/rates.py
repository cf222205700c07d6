"""The rates of the house: R1, the share satisfied, R2, the mean index, and R3.

R3 is the share of people satisfied with every item they answered. Counts always come
as five numbers, from "very dissatisfied" to "very satisfied". "No opinion" and blank
answers stand outside them and are carried beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import FloatArray, IntArray, as_integers, freeze
from feedback.analysis.percents import rounded_percent


@dataclass(frozen=True, slots=True)
class RateRule:
    """How a rate is made from the five counts, and under which id it is published.

    A level adds its points to the numerator; the denominator is the number of valid
    answers times the most points that one answer can give.
    """

    id: str
    version: int
    points: tuple[int, int, int, int, int]

    @property
    def scale(self) -> int:
        """Return the most points that one answer can give."""
        return max(self.points)


R1 = RateRule("R1", 1, (0, 0, 0, 1, 1))
#: 0, 25, 50, 75, 100 over 100, in lowest terms.
R2 = RateRule("R2", 1, (0, 1, 2, 3, 4))
#: The points of R1, on counts of people by the lowest level each of them gave.
R3 = RateRule("R3", 1, (0, 0, 0, 1, 1))

LARGEST_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate with the counts and the rule it came from."""

    rule: RateRule
    counts: tuple[int, int, int, int, int]
    numerator: int
    denominator: int

    @property
    def n(self) -> int:
        """Return the number of valid answers."""
        return sum(self.counts)

    @property
    def share(self) -> float | None:
        """Return the rate between 0 and 1, or None without an answer."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> int | None:
        """Return the rate as a whole percentage, or None without an answer."""
        if not self.denominator:
            return None
        return rounded_percent(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """The rate of many units: row i of each array belongs to unit i."""

    rule: RateRule
    counts: IntArray
    n: IntArray
    numerator: IntArray
    denominator: IntArray
    #: Between 0 and 1; nan where nobody answered.
    share: FloatArray

    def __len__(self) -> int:
        return len(self.n)

    def at(self, unit: int) -> Rate:
        """Return the rate of one unit as plain values."""
        n1, n2, n3, n4, n5 = self.counts[unit].tolist()
        return Rate(
            self.rule,
            (n1, n2, n3, n4, n5),
            int(self.numerator[unit]),
            int(self.denominator[unit]),
        )


def measure_rates(counts: npt.ArrayLike, rule: RateRule = R1) -> Rates:
    """Return the rate of every unit from its five counts.

    Parameters
    ----------
    counts : array_like of int, shape (units, 5)
        Answers per level, from very dissatisfied to very satisfied.
    rule : RateRule
        `R1` (share of levels 4 and 5), `R2` (mean index), or `R3` on counts of people
        by their lowest level (see `find_lowest_levels`).

    Returns
    -------
    Rates
        `share` is nan for a unit without answers: it has no rate, not 0 %.

    References
    ----------
    .. [1] Quyết định 1001/QĐ-BNV (2023), satisfaction index: share of satisfied and
       very satisfied among valid answers.

    Examples
    --------
    >>> measure_rates([[23, 46, 153, 419, 528]]).at(0).numerator
    947
    """
    table = as_integers("counts", counts)
    if table.ndim != 2 or table.shape[1] != 5:
        raise ValueError("counts must have five columns, one per level")
    if np.any(table < 0):
        raise ValueError("counts must not be negative")
    n = table.sum(axis=1)
    numerator = table @ np.array(rule.points, dtype=np.int64)
    denominator = n * rule.scale
    share = np.full(len(n), np.nan)
    np.divide(numerator, denominator, out=share, where=denominator > 0)
    return Rates(
        rule,
        freeze(table),
        freeze(n),
        freeze(numerator),
        freeze(denominator),
        freeze(share),
    )


def measure_rate(counts: Sequence[int], rule: RateRule = R1) -> Rate:
    """Return the rate of one unit from its five counts.

    Examples
    --------
    >>> measure_rate([23, 46, 153, 419, 528], R2).percent
    80
    """
    return measure_rates([list(counts)], rule).at(0)


def find_lowest_levels(answers: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """Return the lowest level each person gave, which R3 counts.

    Who gave 4 or 5 to every item has a lowest level of 4 or 5. Items without an opinion
    or left blank do not count, neither for nor against; a person without any opinion is
    level 0 and stands outside the denominator, as a blank answer does.

    Parameters
    ----------
    answers : array of int, shape (people, items)
        0 for no opinion or blank, 1 to 5 from very dissatisfied to very satisfied.

    Returns
    -------
    array of int, shape (people,)
        Levels as `counts.count_answers` takes them.

    Raises
    ------
    ValueError
        If a level lies outside 0 to 5.

    Examples
    --------
    >>> find_lowest_levels(np.array([[5, 4, 0], [5, 3, 5], [0, 0, 0]])).tolist()
    [4, 3, 0]
    """
    if np.any(answers < 0) or np.any(answers > LARGEST_LEVEL):
        raise ValueError("levels must be 0 (no opinion) to 5")
    nothing = LARGEST_LEVEL + 1
    given = np.where(answers == 0, nothing, answers)
    lowest = given.min(axis=1, initial=nothing)
    return np.where(lowest == nothing, 0, lowest)
