import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata

from feedback.analysis.pooling import draw_rates, pool_units
from feedback.analysis.ranks import (
    STANDINGS,
    Ranks,
    Standing,
    expect_ranks,
    rank_units,
)
from tests.analysis.tables import read_rows


def list_standings(ranks: Ranks) -> list[Standing]:
    """The group of each unit."""
    return [STANDINGS[code] for code in ranks.standing]


def test_expected_ranks_and_ranges_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "beta_binomial.csv")
    for known in json.loads((reference / "beta_binomial.json").read_text()):
        of_set = [row for row in rows if row["set"] == known["set"]]
        k = [int(row["k"]) for row in of_set]
        pool = pool_units(k, [int(row["n"]) for row in of_set], seed=1, few_groups=0)
        expected = [float(row["expected_rank_best_is_1"]) for row in of_set]
        found = expect_ranks(*pool.posterior())
        np.testing.assert_allclose(found, expected, atol=0.005)
        fine = expect_ranks(*pool.posterior(), nodes=20_000)
        np.testing.assert_allclose(fine, expected, rtol=0, atol=1e-5)
        drawn = rankdata(-draw_rates(pool, 20_000), axis=1)
        quantiles = np.quantile(
            drawn, [0.025, 0.5, 0.975], axis=0, method="inverted_cdf"
        )
        for values, name in zip(
            quantiles,
            ("rank_q025_mc", "rank_median_mc", "rank_q975_mc"),
            strict=True,
        ):
            # The file comes from 200,000 other draws.
            np.testing.assert_allclose(
                values, [float(row[name]) for row in of_set], rtol=0, atol=1
            )


def test_expected_ranks_of_two_units_are_a_chance() -> None:
    # X from Beta(2, 1) is above Y from Beta(1, 1) with chance E[X] = 2/3.
    found = expect_ranks(np.array([2.0, 1.0]), np.array([1.0, 1.0]), nodes=5000)
    np.testing.assert_allclose(found, [1 + 1 / 3, 1 + 2 / 3], atol=1e-4)
    alone = expect_ranks(np.array([5.0]), np.array([2.0]))
    np.testing.assert_allclose(alone, [1])


@pytest.mark.parametrize("nodes", [10, 100, 1000])
def test_expected_ranks_add_up_as_ranks_do(nodes: int) -> None:
    rng = np.random.default_rng(1)
    alpha, beta = rng.uniform(1, 10_000, (2, 30))
    found = expect_ranks(alpha, beta, nodes)
    assert found.sum() == pytest.approx(30 * 31 / 2)
    assert np.all((found >= 1 - 1e-9) & (found <= 30 + 1e-9))


def test_expected_ranks_are_means_over_draws() -> None:
    rng = np.random.default_rng(2)
    n = rng.integers(100, 2000, 40)
    pool = pool_units(rng.binomial(n, rng.beta(18, 2, 40)), n, seed=2)
    ranks = rank_units(pool)
    drawn = rankdata(-draw_rates(pool, 4000), axis=1)
    np.testing.assert_allclose(ranks.expected, drawn.mean(axis=0), atol=0.4)
    assert np.all((ranks.lowest <= ranks.expected) & (ranks.expected <= ranks.highest))
    inside = (drawn >= ranks.lowest) & (drawn <= ranks.highest)
    assert np.all(inside.mean(axis=0) > 0.87)


def test_raw_order_puts_the_smallest_at_both_ends_and_ours_does_not() -> None:
    # 50 small units (30 to 40 answers) and 70 large ones (800 to 1,200) with rates
    # from one distribution. If size did not matter, 42 of the 100 places at the ends
    # of five draws would be small units.
    small_raw = small_ours = 0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        n = np.concatenate([rng.integers(30, 41, 50), rng.integers(800, 1201, 70)])
        k = rng.binomial(n, rng.beta(72, 8, 120))
        ranks = rank_units(pool_units(k, n, seed))
        raw = np.argsort(k / n)
        ours = np.argsort(-ranks.expected)
        ends = [*range(10), *range(110, 120)]
        small_raw += int(np.sum(n[raw[ends]] < 100))
        small_ours += int(np.sum(n[ours[ends]] < 100))
        assert ranks.is_ordered
    assert small_raw > 75
    assert small_ours < 10


def test_units_with_few_answers_have_no_rank_and_no_group() -> None:
    pool = pool_units([950, 940, 700, 25, 29], [1000, 990, 1000, 29, 29], seed=1)
    ranks = rank_units(pool)
    assert ranks.is_ordered
    assert ranks.is_ranked.tolist() == [True, True, True, False, False]
    for values in (ranks.expected, ranks.lowest, ranks.highest):
        assert np.isnan(values).tolist() == [False, False, False, True, True]
    assert ranks.expected[:3].sum() == pytest.approx(6)
    assert list_standings(ranks) == ["above", "above", "below", *["indistinct"] * 2]
    assert ranks.family.size == 3
    assert len(ranks) == 5
    assert ranks.field_rate == pytest.approx(2644 / 3048)


def test_an_unreliable_field_is_not_ordered() -> None:
    rng = np.random.default_rng(4)
    n = np.full(50, 40)
    pool = pool_units(rng.binomial(n, rng.beta(90, 10, 50)), n, seed=4)
    ranks = rank_units(pool)
    assert pool.has_difference
    assert 0 < ranks.reliability < 0.7
    assert not ranks.is_ordered
    assert np.all(np.isnan(ranks.expected))


def test_units_that_do_not_differ_are_not_distinguishable() -> None:
    ranks = rank_units(pool_units([90, 180, 45], [100, 200, 50], seed=1))
    assert ranks.reliability == 0
    assert not ranks.is_ordered
    assert set(list_standings(ranks)) == {Standing.INDISTINCT}


@pytest.mark.parametrize(("k", "n"), [([], []), ([0, 0], [0, 0]), ([5, 1], [9, 9])])
def test_a_field_without_answers_enough_ranks_nobody(
    k: list[int], n: list[int]
) -> None:
    ranks = rank_units(pool_units(k, n, seed=1))
    assert np.isnan(ranks.reliability)
    assert not ranks.is_ordered
    assert ranks.family.size == 0
    assert set(list_standings(ranks)) <= {Standing.INDISTINCT}


def test_few_units_are_called_above_or_below_wrongly() -> None:
    # 100 units around 90 %: those called are on that side of the field's true rate,
    # but for few of them.
    called = wrong = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rates = rng.beta(45, 5, 100)
        n = rng.integers(30, 500, 100)
        ranks = rank_units(pool_units(rng.binomial(n, rates), n, seed))
        line = (n @ rates) / n.sum()
        above = ranks.standing == STANDINGS.index(Standing.ABOVE)
        below = ranks.standing == STANDINGS.index(Standing.BELOW)
        called += int(np.sum(above | below))
        is_wrong = (above & (rates < line)) | (below & (rates > line))
        wrong += int(np.sum(is_wrong))
        assert np.all(ranks.chance[above] > 0.95)
        assert np.all(ranks.chance[below] < 0.05)
    assert called > 300
    assert wrong / called < 0.05


def test_the_order_of_the_units_does_not_matter() -> None:
    rng = np.random.default_rng(6)
    n = rng.integers(0, 500, 40)
    k = rng.binomial(n, rng.beta(18, 2, 40))
    order = rng.permutation(40)
    straight = rank_units(pool_units(k, n, seed=1))
    shuffled = rank_units(pool_units(k[order], n[order], seed=1))
    np.testing.assert_array_equal(shuffled.standing, straight.standing[order])
    np.testing.assert_allclose(shuffled.expected, straight.expected[order], atol=1e-4)
