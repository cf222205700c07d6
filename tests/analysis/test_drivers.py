import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.analysis.drivers import Drivers, find_drivers, split_variance
from tests.analysis.tables import read_rows


def draw_answers(people: int, items: int, seed: int = 1) -> tuple[np.ndarray, ...]:
    """Items on five levels that go together, and an overall answer."""
    rng = np.random.default_rng(seed)
    opinion = rng.normal(size=(people, 1))
    answers = np.clip(np.round(3 + opinion + rng.normal(size=(people, items))), 1, 5)
    weights = np.arange(items) / items
    overall = np.round(answers @ weights + rng.normal(size=people))
    return answers, overall


def explain(items: np.ndarray, overall: np.ndarray, chosen: list[int]) -> float:
    """R^2 by least squares."""
    matrix = np.column_stack([np.ones(len(items)), items[:, chosen]])
    rest = overall - matrix @ np.linalg.lstsq(matrix, overall, rcond=None)[0]
    return float(1 - rest.var() / overall.var())


def test_the_split_is_that_of_relaimpo(reference: Path) -> None:
    known = json.loads((reference / "drivers.json").read_text())["shapley"]
    rows = read_rows(reference / known["data"])
    overall = [float(row["rating"]) for row in rows]
    items = [[float(row[name]) for name in known["lmg"]] for row in rows]
    found = find_drivers(items, overall, seed=1)
    assert found.explained == pytest.approx(known["R2"], abs=1e-10)
    for values, name in (
        (found.importance, "lmg"),
        (found.alone, "first"),
        (found.last, "last"),
    ):
        np.testing.assert_allclose(values, list(known[name].values()), atol=1e-10)
    assert np.all((found.lower < found.importance) & (found.importance < found.upper))


def test_importance_is_the_mean_over_all_orders() -> None:
    items, overall = draw_answers(50, 4)
    total = np.zeros(4)
    for order in permutations(range(4)):
        for place, item in enumerate(order):
            with_it = explain(items, overall, list(order[: place + 1]))
            total[item] += with_it - explain(items, overall, list(order[:place]))
    found = find_drivers(items, overall, seed=1, resamples=0)
    np.testing.assert_allclose(found.importance, total / 24, atol=1e-12)
    whole = explain(items, overall, [0, 1, 2, 3])
    assert found.explained == pytest.approx(whole, abs=1e-12)
    assert found.alone[2] == pytest.approx(explain(items, overall, [2]), abs=1e-12)
    others = explain(items, overall, [0, 1, 2])
    assert found.last[3] == pytest.approx(whole - others, abs=1e-12)
    assert np.isnan(found.lower).all() and np.isnan(found.upper).all()


def test_unrelated_items_each_have_what_they_explain_alone() -> None:
    items = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]] * 3)
    overall = items @ [2, 1] + np.repeat([0, 1, -1], 4)
    found = find_drivers(items, overall, seed=1, resamples=0)
    # Variances 4, 1 and 2/3.
    np.testing.assert_allclose(found.importance, [4 / (17 / 3), 1 / (17 / 3)])
    np.testing.assert_allclose(found.importance, found.alone)
    np.testing.assert_allclose(found.importance, found.last)


def test_performance_is_the_mean_answer() -> None:
    items, overall = draw_answers(40, 3)
    found = find_drivers(items, overall, seed=1, resamples=0)
    np.testing.assert_allclose(found.performance, items.mean(axis=0))


def test_an_item_that_repeats_another_shares_with_it() -> None:
    items, overall = draw_answers(60, 2)
    once = find_drivers(items, overall, seed=1, resamples=0)
    doubled = np.column_stack([items, items[:, 1]])
    twice = find_drivers(doubled, overall, seed=1, resamples=0)
    assert twice.explained == pytest.approx(once.explained)
    assert twice.importance[1] == pytest.approx(twice.importance[2])
    assert twice.last[1] == twice.last[2] == 0


