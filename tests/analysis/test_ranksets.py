from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata

from feedback.analysis.ranksets import find_rank_sets
from tests.analysis.tables import read_rows


def test_sets_are_those_of_csranks(reference: Path) -> None:
    rows = read_rows(reference / "rank_confidence_sets.csv")
    assert len(rows) == 33
    found = find_rank_sets(
        [int(row["k"]) for row in rows], [int(row["n"]) for row in rows], seed=1
    )
    for values, name in (
        (found.lowest, "marginal_lo"),
        (found.highest, "marginal_hi"),
    ):
        known = [int(row[name]) for row in rows]
        np.testing.assert_allclose(values, known, rtol=0, atol=1)


def test_units_far_apart_have_one_place_each() -> None:
    found = find_rank_sets([100, 900, 500], [1000, 1000, 1000], seed=1)
    assert found.lowest.tolist() == found.highest.tolist() == [3, 1, 2]


def test_stepping_down_finds_what_one_step_misses() -> None:
    # Unit 0 against 1 alone: 17 points of 100 more are z = 2.55. Among twenty far
    # units one step needs about 2.9; once these are closed 1.96 is enough.
    k = [90, 73, *[1] * 20]
    found = find_rank_sets(k, [100] * 22, seed=1)
    assert (found.lowest[0], found.highest[0]) == (1, 1)


def test_a_unit_without_answers_may_stand_anywhere() -> None:
    found = find_rank_sets([50, 0, 60], [100, 0, 100], seed=1)
    assert (found.lowest[1], found.highest[1]) == (1, 3)


@pytest.mark.parametrize(("k", "places"), [([], []), ([3], [1])])
def test_alone_a_unit_is_first(k: list[int], places: list[int]) -> None:
    found = find_rank_sets(k, np.full(len(k), 5), seed=1)
    assert found.lowest.tolist() == found.highest.tolist() == places


def test_units_of_equal_rates_may_hold_every_place() -> None:
    found = find_rank_sets([9, 90, 45], [10, 100, 50], seed=1)
    assert found.lowest.tolist() == [1] * 3
    assert found.highest.tolist() == [3] * 3


def test_a_set_holds_the_true_rank_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    rates = np.linspace(0.6, 0.95, 8)
    true_rank = rankdata(-rates)
    held = []
    for seed in range(60):
        found = find_rank_sets(rng.binomial(200, rates), np.full(8, 200), seed)
        held.append((found.lowest <= true_rank) & (true_rank <= found.highest))
    assert np.mean(held) > 0.94
