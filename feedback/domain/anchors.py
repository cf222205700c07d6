"""The yearly call-back sample, as a province enters it.

Once a year a simple random sample of the dossiers that ended is drawn and called, also
those who never rated. It is kept apart from the ratings, as a source of its own.
"""

from dataclasses import dataclass

from feedback.domain.counts import Levels
from feedback.domain.errors import DomainError


class InvalidAnchor(DomainError):
    """The numbers of a sample contradict one another."""

    vi = (
        "Số người trả lời không được nhiều hơn số người đã gọi, và số người đã gọi "
        "không được nhiều hơn số hồ sơ của năm."
    )
    en = (
        "No more people can have answered than were called, nor been called than the "
        "year has dossiers."
    )


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """One year's sample: dossiers, people called, and what they answered."""

    year: int
    #: Dossiers the sample was drawn from.
    population: int
    called: int
    #: Very dissatisfied … very satisfied.
    levels: Levels
    #: Reached, without an opinion.
    n_none: int
    #: How the sample was drawn and called, in the province's own words.
    how: str
    line: int = 0

    def __post_init__(self) -> None:
        if not self.answered + self.n_none <= self.called <= self.population:
            raise InvalidAnchor(field="called")

    @property
    def answered(self) -> int:
        """Valid answers: the denominator of the rate."""
        return sum(self.levels)

    @property
    def satisfied(self) -> int:
        """Satisfied and very satisfied answers."""
        return self.levels[3] + self.levels[4]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a sample says, and how far the year's ratings are from it.

    Shares between 0 and 1; None where nobody answered or nobody was called. How they
    are measured is said in analysis.anchors.
    """

    #: Satisfied and all valid answers of the year's ratings, as published.
    continuous: tuple[int, int]
    #: A state of analysis.anchors: what the sample is good for.
    state: str
    rate: float | None
    lower: float | None
    upper: float | None
    response: float | None
    gap: float | None
    gap_lower: float | None
    gap_upper: float | None

    @property
    def is_gap_clear(self) -> bool:
        """Whether the gap's interval leaves out zero."""
        if self.gap_lower is None or self.gap_upper is None:
            return False
        return self.gap_lower > 0 or self.gap_upper < 0
