import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from feedback.analysis.polychorics import chance_below, correlate_items


def spread(table: list[list[int]]) -> np.ndarray:
    """One row per person of a table of counts, first item by second."""
    counts = np.array(table)
    return np.repeat(np.argwhere(counts >= 0), counts.ravel(), axis=0)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.95, 0.95))
def test_the_normal_chance_is_that_of_scipy(h: float, k: float, r: float) -> None:
    known = multivariate_normal.cdf([h, k], cov=[[1, r], [r, 1]])
    found = chance_below(np.array([h]), np.array([k]), r)
    assert found[0, 0] == pytest.approx(known, abs=1e-6)


def test_of_two_even_levels_the_correlation_is_a_sine() -> None:
    # P(both low) = 1/4 + asin(r) / 2 pi, so 40 % means r = sin(0.3 pi).
    matrix = correlate_items(spread([[40, 10], [10, 40]]))
    assert matrix[0, 1] == pytest.approx(np.sin(0.3 * np.pi), abs=1e-4)
    assert matrix.tolist() == matrix.T.tolist()
    assert np.diag(matrix).tolist() == [1, 1]


def test_the_correlation_behind_five_levels_is_found_again() -> None:
    rng = np.random.default_rng(1)
    opinions = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=20_000)
    levels = np.searchsorted([-2.5, -2, -1.5, 0.2], opinions)
    found = correlate_items(levels)[0, 1]
    assert found == pytest.approx(0.6, abs=0.015)
    # Pearson sees less of it, since nearly all answers are on two levels.
    pearson = np.corrcoef(levels[:, 0], levels[:, 1])[0, 1]
    assert pearson < found - 0.05


def test_unrelated_items_have_no_correlation() -> None:
    assert correlate_items(spread([[10, 20], [20, 40]]))[0, 1] == pytest.approx(
        0, abs=1e-4
    )


def test_items_that_repeat_each_other_come_close_to_one() -> None:
    assert correlate_items(spread([[50, 0], [0, 50]]))[0, 1] > 0.99
    assert correlate_items(spread([[0, 50], [50, 0]]))[0, 1] < -0.99


def test_one_level_or_too_many_have_no_correlation() -> None:
    many = np.arange(33)
    items = np.stack([many, many % 3, 0 * many, many % 2], axis=1)
    matrix = correlate_items(items)
    assert np.isnan(matrix[0, 1:]).all() and np.isnan(matrix[2, 3])
    assert not np.isnan(matrix[1, 3])
    assert np.isnan(correlate_items(np.zeros((0, 2)))[0, 1])
