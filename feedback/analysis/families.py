"""Many tests at once: how many of the flags of one run may be false.

A family is one kind of flag in one publication. Its p-values are adjusted together, and
each result keeps what was adjusted, how, and among how many.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control

from feedback.analysis.arrays import BoolArray, FloatArray, freeze


class Procedure(StrEnum):
    """Which adjustment it is."""

    #: For tests that are independent or rise and fall together.
    BENJAMINI_HOCHBERG = "bh"
    #: For tests that overlap by construction, in whatever way.
    BENJAMINI_YEKUTIELI = "by"


@dataclass(frozen=True, slots=True)
class AdjustedTest:
    """One test of a family; no p-value where there was nothing to test."""

    p: float | None
    adjusted: float | None
    is_rejected: bool
    procedure: Procedure
    q: float
    family_size: int


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The tests of one family: row i of each array belongs to unit i."""

    procedure: Procedure
    #: Share of false ones among those rejected that is tolerated.
    q: float
    #: nan where there was nothing to test.
    p: FloatArray
    adjusted: FloatArray
    is_rejected: BoolArray

    def __len__(self) -> int:
        return len(self.p)

    @property
    def size(self) -> int:
        """Return how many tests were made."""
        return int(np.count_nonzero(~np.isnan(self.p)))

    def at(self, unit: int) -> AdjustedTest:
        """Return one test as plain values."""
        is_made = not np.isnan(self.p[unit])
        return AdjustedTest(
            float(self.p[unit]) if is_made else None,
            float(self.adjusted[unit]) if is_made else None,
            bool(self.is_rejected[unit]),
            self.procedure,
            self.q,
            self.size,
        )


def adjust_family(
    p: npt.ArrayLike,
    q: float = 0.05,
    procedure: Procedure = Procedure.BENJAMINI_HOCHBERG,
) -> Family:
    """Return the p-values of a family adjusted for the false discovery rate.

    Parameters
    ----------
    p : array_like of float
        One p-value per unit. nan means that nothing was tested: it stays nan, is never
        rejected and does not count in the size of the family.
    q : float
        0.05 for anything with a consequence, 0.10 for an internal queue.
    procedure : Procedure
        Benjamini-Hochberg, or Benjamini-Yekutieli if tests overlap by construction.

    Returns
    -------
    Family
        Rejected where the adjusted p-value is at most q. An empty family is allowed.

    Raises
    ------
    ValueError
        If a p-value lies outside 0 to 1.

    References
    ----------
    .. [1] Benjamini, Hochberg (1995), Controlling the false discovery rate, JRSS B 57,
       289-300, procedure (1).
    .. [2] Benjamini, Yekutieli (2001), The control of the false discovery rate in
       multiple testing under dependency, Annals of Statistics 29, 1165-1188, th. 1.3.

    Examples
    --------
    >>> adjust_family([0.01, 0.04, np.nan, 0.03]).adjusted.tolist()
    [0.03, 0.04, nan, 0.04]
    """
    given = np.array(p, dtype=np.float64, ndmin=1)
    is_made = ~np.isnan(given)
    adjusted = np.full(given.shape, np.nan)
    if is_made.any():
        adjusted[is_made] = false_discovery_control(
            given[is_made], method=procedure.value
        )
    return Family(procedure, q, freeze(given), freeze(adjusted), freeze(adjusted <= q))
