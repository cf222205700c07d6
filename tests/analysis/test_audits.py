from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.analysis.audits import (
    Audit,
    BrokenTable,
    audit_blanks,
    equate_margins,
    is_wide,
)
from tests.analysis.tables import read_rows


def add_margins(table: np.ndarray) -> np.ndarray:
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis, keepdims=True)], axis)
    return table


def audit(
    table: npt.ArrayLike, blank: npt.ArrayLike, is_thorough: bool = True
) -> Audit:
    """Audit a table whose margins are shown."""
    hidden = np.pad(np.asarray(blank, dtype=bool), [(0, 1)] * np.ndim(table))
    counts = add_margins(np.asarray(table))
    return audit_blanks(
        counts.ravel(),
        hidden.ravel(),
        equate_margins(np.shape(table)),
        is_thorough=is_thorough,
    )


def draw_table(seed: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    table = random.negative_binomial(1.2, 0.05, (rows, columns))
    blank = (table < 10) | (random.random(table.shape) < 0.15)
    return table, blank


def test_ranges_are_those_of_lp_solve(reference: Path) -> None:
    rows = read_rows(reference / "suppression_audit.csv")
    counts = [int(row["count"]) for row in rows]
    hidden = np.array([row["suppressed"] == "TRUE" for row in rows])
    found = audit_blanks(counts, hidden, equate_margins((5, 6)))
    for values, name in ((found.lower, "audit_lo"), (found.upper, "audit_hi")):
        known = [float(row[name]) for row in rows if row["suppressed"] == "TRUE"]
        assert values[hidden].tolist() == known
    assert np.isnan(found.lower[~hidden]).all()
    fast = audit_blanks(counts, hidden, equate_margins((5, 6)), is_thorough=False)
    assert fast.exposed.tolist() == found.exposed.tolist()


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_ranges_are_those_of_every_possible_table(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.integers(0, 4, (2, 3))
    blank = np.zeros((2, 3), dtype=bool)
    blank.flat[random.permutation(6)[:4]] = True
    possible = []
    for values in product(range(7), repeat=4):
        other = table.copy()
        other[blank] = values
        if all((other.sum(axis) == table.sum(axis)).all() for axis in (0, 1)):
            possible.append(values)
    found = audit(table, blank)
    assert found.lower[found.is_hidden].tolist() == np.min(possible, axis=0).tolist()
    assert found.upper[found.is_hidden].tolist() == np.max(possible, axis=0).tolist()


def test_one_blank_in_a_row_is_told_by_subtraction() -> None:
    found = audit([[3, 20, 30], [15, 25, 40]], [[1, 0, 0], [1, 1, 0]])
    assert (found.lower[0], found.upper[0]) == (3, 3)
    assert 0 in found.exposed and found.is_exact[0]


def test_a_safe_range_holds_half_and_twice_and_is_ten_wide() -> None:
    counts = np.array([8, 8, 8, 0, 4])
    lower = np.array([4.0, 5.0, 4.0, 0.0, 2.0])
    upper = np.array([16.0, 16.0, 15.0, 10.0, 11.0])
    assert is_wide(counts, lower, upper).tolist() == [True, False, False, True, False]


@pytest.mark.parametrize("seed", range(6))
def test_the_short_way_finds_the_same_blanks_exposed(seed: int) -> None:
    table, blank = draw_table(seed, 12, 6)
    whole = audit(table, blank)
    short = audit(table, blank, is_thorough=False)
    assert short.exposed.tolist() == whole.exposed.tolist()
    assert short.programmes < whole.programmes
    hidden = whole.is_hidden
    assert (short.lower[hidden] >= whole.lower[hidden]).all()
    assert (short.upper[hidden] <= whole.upper[hidden]).all()


def test_blanks_apart_are_programmes_of_their_own() -> None:
    table = np.full((4, 4), 50)
    blank = np.zeros((4, 4), dtype=bool)
    blank[:2, :2] = blank[2:, 2:] = True
    found = audit(table, blank)
    # A range within one square of blanks depends on nothing else.
    assert set(found.lower[found.is_hidden]) == {0}
    assert set(found.upper[found.is_hidden]) == {100}
    assert found.programmes == 16 and found.exposed.size == 0


def test_a_blank_in_no_shown_total_has_no_upper_end() -> None:
    # One row whose total is blank as well: 5 + ? = ?.
    counts, hidden = [5, 3, 8], [False, True, True]
    found = audit_blanks(counts, hidden, equate_margins((2,)))
    assert found.lower[1:].tolist() == [0, 5]
    assert found.upper[1:].tolist() == [np.inf, np.inf]
    # The total is never under 5, more than half of 8.
    assert found.exposed.tolist() == [2]
    short = audit_blanks(counts, hidden, equate_margins((2,)), is_thorough=False)
    assert short.exposed.tolist() == [2]
    assert short.is_exact.tolist() == [False, True, False]


def test_who_knows_the_rule_knows_more() -> None:
    # Both cells are hidden for being under 10, and their sum is shown to be 16.
    found = audit_blanks([8, 8, 16], [True, True, False], equate_margins((2,)))
    assert (found.lower[0], found.upper[0]) == (0, 16)
    knowing = audit_blanks(
        [8, 8, 16], [True, True, False], equate_margins((2,)), most=[9, 9, np.inf]
    )
    assert (knowing.lower[0], knowing.upper[0]) == (7, 9)
    assert found.exposed.size == 0 and knowing.exposed.tolist() == [0, 1]


def test_three_ways_of_cutting_are_one_system() -> None:
    table = np.random.default_rng(5).integers(12, 40, (2, 3, 2))
    blank = np.zeros(table.shape, dtype=bool)
    blank[:, :2, :] = True
    found = audit(table, blank)
    assert equate_margins(table.shape).shape == (12 + 9 + 12, 36)
    # A cube of eight blanks with all its sums shown has one degree of freedom.
    widths = (found.upper - found.lower)[found.is_hidden]
    assert len(set(widths)) == 1 and widths[0] > 0


def test_without_blanks_all_is_safe() -> None:
    for table in (np.full((2, 2), 30), np.zeros((0, 3), dtype=int)):
        found = audit(table, np.zeros(table.shape))
        assert found.exposed.size == 0 and found.programmes == 0


@pytest.mark.parametrize(
    ("counts", "most"), [([1, 2, 4], np.inf), ([-1, 2, 1], np.inf), ([8, 2, 10], 9)]
)
def test_counts_that_cannot_be_are_refused(counts: list[int], most: float) -> None:
    with pytest.raises(BrokenTable):
        audit_blanks(counts, [True, True, False], equate_margins((2,)), most)
