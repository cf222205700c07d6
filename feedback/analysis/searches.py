"""Searching whole numbers by halving, for many units at once."""

from collections.abc import Callable

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray


def find_first(
    holds: Callable[[IntArray, IntArray], BoolArray], below: IntArray, above: IntArray
) -> IntArray:
    """Return, per unit, the first number from which on something holds.

    Parameters
    ----------
    holds : callable
        Takes the positions of some units and a number for each, and says where it
        holds; once it holds for a number it must hold for all larger ones.
    below, above : array of int
        Numbers at which it does not and does hold; they are taken on trust and never
        asked about, so they may lie outside what `holds` understands.

    Examples
    --------
    >>> roots = np.array([10, 17])
    >>> find_first(lambda units, x: x * x >= roots[units], roots * 0, roots).tolist()
    [4, 5]
    """
    below, above = below.copy(), above.copy()
    while True:
        units = np.flatnonzero(above - below > 1)
        if not units.size:
            return above
        middle = (below[units] + above[units]) // 2
        is_reached = holds(units, middle)
        above[units[is_reached]] = middle[is_reached]
        below[units[~is_reached]] = middle[~is_reached]
