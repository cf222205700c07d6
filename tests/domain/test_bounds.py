"""Bounds without numpy equal those of the analysis."""

import pytest

from feedback.analysis.differences import compare_rates
from feedback.analysis.intervals import exact_intervals
from feedback.domain.bounds import difference_bounds, exact_bounds


@pytest.mark.parametrize("n", [1, 2, 10, 33, 400, 5000, 200_000])
def test_the_bounds_are_those_of_the_analysis(n: int) -> None:
    for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
        expected = exact_intervals([k], [n]).at(0)
        found = exact_bounds(k, n)
        assert found == pytest.approx((expected.lower, expected.upper), abs=1e-10)


def test_bounds_by_hand() -> None:
    # Of n without a miss: the lower bound is alpha ** (1 / n).
    found = exact_bounds(10, 10)
    assert found == (pytest.approx(0.05 ** (1 / 10)), 1.0)
    assert exact_bounds(0, 10) == (0.0, pytest.approx(1 - 0.05 ** (1 / 10)))
    assert exact_bounds(0, 0) is None


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3)])
def test_what_cannot_be_counted_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="between"):
        exact_bounds(k, n)
    for rates in ((k, n, 1, 3), (1, 3, k, n)):
        with pytest.raises(ValueError, match="between"):
            difference_bounds(*rates)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2"),
    [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (0, 10, 0, 10), (1, 1, 1, 1)],
)
def test_differences_are_those_of_the_analysis(
    k1: int, n1: int, k2: int, n2: int
) -> None:
    for alpha in (0.025, 0.05):
        expected = compare_rates(k1, n1, k2, n2, alpha).at(0)
        found = difference_bounds(k1, n1, k2, n2, alpha)
        assert found == pytest.approx((expected.lower, expected.upper), abs=1e-12)


def test_a_difference_agrees_with_another_library() -> None:
    # statsmodels, confint_proportions_2indep(56, 70, 48, 80, method="newcomb") and of
    # 9/10 and 3/10.
    found = difference_bounds(56, 70, 48, 80, 0.025)
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)
    found = difference_bounds(9, 10, 3, 10, 0.025)
    assert found == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_there_is_no_difference_to_nothing() -> None:
    assert difference_bounds(0, 0, 3, 4) is None
    assert difference_bounds(3, 4, 0, 0) is None


def test_the_middle_term_may_vanish() -> None:
    # (a + b) x = a + 1 makes the first denominator nought.
    from_both = exact_bounds(1, 2)
    assert from_both is not None and from_both[0] == pytest.approx(1 - from_both[1])
