"""Which cells of a publication are hidden, over all its lists at once.

A cell under 10 answers is hidden (domain.disclosure). What would give it away is hidden
as well: the published lists hang together by sums, and every sum is gone through until
none tells a hidden cell, or a remainder that nobody publishes but anybody can work out.

A quarter is the sum of three months that are out already, a year that of its quarters
and months. What they show cannot be taken back: it is the longer period that gives up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from feedback.domain.disclosure import hiding_reason

#: Indicator, scope, key.
CellId = tuple[str, str, str]
Counts = tuple[int, ...]

ALL = "all"
PROVINCE = "province"
WHOLE = "-"
LISTS = ("agency", "channel", "sector")


@dataclass(frozen=True)
class Sum:
    """A published total, the published cells in it, and what else nobody shows."""

    total: CellId
    parts: tuple[CellId, ...]
    #: A remainder that is a cell of no list.
    rest: Counts = ()
    #: Hidden cells of shorter periods, which stay as they are.
    before: tuple[Counts, ...] = ()
    #: Hide the total rather than a part: the parts bear the verdicts.
    gives_up_total: bool = False


@dataclass(frozen=True)
class Published:
    """A shorter period that is out: its cells, and which of them are hidden."""

    cells: Mapping[CellId, Counts]
    hidden: AbstractSet[CellId]
    #: Still shorter ones that it consists of.
    parts: tuple["Published", ...] = ()

    def list_unknown(self, cell: CellId) -> list[Counts]:
        """The hidden cells that remain of a cell when all that is shown is known."""
        counts = self.cells.get(cell, ())
        if cell not in self.hidden or not any(counts):
            return []
        if self.parts:
            return [each for part in self.parts for each in part.list_unknown(cell)]
        return [counts]


def choose_hidden(
    cells: Mapping[CellId, Counts],
    sector_of: Mapping[str, str],
    online: str,
    parts: Sequence[Published] = (),
    given_up: AbstractSet[CellId] = frozenset(),
) -> set[CellId]:
    """The cells to hide, those given up already among them.

    `sector_of` has each service's sector by their codes, `parts` the published periods
    that this one consists of: none for a month.
    """
    hidden = {cell for cell, counts in cells.items() if hiding_reason(counts)}
    hidden |= given_up
    over_time = list(_add_up_periods(cells, parts)) if parts else []
    # Whoever adds up the shorter periods has these: hiding them would hide nothing.
    known = {s.total for s in over_time if not s.before and any(cells[s.total])}
    sums = [
        *over_time,
        *_list_sums(cells, sector_of),
        *_compare_indicators(cells, online),
    ]
    is_settled = False
    while not is_settled:
        is_settled = True
        for each in sums:
            leak = _find_leak(each, cells, hidden, known)
            if leak is not None:
                hidden.add(leak)
                is_settled = False
    return hidden


def _add_up_periods(
    cells: Mapping[CellId, Counts], parts: Sequence[Published]
) -> Iterator[Sum]:
    """Months add up to their quarter, months and quarters to their year."""
    for cell in sorted(cells):
        unknown = [each for part in parts for each in part.list_unknown(cell)]
        yield Sum(cell, (), before=tuple(unknown), gives_up_total=True)


def _list_sums(
    cells: Mapping[CellId, Counts], sector_of: Mapping[str, str]
) -> Iterator[Sum]:
    """Units add up to the province, services to their sector."""
    grouped: dict[CellId, list[CellId]] = {}
    for indicator, scope, key in sorted(cells):
        if scope in LISTS:
            total = (indicator, PROVINCE, WHOLE)
        elif scope == "service":
            total = (indicator, "sector", sector_of[key])
        else:
            continue
        grouped.setdefault(total, []).append((indicator, scope, key))
    for total, parts in grouped.items():
        yield Sum(total, tuple(parts))


def _compare_indicators(cells: Mapping[CellId, Counts], online: str) -> Iterator[Sum]:
    """All answers less those of an indicator leave the others of the same unit."""
    for cell in sorted(cells):
        indicator, scope, key = cell
        if indicator == ALL:
            continue
        whole = (ALL, scope, key)
        rest = tuple(a - b for a, b in zip(cells[whole], cells[cell], strict=True))
        yield Sum(whole, (cell,), rest, gives_up_total=True)
    users, channel = ("T1", PROVINCE, WHOLE), (ALL, "channel", online)
    if users in cells and channel in cells:
        # The same answers under two names.
        yield Sum(channel, (users,))


def _find_leak(
    each: Sum,
    cells: Mapping[CellId, Counts],
    hidden: AbstractSet[CellId],
    known: AbstractSet[CellId],
) -> CellId | None:
    """The cell to give up so that this sum tells nothing, if it does and one can be."""
    kept = [part for part in each.parts if part in hidden and any(cells[part])]
    unknown = [*(cells[part] for part in kept), *each.before]
    if any(each.rest):
        unknown.append(each.rest)
    shown = [p for p in each.parts if p not in hidden and p not in known]
    if each.total in hidden:
        is_told = not unknown and any(cells[each.total])
        return _smallest(shown, cells) if is_told and shown else None
    if not unknown:
        return None
    together = tuple(map(sum, zip(*unknown, strict=True)))
    is_alone = len(unknown) == 1 and bool(kept or each.before)
    if hiding_reason(together) is None and not is_alone:
        return None
    if each.total not in known and (each.gives_up_total or not shown):
        return each.total
    return _smallest(shown, cells) if shown else None


def _smallest(shown: Iterable[CellId], cells: Mapping[CellId, Counts]) -> CellId:
    # Ties by name, so that the same lists always hide the same cells.
    return min(shown, key=lambda cell: (sum(cells[cell]), cell))
