"""What an agency did with a comment, as it says in public."""

from enum import StrEnum

from feedback.domain.labels import Label


class Outcome(StrEnum):
    """The result of handling a comment."""

    FIXED = "fixed"
    WILL_FIX = "will_fix"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    EXPLAINED = "explained"
    NOT_ACCEPTED = "not_accepted"
    MOVED = "moved"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]

    @property
    def needs_reason(self) -> bool:
        """Whether the agency must say why."""
        return self in _NEED_REASON

    @property
    def needs_evidence(self) -> bool:
        """Whether the agency must show what it did: who says “fixed” proves it."""
        return self is Outcome.FIXED

    @property
    def needs_day(self) -> bool:
        """Whether the agency must name the day by which it keeps its promise."""
        return self is Outcome.WILL_FIX


_LABELS = {
    Outcome.FIXED: Label("Đã khắc phục", "Fixed"),
    Outcome.WILL_FIX: Label("Cam kết khắc phục đúng hạn", "Will fix by a date"),
    Outcome.ACCEPTED: Label("Tiếp thu", "Accepted"),
    Outcome.PARTLY_ACCEPTED: Label("Tiếp thu một phần", "Partly accepted"),
    Outcome.EXPLAINED: Label("Giải trình", "Explained"),
    Outcome.NOT_ACCEPTED: Label("Không tiếp thu", "Not accepted"),
    Outcome.MOVED: Label("Chuyển cơ quan có thẩm quyền", "Moved to another body"),
    Outcome.OUT_OF_SCOPE: Label("Ngoài phạm vi", "Out of scope"),
}
_NEED_REASON = frozenset(
    {
        Outcome.PARTLY_ACCEPTED,
        Outcome.NOT_ACCEPTED,
        Outcome.MOVED,
        Outcome.OUT_OF_SCOPE,
    }
)
