"""The tone of a comment: what it mostly is, as its author names it, if they care to.

A label of the words, never of a rating. What a machine guesses from such labels is
counted apart, says how far it can be trusted, and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from feedback.domain.disclosure import MIN_ANSWERS
from feedback.domain.labels import Label


class Tone(StrEnum):
    """What a comment mostly is."""

    PRAISE = "praise"
    PROPOSAL = "proposal"
    PROBLEM = "problem"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Tone.PRAISE: Label("Lời khen", "Praise"),
    Tone.PROPOSAL: Label("Đề xuất, mong cải tiến", "Proposal"),
    Tone.PROBLEM: Label("Phản ánh điều chưa tốt", "Problem"),
}

#: The two that a machine guesses, and its third answer: none.
GUESSED: Final = (Tone.PRAISE, Tone.PROBLEM)
OPEN: Final = "open"
#: Key of the sum of a group of counts.
TOTAL: Final = "n"

#: Counts by tone with their sum; None where a count is not told.
Told = dict[str, int | None]


def find_tone(value: str | None) -> Tone | None:
    """The tone of this value; a value that was never offered names none.

    >>> find_tone("praise"), find_tone("5"), find_tone(None)
    (<Tone.PRAISE: 'praise'>, None, None)
    """
    return Tone(value) if value in _LABELS else None


def tell_counts(counts: Mapping[str, int]) -> Told | None:
    """Counts with their sum, without those under ten; None if the sum is under ten.

    Where one alone would be untold, and so the rest of the sum, the next smallest is
    untold too; of equals the earlier one.

    >>> tell_counts({"praise": 40, "proposal": 12, "problem": 7})
    {'n': 59, 'praise': 40, 'proposal': None, 'problem': None}
    >>> tell_counts({"praise": 4, "proposal": 3, "problem": 2}) is None
    True
    """
    total = sum(counts.values())
    if total < MIN_ANSWERS:
        return None
    smallest = sorted(counts, key=lambda name: counts[name])
    hidden = {name for name in smallest if counts[name] < MIN_ANSWERS}
    if len(hidden) == 1:
        hidden = set(smallest[:2])
    told = {name: None if name in hidden else k for name, k in counts.items()}
    return {TOTAL: total, **told}


def tell_tones(
    named: Mapping[str, int], guessed: Mapping[str, int] | None
) -> dict[str, Told]:
    """What is told of a theme: what authors named, then what a machine guessed.

    The machine's counts never stand alone, so where the authors' are not told, or
    nothing was guessed, there are none.

    >>> tell_tones({"praise": 1, "proposal": 0, "problem": 2}, None)
    {}
    """
    own = tell_counts(named)
    if own is None:
        return {}
    others = tell_counts(guessed) if guessed is not None else None
    return {"named": own} | ({"guessed": others} if others is not None else {})


@dataclass(frozen=True)
class ToneWorth:
    """What a month's guesses were worth on named comments they had not seen."""

    #: Comments it was learned from, near copies taken out, and those that are praise.
    n: int
    n_praise: int
    #: Of them, how many were answered, and how many of the answers were right.
    n_given: int
    n_right: int
    #: Bounds (95 %) of the share right; without any where nothing was answered.
    accuracy: tuple[float, float] | None
    #: Bounds (95 %) of the share answered.
    coverage: tuple[float, float]
    #: Certainty under which nothing is answered.
    threshold: float

    @property
    def baseline(self) -> float:
        """What always naming the commoner tone would reach."""
        return max(self.n_praise, self.n - self.n_praise) / self.n
