"""The nightly recount: all ratings counted afresh and held against the measures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from feedback.analysis.counts import (
    CellCounts,
    KeyColumn,
    count_answers,
    sum_counts,
)
from feedback.domain.months import Month
from feedback.queries.measures import (
    Answers,
    list_checks,
    read_answers,
    read_measures,
    sum_checks,
    to_number,
)

#: The published lists that are counted. Sectors are sums of services, so they agree
#: when the services do.
CUBES = ("agency", "service", "channel")
#: Cells of a list kept unmerged; more would only take memory.
_MOST_CELLS = 300_000


@dataclass(frozen=True, order=True)
class Difference:
    """A cell whose measures are not what the ratings add up to."""

    month: Month
    cube: str
    #: Id of the agency or service, number of the channel; none when only the
    #: combination of them is wrong.
    key: int | None

    def __str__(self) -> str:
        return (
            f"{self.month} {self.cube} {'' if self.key is None else self.key}".strip()
        )


@dataclass(frozen=True)
class Recount:
    """What the recount found."""

    answers: int
    months: int
    differences: tuple[Difference, ...]


def recount_answers(until: date) -> Recount:
    """Count what holds at the end of a day from all ratings, and compare.

    Only one block of ratings is in memory at a time. Whole months are compared by
    their checksum; where it differs, cell by cell.
    """
    cubes = {cube: _Cube(cube) for cube in CUBES}
    checks: Counter[Month] = Counter()
    total = 0
    for answers in read_answers(until):
        total += len(answers)
        checks.update(sum_checks(answers))
        for cube in cubes.values():
            cube.add(answers)
    measured = list_checks(until)
    wrong = sorted(
        month
        for month in checks.keys() | measured.keys()
        if checks[month] != measured.get(month, 0)
    )
    found = [d for month in wrong for d in _find_differences(month, until, cubes)]
    return Recount(total, len(checks), tuple(sorted(found, key=str)))


class _Cube:
    """The counts of one published list, added up block by block."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: list[CellCounts] = []

    def add(self, answers: Answers) -> None:
        """Count one more block."""
        keys = (answers.month, getattr(answers, self.name))
        self._parts.append(count_answers(keys, answers.level))
        if sum(map(len, self._parts)) > _MOST_CELLS:
            self._merge()

    def get_month(self, month: Month) -> dict[int, list[int]]:
        """The counts of each key of a month."""
        if not self._parts:
            return {}
        cells = self._merge()
        is_in = cells.keys[0] == to_number(month)
        return _by_key(cells.keys[1][is_in], cells.by_level[is_in])

    def _merge(self) -> CellCounts:
        keys = [np.concatenate([part.keys[n] for part in self._parts]) for n in (0, 1)]
        counts = np.concatenate([part.by_level for part in self._parts])
        merged = sum_counts(keys, counts.astype(np.int64))
        self._parts = [merged]
        return merged


def _find_differences(
    month: Month, until: date, cubes: Mapping[str, _Cube]
) -> list[Difference]:
    rows = read_measures(month, until)
    found: list[Difference] = []
    for name, cube in cubes.items():
        wanted = cube.get_month(month)
        summed = sum_counts((getattr(rows, name),), rows.by_level)
        measured = _by_key(summed.keys[0], summed.by_level)
        found += [
            Difference(month, name, key)
            for key in wanted.keys() | measured.keys()
            if wanted.get(key) != measured.get(key)
        ]
    return found or [Difference(month, "cells", None)]


def _by_key(keys: KeyColumn, by_level: KeyColumn) -> dict[int, list[int]]:
    """The counts of each key that has any."""
    rows = zip(keys.tolist(), by_level.tolist(), strict=True)
    return {key: counts for key, counts in rows if any(counts)}
