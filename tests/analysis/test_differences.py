from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact

from feedback.analysis.differences import compare_rates, fisher_p, pearson_p
from tests.analysis.tables import read_rows

SIZES = st.integers(1, 60)
SHARES = st.floats(0, 1)


def test_intervals_are_newcombes_as_r_makes_them(reference: Path) -> None:
    rows = read_rows(reference / "two_proportions.csv")
    assert len(rows) == 10
    k1, n1, k2, n2 = (
        [int(row[name]) for row in rows] for name in ("k1", "n1", "k2", "n2")
    )
    sides = (k1, n1, k2, n2)
    found = compare_rates(*sides)
    for bound, name in (
        (found.share, "diff"),
        (found.lower, "newcombe_lo"),
        (found.upper, "newcombe_hi"),
    ):
        known = [float(row[name]) for row in rows]
        np.testing.assert_allclose(bound, known, rtol=0, atol=1e-10)
    for p, name in ((pearson_p, "p_pearson"), (fisher_p, "p_fisher")):
        known = [float(row[name] or "nan") for row in rows]
        np.testing.assert_allclose(p(*sides), known, rtol=0, atol=1e-10)


def test_the_example_of_newcombe() -> None:
    # Newcombe (1998), table II, (a) 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    found = compare_rates(56, 70, 48, 80).at(0)
    assert found.share == pytest.approx(0.2)
    assert found.lower == pytest.approx(0.0524, abs=5e-5)
    assert found.upper == pytest.approx(0.3339, abs=5e-5)
    assert (found.k, found.n, found.error_each_side) == ((56, 48), (70, 80), 0.025)


def test_a_side_without_answers_leaves_nothing_to_compare() -> None:
    found = compare_rates([0, 1, 0], [0, 2, 0], [1, 0, 0], [2, 0, 0])
    assert len(found) == 3
    assert np.all(np.isnan([found.share, found.lower, found.upper]))
    assert (found.at(0).share, found.at(0).lower, found.at(0).upper) == (None,) * 3
    for p in (pearson_p, fisher_p):
        assert np.all(np.isnan(p([0, 1, 0], [0, 2, 0], [1, 0, 0], [2, 0, 0])))


def test_all_against_all_has_an_interval_with_a_width() -> None:
    found = compare_rates([20, 0], [20, 20], [25, 0], [25, 25])
    assert found.share.tolist() == [0, 0]
    # 1 minus the Wilson bounds of 20/20 and 25/25: z^2 / (n + z^2).
    np.testing.assert_allclose(found.lower, [-0.16113, -0.13319], atol=5e-6)
    np.testing.assert_allclose(found.upper, [0.13319, 0.16113], atol=5e-6)
    assert np.all(np.isnan(pearson_p([20, 0], 20, [25, 0], 25)))
    assert fisher_p([20, 0], 20, [25, 0], 25).tolist() == [1, 1]


def test_one_pair_may_be_compared_with_many() -> None:
    found = compare_rates([9, 8, 7], 10, 5, 10)
    assert found.at(2).k == (7, 5)
    assert found.share.tolist() == pytest.approx([0.4, 0.3, 0.2])


@given(SIZES, SHARES, SIZES, SHARES)
def test_exchanging_the_sides_turns_the_interval_round(
    n1: int, share1: float, n2: int, share2: float
) -> None:
    k1, k2 = round(share1 * n1), round(share2 * n2)
    found, turned = compare_rates(k1, n1, k2, n2), compare_rates(k2, n2, k1, n1)
    assert found.lower[0] == pytest.approx(-turned.upper[0], abs=1e-12)
    assert -1 - 1e-12 <= found.lower[0] <= found.share[0] + 1e-12
    assert found.share[0] - 1e-12 <= found.upper[0] <= 1 + 1e-12
    assert found.lower[0] < found.upper[0]


@given(SIZES, SHARES, SIZES, SHARES)
def test_fishers_p_is_that_of_scipy(
    n1: int, share1: float, n2: int, share2: float
) -> None:
    k1, k2 = round(share1 * n1), round(share2 * n2)
    known = fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue
    assert fisher_p(k1, n1, k2, n2) == pytest.approx(known, abs=1e-11)
    assert fisher_p(k2, n2, k1, n1) == pytest.approx(known, abs=1e-11)


def test_the_interval_covers_as_often_as_it_says() -> None:
    # Exact enumeration over all pairs of 40 and 60 answers at 90 % and 85 %.
    k1, k2 = (axis.ravel() for axis in np.mgrid[0:41, 0:61])
    chance = binom.pmf(k1, 40, 0.9) * binom.pmf(k2, 60, 0.85)
    found = compare_rates(k1, 40, k2, 60)
    covered = (found.lower <= 0.05) & (0.05 <= found.upper)
    assert chance[covered].sum() == pytest.approx(0.95, abs=0.01)
