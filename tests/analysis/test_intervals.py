from collections.abc import Callable
from functools import partial
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.intervals import (
    Intervals,
    Method,
    exact_bounds,
    exact_intervals,
    jeffreys_intervals,
    midp_intervals,
    wilson_bounds,
    wilson_intervals,
)
from tests.analysis.tables import read_rows

KINDS = [exact_intervals, wilson_intervals, jeffreys_intervals, midp_intervals]
equal_tailed_intervals = partial(jeffreys_intervals, is_equal_tailed=True)
Kind = Callable[..., Intervals]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (exact_intervals, "clopper_pearson"),
        (wilson_intervals, "wilson"),
        (jeffreys_intervals, "jeffreys"),
        (equal_tailed_intervals, "jeffreys_raw"),
        (midp_intervals, "midp"),
    ],
)
def test_bounds_are_those_of_r(kind: Kind, name: str, reference: Path) -> None:
    rows = read_rows(reference / "proportion_ci.csv")
    assert {row["conf"] for row in rows} == {"0.9", "0.95", "0.99"}
    for conf in {row["conf"] for row in rows}:
        of_conf = [row for row in rows if row["conf"] == conf]
        found = kind(
            [int(row["k"]) for row in of_conf],
            [int(row["n"]) for row in of_conf],
            (1 - float(conf)) / 2,
        )
        for side, bound in (("lo", found.lower), ("hi", found.upper)):
            known = [float(row[f"{name}_{side}"]) for row in of_conf]
            np.testing.assert_allclose(bound, known, rtol=0, atol=1e-10)


def test_two_one_sided_95_percent_bounds_make_the_90_percent_interval() -> None:
    # R: binom.test(376, 412, conf.level = 0.9)$conf.int
    interval = exact_intervals(376, 412).at(0)
    assert interval.confidence == pytest.approx(0.9)
    assert interval.lower == pytest.approx(0.8860, abs=5e-4)
    assert interval.upper == pytest.approx(0.9343, abs=5e-4)
    assert interval.method is Method.EXACT


@pytest.mark.parametrize("kind", [*KINDS, equal_tailed_intervals])
def test_no_units_have_no_intervals(kind: Kind) -> None:
    none = np.array([], dtype=np.int64)
    assert len(kind(none, none)) == 0


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (jeffreys_intervals, Method.JEFFREYS),
        (equal_tailed_intervals, Method.EQUAL_TAILED),
        (midp_intervals, Method.MID_P),
        (wilson_intervals, Method.WILSON),
    ],
)
def test_an_interval_says_how_it_was_made(kind: Kind, method: Method) -> None:
    assert kind(3, 4).at(0).method is method


def sum_midp(k: int, n: int, p: float) -> float:
    """P(X > k) + P(X = k) / 2 by its definition."""
    terms = [comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1)]
    return sum(terms) - terms[0] / 2


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([0.005, 0.025, 0.05]))
def test_midp_bounds_leave_the_error_on_either_side(
    n: int, k: int, error: float
) -> None:
    k = min(k, n)
    found = midp_intervals([k, n - k], n, error)
    assert sum_midp(k, n, float(found.lower[0])) == pytest.approx(error, abs=1e-9)
    assert found.upper[1] == pytest.approx(1 - found.lower[0], abs=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    [
        (5, 20, 0.098, 0.470),  # Berry and Armitage (1995), p. 420
        (81, 263, 0.2544, 0.3658),  # these and below: Newcombe (1998), p. 861, table I
        (15, 148, 0.0601, 0.1581),
        (0, 20, 0.0, 0.1391),
        (1, 29, 0.0017, 0.1585),
    ],
)
def test_midp_bounds_are_those_in_print(
    k: int, n: int, lower: float, upper: float
) -> None:
    found = midp_intervals(k, n)
    digits = 3 if n == 20 and k else 4
    assert round(float(found.lower[0]), digits) == lower
    assert round(float(found.upper[0]), digits) == upper


