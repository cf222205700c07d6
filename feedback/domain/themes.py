"""A theme of comments: words that a machine found together, as it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundTheme:
    """One theme of a month; machine-made, deciding nothing."""

    #: The same from month to month while the words stay alike.
    number: int
    words: tuple[str, ...]
    #: Of the words, by which it is known again next month.
    weights: tuple[float, ...]
    members: int
    #: Published comments that were gone through.
    n_comments: int
    #: References of published comments, the clearest first.
    examples: tuple[str, ...]
