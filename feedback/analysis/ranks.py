"""Where a unit stands among others, as far as that can be told.

There is no league table: a raw one puts the smallest units at both ends. What is
published is three groups; ranks, where they may be shown at all, are ranges.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv
from scipy.stats import rankdata

from feedback.analysis.arrays import BoolArray, FloatArray, freeze
from feedback.analysis.families import Family, adjust_family
from feedback.analysis.pooling import Pool, chance_above, draw_rates

#: Fewer answers than this: no rank and no group.
MIN_ANSWERS = 30
#: A field whose units are less reliable than this, in the median, is not ordered.
MIN_RELIABILITY = 0.7
DRAWS = 2000
#: A rank range leaves out this much of the draws on each side.
ERROR_EACH_SIDE = 0.05
#: Points at which the integral behind an expected rank is taken.
NODES = 500
#: Quantiles of each unit from which those points are chosen, at least.
QUANTILES = 8


class Standing(StrEnum):
    """On which side of its field's rate a unit lies."""

    ABOVE = "above"
    BELOW = "below"
    INDISTINCT = "indistinct"


#: Codes of `Ranks.standing`, by position.
STANDINGS = tuple(Standing)


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Standing and rank of the units of one field; rank 1 is the highest rate."""

    pool: Pool
    #: Rate of all answers of the field together, the line between the groups.
    field_rate: float
    #: Units with answers enough to be ranked and grouped.
    is_ranked: BoolArray
    #: Median over the ranked units; nan without any.
    reliability: float
    #: nan, all three, for units not ranked, and for all where the order is chance.
    expected: FloatArray
    lowest: FloatArray
    highest: FloatArray
    #: Chance that the unit's rate is above that of its field.
    chance: FloatArray
    #: The tests behind the groups: the chance of the wrong side, adjusted.
    family: Family
    #: Positions in `STANDINGS`.
    standing: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.pool)

    @property
    def is_ordered(self) -> bool:
        """Return whether there are ranks at all."""
        return self.reliability >= MIN_RELIABILITY


def rank_units(pool: Pool, q: float = 0.05) -> Ranks:
    """Return three groups and, if the field is reliable enough, ranges of ranks.

    A unit is clearly above or below if the chance of that side of its field's rate is
    more than 95 % and it stays so when all units of the field are tested together: the
    chance of the wrong side is adjusted as a p-value by Benjamini-Hochberg. Units with
    fewer than 30 answers are not distinguishable and not ranked; no unit is ranked
    where the median reliability of those with enough answers is under 0.7.

    Parameters
    ----------
    pool : Pool
        The field. Without a detectable difference nothing is distinguishable.
    q : float
        Tolerated share of wrong ones among those called above or below.

    Returns
    -------
    Ranks
        Expected ranks are integrals over the fitted posterior and add up as ranks do;
        ranges come from `DRAWS` draws, from all priors of a small field.

    References
    ----------
    .. [1] Goldstein, Spiegelhalter (1996), League tables and their limitations,
       JRSS A 159, 385-443.
    .. [2] Laird, Louis (1989), Empirical Bayes ranking methods, Journal of Educational
       Statistics 14, 29-46: the expected rank, not the rank of the mean.
    .. [3] Benjamini, Yekutieli (2005), False discovery rate-adjusted multiple
       confidence intervals, JASA 100, 71-81: wrong sides count as false.

    Examples
    --------
    >>> from feedback.analysis.pooling import pool_units
    >>> ranks = rank_units(pool_units([950, 940, 700, 29], [1000, 990, 1000, 29], 1))
    >>> [STANDINGS[code].value for code in ranks.standing]
    ['above', 'above', 'below', 'indistinct']
    """
    field = pool.field
    is_ranked = field.n >= MIN_ANSWERS
    answers = int(field.n.sum())
    field_rate = int(field.k.sum()) / answers if answers else np.nan
    chance = chance_above(pool, field_rate)
    wrong_side = np.where(is_ranked, np.minimum(chance, 1 - chance), np.nan)
    family = adjust_family(wrong_side, q)
    is_clear = family.is_rejected & (wrong_side < 0.05)
    standing = np.select(
        [is_clear & (chance > 0.5), is_clear],
        [STANDINGS.index(Standing.ABOVE), STANDINGS.index(Standing.BELOW)],
        STANDINGS.index(Standing.INDISTINCT),
    ).astype(np.int8)
    reliability = pool.reliability[is_ranked]
    middle = float(np.median(reliability)) if reliability.size else np.nan
    ranks = np.full((3, len(pool)), np.nan)
    if middle >= MIN_RELIABILITY:
        alpha, beta = pool.posterior()
        ranks[0, is_ranked] = expect_ranks(alpha[is_ranked], beta[is_ranked])
        ranks[1:, is_ranked] = _find_ranges(draw_rates(pool, DRAWS)[:, is_ranked])
    expected, lowest, highest = (freeze(row) for row in ranks)
    return Ranks(
        pool,
        field_rate,
        freeze(is_ranked),
        middle,
        expected,
        lowest,
        highest,
        freeze(chance),
        family,
        freeze(standing),
    )


def expect_ranks(alpha: FloatArray, beta: FloatArray, nodes: int = NODES) -> FloatArray:
    """Return the expected rank of each beta distribution among all, 1 being highest.

    The rank of a unit is 1 plus the chances that each other one lies above it. They are
    integrated at quantiles of all distributions together, so that narrow ones are not
    missed; whatever the number of points, chances of both orders add up to one.

    Parameters
    ----------
    alpha, beta : array of float, shape (units,)
        Parameters of the posterior of each unit.
    nodes : int
        Points of the integral. The error is at most units / (2 nodes), mostly far less.

    References
    ----------
    .. [1] Laird, Louis (1989), Journal of Educational Statistics 14, 29-46.

    Examples
    --------
    >>> expect_ranks(np.array([9.0, 5.0, 1.0]), np.array([1.0, 5.0, 9.0])).round(2)
    array([1.01, 2.  , 2.99])
    """
    each = max(QUANTILES, -(-nodes // len(alpha)))
    levels = (np.arange(each) + 0.5) / each
    quantiles = np.sort(betaincinv(alpha[:, None], beta[:, None], levels).ravel())
    # Every so many of them, and the ends, where all distributions are 0 and 1.
    chosen = quantiles[np.linspace(0, quantiles.size - 1, nodes).astype(np.int64)]
    points = np.concatenate([[0.0], chosen, [1.0]])
    below = betainc(alpha[:, None], beta[:, None], points)
    above = len(alpha) - below.sum(axis=0)
    # A unit is as often above itself as below: half, which is not a rank.
    ranks: FloatArray = 0.5 + np.diff(below) @ (above[:-1] + above[1:]) / 2
    return ranks


def _find_ranges(rates: FloatArray) -> FloatArray:
    """Return the 5 % and 95 % quantiles of the ranks over draws, shape (2, units)."""
    ranks = rankdata(-rates, axis=1)
    sides = [ERROR_EACH_SIDE, 1 - ERROR_EACH_SIDE]
    found: FloatArray = np.quantile(ranks, sides, axis=0, method="inverted_cdf")
    return found
