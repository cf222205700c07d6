from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.tails import (
    chance_at_least,
    chance_at_most,
    compare_lower_bound,
    compare_tail_exactly,
    compare_upper_bound,
)
from tests.analysis.tables import read_rows

FIVE_PERCENT = Fraction(1, 20)


def sum_tail(k: int, n: int, p: Fraction) -> Fraction:
    """P(X >= k) by its definition."""
    terms = (comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))
    return sum(terms, Fraction(0))


def test_tails_are_those_of_r(reference: Path) -> None:
    for row in read_rows(reference / "target_tests.csv"):
        k, n = int(row["k"]), int(row["n"])
        p = Fraction(int(row["target_num"]), int(row["target_den"]))
        at_least, at_most = chance_at_least(k, n, p), chance_at_most(k, n, p)
        assert at_least == pytest.approx(float(row["p_greater"]), abs=1e-10)
        assert at_most == pytest.approx(float(row["p_less"]), abs=1e-10)
        central = min(1.0, 2 * float(np.minimum(at_least, at_most)))
        assert central == pytest.approx(float(row["p_two_sided_central"]), abs=1e-10)


@given(
    st.integers(1, 40),
    st.integers(0, 40),
    st.fractions(0, 1, max_denominator=100),
)
def test_float_tail_is_the_sum_of_its_terms(n: int, k: int, p: Fraction) -> None:
    k = min(k, n)
    assert float(chance_at_least(k, n, p)) == pytest.approx(
        float(sum_tail(k, n, p)), rel=1e-11, abs=1e-300
    )


@given(
    st.integers(1, 30),
    st.integers(1, 30),
    st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50),
)
def test_integer_comparison_is_the_comparison_of_fractions(
    n: int, k: int, p: Fraction
) -> None:
    k = min(k, n)
    tail = sum_tail(k, n, p)
    assert compare_tail_exactly(k, n, p, tail) == 0
    assert compare_tail_exactly(k, n, p, tail + Fraction(1, 10**60)) == -1
    assert compare_tail_exactly(k, n, p, tail - Fraction(1, 10**60)) == 1


@pytest.mark.parametrize("p", [0, 1])
def test_a_certain_chance_has_no_tie_to_settle(p: int) -> None:
    with pytest.raises(ValueError, match="strictly between"):
        compare_tail_exactly(1, 2, Fraction(p), FIVE_PERCENT)


@pytest.mark.parametrize(
    ("k", "n", "percent", "sign"),
    [
        (1, 1, 5, 0),  # the lower bound of 1 of 1 is 0.05 itself
        (0, 10, 0, 0),
        (0, 10, 1, -1),
        (3, 10, 0, 1),
        (10, 10, 100, -1),
        (29, 29, 90, 1),  # 0.05 ** (1/29) = 0.9019
        (28, 28, 90, -1),  # 0.05 ** (1/28) = 0.8985
    ],
)
def test_lower_bound_against_a_threshold(
    k: int, n: int, percent: int, sign: int
) -> None:
    share = Fraction(percent, 100)
    found = compare_lower_bound(np.array([k]), np.array([n]), share, FIVE_PERCENT)
    assert found.tolist() == [sign]


@pytest.mark.parametrize(
    ("k", "n", "percent", "sign"),
    [
        (0, 1, 95, 0),  # the upper bound of 0 of 1 is 0.95 itself
        (10, 10, 100, 0),
        (10, 10, 99, 1),
        (7, 10, 100, -1),
        (0, 10, 0, 1),
    ],
)
def test_upper_bound_against_a_threshold(
    k: int, n: int, percent: int, sign: int
) -> None:
    share = Fraction(percent, 100)
    found = compare_upper_bound(np.array([k]), np.array([n]), share, FIVE_PERCENT)
    assert found.tolist() == [sign]
