"""How a due date came about, replayed from events and counted a second way."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, Step
from feedback.domain.errors import NoDeadlineRule
from feedback.domain.explanations import explain_due
from feedback.domain.kinds import Kind
from feedback.domain.roles import Role
from feedback.domain.states import Move, State
from feedback.exchange.plans import PLANS_FOLDER, read_deadline_rules
from tests.calendars import read_shipped_calendar
from tests.domain.lives import MadeEvent

CALENDAR = read_shipped_calendar()
RULES = read_deadline_rules(PLANS_FOLDER / "deadlines.yaml")
DELIVERED, ASKED, RESUMED = date(2026, 2, 9), date(2026, 2, 12), date(2026, 2, 25)


def make_event(number: int, move: Move, on: date, **details: object) -> MadeEvent:
    return MadeEvent(number, move, State.OPEN, on, Role.SYSTEM, details)


def test_a_due_date_over_tet_is_explained_day_by_day() -> None:
    lines = explain_due(
        [
            make_event(1, Move.SUBMIT, date(2026, 1, 26)),
            make_event(4, Move.DELIVER, DELIVERED, kind="feedback", level="commune"),
            make_event(5, Move.ASK_MORE, ASKED),
            make_event(6, Move.SUPPLY, date(2026, 2, 24)),
            make_event(8, Move.DELIVER, RESUMED),
            make_event(9, Move.EXTEND, date(2026, 3, 2), days=5),
        ],
        RULES,
        CALENDAR,
    )
    began, stopped, resumed, extended = lines
    # By hand on the calendar of 2026: 10-13 February are 4 days, Tết is off from the
    # 16th to the 20th, 23-27 February 5 more, 2-6 March 5 more, 9 March the fifteenth.
    assert began.due_on == date(2026, 3, 9)
    assert began.rule is not None and "QĐ 766" in began.rule.basis
    assert sum("Tết" in day.name.vi for day in began.skipped) == 5
    assert stopped.due_on == began.due_on and "dừng" in stopped.said.vi
    # The clock stood on the 13th, 23rd, 24th and 25th: four working days.
    assert resumed.due_on == date(2026, 3, 13) and "4 working days" in resumed.said.en
    assert extended.due_on == date(2026, 3, 20)
    assert [day.on.day for day in extended.skipped] == [14, 15]


def test_a_transfer_and_a_question_before_the_clock_change_nothing() -> None:
    lines = explain_due(
        [
            make_event(1, Move.ASK_MORE, date(2026, 2, 2)),
            make_event(2, Move.DELIVER, DELIVERED),
            make_event(3, Move.TRANSFER, date(2026, 2, 10)),
            make_event(4, Move.DELIVER, date(2026, 2, 12)),
        ],
        RULES,
        CALENDAR,
    )
    assert [line.due_on for line in lines] == [None, *[date(2026, 3, 9)] * 3]


def test_while_withheld_or_with_the_inspectorate_the_clock_stands() -> None:
    lines = explain_due(
        [
            make_event(1, Move.DELIVER, DELIVERED),
            make_event(2, Move.TRANSFER, ASKED),
            make_event(3, Move.WITHHOLD, ASKED),
            make_event(4, Move.ESCALATE, date(2026, 2, 24)),
            make_event(5, Move.DELIVER, RESUMED),
        ],
        RULES,
        CALENDAR,
    )
    # From the first of the two on: the 13th, 23rd, 24th and 25th, as above.
    assert [line.due_on for line in lines] == [
        *([date(2026, 3, 9)] * 4),
        date(2026, 3, 13),
    ]


def test_a_reopening_begins_a_new_clock_by_the_rule_of_its_day() -> None:
    later = DeadlineRule(
        Step.ANSWER, 7, "thử", date(2026, 3, 1), kind=Kind.CASE, agency_level="commune"
    )
    told = {"kind": "case", "level": "commune"}
    events = [
        make_event(1, Move.DELIVER, DELIVERED, **told),
        make_event(2, Move.REOPEN, date(2026, 4, 1), **told),
    ]
    first, second = explain_due(events, [*RULES, later], CALENDAR)
    assert first.due_on == date(2026, 3, 9)
    assert (second.rule, second.due_on) == (later, date(2026, 4, 10))


def test_without_a_rule_there_is_no_explanation() -> None:
    with pytest.raises(NoDeadlineRule):
        explain_due([make_event(1, Move.DELIVER, DELIVERED)], [], CALENDAR)
    assert explain_due([], RULES, CALENDAR) == ()


def count_down(events: list[MadeEvent], calendar: WorkingCalendar) -> date:
    """The same a second way: a budget of days, of which each working day takes one."""
    budget, standing, on = 0, False, events[0].on
    while True:
        for event in events:
            if event.on == on:
                standing = event.move is Move.ASK_MORE
                if event.move is Move.EXTEND:
                    budget += int(event.details["days"])
                elif event.move is Move.REOPEN or event is events[0]:
                    budget = 15
        if not budget and all(event.on <= on for event in events):
            return on
        on += timedelta(days=1)
        budget -= calendar.is_working_day(on) and not standing


@given(st.integers(0, 2**32))
def test_a_random_life_is_due_when_its_budget_of_days_is_spent(seed: int) -> None:
    random = Random(seed)
    on = date(2025, 1, 6) + timedelta(days=random.randrange(650))
    events = [make_event(1, Move.DELIVER, on)]

    def add(move: Move, **details: object) -> None:
        nonlocal on
        on += timedelta(days=random.randrange(1, 4))
        events.append(make_event(len(events) + 1, move, on, **details))

    for way in random.sample(("ask", "transfer", "extend", "none"), 3):
        if way == "ask":
            add(Move.ASK_MORE)
            on += timedelta(days=random.randrange(20))
            add(Move.DELIVER)
        elif way == "transfer":
            add(Move.TRANSFER)
            add(Move.DELIVER)
        elif way == "extend":
            add(Move.EXTEND, days=random.randrange(1, 11))
    if random.random() < 0.3:
        on += timedelta(days=random.randrange(30, 60))
        add(Move.REOPEN)
    last = explain_due(events, RULES, CALENDAR)[-1].due_on
    round_ = [e for e in events if e.move is Move.REOPEN] or events
    assert last == count_down(round_, CALENDAR)
