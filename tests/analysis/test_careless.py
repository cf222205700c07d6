from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.careless import measure_matches, measure_responses
from tests.analysis.tables import read_rows

ROWS = st.lists(
    st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=25
)


def test_indices_are_those_of_the_package_careless(reference: Path) -> None:
    rows = read_rows(reference / "careless_longstring_irv.csv")
    names = [name for name in rows[0] if name.startswith("scale")]
    items = [[int(row[name]) for name in names] for row in rows]
    found = measure_responses(items)
    assert found.longstring.tolist() == [int(row["longstring"]) for row in rows]
    known = [float(row["irv"]) for row in rows]
    np.testing.assert_allclose(found.irv, known, rtol=0, atol=1e-12)


def test_runs_and_deviations_by_hand() -> None:
    # Deviations from 3 of (1, 3, 5): sqrt((4 + 0 + 4) / 2) = 2.
    found = measure_responses([[1, 3, 5, 0], [4, 4, 4, 4], [2, 2, 0, 2], [3, 1, 1, 1]])
    assert found.longstring.tolist() == [1, 4, 2, 3]
    np.testing.assert_allclose(found.irv, [2, 0, 0, 1])
    assert len(found) == 4


def test_a_row_without_answers_has_no_run_and_no_deviation() -> None:
    found = measure_responses([[0, 0], [0, 5]])
    assert found.longstring.tolist() == [0, 1]
    assert np.isnan(found.irv).all()


def test_no_rows_give_an_empty_result() -> None:
    items = np.zeros((0, 5), dtype=int)
    assert len(measure_responses(items)) == 0
    assert len(measure_matches(items, np.zeros(0, dtype=int))) == 0


@given(ROWS)
def test_counting_by_pattern_is_comparing_every_pair(rows: list[list[int]]) -> None:
    found = measure_matches(rows, [0] * len(rows))
    given_rows = [row for row in rows if any(row)]
    pairs = list(combinations(given_rows, 2))
    if not pairs:
        assert not len(found) or np.isnan(found.share[0])
        return
    assert found.rows[0] == len(given_rows)
    assert found.share[0] == pytest.approx(np.mean([a == b for a, b in pairs]))


def test_copies_that_are_no_straight_line_are_shown_apart() -> None:
    honest = [[5, 5, 5], [5, 5, 5], [4, 5, 4], [5, 3, 4]]
    copied = [[5, 4, 5]] * 3 + [[5, 5, 5]]
    found = measure_matches(honest + copied, [1] * 4 + [2] * 4)
    assert found.units.tolist() == [1, 2]
    # One pair of six alike, a line; three pairs of six, none a line.
    assert found.share.tolist() == pytest.approx([1 / 6, 3 / 6])
    assert found.unlined.tolist() == [2, 3]
    assert found.unlined_share.tolist() == pytest.approx([0, 1])
    assert found.largest.tolist() == [1, 3]


def test_a_line_may_have_gaps_and_one_row_has_no_pairs() -> None:
    found = measure_matches([[5, 0, 5], [5, 4, 5]], [1, 2])
    assert found.unlined.tolist() == [0, 1]
    assert np.isnan(found.share).all() and np.isnan(found.unlined_share).all()


@pytest.mark.parametrize(
    ("items", "unit"), [([1, 2], [1]), ([[1, -2]], [1]), ([[1, 2]], [1, 2])]
)
def test_rows_that_cannot_be_are_refused(items: list[int], unit: list[int]) -> None:
    with pytest.raises(ValueError, match="must"):
        measure_matches(items, unit)
