import numpy as np
import pytest

from feedback.analysis.arrays import LARGEST_COUNT, as_integers, as_trials, freeze


def test_floats_are_refused_by_name() -> None:
    with pytest.raises(TypeError, match="k must hold integers, not float64"):
        as_integers("k", [1.0])


def test_an_empty_list_is_no_float() -> None:
    assert as_integers("k", []).dtype == np.int64


def test_small_integers_are_widened() -> None:
    assert as_integers("k", np.array([1], dtype=np.int8)).dtype == np.int64


@pytest.mark.parametrize(
    ("k", "n", "message"),
    [
        (-1, 2, "k must not be negative"),
        (3, 2, "k must not be more than n"),
        (0, LARGEST_COUNT + 1, "n must not be more than"),
    ],
)
def test_impossible_trials_are_refused(k: int, n: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        as_trials(k, n)


def test_a_frozen_array_refuses_writing_and_leaves_the_original_open() -> None:
    array = np.array([1, 2])
    frozen = freeze(array)
    with pytest.raises(ValueError, match="read-only"):
        frozen[0] = 5
    array[0] = 5
    assert frozen[0] == 5
