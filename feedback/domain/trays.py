"""How an agency's desk is laid out: its trays, and how soon an answer is due."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from feedback.domain.labels import Label
from feedback.domain.states import State

#: Days after today that are “this week”.
WEEK: Final = 7


class Tray(StrEnum):
    """Where a comment lies on an agency's desk."""

    TO_ANSWER = "to_answer"
    TO_APPROVE = "to_approve"
    HANDED_IN = "handed_in"
    WITH_CITIZEN = "with_citizen"
    DONE = "done"

    @property
    def label(self) -> Label:
        """What people read."""
        return _TRAYS[self][0]

    @property
    def states(self) -> Sequence[State]:
        """The states a comment in this tray can be in."""
        return _TRAYS[self][1]


_TRAYS: dict[Tray, tuple[Label, tuple[State, ...]]] = {
    Tray.TO_ANSWER: (
        Label("Cần trả lời", "To reply to"),
        (State.OPEN, State.SENT_BACK, State.REOPENED),
    ),
    Tray.TO_APPROVE: (Label("Chờ lãnh đạo duyệt", "To approve"), (State.REPLIED,)),
    Tray.HANDED_IN: (
        Label("Chờ công khai", "Awaiting publication"),
        (State.AWAITING_PUBLICATION, State.REPLIED_AGAIN),
    ),
    Tray.WITH_CITIZEN: (
        Label("Chờ người dân bổ sung", "Waiting for the citizen"),
        (State.NEEDS_MORE,),
    ),
    Tray.DONE: (
        Label("Đã công khai", "Published"),
        (State.PUBLISHED, State.VIEWED, State.PUBLISHED_AGAIN, State.CLOSED),
    ),
}


class Due(StrEnum):
    """When an answer is due, seen from today."""

    LATE = "late"
    TODAY = "today"
    WEEK = "soon"
    LATER = "later"

    @property
    def label(self) -> Label:
        """What people read."""
        return _DUES[self]

    @classmethod
    def of(cls, due_on: date | None, on: date) -> "Due":
        """The group of a day; without a day there is no hurry."""
        if due_on is None or due_on > on + timedelta(days=WEEK):
            return cls.LATER
        if due_on < on:
            return cls.LATE
        return cls.TODAY if due_on == on else cls.WEEK


_DUES = {
    Due.LATE: Label("Quá hạn", "Overdue"),
    Due.TODAY: Label("Hạn hôm nay", "Due today"),
    Due.WEEK: Label("Trong 7 ngày tới", "In the next 7 days"),
    Due.LATER: Label("Sau đó", "Later"),
}
