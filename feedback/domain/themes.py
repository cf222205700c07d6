"""A theme of comments: words that a machine found together, as it is stored."""

from dataclasses import dataclass, field

from feedback.domain.tones import Told, ToneWorth


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
    #: Of its comments: the tones their authors named (`named`) and those guessed for
    #: the others (`guessed`), each only where it may be told.
    tones: dict[str, Told] = field(default_factory=dict)


@dataclass(frozen=True)
class MonthThemes:
    """The themes of a month, and what its guesses of tone were worth."""

    themes: tuple[FoundTheme, ...]
    #: None where too few comments are named to learn from.
    worth: ToneWorth | None = None
