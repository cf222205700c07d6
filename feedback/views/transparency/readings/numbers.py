"""Shares, points and chances as sentences write them."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from flask_babel import format_decimal
from flask_babel import gettext as _

from feedback.analysis.percents import shown_percent

_MINUS: Final = "\N{MINUS SIGN}"
#: A chance is written with so many digits; a smaller one as less.
_CHANCE_DIGITS: Final = 3


def percent(share: float, threshold: Decimal | None = None) -> str:
    """A share with one decimal, never on the wrong side of a threshold in percent."""
    return f"{format_decimal(round_percent(share, threshold), '#,##0.0')}%"


def round_percent(share: float, threshold: Decimal | None = None) -> Decimal:
    """The number that `percent` writes."""
    # The text of a published number is exact, the float behind it is not.
    exact = Fraction(str(share))
    target = None if threshold is None else Fraction(threshold)
    return shown_percent(exact.numerator, exact.denominator, 1, target)


def points(difference: float, digits: int = 1) -> str:
    """A difference of shares in points, with its sign: −0,5."""
    sign = _MINUS if round_points(difference, digits) < 0 else ""
    return f"{sign}{size_of(difference, digits)}"


def size_of(difference: float, digits: int = 1) -> str:
    """A difference in points without its sign, where a word tells the direction."""
    shown = abs(round_points(difference, digits))
    return str(format_decimal(shown, f"#,##0.{'0' * digits}"))


def round_points(difference: float, digits: int = 1) -> Decimal:
    """The number that `points` writes; nought has no sign."""
    return Decimal(f"{round(100 * difference, digits):.{digits}f}") + 0


def count(number: int) -> str:
    """A whole number with its thousands."""
    return str(format_decimal(number))


def chance(p: float | None) -> str:
    """A p-value with its sign, as it follows the letter; it is never 0."""
    if p is None:
        return _("không tính được")
    least = 10**-_CHANCE_DIGITS
    if p < least:
        return f"< {format_decimal(least, '0.###')}"
    return f"= {format_decimal(round(p, _CHANCE_DIGITS), '0.000')}"
