"""The register beside the answers, row by row, as the weights of a period need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.domain.channels import Channel
from feedback.queries.measures import CHANNELS
from feedback.queries.publications import Codes
from feedback.reports.months import Strata
from feedback.reports.terms import GROUP, ONLINE

CHANNEL_ONLINE: Final = CHANNELS.index(Channel.ONLINE)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows of a period: agency, sector, channel and date, with what they count."""

    agency: IntArray
    sector: IntArray
    channel: IntArray
    #: The month in a quarter, the quarter in a year.
    date: IntArray
    is_in_group: BoolArray
    #: Shape (rows, 3): dossiers, valid answers, satisfied ones.
    counts: IntArray

    def select(self, indicator: str) -> Self:
        """Only the rows of an indicator."""
        is_in = {
            ONLINE: self.channel == CHANNEL_ONLINE,
            GROUP: self.is_in_group,
        }.get(indicator, np.ones(len(self.counts), dtype=np.bool_))
        return type(self)(
            self.agency[is_in],
            self.sector[is_in],
            self.channel[is_in],
            self.date[is_in],
            self.is_in_group[is_in],
            self.counts[is_in],
        )


def lay_out(strata: Sequence[Strata], step: int) -> Sheet:
    """The rows of all months of a period, so many months being one date."""
    dates = [np.full(len(month), place // step) for place, month in enumerate(strata)]
    counts = [np.stack([m.population, m.n, m.k], axis=1) for m in strata]
    return Sheet(
        np.concatenate([month.agency for month in strata]),
        np.concatenate([month.sector for month in strata]),
        np.concatenate([month.channel for month in strata]),
        np.concatenate(dates).astype(np.int64),
        np.concatenate([month.is_in_group for month in strata]),
        np.concatenate(counts),
    )


def number_levels(codes: Codes) -> IntArray:
    """A number for the level of each agency, by the agency's id."""
    names = sorted(set(codes.levels.values()))
    numbers = np.zeros(max(codes.agencies, default=0) + 1, dtype=np.int64)
    for agency, code in codes.agencies.items():
        numbers[agency] = names.index(codes.levels[code])
    return numbers


def find_rows(sheet: Sheet, scope: str, keys: Sequence[str], codes: Codes) -> IntArray:
    """The unit of each row by its place among the keys of a list; -1 for no unit."""
    if scope == "province":
        return np.zeros(len(sheet.counts), dtype=np.int64)
    named: Mapping[int, str] = codes.agencies if scope == "agency" else codes.sectors
    column = sheet.agency if scope == "agency" else sheet.sector
    places = {key: place for place, key in enumerate(keys)}
    lookup = np.full(max(named, default=0) + 1, -1, dtype=np.int64)
    for number, code in named.items():
        lookup[number] = places.get(code, -1)
    return lookup[column]
