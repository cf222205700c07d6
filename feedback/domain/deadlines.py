"""When a step falls due, and how to explain it.

Limits are rows with a legal basis and a validity, for a kind of comment and a level of
agency or for any. The rule is the one in force on the day the clock starts; a later
rule does not move a due date that was already told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedback.domain.calendars import DayOff, WorkingCalendar
from feedback.domain.errors import NoDeadlineRule
from feedback.domain.kinds import Kind
from feedback.domain.labels import Label
from feedback.domain.states import Move


class Step(StrEnum):
    """The steps that have a time limit."""

    REFUSE = "refuse"
    ASK_MORE = "ask_more"
    TRANSFER = "transfer"
    ANSWER = "answer"
    PUBLISH = "publish"
    #: By how many working days one extension may put the answer off, at most.
    EXTEND = "extend"
    #: After how many working days without a word the citizen is owed one.
    INTERIM = "interim"
    #: In which a withholding may be appealed against, and the appeal decided.
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"

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
    Step.EXTEND: Label("Gia hạn trả lời, nhiều nhất", "Extend the limit, at most"),
    Step.INTERIM: Label("Báo tiến độ khi chưa trả lời", "Report progress meanwhile"),
    Step.APPEAL: Label(
        "Đề nghị xem xét lại việc không công khai", "Appeal against a withholding"
    ),
    Step.DECIDE_APPEAL: Label(
        "Quyết định về đề nghị xem xét lại", "Decide on the appeal"
    ),
}


#: Moves by which the citizen has word of the matter; each says when the next is owed.
WORDS = (Move.DELIVER, Move.REOPEN, Move.EXTEND, Move.PROGRESS)

#: Moves after which the agency cannot answer until the comment is delivered again: the
#: citizen is asked, the words are withheld, or the inspectorate has them. The clock of
#: a comment that was delivered before stands meanwhile.
STOPS = (Move.ASK_MORE, Move.WITHHOLD, Move.ESCALATE)


@dataclass(frozen=True)
class DeadlineRule:
    """Working days a step may take; a kind or level of None means every one."""

    step: Step
    working_days: int
    basis: str
    valid_from: date
    valid_to: date | None = None
    kind: Kind | None = None
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
    kind: Kind | None = None,
    agency_level: str | None = None,
) -> DeadlineRule:
    """The one rule in force for a step, the most specific there is.

    In this order: for this kind at this level, for this kind at any level, for any kind
    at this level, for any. Two that are equally specific are refused by name.
    """
    found = [
        rule
        for rule in rules
        if rule.step is step
        and rule.is_in_force(on)
        and rule.kind in (None, kind)
        and rule.agency_level in (None, agency_level)
    ]
    best = max(map(_count_matches, found), default=None)
    chosen = [rule for rule in found if _count_matches(rule) == best]
    if len(chosen) != 1:
        which = ("Chưa có", "No") if not chosen else ("Có nhiều", "More than one")
        raise NoDeadlineRule(
            f"{which[0]} quy định thời hạn cho bước “{step.label.vi}” "
            f"vào ngày {on:%d/%m/%Y}. Mời sửa bảng thời hạn.",
            f"{which[1]} time limit is in force for “{step.label.en}” "
            f"on {on:%d/%m/%Y}. Please correct the table.",
        )
    return chosen[0]


def _count_matches(rule: DeadlineRule) -> tuple[bool, bool]:
    """How specific a rule is; the kind weighs more than the level."""
    return rule.kind is not None, rule.agency_level is not None


def due_on(
    step: Step,
    start: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
    kind: Kind | None = None,
    agency_level: str | None = None,
) -> Due:
    """When a step is due whose clock starts on `start`; the next day counts as 1."""
    rule = find_rule(step, start, rules, kind, agency_level)
    on = calendar.add_working_days(start, rule.working_days)
    return Due(on, rule, calendar.list_days_off(start, on))


def next_word_on(
    last_word: date,
    answer_due: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
    kind: Kind | None = None,
    agency_level: str | None = None,
) -> date | None:
    """By when the citizen is owed a word on progress, after the last one they had.

    Nothing where the answer itself is due no later, or where no rule asks for it.
    """
    if not any(r.step is Step.INTERIM and r.is_in_force(last_word) for r in rules):
        return None
    due = due_on(Step.INTERIM, last_word, rules, calendar, kind, agency_level).on
    return due if due < answer_due else None


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
