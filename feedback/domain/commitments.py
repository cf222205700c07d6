"""A promise and its public end: “we will fix it by this day”, kept, late or broken.

A promise is a draft while the reply that makes it is; from publication on every step
is public and nothing takes it back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.errors import CalendarRunsOut, DomainError, IllegalMove
from feedback.domain.labels import Label
from feedback.domain.roles import Role

#: A promise for a day further away than this is a plan, not an answer.
LONGEST_DAYS: Final = 365
#: Working days past its day after which a promise without an end counts as broken: as
#: many as an agency has for an answer (QĐ 766/QĐ-TTg, component 5.2).
BREAK_WORKING_DAYS: Final = 15


class CommitmentState(StrEnum):
    """Where a promise stands."""

    #: Its reply is not public yet.
    DRAFT = "draft"
    OPEN = "open"
    #: Done by its day; done after it; given up, or silent for too long.
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    #: Taken back before anybody saw it.
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Label:
        """What people read."""
        return _STATE_LABELS[self]


class CommitmentMove(StrEnum):
    """What somebody does to a promise."""

    PROMISE = "promise"
    PUBLISH = "publish"
    PROGRESS = "progress"
    KEEP = "keep"
    BREAK = "break"
    DROP = "drop"

    @property
    def label(self) -> Label:
        """What people read."""
        return _MOVE_LABELS[self]


class InvalidPromise(DomainError):
    """The day of a promise cannot be what it must be."""

    vi = "Mời chọn ngày hoàn thành cam kết."
    en = "Please give the day by which it will be done."


@dataclass(frozen=True)
class CommitmentTransition:
    """One row of the table; `when_late` is where it leads after the promised day."""

    state: CommitmentState | None
    move: CommitmentMove
    roles: frozenset[Role]
    next_state: CommitmentState
    when_late: CommitmentState


_S, _M = CommitmentState, CommitmentMove
_AGENCY = (Role.OFFICER, Role.HEAD)


def _row(
    state: CommitmentState | None,
    move: CommitmentMove,
    next_state: CommitmentState,
    roles: Iterable[Role],
    when_late: CommitmentState | None = None,
) -> CommitmentTransition:
    return CommitmentTransition(
        state, move, frozenset(roles), next_state, when_late or next_state
    )


COMMITMENT_TRANSITIONS: tuple[CommitmentTransition, ...] = (
    _row(None, _M.PROMISE, _S.DRAFT, _AGENCY),
    # With the reply that makes it, which the desk publishes.
    _row(_S.DRAFT, _M.PUBLISH, _S.OPEN, [Role.SYSTEM]),
    # A draft goes with the draft of its reply, whoever had that written again.
    _row(_S.DRAFT, _M.DROP, _S.WITHDRAWN, [Role.SYSTEM]),
    _row(_S.OPEN, _M.PROGRESS, _S.OPEN, _AGENCY),
    _row(_S.OPEN, _M.KEEP, _S.KEPT, _AGENCY, when_late=_S.LATE),
    _row(_S.OPEN, _M.BREAK, _S.BROKEN, [*_AGENCY, Role.SYSTEM]),
    # It stays broken, but what was done since may be told.
    _row(_S.BROKEN, _M.PROGRESS, _S.BROKEN, _AGENCY),
)

_BY_STATE_AND_MOVE = {(row.state, row.move): row for row in COMMITMENT_TRANSITIONS}
#: States the public sees.
PUBLIC_STATES: Final = (_S.OPEN, _S.KEPT, _S.LATE, _S.BROKEN)
#: States in which a promise has its public end.
ENDED_STATES: Final = (_S.KEPT, _S.LATE, _S.BROKEN)
#: States in which another comment may ask for the same.
JOINABLE_STATES: Final = (_S.DRAFT, _S.OPEN)


def apply_commitment_move(
    state: CommitmentState | None,
    move: CommitmentMove,
    role: Role,
    *,
    is_late: bool = False,
) -> CommitmentState:
    """The state a promise goes to; a move the table does not hold is refused."""
    row = _BY_STATE_AND_MOVE.get((state, move))
    if row is None:
        where = "chưa có" if state is None else state.label.vi
        raise IllegalMove(
            f"Cam kết đang ở bước “{where}”, không thể “{move.label.vi}”. "
            "Mời tải lại trang.",
            f"A promise that is “{state or 'new'}” cannot take “{move}”. "
            "Please reload the page.",
        )
    if role not in row.roles:
        raise IllegalMove(
            f"Vai trò “{role.label.vi}” không được “{move.label.vi}”.",
            f"The role “{role.label.en}” may not take “{move}”.",
        )
    return row.when_late if is_late else row.next_state


def list_commitment_moves(
    state: CommitmentState, role: Role
) -> tuple[CommitmentMove, ...]:
    """The moves a role may make from a state, in the table's order."""
    return tuple(
        row.move
        for row in COMMITMENT_TRANSITIONS
        if row.state == state and role in row.roles
    )


