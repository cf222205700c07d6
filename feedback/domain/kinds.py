"""What a comment is about, where time limits may differ by it."""

from enum import StrEnum

from feedback.domain.labels import Label


class Kind(StrEnum):
    """The kind of a comment; time limits may be set for one kind alone."""

    #: What most people write: how it went, what should be better.
    FEEDBACK = "feedback"
    #: The author wants a case of their own settled.
    CASE = "case"
    #: How a member of staff behaved.
    CONDUCT = "conduct"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Kind.FEEDBACK: Label("Góp ý", "Feedback"),
    Kind.CASE: Label("Đề nghị giải quyết việc cụ thể", "A case to be settled"),
    Kind.CONDUCT: Label("Thái độ, hành vi của cán bộ", "Conduct of staff"),
}
