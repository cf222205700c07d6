import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from feedback.analysis import peers
from feedback.analysis.betabinomials import fit_beta_binomial
from feedback.analysis.peers import find_tails, judge_against_peers


def draw_rates(seed: int, units: int, n: int, rho: float, p: float = 0.6) -> np.ndarray:
    weight = (1 - rho) / rho
    random = np.random.default_rng(seed)
    return random.binomial(n, random.beta(p * weight, (1 - p) * weight, units))


@given(
    st.integers(1, 60),
    st.integers(0, 60),
    st.floats(0.02, 0.98),
    st.floats(0.001, 0.9),
)
def test_tails_agree_with_a_second_library(
    n: int, k: int, rate: float, rho: float
) -> None:
    k = min(k, n)
    high, low = find_tails(
        np.array([k]), np.array([n]), np.array([rate]), np.array([rho])
    )
    law = stats.betabinom(n, rate * (1 - rho) / rho, (1 - rate) * (1 - rho) / rho)
    chances = law.pmf(np.arange(n + 1))
    assert high[0] == pytest.approx(chances[k:].sum(), rel=1e-7)
    assert low[0] == pytest.approx(chances[: k + 1].sum(), rel=1e-7)


def test_without_correlation_the_tails_are_binomial() -> None:
    k, n = np.array([0, 3, 10]), np.array([10, 10, 10])
    high, low = find_tails(k, n, np.full(3, 0.3), np.zeros(3))
    np.testing.assert_allclose(high, stats.binom.sf(k - 1, n, 0.3), atol=1e-12)
    np.testing.assert_allclose(low, stats.binom.cdf(k, n, 0.3), atol=1e-12)


def test_tails_are_the_same_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    k = draw_rates(3, 50, 40, 0.1)
    whole = judge_against_peers(k, [40] * 50, [0] * 50)
    monkeypatch.setattr(peers, "BLOCK", 64)
    parts = judge_against_peers(k, [40] * 50, [0] * 50)
    assert whole.p_high.tolist() == parts.p_high.tolist()


def test_the_fit_finds_rate_and_correlation_without_the_unit_itself() -> None:
    k = draw_rates(4, 2001, 80, 0.05)
    k[-1] = 80
    found = judge_against_peers(k, [80] * 2001, [7] * 2001)
    # About one honest peer in a hundred is taken for odd.
    assert len(found) == 2001 and 1970 < found.n_peers[-1] < 2000
    assert found.peer_rate[-1] == pytest.approx(k[:-1].sum() / 160_000, abs=2e-3)
    assert found.peer_correlation[-1] == pytest.approx(0.05, rel=0.1)
    assert found.p_high[-1] < 1e-4


def test_the_fit_by_moments_is_near_that_by_likelihood() -> None:
    random = np.random.default_rng(8)
    n = random.integers(20, 400, 300)
    k = random.binomial(n, random.beta(20, 8, 300))
    field = fit_beta_binomial(k[:-1], n[:-1])
    found = judge_against_peers(k, n, np.zeros(300, int))
    assert found.peer_rate[-1] == pytest.approx(field.mean, abs=0.01)
    assert found.peer_correlation[-1] == pytest.approx(field.rho, rel=0.15)


def test_one_cheat_in_five_cannot_hide_among_the_others() -> None:
    k = draw_rates(9, 50, 100, 0.01)
    k[:10] = 99
    found = judge_against_peers(k, [100] * 50, [0] * 50)
    assert (found.p_high[:10] < 1e-5).all() and found.n_peers[0] >= 38
    assert found.peer_correlation[-1] == pytest.approx(0.01, abs=0.01)


def test_honest_overdispersed_units_are_seldom_accused() -> None:
    k = draw_rates(5, 3000, 60, 0.08)
    found = judge_against_peers(k, [60] * 3000, np.arange(3000) % 60)
    # 49 peers each; discrete, so at most about the level.
    assert np.mean(found.p_high < 0.05) < 0.06
    assert np.mean(found.p_low < 0.01) < 0.015


def test_a_binomial_test_would_accuse_many_of_them() -> None:
    k = draw_rates(5, 3000, 60, 0.08)
    assert np.mean(stats.binom.sf(k - 1, 60, 0.6) < 0.05) > 0.2


def test_too_few_peers_or_no_answers_give_no_verdict() -> None:
    k, n = [5] * 12 + [0] + [5, 5], [10] * 12 + [0] + [10, 10]
    found = judge_against_peers(k, n, [0] * 13 + [1, 1])
    assert np.isfinite(found.p_high[:12]).all()
    assert np.isnan(found.p_high[12:]).all() and np.isnan(found.p_low[12:]).all()
    assert found.n_peers.tolist() == [11] * 12 + [12, 1, 1]


def test_peers_all_alike_do_not_make_one_slip_impossible() -> None:
    found = judge_against_peers([0] * 20 + [1], [50] * 21, [0] * 21)
    assert 0.01 < found.p_high[-1] < 0.1
    all_five = judge_against_peers([50] * 21, [50] * 21, [0] * 21)
    assert all_five.p_high[0] > 0.9


def test_no_units_give_an_empty_result() -> None:
    empty = np.zeros(0, dtype=int)
    assert len(judge_against_peers(empty, empty, empty)) == 0


@given(st.permutations(range(14)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    k = draw_rates(6, 14, 30, 0.1)
    whole = judge_against_peers(k, [30] * 14, [0] * 14)
    turned = judge_against_peers(k[order], [30] * 14, [0] * 14)
    np.testing.assert_allclose(turned.p_high, whole.p_high[order], rtol=1e-9)
