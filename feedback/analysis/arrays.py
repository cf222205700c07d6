"""Array types and the checks that every count passes on its way in."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)

#: Counts above this would let `100 * k * denominator` leave 64 bits.
LARGEST_COUNT = 10**10


def as_integers(name: str, values: npt.ArrayLike) -> IntArray:
    """Return the values as int64, refusing anything that is not a whole number.

    Examples
    --------
    >>> as_integers("k", [1, 2]).tolist()
    [1, 2]
    """
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold integers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


def as_trials(k: npt.ArrayLike, n: npt.ArrayLike) -> tuple[IntArray, IntArray]:
    """Return k and n as int64 arrays of one shape with 0 <= k <= n.

    Examples
    --------
    >>> k, n = as_trials([1, 2], 3)
    >>> n.tolist()
    [3, 3]
    """
    ks, ns = np.broadcast_arrays(as_integers("k", k), as_integers("n", n))
    if np.any(ks < 0):
        raise ValueError("k must not be negative")
    if np.any(ks > ns):
        raise ValueError("k must not be more than n")
    if np.any(ns > LARGEST_COUNT):
        raise ValueError(f"n must not be more than {LARGEST_COUNT}")
    return ks, ns


def freeze(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Return the array, closed against writing, so that a frozen result stays so."""
    view = array.view()
    view.flags.writeable = False
    return view
