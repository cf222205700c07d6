import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta as beta_distribution

from feedback.analysis.pooling import (
    Pool,
    chance_above,
    draw_rates,
    estimate_rates,
    pool_units,
)
from tests.analysis.tables import read_rows

TARGET = Fraction(9, 10)


def make_pool(units: int, seed: int = 1, few_groups: int = 20) -> Pool:
    """A field of units with rates around 90 % and 0 to 200 answers each."""
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 200, units)
    k = rng.binomial(n, rng.beta(18, 2, units))
    return pool_units(k, n, seed, few_groups)


def test_pooled_rates_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "beta_binomial.csv")
    for known in json.loads((reference / "beta_binomial.json").read_text()):
        of_set = [row for row in rows if row["set"] == known["set"]]
        pool = pool_units(
            [int(row["k"]) for row in of_set],
            [int(row["n"]) for row in of_set],
            seed=1,
            few_groups=0,
        )
        target = Fraction(str(known["target"]))
        found = estimate_rates(pool, target, error_each_side=0.025)
        for values, name in (
            (found.rate, "shrunk"),
            (found.lower, "cri95_lo"),
            (found.upper, "cri95_hi"),
            (found.chance, "prob_ge_target"),
        ):
            expected = [float(row[name]) for row in of_set]
            np.testing.assert_allclose(values, expected, rtol=0, atol=1e-6)


def test_what_is_known_of_a_unit_is_the_field_and_its_own_answers() -> None:
    pool = make_pool(40)
    found = estimate_rates(pool, TARGET)
    a, b = pool.field.a, pool.field.b
    k, n = pool.field.k, pool.field.n
    np.testing.assert_allclose(found.rate, (k + a) / (n + a + b))
    known = beta_distribution(a + k, b + n - k)
    np.testing.assert_allclose(found.lower, known.ppf(0.05), atol=1e-9)
    np.testing.assert_allclose(found.upper, known.ppf(0.95), atol=1e-9)
    np.testing.assert_allclose(found.chance, known.sf(0.9), atol=1e-9)
    np.testing.assert_allclose(pool.reliability, n / (n + a + b))
    assert (len(found), found.target) == (40, TARGET)


def test_a_unit_without_answers_is_known_as_its_field_is() -> None:
    pool = pool_units([90, 60, 0, 48], [100, 100, 0, 50], seed=1)
    found = estimate_rates(pool, TARGET)
    assert found.rate[2] == pytest.approx(pool.field.mean)
    assert pool.reliability[2] == 0
    assert found.upper[2] - found.lower[2] > found.upper[0] - found.lower[0]


def test_units_that_do_not_differ_all_have_the_rate_of_the_field() -> None:
    pool = pool_units([90, 45, 0], [100, 50, 0], seed=1, few_groups=0)
    assert not pool.has_difference
    found = estimate_rates(pool, TARGET)
    assert found.rate.tolist() == [0.9] * 3
    assert pool.reliability.tolist() == [0] * 3
    # Jeffreys' interval of 135 out of 150.
    known = beta_distribution(135.5, 15.5)
    np.testing.assert_allclose(found.lower, known.ppf(0.05), atol=1e-9)
    np.testing.assert_allclose(found.upper, known.ppf(0.95), atol=1e-9)
    np.testing.assert_allclose(found.chance, known.sf(0.9), atol=1e-9)


@pytest.mark.parametrize(("k", "edge"), [([5, 7], 1.0), ([0, 0], 0.0)])
def test_all_of_one_mind_still_have_an_interval(k: list[int], edge: float) -> None:
    found = estimate_rates(pool_units(k, [5, 7], seed=1), TARGET)
    assert found.rate.tolist() == [edge] * 2
    assert np.all(np.maximum(found.lower, 1 - found.upper) < 1)
    assert np.all(found.upper - found.lower > 0.1)
    assert np.all((found.lower == edge) | (found.upper == edge))


@pytest.mark.parametrize(("k", "n"), [([], []), ([0, 0], [0, 0])])
def test_a_field_without_answers_knows_nothing(k: list[int], n: list[int]) -> None:
    pool = pool_units(k, n, seed=1)
    found = estimate_rates(pool, TARGET)
    assert not pool.has_difference
    assert not pool.is_redrawn
    for values in (found.rate, found.lower, found.upper, found.chance):
        assert np.all(np.isnan(values)) and len(values) == len(k)


def test_a_small_field_has_wider_intervals_than_its_fit_alone() -> None:
    plain = estimate_rates(make_pool(12, few_groups=0), TARGET)
    found = estimate_rates(make_pool(12), TARGET)
    assert found.pool.is_redrawn and not plain.pool.is_redrawn
    assert np.all(found.lower <= plain.lower) and np.all(found.upper >= plain.upper)
    ratio = (found.upper - found.lower) / (plain.upper - plain.lower)
    assert 1.02 < ratio.mean() < 3
    np.testing.assert_array_equal(found.rate, plain.rate)


def test_intervals_of_a_small_field_hold_the_true_rate_more_often() -> None:
    # 60 fields of 8 units with 20 answers each, rates from Beta(18, 2), 90 % intervals.
    rng = np.random.default_rng(5)
    held = {0: 0.0, 20: 0.0}
    for seed in range(60):
        rates = rng.beta(18, 2, 8)
        k = rng.binomial(20, rates)
        for few_groups in held:
            pool = pool_units(k, np.full(8, 20), seed, few_groups)
            found = estimate_rates(pool, TARGET)
            is_held = (found.lower <= rates) & (rates <= found.upper)
            held[few_groups] += float(np.mean(is_held))
    assert held[20] > held[0]
    assert held[20] / 60 > 0.85


def test_an_odd_unit_of_a_small_field_is_not_held_for_an_ordinary_one() -> None:
    pool = pool_units([950, 940, 955, 700], 1000, seed=1)
    found = estimate_rates(pool, TARGET)
    assert found.chance[3] < 1e-6
    assert found.upper[3] < 0.75


def test_draws_follow_what_is_known() -> None:
    for pool in (make_pool(40), make_pool(12)):
        drawn = draw_rates(pool, 4000)
        assert drawn.shape == (4000, len(pool))
        share = (drawn >= 0.9).mean(axis=0)
        np.testing.assert_allclose(share, chance_above(pool, 0.9), atol=0.04)


def test_the_same_seed_gives_the_same_numbers() -> None:
    first, second = (estimate_rates(make_pool(12), TARGET) for _ in range(2))
    np.testing.assert_array_equal(first.lower, second.lower)
    np.testing.assert_array_equal(
        draw_rates(make_pool(12), 9), draw_rates(make_pool(12), 9)
    )


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_a_pooled_rate_lies_between_the_units_own_and_the_fields(seed: int) -> None:
    pool = make_pool(25, seed)
    rate = estimate_rates(pool, TARGET).rate
    k, n, mean = pool.field.k, pool.field.n, pool.field.mean
    own = np.where(n > 0, k / np.maximum(n, 1), mean)
    assert np.all(rate >= np.minimum(own, mean) - 1e-12)
    assert np.all(rate <= np.maximum(own, mean) + 1e-12)


def test_a_satisfied_answer_more_never_lowers_a_rate() -> None:
    k, n = np.arange(0, 51), np.full(51, 50)
    found = estimate_rates(pool_units(k, n, seed=1), TARGET)
    for values in (found.rate, found.lower, found.upper, found.chance):
        assert np.all(np.diff(values) > 0)
