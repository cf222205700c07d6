from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis import counts
from feedback.analysis.counts import (
    CellCounts,
    KeyColumn,
    KeysTooWide,
    count_answers,
    sum_counts,
)

#: Far apart, so that sorting is the only way; close together, so that it is not.
SPARSE = st.integers(-(10**6), 10**6)
DENSE = st.integers(0, 2)
#: Two keys and a level.
Answer = tuple[int, int, int]


def list_rows(cells: CellCounts) -> list[tuple[Any, ...]]:
    """The cells as tuples: keys, then the six counts."""
    keys = np.stack([key.astype(np.int64) for key in cells.keys], axis=1)
    table = np.concatenate([keys, cells.by_level], axis=1)
    return [tuple(row) for row in table.tolist()]


def count_by_hand(rows: list[Answer]) -> list[tuple[int, ...]]:
    """The same by a dictionary."""
    found = Counter(rows)
    cells = sorted({row[:2] for row in rows})
    return [(*cell, *(found[(*cell, level)] for level in range(6))) for cell in cells]


def as_columns(rows: list[Answer]) -> list[npt.NDArray[np.int64]]:
    """The rows as arrays, one per column."""
    return list(np.array(rows, dtype=np.int64).T)


def list_answers(key: st.SearchStrategy[int]) -> st.SearchStrategy[list[Answer]]:
    """Answers with two keys of this kind."""
    return st.lists(st.tuples(key, key, st.integers(0, 5)), min_size=1, max_size=60)


@given(st.one_of(list_answers(SPARSE), list_answers(DENSE)), st.integers(1, 8))
def test_counting_is_what_a_dictionary_finds(rows: list[Answer], block: int) -> None:
    # A block may end anywhere, also inside a cell.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "BLOCK", block)
        *keys, levels = as_columns(rows)
        assert list_rows(count_answers(keys, levels)) == count_by_hand(rows)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), DENSE, st.integers(0, 5)),
        min_size=1,
        max_size=80,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(rows: list[Answer], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    *keys, levels = as_columns(rows)
    *other_keys, other_levels = as_columns(shuffled)
    assert list_rows(count_answers(keys, levels)) == list_rows(
        count_answers(other_keys, other_levels)
    )


def test_dense_and_sparse_keys_are_counted_alike() -> None:
    generator = np.random.default_rng(20260401)
    levels = generator.integers(0, 6, 5000, dtype=np.int8)
    near = generator.integers(0, 40, 5000)
    dense = count_answers([near], levels)
    sparse = count_answers([near * 10**9], levels)
    np.testing.assert_array_equal(dense.by_level, sparse.by_level)
    np.testing.assert_array_equal(dense.keys[0] * 10**9, sparse.keys[0])


def test_keys_come_back_in_the_type_they_came_in() -> None:
    keys: list[KeyColumn] = [
        np.array([300, 2], dtype=np.int16),
        np.array([250, 1], dtype=np.uint8),
    ]
    cells = count_answers(keys, np.array([1, 1]))
    assert [key.dtype for key in cells.keys] == [np.int16, np.uint8]
    assert list_rows(cells)[1][:2] == (300, 250)


def test_no_opinion_is_kept_apart_from_the_five_levels() -> None:
    cells = count_answers([np.zeros(4, dtype=int)], np.array([0, 0, 4, 5]))
    assert cells.no_opinion.tolist() == [2]
    assert cells.counts.tolist() == [[0, 0, 0, 1, 1]]
    assert cells.counts.dtype == np.int64


def test_nothing_counts_to_nothing() -> None:
    none = np.array([], dtype=np.int64)
    assert len(count_answers([none, none], none)) == 0
    assert len(sum_counts([none], np.zeros((0, 6), dtype=np.int64))) == 0


def test_keys_too_wide_for_one_number_are_named() -> None:
    wide = np.array([0, 2**31])
    with pytest.raises(KeysTooWide, match="2147483649 x 2147483649 x 2147483649"):
        count_answers([wide, wide, wide], np.array([1, 1]))


def test_the_widest_keys_that_fit_are_counted() -> None:
    widest = (2**63 - 1) // 6 - 1
    cells = count_answers([np.array([widest, 0])], np.array([5, 3]))
    assert list_rows(cells) == [(0, 0, 0, 0, 1, 0, 0), (widest, 0, 0, 0, 0, 0, 1)]
    with pytest.raises(KeysTooWide):
        count_answers([np.array([widest + 1, 0])], np.array([5, 3]))


@pytest.mark.parametrize("level", [-1, 6])
def test_unknown_levels_are_refused(level: int) -> None:
    with pytest.raises(ValueError, match="levels must be 0"):
        count_answers([np.array([1])], np.array([level]))


def test_columns_must_be_integers_of_one_length() -> None:
    with pytest.raises(ValueError, match="one length"):
        count_answers([np.array([1, 2])], np.array([1]))
    with pytest.raises(TypeError, match="not be float64"):
        count_answers([np.array([1.0])], np.array([1]))
    with pytest.raises(TypeError, match="not be uint64"):
        count_answers([np.array([1], dtype=np.uint64)], np.array([1]))
    with pytest.raises(ValueError, match="at least one key"):
        count_answers([], np.array([1]))
    with pytest.raises(ValueError, match="six columns"):
        sum_counts([np.array([1])], np.array([[1, 2, 3, 4, 5]]))


def test_increments_of_changed_ratings_cancel_out() -> None:
    day = np.array([[0, 0, 0, 0, 1, 0], [0, 0, 0, 0, -1, 1]])
    cells = sum_counts([np.array([7, 7])], day)
    assert list_rows(cells) == [(7, 0, 0, 0, 0, 0, 1)]


@given(st.lists(st.tuples(SPARSE, DENSE, st.integers(0, 5)), min_size=1, max_size=60))
def test_summing_counts_is_counting_answers(rows: list[Answer]) -> None:
    *keys, levels = as_columns(rows)
    fine = count_answers(keys, levels)
    coarse = sum_counts(fine.keys[1:], fine.by_level)
    assert list_rows(coarse) == list_rows(count_answers(keys[1:], levels))
