"""Classes of dossiers and answers that anybody can work out from published figures.

A unit's figures are parted by field (those of the province), by filed online or not,
and by the shorter periods that it adds up, as far as all that is shown. What is left
over after subtraction stays together. So the weights made of them tell nothing that was
not public, and whoever has the packages makes the same ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.registers import W1, RegisterCells, make_cells, sum_classes
from feedback.reports.disclosures import ALL, PROVINCE
from feedback.reports.histories import ENDED, History, K, N
from feedback.reports.terms import ONLINE

#: Filed at the counter or by post.
OTHER: Final = "other"
SECTOR: Final = "sector"

#: Dossiers, answers, satisfied.
Figures = IntArray
#: Field and side.
_Name = tuple[str | None, str | None]


@dataclass(frozen=True, eq=False)
class ShownClass:
    """Figures of a unit; a name is None where it stands for all others together."""

    sector: str | None
    #: Online or other.
    side: str | None
    #: The month in a quarter, the quarter in a year.
    date: str | None
    figures: Figures
    #: Dossiers in it of a side whose answers are too few, or hidden.
    silent: int = 0


@dataclass(frozen=True, eq=False)
class ShownCells:
    """The classes of many units, and how they are joined where they hold too little."""

    cells: RegisterCells
    #: Finest first, for `registers.collapse_classes`.
    codings: tuple[IntArray, ...]
    names: tuple[ShownClass, ...]
    #: Units whose sides cannot be told apart, though it matters.
    is_unparted: BoolArray

    def describe(self, code: IntArray) -> dict[int, list[dict[str, Any]]]:
        """The classes of each unit after they were joined, as they are published."""
        found: dict[int, list[dict[str, Any]]] = {}
        counts = [self.cells.population, self.cells.n, self.cells.k]
        sums = np.stack([sum_classes(code, column) for column in counts], axis=1)
        members: dict[int, list[ShownClass]] = {}
        for name, number in zip(self.names, code.tolist(), strict=True):
            members.setdefault(number, []).append(name)
        first = np.unique(code, return_index=True)[1]
        for number, unit in enumerate(self.cells.unit[first].tolist()):
            population, n, k = (int(count) for count in sums[number])
            common = {
                name: _agree([getattr(each, name) for each in members[number]])
                for name in ("sector", "side", "date")
            }
            row = {**common, "N": population, "n": n, "k": k}
            found.setdefault(unit, []).append(row)
        return found


class _Shown:
    """What one publication shows: figures by indicator, scope and key."""

    def __init__(self, history: History, column: int) -> None:
        self._figures: dict[tuple[str, str, str], Figures] = {}
        self._dossiers: dict[tuple[str, str, str], int] = {}
        for name, units in history.lists.items():
            values = units.values[:, column][:, [ENDED, N, K]]
            is_known = units.is_shown[:, column] & (values[:, 0] >= 0)
            for unit in np.flatnonzero(units.is_there[:, column]).tolist():
                cell = (*name, units.keys[unit])
                self._dossiers[cell] = int(values[unit, 0])
                if is_known[unit]:
                    self._figures[cell] = values[unit]

    def find(self, indicator: str, scope: str, key: str) -> Figures | None:
        return self._figures.get((indicator, scope, key))

    def find_side(self, side: str, scope: str, key: str) -> Figures | None:
        """Those of an indicator, or all less those of online users."""
        if side != OTHER:
            return self.find(side, scope, key)
        everybody, online = (self.find(each, scope, key) for each in (ALL, ONLINE))
        return None if everybody is None or online is None else everybody - online

    def count_online(self, scope: str, key: str) -> int:
        """Dossiers filed online, which are known of hidden units as well."""
        return max(self._dossiers.get((ONLINE, scope, key), 0), 0)

    def list_keys(self, indicator: str, scope: str) -> list[str]:
        return sorted(k for i, s, k in self._figures if (i, s) == (indicator, scope))


class Parting:
    """Parts units of a period by what it and its shorter periods show."""

    def __init__(self, history: History) -> None:
        """Of the shorter periods that the newest one adds up, and that one itself."""
        *parts, self._now = (
            _Shown(history, column) for column in range(len(history.periods))
        )
        codes = [period.code for period in history.periods[:-1]]
        self._before: Mapping[str, _Shown] = dict(zip(codes, parts, strict=True))

    def part(self, indicator: str, scope: str, keys: Sequence[str]) -> ShownCells:
        """The classes of these units, which must be shown."""
        parted: list[list[ShownClass]] = []
        is_unparted = np.zeros(len(keys), dtype=np.bool_)
        for place, key in enumerate(keys):
            whole = self._now.find(indicator, scope, key)
            assert whole is not None, "only shown units are weighted"
            parted.append(list(self._part_unit(indicator, scope, key, whole)))
            silent = sum(each.silent for each in parted[-1])
            is_unparted[place] = silent > W1.most_unheard * whole[0]
        return _lay_out(parted, is_unparted)

    def _part_unit(
        self, indicator: str, scope: str, key: str, whole: Figures
    ) -> Iterator[ShownClass]:
        if scope != PROVINCE:
            yield from self._part_sides(indicator, scope, key, whole)
            return
        rest = whole
        for sector in self._now.list_keys(indicator, SECTOR):
            figures = self._now.find(indicator, SECTOR, sector)
            assert figures is not None, "only shown sectors are listed"
            for found in self._part_sides(indicator, SECTOR, sector, figures):
                yield replace(found, sector=sector)
            rest = rest - figures
        if rest.any():
            yield ShownClass(None, None, None, rest)

    def _part_sides(
        self, indicator: str, scope: str, key: str, whole: Figures
    ) -> Iterator[ShownClass]:
        """Online and not, where the unit is all there is and both hold enough.

        Of hidden online users it is not known whether they are few or are hidden for
        the sake of others: they are taken for few.
        """
        everybody = self._now.find(ALL, scope, key)
        online = self._now.find(ONLINE, scope, key)
        sides: list[Figures] = []
        silent = 0
        if everybody is not None and np.array_equal(everybody, whole):
            if online is None:
                silent = self._now.count_online(scope, key)
            else:
                sides = [online, whole - online]
                silent = sum(int(s[0]) for s in sides if s[1] < W1.enough)
        if not sides or silent:
            for found in self._part_dates(indicator, scope, key, whole):
                yield replace(found, silent=silent)
                silent = 0
            return
        for side, figures in zip((ONLINE, OTHER), sides, strict=True):
            name = "online" if side == ONLINE else OTHER
            for found in self._part_dates(side, scope, key, figures):
                yield replace(found, side=name)

    def _part_dates(
        self, side: str, scope: str, key: str, whole: Figures
    ) -> Iterator[ShownClass]:
        rest = whole
        for date, shown in self._before.items():
            figures = shown.find_side(side, scope, key)
            if figures is not None and figures.any():
                yield ShownClass(None, None, date, figures)
                rest = rest - figures
        if rest.any():
            yield ShownClass(None, None, None, rest)


def _lay_out(
    parted: Sequence[Sequence[ShownClass]], is_unparted: BoolArray
) -> ShownCells:
    classes = [each for unit in parted for each in unit]
    units = np.repeat(np.arange(len(parted)), [len(unit) for unit in parted])
    figures = [each.figures for each in classes]
    population, n, k = np.array(figures, dtype=np.int64).reshape(-1, 3).T
    cells = make_cells(population, n, k, units, len(parted))
    fields = [(each.sector, each.side) for each in classes]
    joined = [name for unit in parted for name in _join_rest(unit)]
    codings = (np.arange(len(classes)), _number(fields), _number(joined))
    return ShownCells(cells, codings, tuple(classes), is_unparted)


def _join_rest(classes: Sequence[ShownClass]) -> list[_Name]:
    """Field and side, but what is left over of the fields goes with the smallest."""
    answers: Counter[str | None] = Counter()
    for each in classes:
        answers[each.sector] += int(each.figures[1])
    sectors = [sector for sector in answers if sector is not None]
    smallest = min(sectors, key=lambda sector: (answers[sector], sector), default=None)
    if None not in answers or smallest is None:
        return [(each.sector, each.side) for each in classes]
    is_joined = {None, smallest}
    return [
        (smallest, None) if each.sector in is_joined else (each.sector, each.side)
        for each in classes
    ]


def _number(names: Sequence[_Name]) -> IntArray:
    numbers: dict[_Name, int] = {}
    places = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.array(places, dtype=np.int64)


def _agree(names: Sequence[str | None]) -> str | None:
    """What all have in common, if anything."""
    return names[0] if len(set(names)) == 1 else None