def check_promised_day(
    due_on: date | None, today: date, calendar: WorkingCalendar
) -> date:
    """The day of a promise: ahead, within a year, and one on which offices work."""
    if due_on is None:
        raise InvalidPromise(field="due_on")
    if due_on <= today:
        raise InvalidPromise(
            "Ngày hoàn thành cam kết phải sau hôm nay. Mời chọn ngày khác.",
            "The promised day must lie ahead. Please choose another day.",
            field="due_on",
        )
    if due_on > today + timedelta(days=LONGEST_DAYS):
        raise InvalidPromise(
            "Ngày hoàn thành cam kết cách hôm nay quá một năm. Mời chọn ngày gần hơn.",
            "The promised day is more than a year away. Please choose an earlier day.",
            field="due_on",
        )
    if not _is_worked(due_on, calendar):
        raise InvalidPromise(
            f"Ngày {due_on:%d/%m/%Y} là ngày nghỉ. Mời chọn một ngày làm việc.",
            f"{due_on:%d/%m/%Y} is a day off. Please choose a working day.",
            field="due_on",
        )
    return due_on


def _is_worked(on: date, calendar: WorkingCalendar) -> bool:
    try:
        return calendar.is_working_day(on)
    except CalendarRunsOut as error:
        raise CalendarRunsOut(
            error.message_vi, error.message_en, field="due_on"
        ) from None


def is_overdue(state: CommitmentState, due_on: date, today: date) -> bool:
    """Whether an open promise is past its day."""
    return state is CommitmentState.OPEN and due_on < today


def has_broken(due_on: date, today: date, calendar: WorkingCalendar) -> bool:
    """Whether an open promise has been silent too long past its day."""
    return calendar.count_working_days(due_on, today) > BREAK_WORKING_DAYS


_STATE_LABELS = {
    CommitmentState.DRAFT: Label("Chưa công khai", "Not public yet"),
    CommitmentState.OPEN: Label("Đang thực hiện", "Open"),
    CommitmentState.KEPT: Label("Đã thực hiện đúng hạn", "Kept"),
    CommitmentState.LATE: Label("Đã thực hiện, trễ hạn", "Kept late"),
    CommitmentState.BROKEN: Label("Không thực hiện", "Broken"),
    CommitmentState.WITHDRAWN: Label("Đã rút trước khi công khai", "Withdrawn"),
}

_MOVE_LABELS = {
    CommitmentMove.PROMISE: Label("Ghi cam kết", "Promise written"),
    CommitmentMove.PUBLISH: Label("Công khai cam kết", "Promise made public"),
    CommitmentMove.PROGRESS: Label("Thông báo tiến độ", "Progress reported"),
    CommitmentMove.KEEP: Label("Báo đã thực hiện", "Reported as done"),
    CommitmentMove.BREAK: Label("Không thực hiện được", "Not done"),
    CommitmentMove.DROP: Label("Rút cam kết", "Promise dropped"),
}
