"""Which cells of a publication are hidden, over all its lists at once.

A cell under 10 answers is hidden (domain.disclosure). What would give it away is hidden
as well: the published lists hang together by sums, and every sum is gone through until
none tells a hidden cell, or a remainder that nobody publishes but anybody can work out.
"""

from collections.abc import Iterable, Iterator, Mapping
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
    """A published total, the published cells in it, and a remainder nobody shows."""

    total: CellId
    parts: tuple[CellId, ...]
    rest: Counts = ()
    #: Hide the total rather than a part: the parts bear the verdicts.
    gives_up_total: bool = False


def choose_hidden(
    cells: Mapping[CellId, Counts], sector_of: Mapping[str, str], online: str
) -> set[CellId]:
    """The cells to hide; `sector_of` has each service's sector by their codes."""
    hidden = {cell for cell, counts in cells.items() if hiding_reason(counts)}
    sums = [*_list_sums(cells, sector_of), *_compare_indicators(cells, online)]
    is_settled = False
    while not is_settled:
        is_settled = True
        for each in sums:
            given_up = _find_leak(each, cells, hidden)
            if given_up is not None:
                hidden.add(given_up)
                is_settled = False
    return hidden


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
    each: Sum, cells: Mapping[CellId, Counts], hidden: set[CellId]
) -> CellId | None:
    """The cell to give up so that this sum tells nothing, if it does."""
    kept = [part for part in each.parts if part in hidden and any(cells[part])]
    unknown = [cells[part] for part in kept]
    if any(each.rest):
        unknown.append(each.rest)
    shown = [part for part in each.parts if part not in hidden]
    if each.total in hidden:
        is_told = not unknown and any(cells[each.total])
        return _smallest(shown, cells) if is_told else None
    if not unknown:
        return None
    together = tuple(map(sum, zip(*unknown, strict=True)))
    is_alone = len(unknown) == 1 and bool(kept)
    if hiding_reason(together) is None and not is_alone:
        return None
    if each.gives_up_total or not shown:
        return each.total
    return _smallest(shown, cells)


def _smallest(shown: Iterable[CellId], cells: Mapping[CellId, Counts]) -> CellId:
    # Ties by name, so that the same lists always hide the same cells.
    return min(shown, key=lambda cell: (sum(cells[cell]), cell))
