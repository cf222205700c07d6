"""What a method finds of a unit, as plain values that are the same on every machine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from feedback.analysis.arrays import IntArray

#: Digits of a number; the last ones of a float differ from machine to machine.
DIGITS: Final = 6


@dataclass(frozen=True)
class Finding:
    """What is known of one unit, under the names that are published."""

    key: str
    values: dict[str, Any]
    #: What is rounded further than to six digits, by name.
    digits: Mapping[str, int] = field(default_factory=dict)

    def get_test(self, place: str) -> dict[str, Any] | None:
        """The values that hold a p-value: all of them, or those under a name."""
        if not place:
            return self.values
        test: dict[str, Any] | None = self.values[place]
        return test

    def tidy(self) -> dict[str, Any]:
        """The values as JSON can hold them."""
        return {
            name: _tidy(value, self.digits.get(name, DIGITS))
            for name, value in self.values.items()
        }


@dataclass(frozen=True)
class Work:
    """A list of units and how a method finds what it says of some of them."""

    indicator: str
    scope: str
    keys: Sequence[str]
    #: Given places in `keys`.
    find: Callable[[IntArray], list[Finding]]
    #: Where p-values stand that are adjusted over the list: "" or a name in the values.
    families: tuple[str, ...] = ()
    #: What a test needs to be flagged besides a small adjusted p.
    is_worth: Callable[[Mapping[str, Any]], bool] = lambda test: True


def _tidy(value: Any, digits: int) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        # nan is no JSON, and -0.0 is not the same bytes as 0.0.
        return None if np.isnan(value) else round(value, digits) + 0.0
    if isinstance(value, dict):
        return {name: _tidy(each, digits) for name, each in value.items()}
    if isinstance(value, list):
        return [_tidy(each, digits) for each in value]
    return value
