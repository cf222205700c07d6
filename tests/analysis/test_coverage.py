from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from feedback.analysis.coverage import (
    A1,
    BrokenCoverage,
    Coverage,
    compare_last_months,
    compare_outcomes,
    compare_shares,
)
from feedback.analysis.intervals import Method

COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


def test_each_step_is_a_share_of_the_one_before() -> None:
    coverage = Coverage(ended=1903, invited=1850, delivered=1704, rated=412)
    assert [(s.step, s.of, s.share) for s in coverage.steps] == [
        ("invited", "ended", 1850 / 1903),
        ("delivered", "invited", 1704 / 1850),
        ("rated", "delivered", 412 / 1704),
    ]
    assert coverage.overall.share == 412 / 1903


def test_shares_have_wilson_intervals() -> None:
    # R: prop.test(412, 1903, correct = FALSE)$conf.int
    interval = Coverage(1903, 1903, 1903, 412).overall.interval
    assert interval.lower == pytest.approx(0.1985, abs=5e-4)
    assert interval.upper == pytest.approx(0.2356, abs=5e-4)


def test_a_share_of_nobody_is_none() -> None:
    coverage = Coverage(5, 0, 0, 0)
    assert [s.share for s in coverage.steps] == [0.0, None, None]
    assert coverage.steps[1].interval.upper is None


@pytest.mark.parametrize(
    ("chain", "step", "former"),
    [
        ((1, 2, 0, 0), "invited", "ended"),
        ((3, 2, 3, 0), "delivered", "invited"),
        ((3, 3, 1, 2), "rated", "delivered"),
    ],
)
def test_a_step_larger_than_the_one_before_is_named(
    chain: tuple[int, int, int, int], step: str, former: str
) -> None:
    with pytest.raises(BrokenCoverage, match=rf"{step} \(\d\) is more than") as found:
        Coverage(*chain)
    assert (found.value.step, found.value.former) == (step, former)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Coverage(1, 1, 1, -1)


def test_a_share_held_against_somebody_has_exact_bounds() -> None:
    # scipy.stats.binomtest(412, 1903).proportion_ci()
    share = Coverage(1903, 1903, 1903, 412).measure_share(
        "rated", "ended", Method.EXACT
    )
    assert share.interval.method is Method.EXACT
    assert share.interval.lower == pytest.approx(0.1982, abs=5e-4)
    assert share.interval.upper == pytest.approx(0.2357, abs=5e-4)


def sum_fisher(k: int, n: int, other_k: int, other_n: int) -> float:
    """P(X <= k) over all tables with these margins, by its definition."""
    whole, through = n + other_n, k + other_k
    ways = sum(
        comb(n, j) * comb(other_n, through - j)
        for j in range(k + 1)
        if through - j >= 0
    )
    return ways / comb(whole, through)


@given(COUNTS, COUNTS)
def test_falls_are_tested_by_fishers_exact_test(one: list[int], two: list[int]) -> None:
    (k, n), (other_k, other_n) = one, two
    falls = compare_shares([k], [n], [other_k], [other_n])
    if not n or not other_n:
        assert falls.p.tolist() == [1.0] and np.isnan(falls.change[0])
        return
    assert falls.change[0] == pytest.approx(k / n - other_k / other_n, abs=1e-12)
    assert falls.p[0] == pytest.approx(sum_fisher(k, n, other_k, other_n), abs=1e-12)
    table = [[k, n - k], [other_k, other_n - other_k]]
    known = fisher_exact(table, alternative="less").pvalue
    assert falls.p[0] == pytest.approx(known, abs=1e-10)


@given(st.lists(COUNTS, min_size=1, max_size=6), st.integers(1, 30))
def test_the_order_of_units_changes_nothing_and_more_coming_through_is_no_worse(
    units: list[list[int]], other_n: int
) -> None:
    k, n = np.array(units).T
    forth = compare_shares(k, n, other_n // 2, other_n)
    back = compare_shares(k[::-1], n[::-1], other_n // 2, other_n)
    assert forth.p.tolist() == back.p.tolist()[::-1]
    more = compare_shares(np.minimum(k + 1, n), n, other_n // 2, other_n)
    assert np.all(more.p >= forth.p - 1e-12)


def test_units_without_anybody_or_with_impossible_counts_stop_nobody() -> None:
    falls = compare_shares([0, 5, 9, 10], [0, 9, 4, 100], [5, 0, 3, 30], [9, 0, 9, 100])
    assert falls.p.tolist()[:3] == [1.0, 1.0, 1.0]
    assert np.isnan(falls.change).tolist() == [True, True, True, False]
    assert falls.raise_alarms(falls.p).tolist() == [False, False, False, True]


def test_a_unit_is_held_against_its_own_earlier_months() -> None:
    # A fall; a steady unit; one whose earlier months are missing; a rise.
    rated = [[30, 0, 32, 12], [30, 29, 31, 30], [0, 0, 0, 5], [10, 12, 11, 30]]
    delivered = [[100, 0, 100, 100], [100] * 4, [0, 0, 0, 100], [100] * 4]
    falls = compare_last_months(rated, delivered)
    assert falls.other_k.tolist() == [62, 90, 0, 33]
    assert falls.other_n.tolist() == [200, 300, 0, 300]
    assert falls.raise_alarms(falls.p).tolist() == [True, False, False, False]
    alone = compare_shares([12], [100], [62], [200])
    assert falls.p[0] == alone.p[0]


def test_refused_dossiers_asked_less_than_finished_ones_raise_an_alarm() -> None:
    # Finished, refused, returned, withdrawn; the second unit asks all alike.
    ended = [[1000, 60, 40, 0], [1000, 60, 40, 5]]
    invited = [[970, 30, 39, 0], [970, 58, 39, 5]]
    falls = compare_outcomes(invited, ended)
    assert falls.p.shape == (2, 4)
    assert falls.p[:, 0].tolist() == [1.0, 1.0]
    assert falls.raise_alarms(falls.p).tolist() == [
        [False, True, False, False],
        [False, False, False, False],
    ]
    turned = compare_outcomes(
        [row[::-1] for row in invited], [row[::-1] for row in ended], reference=3
    )
    assert turned.p[:, ::-1].tolist() == falls.p.tolist()


def test_a_small_fall_raises_no_alarm_however_certain() -> None:
    falls = compare_shares([28_000], [100_000], [300_000], [1_000_000])
    assert falls.p[0] < 1e-6 and falls.change[0] == pytest.approx(-0.02)
    assert falls.raise_alarms(falls.p).tolist() == [False]
    assert (A1.id, A1.most_p, A1.least_fall) == ("A1", 0.05, 0.05)


def test_units_that_do_not_fall_are_seldom_called() -> None:
    rng = np.random.default_rng(2026)
    n, other_n = rng.integers(5, 80, 4000), rng.integers(50, 400, 4000)
    falls = compare_shares(rng.binomial(n, 0.3), n, rng.binomial(other_n, 0.3), other_n)
    # The exact test never errs more than 5 %; four standard errors are allowed.
    assert np.mean(falls.p <= 0.05) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 4000)
