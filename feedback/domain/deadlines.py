"""When a step falls due, and how to explain it.

Limits are rows with a legal basis and a validity. The rule is the one in force on the
day the clock starts; a later rule does not move a due date that was already told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedback.domain.calendars import DayOff, WorkingCalendar
from feedback.domain.errors import NoDeadlineRule
from feedback.domain.labels import Label


class Step(StrEnum):
    """The steps that have a time limit."""

    REFUSE = "refuse"
    ASK_MORE = "ask_more"
    TRANSFER = "transfer"
    ANSWER = "answer"
    PUBLISH = "publish"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Step.REFUSE: Label("Từ chối tiếp nhận", "Refuse"),
    Step.ASK_MORE: Label("Đề nghị bổ sung", "Ask for more"),
    Step.TRANSFER: Label("Chuyển cơ quan có thẩm quyền", "Transfer"),
    Step.ANSWER: Label("Trả lời", "Reply"),
    Step.PUBLISH: Label("Công khai câu trả lời", "Publish the reply"),
}


@dataclass(frozen=True)
class DeadlineRule:
    """Working days a step may take; `agency_level` None means every level."""

    step: Step
    working_days: int
    basis: str
    valid_from: date
    valid_to: date | None = None
    agency_level: str | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds on a day; both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Due:
    """A due date that can be explained: the rule and the days not counted."""

    on: date
    rule: DeadlineRule
    skipped: tuple[DayOff, ...]


def find_rule(
    step: Step,
    on: date,
    rules: Sequence[DeadlineRule],
    agency_level: str | None = None,
) -> DeadlineRule:
    """The one rule in force for a step; a rule for the level beats a general one."""
    found = [rule for rule in rules if rule.step is step and rule.is_in_force(on)]
    special = [rule for rule in found if rule.agency_level == agency_level is not None]
    chosen = special or [rule for rule in found if rule.agency_level is None]
    if len(chosen) != 1:
        which = ("Chưa có", "No") if not chosen else ("Có nhiều", "More than one")
        raise NoDeadlineRule(
            f"{which[0]} quy định thời hạn cho bước “{step.label.vi}” "
            f"vào ngày {on:%d/%m/%Y}. Mời sửa bảng thời hạn.",
            f"{which[1]} time limit is in force for “{step.label.en}” "
            f"on {on:%d/%m/%Y}. Please correct the table.",
        )
    return chosen[0]


def due_on(
    step: Step,
    start: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
    agency_level: str | None = None,
) -> Due:
    """When a step is due whose clock starts on `start`; the next day counts as 1."""
    rule = find_rule(step, start, rules, agency_level)
    on = calendar.add_working_days(start, rule.working_days)
    return Due(on, rule, calendar.list_days_off(start, on))


def push_back(
    due: date, paused_on: date, resumed_on: date, calendar: WorkingCalendar
) -> date:
    """The due date after a pause: as many working days later as the clock stood."""
    return calendar.add_working_days(
        due, calendar.count_working_days(paused_on, resumed_on)
    )


def count_days_late(
    due: date, done_on: date | None, today: date, calendar: WorkingCalendar
) -> int:
    """Working days past the due date, 0 when in time; counted, never typed in."""
    return max(0, calendar.count_working_days(due, done_on or today))
