from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.percents import choose_decimals, rounded_percent, shown_percent


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 7, 0),
        (7, 7, 100),
        (1, 200, 1),  # 0.5 goes up
        (57, 200, 29),  # 28.5; as a float 28.499999999999996
        (9, 200, 5),  # 4.5; to the even number it would be 4
        (947, 1169, 81),
        (3721, 4676, 80),  # 79.58, April 2023 by R2
    ],
)
def test_halves_are_rounded_up(numerator: int, denominator: int, expected: int) -> None:
    assert rounded_percent(numerator, denominator) == expected


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="denominator must be positive"):
        rounded_percent(0, 0)
    with pytest.raises(ValueError, match="denominator must be positive"):
        shown_percent(0, 0)


@pytest.mark.parametrize(
    ("lower", "upper", "decimals"),
    [(0.886, 0.934, 1), (0.80, 0.8999, 1), (0.75, 0.875, 0), (0.5, 0.95, 0)],
)
def test_a_decimal_needs_a_half_width_under_five_points(
    lower: float, upper: float, decimals: int
) -> None:
    assert choose_decimals(lower, upper) == decimals


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "target", "expected"),
    [
        (1799, 2000, 1, 90, "89.9"),  # 89.95, not met
        (1799, 2000, 0, 90, "89"),
        (1799, 2000, 1, None, "90.0"),
        (1800, 2000, 1, 90, "90.0"),
        (1801, 2000, 1, 90, "90.1"),  # 90.05
        (376, 412, 1, 90, "91.3"),
        (923, 1000, 0, Fraction(369, 4), "93"),  # 92.3 meets 92.25 and looks so
        (1, 3, 2, 90, "33.33"),
    ],
)
def test_a_shown_percent_stays_on_its_side_of_the_target(
    numerator: int,
    denominator: int,
    decimals: int,
    target: Fraction | int | None,
    expected: str,
) -> None:
    shown = shown_percent(numerator, denominator, decimals, target)
    assert str(shown) == expected


@given(
    st.integers(0, 3000),
    st.integers(1, 3000),
    st.integers(0, 2),
    st.fractions(0, 100, max_denominator=40),
)
def test_what_is_shown_says_the_same_as_the_exact_rate(
    numerator: int, denominator: int, decimals: int, target: Fraction
) -> None:
    numerator = min(numerator, denominator)
    shown = Fraction(shown_percent(numerator, denominator, decimals, target))
    exact = Fraction(100 * numerator, denominator)
    assert (shown >= target) == (exact >= target)
    assert abs(shown - exact) < Fraction(1, 10**decimals)


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_without_a_target_both_roundings_agree(
    numerator: int, denominator: int
) -> None:
    numerator = min(numerator, denominator)
    shown = shown_percent(numerator, denominator)
    assert shown == Decimal(rounded_percent(numerator, denominator))
