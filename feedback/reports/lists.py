"""The published lists of a period: per indicator and scope, units and their counts."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from feedback.domain.channels import Channel
from feedback.queries.measures import CHANNELS
from feedback.queries.publications import Codes
from feedback.reports.cells import LEVELS, Cells, Table
from feedback.reports.disclosures import ALL, PROVINCE, WHOLE, CellId, Counts
from feedback.reports.terms import GROUP, ONLINE

#: Indicator and scope.
ListName = tuple[str, str]
#: The keys of the units and one row of values for each.
UnitList = tuple[list[str], Table]
Lists = Mapping[ListName, UnitList]


def roll_up(
    cells: Cells, group: npt.NDArray[np.bool_] | None, codes: Codes
) -> dict[ListName, UnitList]:
    """The lists of one month; `group` says which cells are of the sector group."""
    return dict(_roll_up(cells, group, codes))


def _roll_up(
    cells: Cells, group: npt.NDArray[np.bool_] | None, codes: Codes
) -> Iterator[tuple[ListName, UnitList]]:
    is_online = cells.channel == CHANNELS.index(Channel.ONLINE)
    chosen = {ALL: cells, ONLINE: cells.select(is_online)}
    if group is not None:
        chosen[GROUP] = cells.select(group)
    for indicator, some in chosen.items():
        yield (indicator, PROVINCE), ([WHOLE], some.sum_all())
        for scope, column, names in (
            ("agency", some.agency, codes.agencies),
            ("sector", some.sector, codes.sectors),
            ("service", some.service, codes.services),
            ("channel", some.channel, dict(enumerate(CHANNELS))),
        ):
            if (indicator, scope) != (ONLINE, "channel"):
                ids, table = some.sum_by(column)
                yield (indicator, scope), ([str(names[i]) for i in ids], table)


def add_up(months: Sequence[Lists]) -> dict[ListName, UnitList]:
    """The lists of a period: those that all its months have, unit by unit."""
    return {
        name: _add_up([lists[name] for lists in months])
        for name in months[0]
        if all(name in lists for lists in months)
    }


def _add_up(parts: Sequence[UnitList]) -> UnitList:
    if len(parts) == 1:
        return parts[0]
    places: dict[str, int] = {}
    for keys, _ in parts:
        for key in keys:
            places.setdefault(key, len(places))
    total = np.zeros((len(places), parts[0][1].shape[1]), dtype=np.int64)
    for keys, table in parts:
        # A key stands once in a list, so that plain indexing adds each row.
        total[[places[key] for key in keys]] += table
    return list(places), total


def list_counts(lists: Lists) -> dict[CellId, Counts]:
    """The answers by level of every cell."""
    return {
        (indicator, scope, key): tuple(row)
        for (indicator, scope), (keys, table) in lists.items()
        for key, row in zip(keys, table[:, LEVELS].tolist(), strict=True)
    }
