import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.arrays import BoolArray, IntArray
from feedback.analysis.searches import find_first


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), max_size=8))
def test_each_unit_finds_its_own_first_number(cases: list[tuple[int, int]]) -> None:
    first = np.array([start for start, _ in cases], dtype=np.int64)
    above = first + np.array([more for _, more in cases], dtype=np.int64)
    asked: list[int] = []

    def holds(units: IntArray, numbers: IntArray) -> BoolArray:
        asked.extend(numbers.tolist())
        reached: BoolArray = numbers >= first[units]
        return reached

    found = find_first(holds, np.zeros_like(first), above)
    assert found.tolist() == first.tolist()
    assert all(number > 0 for number in asked)


def test_a_unit_already_closed_is_never_asked_about() -> None:
    def refuse(units: IntArray, numbers: IntArray) -> BoolArray:
        raise AssertionError(f"{units} were asked about {numbers}")

    below, above = np.array([-1, 4]), np.array([0, 5])
    assert find_first(refuse, below, above).tolist() == [0, 5]
    assert (below.tolist(), above.tolist()) == ([-1, 4], [0, 5])
