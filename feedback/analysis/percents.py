"""Percentages as people read them, rounded in integers and never across a target."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

#: An interval narrower than this on each side earns a decimal (in points).
ONE_DECIMAL_BELOW = 5.0
#: Percentages at which the classes of a map begin.
CLASS_EDGES = (70, 80, 85, 90, 95)


def rounded_percent(numerator: int, denominator: int) -> int:
    """Return 100 * numerator / denominator to the whole number, halves going up.

    Floats are not used: 0.285 * 100 is 28.499999999999996 to a float, and the
    published figure would be one too low.

    Examples
    --------
    >>> rounded_percent(57, 200)
    29
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    return (200 * numerator + denominator) // (2 * denominator)


def class_percent(numerator: int, denominator: int) -> int:
    """Return the whole percentage, in the same class of a map as the truth.

    Rounded, but not up to the beginning of a class, nor to 100 where not all are in.

    Examples
    --------
    >>> class_percent(1799, 2000), class_percent(1, 8), class_percent(999, 1000)
    (89, 13, 99)
    """
    percent = rounded_percent(numerator, denominator)
    is_over = percent * denominator > 100 * numerator
    return percent - 1 if is_over and percent in (*CLASS_EDGES, 100) else percent


def choose_decimals(lower: float, upper: float) -> int:
    """Return how many decimals an interval of shares can bear: one or none.

    Examples
    --------
    >>> choose_decimals(0.886, 0.934), choose_decimals(0.78, 0.95)
    (1, 0)
    """
    return 1 if 100 * (upper - lower) / 2 < ONE_DECIMAL_BELOW else 0


def shown_percent(
    numerator: int,
    denominator: int,
    decimals: int = 0,
    target_percent: Fraction | int | None = None,
) -> Decimal:
    """Return the percentage to show, on the same side of the target as the truth.

    The figure is rounded half up. Where that would carry it over the target, in
    either direction, it goes the other way instead: 1799/2000 is shown as 89.9
    against 90, since "90.0, not met" reads like a mistake.

    Parameters
    ----------
    numerator, denominator : int
        The share; the denominator must be positive.
    decimals : int
        Digits after the point, from `choose_decimals`.
    target_percent : Fraction or int, optional
        The target the figure is compared with, if any.

    Returns
    -------
    Decimal
        With exactly that many decimals.

    Examples
    --------
    >>> shown_percent(1799, 2000, decimals=1, target_percent=90)
    Decimal('89.9')
    >>> shown_percent(1799, 2000, decimals=1)
    Decimal('90.0')
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    unit = 10**decimals
    exact = Fraction(100 * unit * numerator, denominator)
    shown = floor(exact + Fraction(1, 2))
    if target_percent is not None:
        target = Fraction(target_percent) * unit
        if exact < target <= shown:
            shown = floor(exact)
        elif shown < target <= exact:
            shown = ceil(exact)
    return Decimal(shown).scaleb(-decimals)
