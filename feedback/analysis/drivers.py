"""Drivers: which items go with overall satisfaction, and how much of it.

The explained variance is split fairly among items that overlap: each gets what it adds,
averaged over all orders in which items could be added. It says what goes with what,
never what causes what.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import FloatArray, freeze

#: All subsets are gone through: 4,096 of twelve items.
MOST_ITEMS = 12
RESAMPLES = 500
#: Samples split at once, and people drawn at once: a matter of memory alone.
BATCH = 100
DRAWN_AT_ONCE = 4_000_000
#: An item adds nothing if this share of its variance or less is its own.
SAME = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Drivers:
    """How much of the variance of the overall answer goes with each item.

    All nan where it cannot be told: fewer people than items and two, or an overall
    answer that never differs.
    """

    items: FloatArray
    overall: FloatArray
    seed: int
    error_each_side: float
    #: People who answered everything.
    people: int
    #: Share of the variance of the overall answer explained by all items together.
    explained: float
    #: What each item contributes to it; they add up to it.
    importance: FloatArray
    lower: FloatArray
    upper: FloatArray
    #: What each would explain alone, and what it adds to all others.
    alone: FloatArray
    last: FloatArray
    #: Mean answer to each item, to be shown against its importance.
    performance: FloatArray


def find_drivers(
    items: npt.ArrayLike,
    overall: npt.ArrayLike,
    seed: int,
    resamples: int = RESAMPLES,
    error_each_side: float = 0.025,
) -> Drivers:
    """Return the split of explained variance among items, with bootstrap intervals.

    Parameters
    ----------
    items : array_like of float, shape (people, items)
        Answers to at most twelve items; nan where there is none.
    overall : array_like of float, shape (people,)
        Overall satisfaction.
    seed : int
        Of the people drawn again with replacement.
    resamples : int
        How often; 0 leaves the intervals nan.
    error_each_side : float
        Nominal chance that either bound is wrong.

    Returns
    -------
    Drivers
        An item that never differs or repeats others exactly adds nothing to them. Time
        for the subsets does not grow with the people, only the drawing does.

    Raises
    ------
    ValueError
        If there are more than twelve items, or not one row of items per overall answer.

    References
    ----------
    .. [1] Lindeman, Merenda, Gold (1980), Introduction to Bivariate and Multivariate
       Analysis, p. 119 ff.
    .. [2] Grömping (2007), Estimators of relative importance in linear regression based
       on variance decomposition, American Statistician 61, 139-147.

    Examples
    --------
    >>> found = find_drivers([[1, 2], [2, 1], [3, 3], [4, 5]], [1, 2, 3, 5], 1, 0)
    >>> found.importance.round(3).tolist(), round(found.explained, 3)
    ([0.581, 0.4], 0.981)
    """
    table = np.array(items, dtype=np.float64, ndmin=2)
    answers = np.array(overall, dtype=np.float64, ndmin=1)
    if table.shape[1] > MOST_ITEMS:
        raise ValueError(f"at most {MOST_ITEMS} items can be compared")
    if len(table) != len(answers):
        raise ValueError("items and overall must have one row per person")
    rows = np.column_stack([table, answers])
    rows = rows[~np.isnan(rows).any(axis=1)]
    people, number = len(rows), table.shape[1]
    importance, alone, last, lower, upper = np.full((5, number), np.nan)
    if people >= number + 2 and np.ptp(rows[:, -1]) > 0:
        covariance = np.cov(rows, rowvar=False)[None]
        importance, alone, last = split_variance(covariance)[:, 0]
        if resamples:
            sides = [error_each_side, 1 - error_each_side]
            again = _resample(rows, resamples, seed)
            lower, upper = np.quantile(again, sides, axis=0)
    return Drivers(
        freeze(table),
        freeze(answers),
        seed,
        error_each_side,
        people,
        float(importance.sum()),
        freeze(importance),
        freeze(lower),
        freeze(upper),
        freeze(alone),
        freeze(last),
        freeze(rows[:, :-1].mean(axis=0) if people else np.full(number, np.nan)),
    )


def split_variance(covariance: FloatArray) -> FloatArray:
    """Return what items contribute to, explain alone of, and add last to the overall.

    Parameters
    ----------
    covariance : array of float, shape (samples, items + 1, items + 1)
        Covariance matrices with the overall answer last; any multiple of them.

    Returns
    -------
    array of float, shape (3, samples, items)
        Shares of the variance of the overall answer: Shapley values, R^2 alone, and
        R^2 of all less R^2 of all others. 0 where the overall answer does not vary.

    Examples
    --------
    >>> covariance = np.array([[[1, 0.5, 0.8], [0.5, 1, 0.6], [0.8, 0.6, 1]]])
    >>> split_variance(covariance)[:, 0].round(3).tolist()
    [[0.487, 0.207], [0.64, 0.36], [0.333, 0.053]]
    """
    explained = _explain_subsets(covariance)
    number = covariance.shape[1] - 1
    sizes = np.array([bin(subset).count("1") for subset in range(2**number // 2)])
    # Of all orders of the items, those in which just these come before one.
    orders = [factorial(size) * factorial(number - 1 - size) for size in sizes]
    weights = np.array(orders, dtype=np.float64) / factorial(number)
    result = np.empty((3, len(covariance), number))
    for item in range(number):
        without, added = np.moveaxis(explained, item, 0)
        gains = (added - without).reshape(-1, len(covariance))
        result[:, :, item] = weights @ gains, gains[0], gains[-1]
    return result


def _explain_subsets(covariance: FloatArray) -> FloatArray:
    """Return R^2 of every subset, one axis of two (without, with) per item.

    Items are taken up one after another: each matrix becomes one without the item and
    one from which the item has been swept out. What remains last is the variance of
    the overall answer that the subset does not explain.
    """
    samples, size = covariance.shape[:2]
    total = covariance[:, -1, -1]
    left = covariance[None]
    for item in range(size - 1):
        own, column, rest = left[..., 0, 0], left[..., 1:, 0], left[..., 1:, 1:]
        is_new = own > SAME * covariance[:, item, item]
        factor = np.divide(1, own, out=np.zeros_like(own), where=is_new)
        swept = column[..., :, None] * column[..., None, :] * factor[..., None, None]
        left = np.stack([rest, rest - swept], axis=1).reshape(-1, *rest.shape[1:])
    explained = np.zeros((len(left), samples))
    np.divide(total - left[..., 0, 0], total, out=explained, where=total > 0)
    return explained.reshape(*(2,) * (size - 1), samples)


def _resample(rows: FloatArray, resamples: int, seed: int) -> FloatArray:
    """Return the importance of items among people drawn again, (resamples, items)."""
    rng = np.random.default_rng(seed)
    # Equal answers are drawn together, in an order that does not depend on the rows.
    patterns, counts = np.unique(rows, axis=0, return_counts=True)
    patterns = patterns - patterns.mean(axis=0)
    first, second = np.triu_indices(rows.shape[1])
    products = patterns[:, first] * patterns[:, second]
    batch = max(min(BATCH, DRAWN_AT_ONCE // len(counts)), 1)
    found = []
    for start in range(0, resamples, batch):
        samples = min(batch, resamples - start)
        drawn = rng.multinomial(len(rows), counts / len(rows), size=samples)
        weights = drawn / len(rows)
        mean = weights @ patterns
        halves = weights @ products - mean[:, first] * mean[:, second]
        covariance = np.empty((samples, rows.shape[1], rows.shape[1]))
        covariance[:, first, second] = covariance[:, second, first] = halves
        found.append(split_variance(covariance)[0])
    return np.concatenate(found)
