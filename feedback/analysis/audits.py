"""What a reader can still work out about the blanks of published tables.

Everything published is a set of linear equations in the counts: each total is the sum
of its parts. The smallest and the largest value that a blank can have, given all that
is shown, is a linear programme. A blank is safe when that range is wide.

Blanks hang together only through equations, so each connected component of them is a
programme of its own. Every solution also shows values that all its blanks can have
together; a blank that these witnesses already prove safe needs no programme.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from feedback.analysis.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    as_integers,
    freeze,
)

#: A safe range holds half the true count and twice it, and is at least this wide.
MIN_WIDTH = 10
#: Solutions this close to a whole number are that number; HiGHS keeps to 1e-7.
WHOLE = 1e-5
#: What HiGHS answers.
SOLVED, UNBOUNDED = 0, 3
#: Times that the single equations are gone through.
ROUNDS = 5


class BrokenTable(ValueError):
    """The shown counts contradict each other, or a blank lies outside its bounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The range of every blank, and whether it is wide enough; nan if shown."""

    counts: IntArray
    is_hidden: BoolArray
    #: What can be attained; where `is_exact`, what can be at all.
    lower: FloatArray
    upper: FloatArray
    #: Both ends solved for, not only witnessed.
    is_exact: BoolArray
    is_safe: BoolArray
    #: Programmes solved.
    programmes: int

    @property
    def exposed(self) -> IntArray:
        """Return the places of the blanks that fail."""
        return np.flatnonzero(~self.is_safe)


def audit_blanks(
    counts: npt.ArrayLike,
    is_hidden: npt.ArrayLike,
    equations: csr_array,
    most: npt.ArrayLike = np.inf,
    is_thorough: bool = True,
) -> Audit:
    """Return what a reader who solves the published equations learns of each blank.

    Thorough, every range is exact, at two programmes for each blank. Otherwise only
    blanks that neither the witnesses prove safe nor single equations prove exposed are
    solved for: the list of exposed ones is the same, the ranges are what was seen. A
    table without blanks gives an audit in which all is safe.

    Parameters
    ----------
    counts : array_like of int, shape (cells,)
        The true counts, totals included.
    is_hidden : array_like of bool, shape (cells,)
        Which are blank.
    equations : sparse array, shape (equations, cells)
        Each row times the counts is 0, as `equate_margins` gives them.
    most : array_like of float
        The largest value that a reader who knows the rules thinks possible.
    is_thorough : bool
        Whether exact ranges are wanted, not only the list.

    Raises
    ------
    BrokenTable
        If the counts do not satisfy the equations or exceed `most`: no range would
        mean anything.

    References
    ----------
    .. [1] Fischetti, Salazar (2001), Solving the cell suppression problem on tabular
       data with linear constraints, Management Science 47, 1008-1027.
    .. [2] Hundepool et al. (2012), Statistical Disclosure Control, section 4.3.

    Examples
    --------
    >>> equations = equate_margins((2, 2))
    >>> table = [[3, 20, 23], [20, 20, 40], [23, 40, 63]]
    >>> blank = [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    >>> audit = audit_blanks(np.ravel(table), np.ravel(blank), equations)
    >>> float(audit.lower[0]), float(audit.upper[0]), audit.exposed.tolist()
    (0.0, 23.0, [1, 3, 4])
    """
    values = as_integers("counts", counts)
    hidden = np.asarray(is_hidden, dtype=bool)
    limits = np.broadcast_to(np.asarray(most, dtype=np.float64), values.shape)
    if np.any(equations @ values) or np.any(values < 0) or np.any(values > limits):
        raise BrokenTable("the counts do not add up, or lie outside their bounds")
    lower = np.where(hidden, values, np.nan).astype(np.float64)
    upper, is_exact = lower.copy(), np.zeros(len(values), dtype=bool)
    programmes = 0
    for cells, system in _split(hidden, csc_array(equations)):
        part = _Part(system, values[cells], limits[cells])
        if not is_thorough:
            part.scout()
        part.solve_blanks(is_thorough)
        lower[cells], upper[cells] = part.lower, part.upper
        is_exact[cells] = part.is_exact
        programmes += part.programmes
    is_safe = ~hidden | is_wide(values, lower, upper)
    return Audit(
        freeze(values),
        freeze(hidden),
        freeze(lower),
        freeze(upper),
        freeze(is_exact),
        freeze(is_safe),
        programmes,
    )


def is_wide(
    counts: IntArray, lower: FloatArray, upper: FloatArray
) -> npt.NDArray[np.bool_]:
    """Return whether ranges hold half and twice the count and are 10 wide.

    Examples
    --------
    >>> one = np.array([4]), np.array([2.0]), np.array([12.0])
    >>> is_wide(*one).tolist(), is_wide(np.array([7]), *one[1:]).tolist()
    ([True], [False])
    """
    wide: BoolArray = (2 * lower <= counts) & (upper >= 2 * counts)
    return wide & (upper - lower >= MIN_WIDTH)


def equate_margins(shape: Sequence[int]) -> csr_array:
    """Return the equations of a table with all its margins.

    The table has one place more along each axis, the last being the sum; its cells are
    numbered in C order.

    Parameters
    ----------
    shape : sequence of int
        Without the margins.

    Examples
    --------
    >>> equate_margins((2,)).toarray().tolist()
    [[1, 1, -1]]
    """
    cells = np.arange(np.prod([size + 1 for size in shape], dtype=int))
    table = cells.reshape([size + 1 for size in shape])
    rows = []
    for axis, size in enumerate(shape):
        lines = np.moveaxis(table, axis, -1).reshape(-1, size + 1)
        rows.append((lines, np.tile([*[1] * size, -1], (len(lines), 1))))
    starts = np.cumsum([0, *(len(row) for lines, _ in rows for row in lines)])
    columns = np.concatenate([lines.ravel() for lines, _ in rows])
    signs = np.concatenate([sign.ravel() for _, sign in rows])
    return csr_array((signs, columns, starts), shape=(len(starts) - 1, len(cells)))


def _split(
    hidden: BoolArray, equations: csc_array
) -> Iterator[tuple[IntArray, csr_array]]:
    """Yield the blanks of each connected component and the equations they are in."""
    blanks = np.flatnonzero(hidden)
    system = csr_array(equations[:, blanks])
    if not len(blanks):
        return
    touching = abs(system)
    linked = touching.T @ touching
    number, component = connected_components(linked, directed=False)
    order = np.argsort(component, kind="stable")
    starts = np.searchsorted(component[order], np.arange(1, number))
    for places in np.split(order, starts):
        part = csr_array(csc_array(system)[:, places])
        yield blanks[places], part[np.diff(part.indptr) > 0]


class _Part:
    """One connected component of blanks: what was seen, and what cannot be."""

    def __init__(self, system: csr_array, counts: IntArray, most: FloatArray) -> None:
        self.system = system
        self.counts = counts
        self.sums = system @ counts
        #: Seen in a solution, so possible.
        self.lower = counts.astype(np.float64)
        self.upper = self.lower.copy()
        #: Outside of these it is impossible.
        self.least, self.most = _tighten(system, self.sums, most)
        self.is_exact = np.zeros(len(counts), dtype=bool)
        self.programmes = 0

    def scout(self) -> None:
        """Pull all open blanks apart at once, while that settles some of them."""
        places, former = self._list_open(), len(self.counts) + 1
        while 0 < len(places) < former:
            # Those already seen low enough are pulled up, the others down.
            is_low = 2 * self.lower[places] <= self.counts[places]
            aim = np.zeros(len(self.counts))
            aim[places] = np.where(is_low, -1, 1)
            self._solve(aim)
            places, former = self._list_open(), len(places)

    def solve_blanks(self, is_thorough: bool) -> None:
        """Solve for both ends of every blank, or of those still undecided."""
        for place in range(len(self.counts)) if is_thorough else self._list_open():
            if is_thorough or place in self._list_open():
                self._solve_ends(place)

    def _list_open(self) -> IntArray:
        """Return the blanks neither seen to be safe nor known to be exposed."""
        is_safe = is_wide(self.counts, self.lower, self.upper)
        may_be = is_wide(self.counts, self.least, self.most)
        return np.flatnonzero(may_be & ~is_safe & ~self.is_exact)

    def _solve_ends(self, place: int) -> None:
        for direction in (1, -1):
            aim = np.zeros(len(self.counts))
            aim[place] = direction
            if self._solve(aim) == UNBOUNDED:
                self.upper[place] = np.inf
        self.is_exact[place] = True

    def _solve(self, aim: FloatArray) -> int:
        """Solve one programme, keep what it shows, and return its status."""
        found = linprog(
            aim,
            A_eq=self.system,
            b_eq=self.sums,
            bounds=np.column_stack([self.least, self.most]),
            # Presolve takes twenty times as long as the programme itself.
            options={"presolve": False},
        )
        self.programmes += 1
        if found.status == SOLVED:
            whole = np.round(found.x)
            values = np.where(np.abs(found.x - whole) < WHOLE, whole, found.x)
            self.lower = np.minimum(self.lower, values)
            self.upper = np.maximum(self.upper, values)
        return int(found.status)


def _tighten(
    system: csr_array, sums: IntArray, most: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return bounds that follow from single equations, taken in turn a few times.

    In a x + (others) = b, x can take no more than b leaves over when the others take
    as little as they may.
    """
    least, most = np.zeros(len(most)), most.copy()
    row, column = system.nonzero()
    sign = system[row, column].astype(np.float64)
    for _ in range(ROUNDS):
        low = np.where(sign > 0, least[column], -most[column])
        high = np.where(sign > 0, most[column], -least[column])
        room = sums[row] - _sum_rest(row, low, len(sums))
        need = sums[row] - _sum_rest(row, high, len(sums))
        np.minimum.at(most, column, np.where(sign > 0, room, -need))
        np.maximum.at(least, column, np.where(sign > 0, need, -room))
    return least, most


def _sum_rest(row: IntArray, terms: FloatArray, rows: int) -> FloatArray:
    """Return for each term the sum of the others in its row, infinite ones too."""
    is_finite = np.isfinite(terms)
    total = np.bincount(row, np.where(is_finite, terms, 0), rows)[row]
    endless = np.bincount(row, ~is_finite, rows)[row]
    rest = total - np.where(is_finite, terms, 0)
    sign = np.bincount(row, np.where(is_finite, 0, np.sign(terms)), rows)[row]
    return np.where(endless - ~is_finite > 0, np.copysign(np.inf, sign), rest)
