"""A promise's life: public from publication on, and ended in the open."""

import itertools
from datetime import date

import pytest

from feedback.domain.calendars import CalendarDay, DayKind, WorkingCalendar
from feedback.domain.commitments import (
    BREAK_WORKING_DAYS,
    COMMITMENT_TRANSITIONS,
    ENDED_STATES,
    JOINABLE_STATES,
    PUBLIC_STATES,
    CommitmentMove,
    CommitmentState,
    InvalidPromise,
    apply_commitment_move,
    check_promised_day,
    has_broken,
    is_overdue,
    list_commitment_moves,
)
from feedback.domain.errors import CalendarRunsOut, IllegalMove
from feedback.domain.labels import Label
from feedback.domain.roles import Role

#: Monday 27 April 2026 off, as Hùng Kings' Day was in lieu of the Sunday.
CALENDAR = WorkingCalendar(
    [CalendarDay(date(2026, 4, 27), DayKind.HOLIDAY, Label("Nghỉ bù", "Lieu"), "")],
    2026,
    2026,
)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("state", [None, *CommitmentState])
def test_a_move_is_made_only_if_the_table_has_it(
    state: CommitmentState | None,
) -> None:
    for move, role in itertools.product(CommitmentMove, Role):
        rows = [
            row
            for row in COMMITMENT_TRANSITIONS
            if row.state == state and row.move is move
        ]
        assert len(rows) <= 1
        if rows and role in rows[0].roles:
            assert apply_commitment_move(state, move, role) is rows[0].next_state
        else:
            with pytest.raises(IllegalMove) as caught:
                apply_commitment_move(state, move, role)
            assert caught.value.message("vi") != caught.value.message("en")


def test_every_state_is_reached_and_every_move_is_used() -> None:
    reached = {row.next_state for row in COMMITMENT_TRANSITIONS}
    reached |= {row.when_late for row in COMMITMENT_TRANSITIONS}
    assert reached == set(CommitmentState)
    assert {row.move for row in COMMITMENT_TRANSITIONS} == set(CommitmentMove)


def test_done_after_its_day_is_late_and_nothing_else_depends_on_the_day() -> None:
    for row in COMMITMENT_TRANSITIONS:
        for role in row.roles:
            late = apply_commitment_move(row.state, row.move, role, is_late=True)
            assert late is row.when_late
            assert (late is row.next_state) != (row.move is CommitmentMove.KEEP)


def test_what_was_public_stays_so() -> None:
    for row in COMMITMENT_TRANSITIONS:
        if row.state in PUBLIC_STATES:
            assert {row.next_state, row.when_late} <= set(PUBLIC_STATES)
        if row.state in ENDED_STATES:
            assert row.next_state is row.state, "an end is final"
    assert not set(JOINABLE_STATES) & set(ENDED_STATES)


def test_an_agency_ends_what_is_open_and_may_say_more_of_what_it_broke() -> None:
    assert list_commitment_moves(CommitmentState.OPEN, Role.OFFICER) == (
        CommitmentMove.PROGRESS,
        CommitmentMove.KEEP,
        CommitmentMove.BREAK,
    )
    assert list_commitment_moves(CommitmentState.BROKEN, Role.HEAD) == (
        CommitmentMove.PROGRESS,
    )
    assert not list_commitment_moves(CommitmentState.OPEN, Role.OVERSIGHT)


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (None, "give the day"),
        (date(2026, 3, 2), "lie ahead"),
        (date(2026, 2, 27), "lie ahead"),
        (date(2027, 3, 3), "more than a year"),
        (date(2026, 3, 7), "day off"),
        (date(2026, 4, 27), "day off"),
    ],
)
def test_a_promise_is_for_a_working_day_of_the_coming_year(
    due_on: date | None, words: str
) -> None:
    with pytest.raises(InvalidPromise, match=words) as caught:
        check_promised_day(due_on, TODAY, CALENDAR)
    assert caught.value.field == "due_on"


def test_tomorrow_will_do_and_an_unknown_year_will_not() -> None:
    assert check_promised_day(date(2026, 3, 3), TODAY, CALENDAR) == date(2026, 3, 3)
    with pytest.raises(CalendarRunsOut) as caught:
        check_promised_day(date(2027, 3, 2), TODAY, CALENDAR)
    assert caught.value.field == "due_on"


def test_the_promised_day_itself_is_in_time() -> None:
    day = date(2026, 3, 31)
    assert not is_overdue(CommitmentState.OPEN, day, day)
    assert is_overdue(CommitmentState.OPEN, day, date(2026, 4, 1))
    assert not is_overdue(CommitmentState.LATE, day, date(2026, 4, 1))


def test_silence_breaks_a_promise_after_fifteen_working_days() -> None:
    # Fifteen working days after Thursday 16 April: 17, 20-24, 28-30 April (the 27th
    # is off), 1 May is worked in this calendar, 4-8 May.
    assert BREAK_WORKING_DAYS == 15
    assert not has_broken(date(2026, 4, 16), date(2026, 5, 8), CALENDAR)
    assert has_broken(date(2026, 4, 16), date(2026, 5, 11), CALENDAR)


def test_every_state_and_move_has_a_name_in_both_languages() -> None:
    for value in (*CommitmentState, *CommitmentMove):
        assert value.label.vi and value.label.en and value.label.vi != value.label.en
