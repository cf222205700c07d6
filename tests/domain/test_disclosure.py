"""Hiding small cells, checked against a reader who knows the rules."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.disclosure import Cell, HidingReason, hiding_reason, protect

FEW, UNANIMOUS, COMPLEMENT = HidingReason


def _cell(key: str, n: int, size: int = 0) -> Cell:
    """A cell whose answers never all agree."""
    return Cell(key, (n // 2, n - n // 2), size)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0, 0, 0), FEW),
        ((1, 2, 3, 2, 1), FEW),
        ((0, 0, 0, 5, 5), None),
        ((0, 0, 0, 0, 10), UNANIMOUS),
        ((0, 0, 19, 0, 0), UNANIMOUS),
        ((0, 0, 0, 0, 20), None),
        ((1, 0, 0, 0, 18), None),
    ],
)
def test_a_cell_needs_ten_answers_and_twenty_if_all_agree(
    counts: tuple[int, ...], reason: HidingReason | None
) -> None:
    assert hiding_reason(counts) is reason


def test_a_table_of_large_cells_is_shown_whole() -> None:
    protection = protect([_cell("a", 10), _cell("b", 500)])
    assert protection.hidden == {}
    assert not protection.is_total_hidden
    assert protection.shows("a")


def test_an_empty_table_hides_nothing() -> None:
    assert protect([]).hidden == {}
    assert not protect([]).is_total_hidden


def test_a_single_small_cell_takes_the_smallest_row_with_it() -> None:
    cells = [_cell("a", 4, 9), _cell("b", 300, 900), _cell("c", 80, 200)]
    protection = protect(cells)
    assert protection.hidden == {"a": FEW, "c": COMPLEMENT}
    assert protection.shows("b")
    assert not protection.is_total_hidden


def test_the_choice_of_a_helper_does_not_depend_on_its_answers() -> None:
    for n in (15, 30, 4000):
        cells = [_cell("a", 9, 20), _cell("b", n, 100), _cell("c", 30, 200)]
        assert "b" in protect(cells).hidden


def test_two_nines_are_not_told_by_their_sum() -> None:
    # 18 of two cells under 10 could only be 9 and 9.
    protection = protect([_cell("a", 9), _cell("b", 9), _cell("c", 40)])
    assert protection.hidden == {"a": FEW, "b": FEW, "c": COMPLEMENT}
    assert not protection.is_total_hidden


def test_many_small_cells_hide_each_other() -> None:
    cells = [_cell(key, n) for key, n in zip("abcd", (5, 4, 6, 3), strict=True)]
    protection = protect([*cells, _cell("e", 50)])
    assert set(protection.hidden.values()) == {FEW}
    assert protection.shows("e")


def test_a_helper_with_too_little_to_spare_gets_another() -> None:
    cells = [_cell("a", 1, 1), _cell("b", 10, 2), _cell("c", 30, 3), _cell("d", 99, 4)]
    assert set(protect(cells).hidden) == {"a", "b", "c"}


def test_the_total_is_hidden_when_nothing_else_helps() -> None:
    assert protect([_cell("a", 4)]).is_total_hidden
    assert protect([_cell("a", 0), _cell("b", 0)]).is_total_hidden
    assert protect([_cell(key, 9) for key in "abcd"]).is_total_hidden


def test_a_unanimous_cell_is_hidden_with_another() -> None:
    cells = [
        Cell("a", (0, 0, 0, 0, 12)),
        Cell("b", (1, 2, 3, 4, 50)),
        Cell("c", (2, 2, 2, 2, 80)),
    ]
    assert protect(cells).hidden == {"a": UNANIMOUS, "b": COMPLEMENT}


def test_hidden_cells_that_agree_with_each_other_take_a_third() -> None:
    cells = [
        Cell("a", (0, 0, 0, 0, 3)),
        Cell("b", (0, 0, 0, 0, 7)),
        Cell("c", (0, 0, 0, 0, 4)),
        Cell("d", (9, 9, 9, 9, 9)),
    ]
    assert set(protect(cells).hidden) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(("rows", "top"), [(1, 40), (2, 60), (3, 32)])
def test_a_reader_who_knows_the_rules_finds_no_hidden_small_number(
    rows: int, top: int
) -> None:
    """Try every table: whatever is published, each small cell has several answers."""
    keys = "abc"[:rows]
    seen = defaultdict(list)
    for numbers in itertools.product(range(top), repeat=rows):
        cells = [_cell(key, n) for key, n in zip(keys, numbers, strict=True)]
        protection = protect(cells)
        shown = tuple(
            n if protection.shows(key) else None
            for key, n in zip(keys, numbers, strict=True)
        )
        total = None if protection.is_total_hidden else sum(numbers)
        seen[shown, total].append(numbers)
    for (shown, _), tables in seen.items():
        # Tables at the edge lack the larger tables that look the same.
        inner = [t for t in tables if max(t) < top - 10]
        for row in range(rows):
            possible = {table[row] for table in tables}
            if shown[row] is None and any(t[row] < 10 for t in inner):
                assert len(possible) >= 5, (shown, sorted(possible))


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 12), min_size=5, max_size=5), st.integers(0, 5)
        ),
        max_size=8,
    )
)
def test_what_is_shown_is_always_large_enough(
    rows: list[tuple[list[int], int]],
) -> None:
    cells = [Cell(str(i), tuple(counts), size) for i, (counts, size) in enumerate(rows)]
    protection = protect(cells)
    assert all(
        hiding_reason(c.counts) is None for c in cells if c.key not in protection.hidden
    )
    hidden = [cell for cell in cells if cell.key in protection.hidden]
    if hidden and not protection.is_total_hidden:
        assert len(hidden) >= 2
        together = tuple(map(sum, zip(*(c.counts for c in hidden), strict=True)))
        assert hiding_reason(together) is None
