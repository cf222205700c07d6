import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from feedback.analysis.runs import find_runs


def test_a_run_and_its_crossings_are_counted() -> None:
    runs = find_runs(np.array([[1.0, 2, -1, -1, -1, 4], [-1, 1, -1, 1, -1, 1]]))
    assert runs.points.tolist() == [6, 6]
    assert runs.longest.tolist() == [3, 1]
    assert runs.crossings.tolist() == [2, 5]
    # round(log2(6) + 3) = 6; a coin gives 0 or more crossings of 5 above 5 % with 1.
    assert runs.longest_allowed.tolist() == [6, 6]
    assert runs.crossings_needed.tolist() == [1, 1]
    assert not runs.is_signal.any()


def test_points_on_the_centre_and_missing_ones_are_stepped_over() -> None:
    runs = find_runs(np.array([[1.0, 0, np.nan, 2, 0, -1, np.nan]]))
    assert runs.points.tolist() == [3]
    assert runs.longest.tolist() == [2]
    assert runs.crossings.tolist() == [1]


@pytest.mark.parametrize(("length", "is_signal"), [(8, False), (9, True)])
def test_a_run_longer_than_allowed_is_a_signal(length: int, is_signal: bool) -> None:
    # 24 points: at most round(log2(24) + 3) = 8 in a row.
    values = np.ones(24)
    values[length::2] = -1
    assert find_runs(values[None, :]).is_signal.tolist() == [is_signal]


def test_too_few_crossings_are_a_signal() -> None:
    # Six runs of four make five crossings; 23 tosses need at least 8.
    values = np.repeat([1.0, -1, 1, -1, 1, -1], 4)[None, :]
    runs = find_runs(values)
    assert (runs.crossings[0], runs.crossings_needed[0]) == (5, 8)
    assert binom.cdf(7, 23, 0.5) <= 0.05 * 2 < binom.cdf(8, 23, 0.5)
    assert runs.longest[0] <= runs.longest_allowed[0]
    assert runs.is_signal[0]


@pytest.mark.parametrize(
    "distance", [np.zeros((2, 0)), np.full((2, 5), np.nan), np.zeros((2, 5))]
)
def test_without_points_there_is_no_signal(distance: np.ndarray) -> None:
    runs = find_runs(distance)
    assert runs.points.tolist() == runs.longest.tolist() == [0, 0]
    assert not runs.is_signal.any()


@given(arrays(float, (3, 20), elements=st.sampled_from([-1.0, 0.0, 1.0, np.nan])))
def test_turning_the_series_round_changes_nothing(distance: np.ndarray) -> None:
    found = find_runs(distance)
    for turned in (find_runs(-distance), find_runs(distance[:, ::-1])):
        assert turned.longest.tolist() == found.longest.tolist()
        assert turned.crossings.tolist() == found.crossings.tolist()


def test_a_coin_is_seldom_called_a_signal() -> None:
    rng = np.random.default_rng(1)
    runs = find_runs(rng.choice([-1.0, 1.0], size=(4000, 24)))
    # Anhøj and Olesen: the two rules together raise few false alarms.
    assert 0.03 < runs.is_signal.mean() < 0.12
