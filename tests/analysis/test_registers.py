import numpy as np
import pytest
from hypothesis import given

from feedback.analysis.arrays import IntArray
from feedback.analysis.registers import (
    W1,
    RegisterCells,
    collapse_classes,
    make_cells,
    number_classes,
)
from tests.analysis.register_cells import registers


def test_classes_with_answers_enough_stay_as_they_are() -> None:
    cells = make_cells([90, 90], [10, 11], [9, 9])
    classes = collapse_classes(cells, [[4, 2], [0, 0]])
    assert classes.code.tolist() == [1, 0]
    assert classes.step.tolist() == [0, 0]
    assert classes.is_sound.tolist() == [True]


def test_a_small_class_takes_its_whole_neighbourhood_one_coding_up() -> None:
    # Services 0 and 1 lie in field 0, services 2 and 3 in field 1.
    cells = make_cells([50, 50, 50, 50], [9, 40, 20, 30], [9, 40, 20, 30])
    classes = collapse_classes(cells, [[0, 1, 2, 3], [0, 0, 1, 1], [0, 0, 0, 0]])
    assert classes.code.tolist() == [0, 0, 1, 2]
    assert classes.step.tolist() == [1, 1, 0, 0]
    assert classes.is_sound.tolist() == [True]


def test_joining_goes_on_until_there_are_enough() -> None:
    cells = make_cells([50, 50, 50, 50], [2, 3, 20, 30], [2, 3, 20, 30])
    codings = [[0, 1, 2, 3], [0, 0, 1, 1], [0, 0, 0, 0]]
    classes = collapse_classes(cells, codings)
    assert classes.code.tolist() == [0, 0, 0, 0]
    assert classes.step.tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize(("answers", "is_sound"), [(4, False), (5, True), (9, True)])
def test_the_last_coding_makes_do_with_five(answers: int, is_sound: bool) -> None:
    cells = make_cells([50, 50], [answers, 30], [0, 0])
    classes = collapse_classes(cells, [[0, 1], [3, 4]])
    assert classes.is_sound.tolist() == [is_sound]
    assert classes.step.tolist() == [1, 0]


def test_a_class_without_dossiers_needs_no_answers() -> None:
    cells = make_cells([0, 50], [0, 30], [0, 20])
    classes = collapse_classes(cells, [[0, 1], [0, 0]])
    assert classes.step.tolist() == [0, 0]
    assert classes.is_sound.tolist() == [True]


def test_units_are_joined_each_by_itself() -> None:
    cells = make_cells([50] * 4, [2, 30, 20, 30], [0] * 4, unit=[1, 1, 0, 0], units=3)
    classes = collapse_classes(cells, [[0, 1, 0, 1], [0, 0, 0, 0]])
    assert classes.step.tolist() == [1, 1, 0, 0]
    assert len(set(classes.code.tolist())) == 3
    assert classes.is_sound.tolist() == [True, True, True]


def test_what_people_answered_does_not_decide_what_is_joined() -> None:
    codings = [[0, 1, 2], [0, 1, 1]]
    happy = collapse_classes(make_cells([90] * 3, [30, 4, 7], [30, 4, 7]), codings)
    unhappy = collapse_classes(make_cells([90] * 3, [30, 4, 7], [0, 0, 0]), codings)
    assert happy.code.tolist() == unhappy.code.tolist()


def test_a_coding_may_not_part_what_was_joined() -> None:
    cells = make_cells([50, 50], [30, 30], [0, 0])
    with pytest.raises(ValueError, match="must not part"):
        collapse_classes(cells, [[0, 0], [0, 1]])
    with pytest.raises(ValueError, match="at least one coding"):
        collapse_classes(cells, [])
    with pytest.raises(ValueError, match="one code per cell"):
        number_classes(cells, [1])


@given(registers())
def test_classes_partition_every_unit_and_are_large_enough(
    made: tuple[RegisterCells, IntArray],
) -> None:
    cells, channel = made
    codings = [channel, np.minimum(channel, 1), np.zeros_like(channel)]
    classes = collapse_classes(cells, codings)
    for code in np.unique(classes.code):
        inside = classes.code == code
        assert len(set(cells.unit[inside].tolist())) == 1
        (step,) = set(classes.step[inside].tolist())
        if cells.population[inside].sum() and step < 2:
            assert cells.n[inside].sum() >= W1.enough
    back = collapse_classes(
        make_cells(
            cells.population[::-1], cells.n[::-1], cells.k[::-1], cells.unit[::-1], 3
        ),
        [coding[::-1] for coding in codings],
    )
    assert back.code[::-1].tolist() == classes.code.tolist()
    assert back.is_sound.tolist() == classes.is_sound.tolist()


def test_a_register_without_cells_is_nobodys() -> None:
    none = np.array([], dtype=np.int64)
    cells = make_cells(none, none, none)
    assert (len(cells), cells.units) == (0, 0)
    assert collapse_classes(cells, [none]).code.tolist() == []
    assert make_cells(none, none, none, units=2).units == 2


def test_cells_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="one unit, population, n and k"):
        make_cells([1, 2], [1], [1])
    with pytest.raises(ValueError, match="not be negative"):
        make_cells([1], [1], [1], unit=[-1])
    with pytest.raises(ValueError, match="less than units"):
        make_cells([1], [1], [1], unit=[2], units=2)
    with pytest.raises(TypeError, match="integers"):
        make_cells([1.5], [1], [1])