def test_the_plain_posterior_never_reaches_the_ends() -> None:
    # proportion_ci.csv, first row: qbeta(c(0.025, 0.975), 0.5, 1.5)
    found = equal_tailed_intervals([0, 1], 1)
    assert found.lower[0] == pytest.approx(0.000385580980755902, abs=1e-10)
    assert found.upper[0] == pytest.approx(0.853253683690425, abs=1e-10)
    assert found.upper[1] == pytest.approx(1 - 0.000385580980755902, abs=1e-10)


def test_bounds_take_fractions_of_answers() -> None:
    # Where the fraction is a whole number they are those of the whole number.
    k, n = np.array([0.0, 27.0, 30.0]), np.full(3, 30.0)
    for found, known in (
        (exact_bounds(k, n, 0.025), exact_intervals([0, 27, 30], 30, 0.025)),
        (wilson_bounds(k, n, 1.959963984540054**2), wilson_intervals([0, 27, 30], 30)),
    ):
        np.testing.assert_allclose(found[0], known.lower, atol=1e-12)
        np.testing.assert_allclose(found[1], known.upper, atol=1e-12)
    lower, upper = exact_bounds(np.array([0.5]), np.array([1.5]), 0.05)
    assert 0 < lower[0] < 1 / 3 < upper[0] < 1


@given(st.lists(st.integers(0, 50), min_size=2, max_size=20), st.sampled_from(KINDS))
def test_the_order_of_the_units_changes_nothing(ks: list[int], kind: Kind) -> None:
    forth, back = kind(ks, 50), kind(ks[::-1], 50)
    assert forth.lower.tolist() == back.lower.tolist()[::-1]
    assert forth.upper.tolist() == back.upper.tolist()[::-1]


@pytest.mark.parametrize("share", [0.5, 0.85, 0.9, 0.95])
def test_exact_bounds_keep_their_promise_in_ten_thousand_samples(share: float) -> None:
    rng = np.random.default_rng(2026)
    for n in (10, 30, 100, 412):
        found = exact_intervals(rng.binomial(n, share, size=10_000), n, 0.05)
        # Four standard errors of a simulated 5 %: a bound that is right stays under.
        allowed = 0.05 + 4 * np.sqrt(0.05 * 0.95 / 10_000)
        assert np.mean(found.lower > share) <= allowed
        assert np.mean(found.upper < share) <= allowed


@pytest.mark.parametrize("kind", KINDS)
def test_without_answers_there_is_no_interval(kind: Kind) -> None:
    found = kind([0, 1], [0, 1])
    assert np.isnan(found.lower[0]) and np.isnan(found.upper[0])
    assert (found.at(0).lower, found.at(0).upper) == (None, None)
    assert found.at(1).upper == 1.0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 7, 1000, 10**9])
def test_the_ends_are_exactly_nought_and_one(kind: Kind, n: int) -> None:
    found = kind([0, n], n)
    assert found.lower[0] == 0.0
    assert found.upper[1] == 1.0
    assert 0.0 < found.upper[0] < 1.0
    assert 0.0 < found.lower[1] < 1.0


@given(st.integers(1, 400), st.sampled_from(KINDS))
def test_bounds_rise_with_k_and_hold_the_rate(n: int, kind: Kind) -> None:
    ks = np.arange(n + 1)
    found = kind(ks, n)
    assert len(found) == n + 1
    assert np.all(np.diff(found.lower) > 0)
    assert np.all(np.diff(found.upper) > 0)
    assert np.all((found.lower <= ks / n) & (ks / n <= found.upper))


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from(KINDS))
def test_exchanging_yes_and_no_turns_the_interval_round(
    n: int, k: int, kind: Kind
) -> None:
    k = min(k, n)
    found = kind([k, n - k], n)
    assert found.lower[0] == pytest.approx(1 - found.upper[1], abs=1e-12)
    assert found.upper[0] == pytest.approx(1 - found.lower[1], abs=1e-12)


@given(st.integers(1, 1000), st.integers(0, 1000))
def test_a_smaller_error_makes_a_wider_exact_interval(n: int, k: int) -> None:
    k = min(k, n)
    narrow, wide = exact_intervals(k, n, 0.05), exact_intervals(k, n, 0.025)
    assert wide.lower[0] <= narrow.lower[0] <= narrow.upper[0] <= wide.upper[0]
