from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.intervals import (
    Intervals,
    Method,
    exact_intervals,
    wilson_intervals,
)
from tests.analysis.tables import read_rows

KINDS = [exact_intervals, wilson_intervals]
Kind = Callable[..., Intervals]


@pytest.mark.parametrize(
    ("kind", "name"),
    [(exact_intervals, "clopper_pearson"), (wilson_intervals, "wilson")],
)
def test_bounds_are_those_of_r(kind: Kind, name: str, reference: Path) -> None:
    rows = read_rows(reference / "proportion_ci.csv")
    assert {row["conf"] for row in rows} >= {"0.95"}
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
