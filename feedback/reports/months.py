"""The months a period consists of, read once from measures and register."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from feedback.domain.errors import DomainError
from feedback.domain.months import Month
from feedback.queries.coverage import read_chain
from feedback.queries.measures import (
    Column,
    count_answers_by_level,
    list_sectors_counted,
    list_uncounted_days,
    read_measures,
)
from feedback.queries.publications import Codes
from feedback.reports.cells import (
    ENDED,
    LEVELS,
    Cells,
    Table,
    gather_cells,
    sum_rows,
)
from feedback.reports.endings import EndingCounts, count_endings
from feedback.reports.lists import Lists, roll_up
from feedback.reports.terms import find_terms


class MeasuresIncomplete(DomainError):
    """The measures of a month are not what its ratings add up to."""


@dataclass(frozen=True)
class Strata:
    """Dossiers and answers of a month, down to what answers are weighted by."""

    agency: Column
    sector: Column
    channel: Column
    #: Dossiers, valid answers, satisfied ones.
    population: Column
    n: Column
    k: Column
    is_in_group: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.n)


_NONE: Column = np.zeros(0, dtype=np.int64)
#: Of a month whose rows are not at hand.
NO_STRATA: Final = Strata(*(_NONE,) * 6, is_in_group=_NONE.astype(np.bool_))


@dataclass(frozen=True)
class MonthRead:
    """What a month adds to its period."""

    month: Month
    lists: Lists
    strata: Strata
    endings: EndingCounts
    #: The sector each service was last counted in, by their codes.
    sectors: dict[str, str]
    has_register: bool


class MonthReader:
    """Reads months for a plan, each only once while its periods are sealed."""

    def __init__(self, plan_code: str, codes: Codes) -> None:
        self.plan_code = plan_code
        self.codes = codes
        self._read: dict[Month, MonthRead] = {}

    def read(self, month: Month) -> MonthRead:
        """A month as of its cut-off, in the sector group that was then in force."""
        if month not in self._read:
            self._read[month] = self._read_month(month)
        return self._read[month]

    def _read_month(self, month: Month) -> MonthRead:
        codes, cut_off = self.codes, month.changes_close_on
        sector_of = {**codes.sector_of, **list_sectors_counted(month, cut_off)}
        measures = read_measures(month, cut_off)
        cells = gather_cells(measures, read_chain(month), sector_of)
        group = find_terms(month, self.plan_code).group
        is_in_group = np.zeros(len(cells.sector), dtype=np.bool_)
        if group is not None:
            is_in_group = np.isin(cells.sector, list(group.sectors))
        return MonthRead(
            month,
            roll_up(cells, None if group is None else is_in_group, codes),
            _stratify(cells, is_in_group),
            count_endings(month, codes, sector_of),
            {codes.services[s]: codes.sectors[x] for s, x in sector_of.items()},
            bool(cells.values[:, ENDED].any()),
        )


def check_measures(month: Month) -> None:
    """Refuse a month whose measures are not what its ratings add up to."""
    cut_off = month.changes_close_on
    uncounted = list_uncounted_days(cut_off)
    wanted = count_answers_by_level(month, cut_off)
    found = read_measures(month, cut_off).by_level.sum(axis=0)
    if uncounted or tuple(found.tolist()) != wanted:
        days = f" ({uncounted[0]} …)" if uncounted else ""
        raise MeasuresIncomplete(
            f"Số đo của {month.text('vi')} chưa khớp với đánh giá{days}. "
            "Mời chạy count_measures cho các ngày còn thiếu.",
            f"The measures of {month} do not add up to its ratings{days}. "
            "Run count_measures for the days that are missing.",
        )


def _stratify(cells: Cells, is_in_group: npt.NDArray[np.bool_]) -> Strata:
    """Cells joined over services; a sector is in the group or not as a whole."""
    sectors, channels = (
        int(c.max(initial=0)) + 1 for c in (cells.sector, cells.channel)
    )
    packed = (cells.agency * sectors + cells.sector) * channels + cells.channel
    names, first, place = np.unique(packed, return_index=True, return_inverse=True)
    sums: Table = sum_rows(cells.values, place, len(names))
    levels = sums[:, LEVELS]
    return Strata(
        cells.agency[first],
        cells.sector[first],
        cells.channel[first],
        sums[:, ENDED],
        levels.sum(axis=1),
        levels[:, 3:].sum(axis=1),
        is_in_group[first],
    )
