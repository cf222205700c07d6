"""What quarters and years hide: they must not tell what their months keep back."""

import itertools
from collections.abc import Iterable

import numpy as np
import pytest

from feedback.reports.audits import find_told
from feedback.reports.disclosures import CellId, Counts, Published, choose_hidden

ONLINE = "online"
WHOLE: CellId = ("all", "province", "-")


def spread(n: int) -> Counts:
    """So many answers that never all agree where there are enough to show."""
    level, more = divmod(n, 5)
    return (level + more, level, level, level, level)


def publish(*numbers: int) -> Published:
    """A month of agencies a, b, c … with so many answers."""
    cells = {name_of(unit): spread(n) for unit, n in enumerate(numbers)}
    cells[WHOLE] = add(cells.values())
    return Published(cells, choose_hidden(cells, {}, ONLINE))


def name_of(unit: int) -> CellId:
    return ("all", "agency", "abcdef"[unit])


def add(counts: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True)))


def add_up(parts: tuple[Published, ...]) -> Published:
    """The longer period of some published ones."""
    cells = {cell: add(part.cells[cell] for part in parts) for cell in parts[0].cells}
    return Published(cells, choose_hidden(cells, {}, ONLINE, parts), parts)


def list_shown(period: Published, months: list[Published]) -> list[list[int]]:
    """Each shown sum as the unit-months in it, of the period and of its parts."""
    units = len(period.cells) - 1
    own = [id(month) for month in _months_of(period)]
    inside = [id(month) in own for month in months]
    rows = []
    for cell in [*map(name_of, range(units)), WHOLE]:
        is_blank = cell in period.hidden and any(period.cells[cell])
        if not is_blank:
            in_cell = [cell in (WHOLE, name_of(unit)) for unit in range(units)]
            rows.append([int(u and m) for u in in_cell for m in inside])
    return rows + [row for part in period.parts for row in list_shown(part, months)]


def _months_of(period: Published) -> list[Published]:
    if not period.parts:
        return [period]
    return [month for part in period.parts for month in _months_of(part)]


def find_solved(period: Published) -> list[tuple[int, int]]:
    """Small hidden unit-months whose number follows from all that is shown."""
    months = _months_of(period)
    units = len(period.cells) - 1
    shown = list_shown(period, months)
    matrix = np.array(shown, dtype=float).reshape(-1, units * len(months))
    rank = np.linalg.matrix_rank(matrix)
    free = np.linalg.svd(matrix)[2][rank:]
    found = []
    for place, (unit, month) in enumerate(
        itertools.product(range(units), range(len(months)))
    ):
        n = sum(months[month].cells[name_of(unit)])
        if 0 < n < 10 and not np.abs(free[:, place]).max(initial=0) > 1e-9:
            found.append((unit, month))
    return found


@pytest.mark.parametrize(
    ("units", "months", "sizes"),
    [(2, 2, (0, 3, 8, 12, 25)), (2, 3, (0, 3, 12, 25)), (3, 2, (0, 4, 12, 25))],
)
def test_no_longer_period_solves_a_small_month(
    units: int, months: int, sizes: tuple[int, ...]
) -> None:
    """Every table of these sizes, with all that is shown taken as equations."""
    for numbers in itertools.product(sizes, repeat=units * months):
        table = np.array(numbers).reshape(months, units).tolist()
        period = add_up(tuple(publish(*row) for row in table))
        assert find_solved(period) == [], table


def test_a_year_is_the_sum_of_quarters_and_months_at_once() -> None:
    """Two quarters of two months; the year may neither tell a month nor a quarter."""
    for numbers in itertools.product((3, 12, 25), repeat=4):
        halves = [
            add_up((publish(numbers[n], 30), publish(numbers[n + 1], 40)))
            for n in (0, 2)
        ]
        year = add_up((*halves,))
        assert find_solved(year) == [], numbers


def test_a_quarter_of_small_months_may_be_shown() -> None:
    """Three months under ten, each hidden with a neighbour; 24 answers together."""
    quarter = add_up((publish(8, 9, 30), publish(8, 9, 30), publish(8, 9, 30)))
    assert all(name_of(0) in month.hidden for month in quarter.parts)
    assert name_of(0) not in quarter.hidden


def test_one_hidden_month_is_not_given_back_by_the_quarter() -> None:
    quarter = add_up((publish(30, 40, 50), publish(30, 40, 50), publish(4, 40, 50)))
    assert {name_of(0), name_of(1)} <= quarter.hidden
    # The province and the third agency are the sums of what is shown already.
    assert not {name_of(2), WHOLE} & quarter.hidden


def test_what_months_show_is_never_hidden_in_their_quarter() -> None:
    """It would hide nothing, and protect nobody."""
    for numbers in itertools.product((4, 12, 25), repeat=6):
        quarter = add_up((publish(*numbers[:3]), publish(*numbers[3:])))
        shown = set(quarter.cells) - set().union(*(m.hidden for m in quarter.parts))
        assert not shown & quarter.hidden, numbers


def test_a_quarter_gives_up_what_narrows_a_months_blank() -> None:
    """14 + 15 answers hidden in each of two months: a quarter of 14 tells too much.

    In its months agency a can hold 0 to 19 and 0 to 23; its quarter of 11 would leave
    0 to 11, and twice its 7 answers would be impossible.
    """
    months = (publish(7, 12, 30), publish(4, 19, 30))
    cells = {cell: add(month.cells[cell] for month in months) for cell in WHOLES}
    shown = Published(cells, set(), months)
    assert find_told(shown, set()) == {name_of(0)}
    given_up = find_told(Published(cells, {name_of(0)}, months), {name_of(0)})
    # The neighbour tells the same, and goes as well.
    assert given_up == {name_of(1)}
    both = Published(cells, {name_of(0), name_of(1)}, months)
    assert find_told(both, {name_of(0)}) == set()


WHOLES = [name_of(0), name_of(1), name_of(2), WHOLE]


def test_too_many_blanks_to_solve_leave_only_sums_of_shown_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("feedback.reports.audits.MOST_BLANKS", 1)
    quarter = add_up((publish(8, 9, 30), publish(8, 9, 30), publish(8, 9, 30)))
    assert find_told(quarter, set()) == {name_of(0), name_of(1)}
