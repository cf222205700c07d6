"""Ratings of agencies over some months, in one table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feedback.analysis.arrays import IntArray
from feedback.domain.months import Month, iterate_months
from feedback.queries.integrity import LevelCount
from feedback.reports.integrity.trials import Place


@dataclass(frozen=True, eq=False)
class Tally:
    """Ratings of places over months: levels in the shape (places, months, 5)."""

    places: Sequence[Place]
    months: Sequence[Month]
    levels: IntArray
    no_opinion: IntArray

    @property
    def answers(self) -> IntArray:
        """Valid answers per place and month."""
        answers: IntArray = self.levels.sum(axis=2)
        return answers

    @property
    def fives(self) -> IntArray:
        """Answers on the highest level."""
        return self.levels[:, :, 4]

    @property
    def satisfied(self) -> IntArray:
        """Answers on the two highest levels."""
        satisfied: IntArray = self.levels[:, :, 3:].sum(axis=2)
        return satisfied


def tally(
    rows: Sequence[LevelCount], first: Month, last: Month, by_channel: bool
) -> Tally:
    """The rows of some months in one table, channels apart or together."""
    chosen = [row for row in rows if first <= row.month <= last]
    months = list(iterate_months(first, last))

    def place_of(row: LevelCount) -> Place:
        return row.agency_id, row.channel if by_channel else None

    places = list(dict.fromkeys(map(place_of, chosen)))
    at = {place: number for number, place in enumerate(places)}
    levels = np.zeros((len(places), len(months), 5), dtype=np.int64)
    none = np.zeros(levels.shape[:2], dtype=np.int64)
    for row in chosen:
        cell = at[place_of(row)], months.index(row.month)
        levels[cell] += row.levels
        none[cell] += row.no_opinion
    return Tally(places, months, levels, none)
