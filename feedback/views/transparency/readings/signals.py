"""A test with its p, its adjusted p and the size of its family, for who wants them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.views.transparency.readings.numbers import chance


@dataclass(frozen=True)
class Signal:
    """What a test asked, what it found, and how easily chance does as much."""

    title: str
    found: str
    p: str
    adjusted_p: str
    #: How many units were tested together.
    family_size: int


def describe_test(title: str, found: str, test: Mapping[str, Any]) -> Signal:
    """A published test as a row."""
    p, adjusted = chance(test["p"]), chance(test["adjusted_p"])
    return Signal(title, found, p, adjusted, test["family_size"])