def test_an_item_that_never_differs_explains_nothing() -> None:
    items, overall = draw_answers(60, 2)
    with_flat = np.column_stack([items, np.full(60, 5)])
    found = find_drivers(with_flat, overall, seed=1)
    assert (found.importance[2], found.lower[2], found.upper[2]) == (0, 0, 0)
    alone = find_drivers(items, overall, seed=1, resamples=0)
    np.testing.assert_allclose(found.importance[:2], alone.importance)


def assert_nothing(found: Drivers) -> None:
    assert np.isnan(found.explained)
    for name in ("importance", "lower", "upper", "alone", "last"):
        assert np.isnan(getattr(found, name)).all(), name


def test_an_overall_answer_that_never_differs_has_no_drivers() -> None:
    items, _ = draw_answers(60, 2)
    found = find_drivers(items, np.full(60, 5), seed=1)
    assert_nothing(found)
    assert not np.isnan(found.performance).any()


def test_too_few_people_have_no_drivers() -> None:
    items, overall = draw_answers(4, 3)
    assert_nothing(find_drivers(items, overall, seed=1))
    nobody = find_drivers(np.zeros((0, 3)), np.zeros(0), seed=1)
    assert_nothing(nobody)
    assert np.isnan(nobody.performance).all()


def test_people_who_left_something_out_do_not_count() -> None:
    items, overall = draw_answers(40, 3)
    whole = find_drivers(items, overall, seed=1)
    more = np.vstack([items, [np.nan, 3, 3], [5, 5, 5]])
    found = find_drivers(more, [*overall, 5, np.nan], seed=1)
    assert found.people == 40
    np.testing.assert_array_equal(found.importance, whole.importance)
    np.testing.assert_array_equal(found.lower, whole.lower)


def test_a_sample_in_which_nobody_differs_explains_nothing() -> None:
    # One of six differs: a third of the samples leave them out.
    items = np.arange(6.0)[:, None]
    found = find_drivers(items, [1, 0, 0, 0, 0, 0], seed=1)
    assert found.lower[0] == 0
    assert 0 < found.importance[0] < found.upper[0]


@pytest.mark.parametrize(
    ("items", "overall"), [(np.zeros((20, 13)), np.zeros(20)), ([[1, 2]], [1, 2])]
)
def test_what_cannot_be_compared_is_refused(
    items: np.ndarray, overall: np.ndarray
) -> None:
    with pytest.raises(ValueError):
        find_drivers(items, overall, seed=1)


def test_the_interval_holds_the_importance_as_often_as_it_says() -> None:
    # One item with R^2 = 1/2 in the population.
    held = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        item = rng.normal(size=(100, 1))
        overall = item[:, 0] + rng.normal(size=100)
        found = find_drivers(item, overall, seed, resamples=200)
        held.append(found.lower[0] <= 0.5 <= found.upper[0])
    assert np.mean(held) == pytest.approx(0.95, abs=0.05)


def test_neither_the_order_of_people_nor_the_number_drawn_at_once_matters() -> None:
    items, overall = draw_answers(80, 3)
    found = find_drivers(items, overall, seed=1, resamples=250)
    turned = find_drivers(items[::-1], overall[::-1], seed=1, resamples=250)
    np.testing.assert_array_equal(turned.lower, found.lower)
    np.testing.assert_allclose(turned.importance, found.importance, atol=1e-12)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_shares_add_up_and_are_never_negative(seed: int, number: int) -> None:
    matrix = np.random.default_rng(seed).normal(size=(number + 3, number + 1))
    importance = split_variance(np.cov(matrix.T)[None])[0, 0]
    assert np.all(importance >= -1e-12)
    assert importance.sum() <= 1 + 1e-12
    # Units of the items do not matter, nor does the order.
    scales = np.arange(1, number + 2) * np.eye(number + 1)
    stretched = scales @ np.cov(matrix.T) @ scales
    np.testing.assert_allclose(split_variance(stretched[None])[0, 0], importance)
