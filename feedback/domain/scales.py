"""The five levels of satisfaction and the two ways to count them."""

from enum import IntEnum

from feedback.domain.errors import InvalidCode
from feedback.domain.labels import Label

#: The form value of "no opinion": counted, but outside every denominator.
NO_OPINION = "none"
NO_OPINION_LABEL = Label("Không có ý kiến", "No opinion")


class Level(IntEnum):
    """How satisfied a person is, from 1 to 5."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    NEITHER = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]

    @property
    def is_satisfied(self) -> bool:
        """Whether the level counts as satisfied in the rate R1."""
        return self >= Level.SATISFIED

    @property
    def points(self) -> int:
        """What the level weighs in the mean index R2."""
        return 25 * (self - 1)


_LABELS = {
    Level.VERY_DISSATISFIED: Label("Rất không hài lòng", "Very dissatisfied"),
    Level.DISSATISFIED: Label("Không hài lòng", "Dissatisfied"),
    Level.NEITHER: Label("Bình thường", "Neither satisfied nor dissatisfied"),
    Level.SATISFIED: Label("Hài lòng", "Satisfied"),
    Level.VERY_SATISFIED: Label("Rất hài lòng", "Very satisfied"),
}


def read_level(value: str) -> Level | None:
    """The level of a form value "1" to "5"; None for "no opinion"."""
    if value == NO_OPINION:
        return None
    if value not in ("1", "2", "3", "4", "5"):
        raise InvalidCode(
            "Mời chọn một mức trong các mức đã cho.",
            "Please choose one of the levels offered.",
            reason="level",
        )
    return Level(int(value))
