import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import betabinom, binom

from feedback.analysis.betabinomials import (
    SAME_FROM,
    fit_beta_binomial,
    maximise_likelihood,
)
from tests.analysis.tables import read_rows

UNITS = st.lists(
    st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=15,
)


def draw_units(units: int, a: float, b: float, seed: int) -> tuple[list[int], ...]:
    """Counts of units whose rates come from a beta distribution."""
    rng = np.random.default_rng(seed)
    n = rng.integers(5, 200, units)
    return rng.binomial(n, rng.beta(a, b, units)).tolist(), n.tolist()


def test_the_fit_is_that_of_three_packages_of_r(reference: Path) -> None:
    rows = read_rows(reference / "beta_binomial.csv")
    known_fits = json.loads((reference / "beta_binomial.json").read_text())
    assert len(known_fits) == 3
    for known in known_fits:
        of_set = [row for row in rows if row["set"] == known["set"]]
        fit = fit_beta_binomial(
            [int(row["k"]) for row in of_set], [int(row["n"]) for row in of_set]
        )
        assert fit.a == pytest.approx(known["alpha"], rel=1e-5)
        assert fit.b == pytest.approx(known["beta"], rel=1e-5)
        assert fit.mean == pytest.approx(known["mu"], rel=1e-5)
        assert fit.rho == pytest.approx(known["rho"], rel=1e-5)
        assert fit.log_likelihood == pytest.approx(
            known["loglik_with_binomial_coefficient"], abs=1e-9
        )
        assert fit.log_likelihood_of_one_rate == pytest.approx(
            known["binomial_loglik"], abs=1e-9
        )
        assert fit.chi_square == pytest.approx(known["pearson_X2"], abs=1e-9)
        assert fit.groups == known["groups"]
        assert fit.dispersion == pytest.approx(
            known["pearson_X2"] / known["pearson_df"], abs=1e-9
        )


def test_the_fit_is_the_maximum_that_scipy_finds() -> None:
    k, n = draw_units(60, 18, 2, seed=1)
    fit = fit_beta_binomial(k, n)

    def surprise(logs: tuple[float, float]) -> float:
        return -float(betabinom.logpmf(k, n, *np.exp(logs)).sum())

    found = minimize(surprise, (1.0, 1.0), method="Nelder-Mead", tol=1e-10)
    assert [fit.a, fit.b] == pytest.approx(np.exp(found.x), rel=1e-4)
    assert fit.log_likelihood == pytest.approx(-found.fun, abs=1e-8)
    of_one = binom.logpmf(k, n, sum(k) / sum(n)).sum()
    assert fit.log_likelihood_of_one_rate == pytest.approx(of_one, abs=1e-9)
    assert fit.is_overdispersed
    assert fit.size == fit.a + fit.b


def test_the_distribution_that_made_the_rates_is_found_again() -> None:
    k, n = draw_units(3000, 18, 2, seed=2)
    fit = fit_beta_binomial(k, n)
    assert fit.mean == pytest.approx(0.9, abs=0.005)
    assert fit.rho == pytest.approx(1 / 21, rel=0.1)


@pytest.mark.parametrize(
    ("k", "n", "mean"),
    [
        ([9, 18], [10, 20], 0.9),  # equal rates
        ([9, 10, 8, 9], [10, 10, 10, 10], 0.9),  # closer than chance
        ([5, 7], [5, 7], 1.0),  # all satisfied
        ([0, 0], [3, 4], 0.0),
        ([3], [5], 0.6),  # nobody to differ from
        ([0, 1, 1], [1, 1, 1], 2 / 3),  # one answer each cannot tell
    ],
)
def test_units_that_do_not_differ_have_one_rate(
    k: list[int], n: list[int], mean: float
) -> None:
    fit = fit_beta_binomial(k, n)
    assert not fit.is_overdispersed
    assert (fit.a, fit.b, fit.rho) == (np.inf, np.inf, 0)
    assert fit.mean == pytest.approx(mean)
    assert fit.log_likelihood == fit.log_likelihood_of_one_rate


@pytest.mark.parametrize(("k", "n"), [([], []), ([0], [0]), ([0, 0], [0, 0])])
def test_without_answers_there_is_no_rate(k: list[int], n: list[int]) -> None:
    fit = fit_beta_binomial(k, n)
    assert np.isnan(fit.mean)
    assert np.isnan(fit.dispersion)
    assert (fit.groups, fit.rho, fit.log_likelihood) == (0, 0, 0)


def test_units_all_of_one_mind_differ_as_far_as_can_be() -> None:
    fit = fit_beta_binomial([0, 5, 5, 0, 5], 5)
    assert fit.is_overdispersed
    assert fit.rho == pytest.approx(1, abs=1e-5)
    # Five units of one mind each: log(3/5) three times, log(2/5) twice.
    known = 3 * np.log(3 / 5) + 2 * np.log(2 / 5)
    assert fit.log_likelihood == pytest.approx(known, abs=1e-4)


def test_a_difference_nobody_could_see_is_none() -> None:
    # Two billion answers each, 3e-5 apart: chance would make 9.5e-6.
    n = 2 * 10**9
    fit = fit_beta_binomial([n * 9 // 10, n * 9 // 10 + 60_000], n)
    assert fit.chi_square > 5
    assert not fit.is_overdispersed


def test_large_counts_do_not_overflow() -> None:
    fit = fit_beta_binomial([9 * 10**9, 8 * 10**9], 10**10)
    assert fit.mean == pytest.approx(0.85, abs=0.001)
    assert fit.size < SAME_FROM


def test_many_fits_at_once_are_those_of_each_alone() -> None:
    n = np.array([50, 60, 70, 80])
    k = np.array([[45, 40, 68, 60], [30, 55, 70, 0], [45, 54, 63, 72]])
    a, b = maximise_likelihood(k, n)
    alone = [fit_beta_binomial(row, n) for row in k]
    np.testing.assert_allclose(a, [fit.a for fit in alone], rtol=1e-5)
    np.testing.assert_allclose(b, [fit.b for fit in alone], rtol=1e-5)
    assert np.isinf(a).tolist() == [False, False, True]


@settings(max_examples=50)
@given(UNITS)
def test_the_fit_is_never_less_likely_than_one_rate(
    units: list[tuple[int, int]],
) -> None:
    k, n = zip(*units, strict=True)
    fit = fit_beta_binomial(k, n)
    assert fit.log_likelihood >= fit.log_likelihood_of_one_rate - 1e-6
    assert 0 <= fit.rho <= 1


@settings(max_examples=50)
@given(UNITS, st.integers(0, 2**32))
def test_order_empty_units_and_the_side_that_is_counted_do_not_matter(
    units: list[tuple[int, int]], seed: int
) -> None:
    k, n = np.array(units).T
    order = np.random.default_rng(seed).permutation(len(k))
    fit = fit_beta_binomial(k, n)
    turned = fit_beta_binomial([*(n - k)[order], 0], [*n[order], 0])
    assert turned.rho == pytest.approx(fit.rho, rel=1e-3, abs=1e-5)
    assert turned.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-6)
