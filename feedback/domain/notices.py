"""Urging (đôn đốc): who is told about a due date, when, and in what words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Final

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import count_days_late
from feedback.domain.invitations import Letter
from feedback.domain.labels import Label


class Tier(IntEnum):
    """How far up a notice goes; a higher tier tells those below it too."""

    OFFICER = 0
    HEAD = 1
    #: The heads of the body above the agency, or the oversight desk without one.
    SUPERIOR = 2
    DESK = 3


class NoticeStep(StrEnum):
    """The notices about one due date, each at most once."""

    BEFORE_DUE = "before_due"
    DUE_TODAY = "due_today"
    OVERDUE_OFFICER = "overdue_officer"
    OVERDUE_HEAD = "overdue_head"
    SUPERIOR = "superior"
    DESK = "desk"
    #: About the day by which the citizen is owed a word on progress.
    INTERIM_DUE = "interim_due"
    INTERIM_LATE = "interim_late"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]

    @property
    def tier(self) -> Tier:
        """Who is told."""
        return _TIERS.get(self, Tier.OFFICER)


#: Working days past the due date at which each step is reached.
_REACHED: Final = (
    (NoticeStep.BEFORE_DUE, -3),
    (NoticeStep.DUE_TODAY, 0),
    (NoticeStep.OVERDUE_OFFICER, 1),
    (NoticeStep.OVERDUE_HEAD, 3),
    (NoticeStep.SUPERIOR, 5),
    (NoticeStep.DESK, 10),
)
#: So many working days ahead a due date is looked at.
DAYS_AHEAD: Final = 3
_INTERIM: Final = (NoticeStep.INTERIM_DUE, NoticeStep.INTERIM_LATE)
_TIERS: Final = {
    NoticeStep.OVERDUE_HEAD: Tier.HEAD,
    NoticeStep.SUPERIOR: Tier.SUPERIOR,
    NoticeStep.DESK: Tier.DESK,
    NoticeStep.INTERIM_LATE: Tier.HEAD,
}
_LABELS: Final = {
    NoticeStep.BEFORE_DUE: Label("Sắp đến hạn", "Due soon"),
    NoticeStep.DUE_TODAY: Label("Đến hạn hôm nay", "Due today"),
    NoticeStep.OVERDUE_OFFICER: Label("Quá hạn: nhắc cán bộ", "Overdue: the officer"),
    NoticeStep.OVERDUE_HEAD: Label("Quá hạn: báo lãnh đạo", "Overdue: the head"),
    NoticeStep.SUPERIOR: Label(
        "Quá hạn: báo cơ quan cấp trên", "Overdue: the body above"
    ),
    NoticeStep.DESK: Label(
        "Quá hạn: báo đơn vị đầu mối", "Overdue: the oversight desk"
    ),
    NoticeStep.INTERIM_DUE: Label("Cần báo tiến độ", "A word on progress is due"),
    NoticeStep.INTERIM_LATE: Label("Chậm báo tiến độ", "A word on progress is overdue"),
}


def find_step(
    due_on: date, today: date, calendar: WorkingCalendar
) -> NoticeStep | None:
    """The highest step that a due date has reached; none while it is far off."""
    n = calendar.count_working_days(due_on, today)
    if n >= 0 and today < due_on:
        n = -1  # a due date that has become a day off is still ahead
    reached = [step for step, days in _REACHED if days <= n]
    return reached[-1] if reached else None


def find_interim_step(interim_on: date, today: date) -> NoticeStep | None:
    """The same for the day by which a word on progress is owed."""
    if today < interim_on:
        return None
    return _INTERIM[today > interim_on]


def list_superseded(step: NoticeStep, told: Collection[NoticeStep]) -> list[NoticeStep]:
    """Lower steps that were never told and never will be: they are recorded as such."""
    way = _INTERIM if step in _INTERIM else tuple(step for step, _ in _REACHED)
    return [lower for lower in way[: way.index(step)] if lower not in told]


@dataclass(frozen=True)
class Item:
    """One comment in a digest. No words of anybody."""

    ref: str
    service: str
    agency: str
    #: The day an answer, or a word on progress, was or is due.
    due_on: date
    step: NoticeStep
    #: Working days past it; below 0 so many are left.
    days_late: int
    #: Whether the reader's own agency owes it.
    is_own: bool

    @property
    def told(self) -> str:
        """How late it is, in words."""
        if self.step in _INTERIM:
            return f"cần báo tiến độ, hạn {self.due_on:%d/%m/%Y}"
        if self.days_late < 0:
            return f"hạn {self.due_on:%d/%m/%Y}, còn {-self.days_late} ngày làm việc"
        if not self.days_late:
            return f"hạn {self.due_on:%d/%m/%Y}, là hôm nay"
        return f"hạn {self.due_on:%d/%m/%Y}, quá {self.days_late} ngày làm việc"


def count_days(due_on: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days past a due date, or left until it as a negative number."""
    if today <= due_on:
        return -calendar.count_working_days(today, due_on)
    return count_days_late(due_on, None, today, calendar)


#: More than these are counted, not listed.
LISTED: Final = 100
_SERVICE_LENGTH: Final = 120
_SUBJECT = "Nhắc hạn trả lời ý kiến: {n} / Comments due: {n}"
_BODY = """\
Kính gửi ông/bà,

Ngày {today:%d/%m/%Y} có {n} ý kiến của người dân cần chú ý.
(Comments to attend to on {today}: {n}.)

{parts}

Thư này không kèm nội dung ý kiến. Mỗi ý kiến chỉ được nhắc một lần ở mỗi mức.
"""
_OWN = "Cơ quan của ông/bà cần trả lời (your agency owes an answer):"
_OTHERS = "Cơ quan khác còn nợ (other agencies are late):"


def write_digest(
    items: Sequence[Item], *, today: date, own_desk: str, public_list: str
) -> Letter:
    """The one letter of a day to one person; the latest stand first."""
    own = [item for item in items if item.is_own]
    others = [item for item in items if not item.is_own]
    parts = [
        _write_part(title, part, link)
        for title, part, link in ((_OWN, own, own_desk), (_OTHERS, others, public_list))
        if part
    ]
    n = len(items)
    body = _BODY.format(today=today, n=n, parts="\n\n".join(parts))
    return Letter(_SUBJECT.format(n=n), body)


def _write_part(title: str, items: Sequence[Item], link: str) -> str:
    rows = sorted(items, key=lambda item: (-item.days_late, item.due_on, item.ref))
    lines = [title]
    for item in rows[:LISTED]:
        service = item.service
        if len(service) > _SERVICE_LENGTH:
            service = service[: _SERVICE_LENGTH - 1] + "…"
        where = "" if item.is_own else f"; {item.agency}"
        lines.append(f"- {item.ref}: {item.told}; {service}{where}")
    if len(rows) > LISTED:
        lines.append(f"- và {len(rows) - LISTED} ý kiến nữa")
    return "\n".join([*lines, link])
