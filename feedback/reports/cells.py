"""The cells of a month, rolled up to the lists that are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from feedback.queries.coverage import ChainRow
from feedback.queries.measures import CHANNELS, Column, MeasureRows

#: Columns of a row of values: answers by level, no opinion first, then the chain.
LEVELS = slice(1, 6)
N_NONE, ENDED, INVITED, DELIVERED = 0, 6, 7, 8
_WIDTH = 9

Table = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Answers and dossiers of a month by agency, service, sector and channel."""

    agency: Column
    service: Column
    sector: Column
    channel: Column
    #: Shape (rows, 9); several rows may belong to one cell.
    values: Table

    def select(self, is_in: npt.NDArray[np.bool_]) -> Self:
        """Only the rows of an indicator."""
        return type(self)(
            self.agency[is_in],
            self.service[is_in],
            self.sector[is_in],
            self.channel[is_in],
            self.values[is_in],
        )

    def sum_by(self, column: Column) -> tuple[list[int], Table]:
        """The distinct keys of a column and the sum of the values of each."""
        keys, place = np.unique(column, return_inverse=True)
        return keys.tolist(), sum_rows(self.values, place, len(keys))

    def sum_all(self) -> Table:
        """The sum of all values, as one row."""
        total: Table = self.values.sum(axis=0, dtype=np.int64)
        return total.reshape(1, _WIDTH)


def sum_rows(values: Table, place: Column, rows: int) -> Table:
    """The sums of the rows that go to each place.

    Column by column through floats, exact to 2**53, in a tenth of the time that adding
    whole rows takes.
    """
    columns = (np.bincount(place, column, rows) for column in values.T)
    return np.stack(list(columns), axis=1).astype(np.int64)


def gather_cells(
    measures: MeasureRows, chain: Sequence[ChainRow], sector_of: Mapping[int, int]
) -> Cells:
    """Put the answers and the dossiers of a month into one table."""
    numbers = {channel: number for number, channel in enumerate(CHANNELS)}
    dossiers = np.array(
        [(row.agency_id, row.service_id, numbers[row.channel]) for row in chain],
        dtype=np.int64,
    ).reshape(-1, 3)
    counts = np.array(
        [(row.ended, row.invited, row.delivered) for row in chain], dtype=np.int64
    ).reshape(-1, 3)
    values = np.zeros((len(measures) + len(chain), _WIDTH), dtype=np.int64)
    values[: len(measures), :ENDED] = measures.by_level
    values[len(measures) :, ENDED:] = counts
    service = np.concatenate([measures.service, dossiers[:, 1]])
    sectors = np.array([sector_of[s] for s in service.tolist()], dtype=np.int64)
    return Cells(
        np.concatenate([measures.agency, dossiers[:, 0]]),
        service,
        sectors,
        np.concatenate([measures.channel, dossiers[:, 2]]),
        values,
    )
