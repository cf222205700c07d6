from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from feedback.analysis.bursts import (
    compare_counts,
    estimate_size,
    expect_profile,
    measure_bursts,
)
from tests.analysis.tables import read_rows


def test_tails_and_bounds_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "burst_poisson.csv")
    observed = [int(row["observed"]) for row in rows]
    expected = [float(row["expected"]) for row in rows]
    found = measure_bursts(observed, expected, 2)
    for values, name in (
        (found.p_poisson, "p_poisson_upper"),
        (found.midp_poisson, "midp_upper"),
        (found.p_negbin, "p_negbin_upper_size2"),
        (found.lower, "rate_ci95_lo"),
        (found.upper, "rate_ci95_hi"),
    ):
        known = [float(row[name]) for row in rows]
        np.testing.assert_allclose(values, known, rtol=1e-10, atol=1e-10)


def test_tails_are_sums_of_single_chances() -> None:
    # Three or more where one is expected: 1 - e^-1 (1 + 1 + 1/2); with size 1 the law
    # is geometric, (1/2)^3.
    found = measure_bursts([3], [1.0], 1.0)
    assert found.p_poisson[0] == pytest.approx(1 - 2.5 * np.exp(-1), abs=1e-12)
    assert found.midp_poisson[0] == pytest.approx(
        1 - 2.5 * np.exp(-1) - np.exp(-1) / 12, abs=1e-12
    )
    assert found.p_negbin[0] == pytest.approx(1 / 8, abs=1e-12)
    assert len(found) == 1


@given(st.integers(0, 60), st.floats(0.1, 50), st.floats(0.2, 80))
def test_tails_agree_with_a_second_library(k: int, mean: float, size: float) -> None:
    found = measure_bursts(k, mean, size)
    assert found.p_poisson[0] == pytest.approx(stats.poisson.sf(k - 1, mean), rel=1e-7)
    assert found.p_negbin[0] == pytest.approx(
        stats.nbinom.sf(k - 1, size, size / (size + mean)), rel=1e-7
    )


def test_where_nothing_is_expected_any_count_is_impossible() -> None:
    found = measure_bursts([0, 1], [0.0, 0.0], [3.0, 3.0])
    assert found.p_poisson.tolist() == [1, 0]
    assert found.p_negbin.tolist() == [1, 0]
    assert found.lower[0] == 0


def test_an_unknown_expectation_spoils_its_own_unit_only() -> None:
    found = measure_bursts([4, 0, 0, 4], [np.nan, -1, 2, 2], [2, 2, np.nan, 2])
    assert np.isnan(found.p_poisson[:2]).all()
    assert np.isnan(found.p_negbin[:3]).all()
    assert found.p_poisson[2] == 1 and np.isfinite(found.p_negbin[3])


def test_an_infinite_size_is_poisson() -> None:
    found = measure_bursts([4], [2.0])
    assert found.p_negbin[0] == found.p_poisson[0]


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        measure_bursts([-1], [1.0])


def test_the_size_is_found_again_in_drawn_counts() -> None:
    draws = np.random.default_rng(2).negative_binomial(3, 3 / 13, 20_000)
    assert estimate_size(draws, 10.0) == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize(
    ("observed", "expected"),
    [([2, 2], [2, 2]), ([], []), ([np.nan], [1.0])],
    ids=["even", "nothing", "unknown"],
)
def test_without_excess_variation_poisson_will_do(
    observed: list[float], expected: list[float]
) -> None:
    assert estimate_size(observed, expected) == np.inf


def test_a_profile_spreads_totals_and_without_one_nothing_is_known() -> None:
    assert expect_profile([10, 0], [1, 4]).tolist() == [[2, 8], [0, 0]]
    assert np.isnan(expect_profile([10], [0, 0])).all()


def test_two_counts_are_compared_by_their_share_of_the_sum() -> None:
    # R: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878))$p.value is two-sided;
    # the upper tail is the binomial one.
    found = compare_counts([11, 0], [21, 3], 800 / 3011)
    assert found[0] == pytest.approx(stats.binom.sf(10, 32, 800 / 3811), rel=1e-10)
    assert found[1] == 1
    assert np.isnan(compare_counts(3, 3, 0.0))
