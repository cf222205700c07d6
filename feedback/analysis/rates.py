"""The two rates of the house: R1, the share satisfied, and R2, the mean index.

Counts always come as five numbers, from "very dissatisfied" to "very satisfied".
"No opinion" and blank answers stand outside them and are carried beside them.
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
        `R1` (share of levels 4 and 5) or `R2` (mean index).

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
