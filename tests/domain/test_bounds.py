"""Exact bounds without numpy equal those of the analysis."""

import pytest

from feedback.analysis.intervals import exact_intervals
from feedback.domain.bounds import exact_bounds


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


def test_the_middle_term_may_vanish() -> None:
    # (a + b) x = a + 1 makes the first denominator nought.
    from_both = exact_bounds(1, 2)
    assert from_both is not None and from_both[0] == pytest.approx(1 - from_both[1])
