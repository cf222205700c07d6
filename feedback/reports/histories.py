"""The published periods of every unit in one table: what is shown, and what is not.

Made from sealed rows and the draft of the newest period, never from answers, so that
whoever has the published figures can make the same: docs/open-data/estimates.py does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray, freeze
from feedback.domain.periods import Period
from feedback.queries.publications import find_last_version, list_sealed_rows
from feedback.reports.drafts import ResultRow

#: Columns of what is known of a unit in a period.
K, N, ENDED, INVITED, DELIVERED, RATED = range(6)
_WIDTH = 6
#: Indicator and scope.
ListName = tuple[str, str]
#: Published periods and, to be read once, the rows of each: indicator, scope, key,
#: whether it is hidden, then the columns above; None for what is unknown.
Sealed = Mapping[Period, Iterable[Sequence[Any]]]


@dataclass(frozen=True, eq=False)
class UnitHistory:
    """One list over the periods, the newest last."""

    keys: tuple[str, ...]
    #: Shape (units, periods, 6): satisfied, answers, then the chain; -1 where unknown.
    values: IntArray
    #: Whether the unit stands in the period, and whether its answers are hidden there.
    is_there: BoolArray
    is_hidden: BoolArray

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_shown(self) -> BoolArray:
        """Where there are answers to be seen."""
        shown: BoolArray = self.is_there & ~self.is_hidden
        return shown

    @property
    def is_shown_now(self) -> BoolArray:
        """Which units are shown in the newest period."""
        now: BoolArray = self.is_shown[:, -1]
        return now

    def get_counts(self) -> tuple[IntArray, IntArray]:
        """Satisfied and answers per unit and period; 0 where they are not shown."""
        shown = self.is_shown
        return (
            np.where(shown, self.values[:, :, K], 0),
            np.where(shown, self.values[:, :, N], 0),
        )

    def get_now(self, column: int) -> IntArray:
        """One column of the newest period."""
        now: IntArray = self.values[:, -1, column]
        return now


@dataclass(frozen=True, eq=False)
class History:
    """All lists over some periods, the newest last."""

    #: A period that was never published has no unit in it.
    periods: tuple[Period, ...]
    is_published: tuple[bool, ...]
    lists: Mapping[ListName, UnitHistory]

    def find(self, indicator: str, scope: str) -> UnitHistory | None:
        """One list; none where the indicator has none."""
        return self.lists.get((indicator, scope))


def make_history(
    before: Sequence[Period],
    sealed: Sealed,
    newest: Period,
    results: Iterable[ResultRow],
) -> History:
    """Some periods, as far as they are sealed, and after them the newest one."""
    places: dict[ListName, dict[str, int]] = {}
    cells: dict[ListName, list[tuple[int, ...]]] = {}
    known = {**sealed, newest: list_figures(results)}
    periods = (*before, newest)
    for column, period in enumerate(periods):
        for indicator, scope, key, is_hidden, *counts in known.get(period, ()):
            name = (indicator, scope)
            units = places.setdefault(name, {})
            unit = units.setdefault(key, len(units))
            numbers = (-1 if count is None else count for count in counts)
            cells.setdefault(name, []).append((unit, column, is_hidden, *numbers))
    return History(
        periods,
        tuple(period in known for period in periods),
        {
            name: _fill(tuple(places[name]), rows, len(periods))
            for name, rows in cells.items()
        },
    )


def read_sealed(periods: Sequence[Period]) -> Sealed:
    """The rows in force of the periods among these that were published."""
    found = {period: find_last_version(period) for period in periods}
    return {
        period: list_sealed_rows(publication.id)
        for period, publication in found.items()
        if publication is not None
    }


def list_figures(results: Iterable[ResultRow]) -> Iterator[Sequence[Any]]:
    """Results as sealed rows, whether they are drafted or come from a file."""
    for row in results:
        n = k = None
        if row.counts is not None:
            n, k = sum(row.counts), sum(row.counts[3:])
        chain = (row.ended, row.invited, row.delivered, row.rated)
        yield (row.indicator, row.scope, row.key, row.is_hidden, k, n, *chain)


def _fill(
    keys: tuple[str, ...], rows: list[tuple[int, ...]], periods: int
) -> UnitHistory:
    table = np.array(rows, dtype=np.int64)
    values = np.full((len(keys), periods, _WIDTH), -1, dtype=np.int64)
    is_there = np.zeros((len(keys), periods), dtype=np.bool_)
    is_hidden = is_there.copy()
    cell = table[:, 0], table[:, 1]
    values[cell] = table[:, 3:]
    is_there[cell] = True
    is_hidden[cell] = table[:, 2] == 1
    order = np.argsort(np.array(keys))
    return UnitHistory(
        tuple(keys[place] for place in order.tolist()),
        freeze(values[order]),
        freeze(is_there[order]),
        freeze(is_hidden[order]),
    )
