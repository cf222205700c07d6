"""Polychoric correlations: how answers go together behind their few ordered levels.

Pearson's correlation of five levels understates how closely two questions agree, the
more so where nearly everyone chooses the same level. This one asks for the correlation
of two normal opinions that, cut into levels, give the table that was counted.
"""

from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from feedback.analysis.arrays import FloatArray, IntArray

#: More levels than this are a measurement, not an ordered choice.
MOST_LEVELS = 10
#: Correlations are sought up to here; 1 itself has no table with a chance.
CLOSEST = 0.999
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
SMALLEST_CHANCE = 1e-12


def correlate_items(items: npt.NDArray[np.generic]) -> FloatArray:
    """Return the polychoric correlation matrix of ordered answers.

    Parameters
    ----------
    items : array, shape (people, items)
        One answer per person and item, without gaps.

    Returns
    -------
    array of float, shape (items, items)
        nan for an item with one level only or with more than ten.

    References
    ----------
    .. [1] Olsson (1979), Maximum likelihood estimation of the polychoric correlation
       coefficient, Psychometrika 44, 443-460, the two-step estimate.

    Examples
    --------
    >>> answers = np.repeat([[1, 1], [1, 2], [2, 1], [2, 2]], [40, 10, 10, 40], axis=0)
    >>> correlate_items(answers).round(3).tolist()
    [[1.0, 0.809], [0.809, 1.0]]
    """
    number = items.shape[1]
    levels = [
        np.unique(items[:, item], return_inverse=True)[1] for item in range(number)
    ]
    matrix = np.eye(number)
    for first, second in combinations(range(number), 2):
        correlation = _correlate(levels[first], levels[second])
        matrix[first, second] = matrix[second, first] = correlation
    return matrix


def chance_below(h: FloatArray, k: FloatArray, correlation: float) -> FloatArray:
    """Return P(X < h, Y < k) of two standard normal variables for all pairs of h and k.

    References
    ----------
    .. [1] Drezner, Wesolowsky (1990), On the computation of the bivariate normal
       integral, Journal of Statistical Computation and Simulation 35, 101-107.

    Examples
    --------
    >>> chance_below(np.zeros(1), np.zeros(1), 0.5).round(6).tolist()
    [[0.333333]]
    """
    angle = np.arcsin(correlation)
    theta = angle * (NODES + 1) / 2
    hs, ks = h[:, None, None], k[None, :, None]
    exponent = hs * hs + ks * ks - 2 * hs * ks * np.sin(theta)
    density = np.exp(-exponent / (2 * np.cos(theta) ** 2))
    inner: FloatArray = (density @ WEIGHTS) * angle / (4 * np.pi)
    return np.outer(ndtr(h), ndtr(k)) + inner


def _correlate(first: IntArray, second: IntArray) -> float:
    """Return the correlation that makes the table of two items most likely."""
    shape = (first.max(initial=0) + 1, second.max(initial=0) + 1)
    if not 2 <= min(shape) <= max(shape) <= MOST_LEVELS:
        return np.nan
    table = np.bincount(first * shape[1] + second, minlength=shape[0] * shape[1])
    table = table.reshape(shape)
    rows, columns = (np.cumsum(table.sum(axis=axis))[:-1] for axis in (1, 0))
    h, k = ndtri(rows / table.sum()), ndtri(columns / table.sum())

    def surprise(correlation: float) -> float:
        edges = np.zeros((shape[0] + 1, shape[1] + 1))
        edges[1:-1, 1:-1] = chance_below(h, k, correlation)
        edges[-1, 1:-1], edges[1:-1, -1], edges[-1, -1] = ndtr(k), ndtr(h), 1
        chances = np.diff(np.diff(edges, axis=0), axis=1)
        return -float(np.sum(table * np.log(np.maximum(chances, SMALLEST_CHANCE))))

    found = minimize_scalar(surprise, bounds=(-CLOSEST, CLOSEST), method="bounded")
    return float(found.x)
