"""One comment's part in each measure, by hand."""

from dataclasses import replace
from datetime import date

import pytest

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.handling import Case, Happened, Measured, measure
from feedback.domain.states import Move, State, View

#: No holidays: March 2026 has its working days from Monday to Friday alone.
DAYS = WorkingCalendar([], 2026, 2026).count_working_days
#: A Monday; fifteen working days later is Monday 23 March.
SENT = Happened(Move.DELIVER, date(2026, 3, 2), date(2026, 3, 23))
OPEN = Case(State.OPEN, date(2026, 3, 23), None, [SENT])
APPROVED = Happened(Move.APPROVE, date(2026, 3, 23))
PUBLISHED = Happened(Move.PUBLISH, date(2026, 3, 25))
ANSWERED = Case(State.CLOSED, date(2026, 3, 23), View.YES, [SENT, APPROVED, PUBLISHED])


def at(case: Case, day: int, month: int = 4) -> Measured:
    return measure(case, date(2026, month, day), DAYS)


def test_the_due_date_itself_is_in_time() -> None:
    found = at(ANSWERED, 1)
    assert found.on_time and not found.late and not found.overdue
    assert found.answers_point and found.component_on_time and found.component_content
    assert not found.still_open
    late = replace(ANSWERED, due_on=date(2026, 3, 20))
    assert at(late, 1).late and not at(late, 1).on_time


def test_silence_past_the_day_is_overdue_only_while_the_agency_owes_it() -> None:
    assert not at(OPEN, 23, 3).overdue
    assert at(OPEN, 24, 3).overdue and at(OPEN, 24, 3).still_open
    for state in (State.NEEDS_MORE, State.MOVED, State.WITHHELD):
        assert not at(replace(OPEN, state=state), 24, 3).overdue


def test_an_answer_sent_back_is_none_until_it_is_approved_again() -> None:
    back = Happened(Move.SEND_BACK, date(2026, 3, 24))
    case = replace(OPEN, state=State.SENT_BACK, events=[SENT, APPROVED, back])
    assert at(case, 25, 3).overdue
    again = Happened(Move.APPROVE, date(2026, 3, 26))
    case = replace(
        case, state=State.AWAITING_PUBLICATION, events=[SENT, APPROVED, back, again]
    )
    assert at(case, 27, 3).late


def test_a_second_round_is_held_to_the_first_ones_days() -> None:
    reopened = Happened(Move.REOPEN, date(2026, 3, 27), date(2026, 4, 17))
    case = Case(
        State.REOPENED,
        date(2026, 4, 17),
        View.NO,
        [SENT, APPROVED, PUBLISHED, reopened, Happened(Move.APPROVE, date(2026, 5, 1))],
    )
    found = at(case, 20)
    assert found.on_time and found.reopened and found.misses_point
    assert found.component_on_time and not found.component_content
    untold = replace(case, events=[replace(SENT, due_on=None), *case.events[1:]])
    assert at(untold, 20).on_time, "without a due date nothing is late"


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (View.YES, "answers_point"),
        (View.PARTLY, "answers_part"),
        (View.NO, "misses_point"),
        (View.NONE, "no_view"),
    ],
)
def test_each_view_counts_once_and_only_on_a_published_answer(
    view: View, name: str
) -> None:
    found = at(replace(ANSWERED, view=view), 1)
    views = ("answers_point", "answers_part", "misses_point", "no_view")
    assert [each for each in views if getattr(found, each)] == [name]
    unpublished = replace(ANSWERED, view=view, events=[SENT, APPROVED])
    assert not any(getattr(at(unpublished, 1), each) for each in views)


def test_the_component_leaves_out_the_days_of_a_question() -> None:
    asked = Happened(Move.ASK_MORE, date(2026, 3, 9))
    again = Happened(Move.DELIVER, date(2026, 3, 16), date(2026, 3, 30))
    answered = Happened(Move.APPROVE, date(2026, 3, 30))
    case = Case(
        State.AWAITING_PUBLICATION, date(2026, 3, 30), None, [SENT, asked, again]
    )
    # 20 working days from 2 to 30 March, 5 of them with the author.
    done = replace(case, events=[*case.events, answered])
    assert at(done, 1).component_on_time
    assert not at(done, 2).component_on_time, "two days to make it public have passed"
    late = replace(done, events=[SENT, replace(asked, on=date(2026, 3, 10)), again])
    assert not at(late, 17, 3).component_on_time, "asked on the sixth day"


def test_the_clock_stands_while_the_author_is_asked() -> None:
    asked = Happened(Move.ASK_MORE, date(2026, 3, 9))
    case = replace(OPEN, state=State.NEEDS_MORE, events=[SENT, asked])
    assert at(case, 30).component_on_time and not at(OPEN, 30).component_on_time


def test_what_another_agency_handed_on_starts_the_component_anew() -> None:
    events = [
        SENT,
        Happened(Move.TRANSFER, date(2026, 3, 4)),
        Happened(Move.DELIVER, date(2026, 3, 9), date(2026, 3, 23)),
        Happened(Move.APPROVE, date(2026, 3, 30)),
    ]
    case = Case(State.AWAITING_PUBLICATION, date(2026, 3, 23), None, events)
    found = at(case, 31, 3)
    assert found.late, "the citizen's clock went on"
    assert found.component_on_time, "fifteen working days from 9 to 30 March"


def test_a_refusal_takes_two_working_days() -> None:
    for day, in_time in ((4, True), (5, False)):
        events = [SENT, Happened(Move.TRANSFER, date(2026, 3, day))]
        case = Case(State.MOVED, date(2026, 3, 23), None, events)
        assert at(case, 30).component_on_time is in_time
    assert at(replace(OPEN, state=State.WITHHELD), 30).component_on_time


def test_an_extension_is_counted() -> None:
    extended = Happened(Move.EXTEND, date(2026, 3, 20), date(2026, 4, 3))
    assert at(replace(OPEN, events=[SENT, extended]), 1).extended
    assert not at(OPEN, 1).extended
