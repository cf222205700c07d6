"""Hidden cells stay hidden: nothing published gives them back."""

import random
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from feedback.domain.disclosure import hiding_reason
from feedback.reports.disclosures import CellId, Counts, choose_hidden

ONLINE = "online"
Atoms = dict[tuple[str, str, str], Counts]


def tabulate(
    atoms: Atoms, sector_of: dict[str, str], group: set[str]
) -> dict[CellId, Counts]:
    """All published lists from the answers per agency, service and channel."""
    cells: dict[CellId, Counts] = {}
    for (agency, service, channel), counts in atoms.items():
        sector = sector_of[service]
        indicators = ["all"]
        if channel == ONLINE:
            indicators.append("T1")
        if sector in group:
            indicators.append("T2")
        for indicator in indicators:
            names = [("province", "-"), ("agency", agency), ("sector", sector)]
            names.append(("service", service))
            if indicator != "T1":
                names.append(("channel", channel))
            for scope, key in names:
                cell = (indicator, scope, key)
                old = cells.get(cell, (0,) * 5)
                cells[cell] = tuple(a + b for a, b in zip(old, counts, strict=True))
    return cells


def test_a_shown_list_tells_no_small_cell_by_its_total() -> None:
    cells: dict[CellId, Counts] = {
        ("all", "province", "-"): (16, 16, 16, 16, 34),
        ("all", "agency", "a"): (10, 10, 10, 10, 30),
        ("all", "agency", "b"): (5, 5, 5, 5, 1),
        ("all", "agency", "c"): (1, 1, 1, 1, 3),
    }
    assert choose_hidden(cells, {}, ONLINE) == {
        ("all", "agency", "b"),
        ("all", "agency", "c"),
    }


def test_a_sector_of_one_small_service_is_hidden_with_it() -> None:
    atoms: Atoms = {
        ("a", "s1", ONLINE): (1, 1, 1, 1, 3),
        ("a", "s2", ONLINE): (5, 5, 5, 5, 5),
        ("a", "s3", ONLINE): (9, 9, 9, 9, 9),
    }
    sectors = {"s1": "x", "s2": "y", "s3": "z"}
    hidden = choose_hidden(tabulate(atoms, sectors, set()), sectors, ONLINE)
    assert {cell for cell in hidden if cell[0] == "all"} == {
        ("all", "sector", "x"),
        ("all", "service", "s1"),
        # The next smallest sector, and the service that would tell it.
        ("all", "sector", "y"),
        ("all", "service", "s2"),
    }


def test_the_few_answers_outside_an_indicator_are_not_told_by_subtraction() -> None:
    """15 answers of which 12 online: the other three could be worked out."""
    atoms: Atoms = {
        ("a", "s", ONLINE): (2, 2, 2, 2, 4),
        ("a", "s", "counter"): (3, 0, 0, 0, 0),
        ("b", "s", ONLINE): (20, 20, 20, 20, 20),
        ("b", "s", "counter"): (20, 20, 20, 20, 20),
    }
    hidden = choose_hidden(tabulate(atoms, {"s": "x"}, set()), {"s": "x"}, ONLINE)
    assert ("all", "agency", "a") in hidden
    assert ("T1", "agency", "a") not in hidden


def test_empty_cells_cost_nobody_else_a_figure() -> None:
    cells: dict[CellId, Counts] = {
        ("all", "province", "-"): (10, 10, 10, 10, 20),
        ("all", "agency", "a"): (10, 10, 10, 10, 20),
        ("all", "agency", "silent"): (0, 0, 0, 0, 0),
    }
    assert choose_hidden(cells, {}, ONLINE) == {("all", "agency", "silent")}


def make_random_atoms(seed: int) -> tuple[Atoms, dict[str, str]]:
    draw = random.Random(seed)
    services = {f"s{n}": f"x{n % 3}" for n in range(6)}
    atoms: Atoms = {}
    for agency, service, channel in product("abcde", services, (ONLINE, "counter")):
        size = draw.choice((0, 0, 1, 3, 8, 20, 60))
        levels = [draw.randrange(5) for _ in range(size)]
        atoms[agency, service, channel] = tuple(levels.count(n) for n in range(5))
    return atoms, services


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_can_be_solved_from_all_that_is_shown(seed: int) -> None:
    """Everything shown as equations: each hidden small cell keeps a range of values.

    The unknowns are the answers per agency, service and channel. A linear programme
    finds the least and the most each hidden cell could hold.
    """
    atoms, sector_of = make_random_atoms(seed)
    group = {"x0"}
    cells = tabulate(atoms, sector_of, group)
    hidden = choose_hidden(cells, sector_of, ONLINE)
    places = list(atoms)

    def members(cell: CellId) -> list[float]:
        return [
            float(cell in tabulate({place: (1,) * 5}, sector_of, group))
            for place in places
        ]

    shown = [cell for cell in cells if cell not in hidden]
    matrix = np.array([members(cell) for cell in shown])
    totals = np.array([sum(cells[cell]) for cell in shown], dtype=float)
    for cell in sorted(hidden):
        n = sum(cells[cell])
        if not n or n >= 10:
            continue
        goal = np.array(members(cell))
        low = linprog(goal, A_eq=matrix, b_eq=totals, method="highs").fun
        high = -linprog(-goal, A_eq=matrix, b_eq=totals, method="highs").fun
        assert high - low > 1, f"{cell} is {n}: between {low} and {high}"
        assert hiding_reason(cells[cell])
