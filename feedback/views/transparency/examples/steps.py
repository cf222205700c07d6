"""An example as the page prints it, and numbers as its steps write them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal

from feedback.analysis.percents import shown_percent


@dataclass(frozen=True)
class Example:
    """Arithmetic step by step, on a figure that anybody can look up."""

    #: Which figure of which period.
    of: str
    steps: Sequence[str]


def exact(numerator: int, denominator: int) -> str:
    """A share in percent with two decimals."""
    shown = shown_percent(numerator, denominator, 2)
    return f"{format_decimal(shown, '#,##0.00')}%"


def share(value: float, digits: int = 2) -> str:
    """A published share in percent with some decimals."""
    return f"{format_decimal(100 * value, '#,##0.' + '0' * digits)}%"


def number(value: float, digits: int = 2) -> str:
    """A number with at most some decimals."""
    return str(format_decimal(value, "#,##0." + "#" * digits))
