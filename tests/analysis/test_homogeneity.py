import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.homogeneity import measure_fit, measure_homogeneity
from feedback.analysis.tails import chance_at_least
from tests.analysis.tables import read_rows


def test_chi_square_and_both_tails_are_those_of_r(reference: Path) -> None:
    for row in read_rows(reference / "homogeneity.csv"):
        k = [int(each) for each in row["k"].split()]
        n = [int(each) for each in row["n"].split()]
        found = measure_homogeneity(k, n)
        assert int(found.df[0]) == int(row["df"])
        for value, name in (
            (found.chisq, "chisq"),
            (found.p_varied, "p_upper"),
            (found.p_uniform, "p_lower_too_uniform"),
        ):
            assert value[0] == pytest.approx(float(row[name]), abs=1e-9)


def test_mix_of_levels_and_last_digits_are_those_of_r(reference: Path) -> None:
    known = json.loads((reference / "patterns.json").read_text("utf-8"))
    digits, mix = known["last_digit"], known["score_mix_against_peers"]
    of_digits = measure_fit(digits["counts"], [0.1] * 10)
    assert of_digits.df == digits["df"]
    assert of_digits.chisq[0] == pytest.approx(digits["chisq"], abs=1e-9)
    assert of_digits.p[0] == pytest.approx(digits["p"], abs=1e-9)
    levels = mix["counts_score_1_to_5"]
    of_mix = measure_fit(levels, mix["peer_shares"])
    assert of_mix.chisq[0] == pytest.approx(mix["chisq"], rel=1e-9)
    assert of_mix.p[0] == pytest.approx(mix["p"], rel=1e-9)
    assert of_mix.g[0] == pytest.approx(mix["G"], rel=1e-9)
    assert of_mix.p_g[0] == pytest.approx(mix["p_G"], rel=1e-9)
    fives = chance_at_least(levels[4], sum(levels), Fraction(3, 5))
    assert float(fives) == pytest.approx(mix["all_five_share_p_greater"], rel=1e-9)


def test_ten_and_twenty_of_forty_by_hand() -> None:
    # 2x2 table 10/30, 20/20: 80 (10*20 - 30*20)^2 / (40*40*30*50) = 16/3.
    found = measure_homogeneity([[10, 20]], [[40, 40]])
    assert found.chisq[0] == pytest.approx(16 / 3)
    assert found.dispersion[0] == pytest.approx(16 / 3)
    assert found.p_varied[0] + found.p_uniform[0] == pytest.approx(1)
    assert found.smallest_expected[0] == pytest.approx(15)


def test_months_with_the_very_same_rate_are_too_uniform() -> None:
    found = measure_homogeneity([[45] * 12], [[50] * 12])
    assert found.chisq[0] == pytest.approx(0, abs=1e-12)
    assert found.p_uniform[0] < 1e-6 and found.p_varied[0] == 1


@pytest.mark.parametrize(
    ("k", "n"),
    [([0, 0], [0, 0]), ([5, 0], [9, 0]), ([9, 9], [9, 9]), ([0, 0], [9, 9])],
    ids=["no answers", "one part", "all satisfied", "none satisfied"],
)
def test_where_nothing_can_vary_there_is_no_test(k: list[int], n: list[int]) -> None:
    found = measure_homogeneity([k, [3, 4]], [n, [9, 9]])
    for values in (found.chisq, found.p_varied, found.p_uniform, found.dispersion):
        assert np.isnan(values[0]) and np.isfinite(values[1])
    assert np.isnan(found.smallest_expected[0])


def test_no_units_give_an_empty_result() -> None:
    assert len(measure_homogeneity(np.zeros((0, 3), int), np.zeros((0, 3), int))) == 0


@given(st.permutations(range(5)))
def test_the_order_of_the_parts_does_not_matter(order: list[int]) -> None:
    k, n = np.array([45, 180, 88, 27, 270]), np.array([50, 200, 100, 30, 300])
    found = measure_homogeneity(k[order], n[order])
    assert found.chisq[0] == pytest.approx(0.369461358313817, abs=1e-9)


def test_p_values_of_honest_draws_are_spread_evenly() -> None:
    draws = np.random.default_rng(1).binomial(200, 0.7, size=(2000, 12))
    found = measure_homogeneity(draws, np.full_like(draws, 200))
    assert np.mean(found.p_uniform < 0.05) == pytest.approx(0.05, abs=0.015)
    assert np.mean(found.p_varied < 0.05) == pytest.approx(0.05, abs=0.015)


def test_a_unit_without_counts_fits_nothing() -> None:
    found = measure_fit([[0, 0], [30, 20]], [0.5, 0.5])
    assert np.isnan(found.p[0]) and np.isnan(found.p_g[0])
    # 5^2 / 25 twice.
    assert found.chisq[1] == pytest.approx(2) and found.df == 1


def test_a_count_where_none_may_be_is_impossible() -> None:
    found = measure_fit([[5, 5, 1], [5, 5, 0]], [0.5, 0.5, 0])
    assert found.p.tolist() == [0, 1]
    assert found.p_g.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("counts", "shares"), [([-1, 2], [0.5, 0.5]), ([1, 2], [0.5, 0.4])]
)
def test_counts_and_shares_that_cannot_be_are_refused(
    counts: list[int], shares: list[float]
) -> None:
    with pytest.raises(ValueError, match="must"):
        measure_fit(counts, shares)
