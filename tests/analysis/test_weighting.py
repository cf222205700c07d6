from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.arrays import IntArray
from feedback.analysis.registers import RegisterCells, make_cells
from feedback.analysis.weighting import (
    Way,
    find_weights,
    post_stratify,
    rake,
    trim_weights,
)
from tests.analysis.register_cells import (
    THREE_CHANNELS,
    read_register,
    read_schools,
    registers,
)


def test_raked_weights_of_the_register_are_those_of_r(reference: Path) -> None:
    known = read_register(reference)
    weights = rake(known.cells, [known.classes["agency"], known.classes["channel"]])
    assert weights.is_converged.tolist() == [True]
    by_cell = {
        row["agency"] + row["channel"]: row["w"]
        for row in known.results["raked_weight_by_cell"]
    }
    expected = [by_cell[name] for name in known.names["both"]]
    np.testing.assert_allclose(weights.weight, expected, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("file", "margins", "column"),
    [
        ("survey_api_sample.csv", ("stype",), "w_poststratified"),
        ("survey_api_sample.csv", ("stype", "mealcat", "region"), "w_raked"),
        ("survey_api_stratified.csv", ("stype", "mealcat"), "w_raked"),
    ],
)
def test_weights_of_the_schools_are_those_of_r(
    file: str, margins: tuple[str, ...], column: str, reference: Path
) -> None:
    known, rows = read_schools(reference, file)
    sides = [known.classes[name] for name in margins]
    if column == "w_poststratified":
        weights = post_stratify(known.cells, sides[0])
    else:
        weights = rake(known.cells, sides)
    keys = zip(*(known.names[name] for name in ("stype", "mealcat", "region")))
    by_key = dict(zip(keys, weights.weight.tolist()))
    for row in rows:
        found = by_key[row["stype"], row["mealcat"], row["region"]]
        assert found == pytest.approx(float(row[column]), rel=1e-8), row["snum"]


@given(registers())
def test_weighted_answers_add_up_to_the_classes_of_the_register(
    made: tuple[RegisterCells, IntArray],
) -> None:
    cells, channel = made
    classes = cells.unit * 3 + channel
    weights = post_stratify(cells, classes)
    for code in np.unique(classes):
        inside = classes == code
        dossiers, answers = cells.population[inside].sum(), cells.n[inside].sum()
        held = (weights.weight * cells.n)[inside].sum()
        assert held == pytest.approx(dossiers if answers else 0)
    dossiers = cells.sum_units(cells.population)
    left = cells.sum_units(weights.weight * cells.n)
    np.testing.assert_allclose(left, dossiers * (1 - weights.unheard), atol=1e-9)


@given(registers(units=2), st.lists(st.integers(0, 1), min_size=12, max_size=12))
def test_where_raking_converges_every_margin_fits(
    made: tuple[RegisterCells, IntArray], months: list[int]
) -> None:
    cells, channel = made
    sides = [
        cells.unit * 3 + channel,
        cells.unit * 2 + np.array(months)[: len(cells)],
    ]
    weights = rake(cells, sides)
    heard = np.ones(len(cells), dtype=bool)
    for side in sides:
        heard &= (np.bincount(side, weights=cells.n) > 0)[side]
    for side in sides:
        for code in np.unique(side[heard]):
            inside = side == code
            if weights.is_converged[cells.unit[inside][0]]:
                held = (weights.weight * cells.n)[inside].sum()
                assert held == pytest.approx(cells.population[inside & heard].sum())


def test_margins_that_contradict_each_other_do_not_converge() -> None:
    # All answers of counter fall in May and all online in June, but the register has
    # 90 of 100 at the counter and 90 of 100 in June. The second unit is sound.
    population, n = [0, 90, 10, 0, 50, 50], [5, 0, 0, 5, 5, 5]
    cells = make_cells(population, n, n, unit=[0, 0, 0, 0, 1, 1])
    sides = [np.array([0, 0, 1, 1, 2, 3]), np.array([0, 1, 0, 1, 2, 2])]
    assert rake(cells, sides).is_converged.tolist() == [False, True]


def test_a_silent_class_is_left_out_of_all_margins() -> None:
    population, n = [40, 40, 10, 10], [4, 4, 0, 0]
    cells = make_cells(population, n, n)
    weights = rake(cells, [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])])
    assert weights.is_converged.tolist() == [True]
    np.testing.assert_allclose(weights.weight, [10, 10, 0, 0])
    assert weights.unheard.tolist() == weights.largest_unheard.tolist() == [0.2]


def test_without_margins_nothing_is_raked() -> None:
    cells = make_cells([40, 10], [4, 0], [4, 0])
    weights = rake(cells, [])
    assert weights.weight.tolist() == [1.0, 0.0]
    assert weights.is_converged.tolist() == [True]


def test_weights_are_trimmed_at_five_medians_of_the_answers() -> None:
    # Of 20 answers the tenth has weight 2; of unit 1 nobody answered.
    cells = make_cells([9] * 5, [6, 8, 4, 2, 0], [0] * 5, unit=[0, 0, 0, 0, 1])
    weight, trimmed = trim_weights(cells, np.array([1.0, 2.0, 10.0, 11.0, 0.0]))
    assert weight.tolist() == [1.0, 2.0, 10.0, 10.0, 0.0]
    assert trimmed.tolist() == [2, 0]


def test_the_median_is_that_of_each_unit() -> None:
    unit = [1, 0, 1, 0, 1]
    cells = make_cells([9] * 5, [1, 3, 1, 1, 1], [0] * 5, unit=unit)
    weight, trimmed = trim_weights(cells, np.array([3.0, 1.0, 1.0, 50.0, 16.0]))
    assert weight.tolist() == [3.0, 1.0, 1.0, 5.0, 15.0]
    assert trimmed.tolist() == [1, 1]


def test_each_unit_goes_the_way_its_classes_allow() -> None:
    unit = [0, 0, 0, 1, 1, 2]
    population, n, k = [400, 500, 300, 90, 40, 7], [220, 125, 36, 30, 4, 0], [0] * 6
    cells = make_cells(population, n, k, unit=unit, units=4)
    channel = [0, 1, 2, 0, 1, 0]
    weights = find_weights(cells, [channel], [channel])
    ways = [weights.say_way(at) for at in range(4)]
    assert ways == [Way.POST_STRATIFIED, Way.RAKED, Way.RAKED, Way.POST_STRATIFIED]
    np.testing.assert_allclose(
        weights.weight, [400 / 220, 4, 300 / 36, 3, 10, 0], rtol=1e-12
    )
    assert weights.largest[0] == pytest.approx(300 / 36 * 381 / 1200)
    assert np.isnan(weights.largest[2:]).all()
    assert weights.is_equal.tolist() == [False, False, False, False]
    without = find_weights(cells, [channel])
    assert without.is_raked.tolist() == [False] * 4


def test_answers_in_proportion_have_equal_weights() -> None:
    cells = make_cells([300, 100, 5], [30, 10, 0], [30, 1, 0])
    weights = find_weights(cells, [[0, 1, 1]])
    assert weights.is_equal.tolist() == [False]
    cells = make_cells([300, 100], [30, 10], [30, 1])
    assert find_weights(cells, [[0, 1]]).is_equal.tolist() == [True]


def test_the_three_channels_weigh_what_they_should() -> None:
    weights = find_weights(make_cells(*THREE_CHANNELS), [[0, 1, 2]])
    assert weights.weight.tolist() == [400 / 220, 4.0, 300 / 36]
    assert weights.trimmed.tolist() == [0]
    assert weights.fitted.unheard.tolist() == [0.0]
