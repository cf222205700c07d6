"""How the dossiers of a period ended, and how many of each kind were invited."""

from collections.abc import Mapping, Sequence

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.queries.coverage import list_endings
from feedback.queries.publications import Codes
from feedback.reports.disclosures import PROVINCE, WHOLE

#: Scope and key of a unit.
Unit = tuple[str, str]
#: Dossiers and how many of them were invited, per unit and ending.
EndingCounts = Mapping[Unit, Mapping[Ending, tuple[int, int]]]


def count_endings(
    month: Month, codes: Codes, sector_of: Mapping[int, int]
) -> EndingCounts:
    """Dossiers by ending of the province, each agency and each sector."""
    counts: dict[Unit, dict[Ending, tuple[int, int]]] = {}
    for row in list_endings(month, "agency"):
        for unit in ((PROVINCE, WHOLE), ("agency", codes.agencies[row.unit_id])):
            _add(counts.setdefault(unit, {}), row.ending, row.ended, row.invited)
    for row in list_endings(month, "service"):
        unit = ("sector", codes.sectors[sector_of[row.unit_id]])
        _add(counts.setdefault(unit, {}), row.ending, row.ended, row.invited)
    return counts


def add_endings(months: Sequence[EndingCounts]) -> EndingCounts:
    """The dossiers by ending of a period."""
    counts: dict[Unit, dict[Ending, tuple[int, int]]] = {}
    for month in months:
        for unit, by_ending in month.items():
            for ending, (ended, invited) in by_ending.items():
                _add(counts.setdefault(unit, {}), ending, ended, invited)
    return counts


def _add(
    counts: dict[Ending, tuple[int, int]], ending: Ending, ended: int, invited: int
) -> None:
    before = counts.get(ending, (0, 0))
    counts[ending] = (before[0] + ended, before[1] + invited)
