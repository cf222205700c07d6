"""Screened comments reach their agency in shuffled batches."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.errors import CalendarRunsOut
from feedback.domain.explanations import explain_due
from feedback.domain.roles import Role
from feedback.domain.states import Move, State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.jobs.releases import release_comments
from feedback.models.comments import CommentEvent
from feedback.models.dossiers import Dossier
from feedback.models.measures import Measure
from feedback.models.plans import CalendarDay, DeadlineRule
from feedback.models.publications import PublishedComment
from feedback.operations.appeals import appeal_withholding, overturn_withholding
from feedback.operations.questions import hand_back_comment
from feedback.operations.releases import deliver_comments
from feedback.operations.screenings import (
    assign_comment,
    confirm_withholding,
    propose_withholding,
)
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.comments import find_last_event, list_steps
from tests.factories import make_agency, make_user
from tests.lives import (
    DELIVERED_ON,
    RECEIVED_ON,
    SCREENED_ON,
    Cast,
    count_events,
    get_comment,
    on_day,
)

MONTH = date(2026, 3, 1)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def fill_cell(cast: Cast, dossiers: int, ratings: int, month: date = MONTH) -> None:
    """Ended dossiers and counted ratings in the cell of the cast."""
    db.session.add_all(
        Dossier(
            system="test",
            code=f"H99-{number}-{month}",
            raw_code=f"H99-{number}",
            service_id=cast.service.id,
            received_by_id=cast.agency.id,
            settled_by_id=cast.agency.id,
            channel=Channel.ONLINE,
            received_on=month,
            ended_on=month,
            ending=Ending.FINISHED,
        )
        for number in range(dossiers)
    )
    db.session.add(
        Measure(
            month=month,
            day=month + timedelta(days=1),
            agency_id=cast.agency.id,
            service_id=cast.service.id,
            channel=Channel.ONLINE,
            sector_id=cast.service.sector_id,
            **{"n1": 0, "n2": 0, "n3": 0, "n4": 0, "n5": ratings - 1, "n_none": 1},
        )
    )
    db.session.commit()


def screened(cast: Cast, count: int = 1) -> list[str]:
    refs = [cast.submit() for _ in range(count)]
    with on_day(SCREENED_ON):
        for ref in refs:
            cast.screen(ref)
    return refs


def test_a_crowded_cell_lets_a_comment_go(cast: Cast) -> None:
    fill_cell(cast, dossiers=20, ratings=5)
    (ref,) = screened(cast)
    assert deliver_comments(SCREENED_ON) == 1
    assert get_comment(ref).state == State.OPEN
    assert get_comment(ref).released_on == SCREENED_ON


@pytest.mark.parametrize(("dossiers", "ratings"), [(19, 5), (20, 4)])
def test_a_thin_cell_holds_it_back(cast: Cast, dossiers: int, ratings: int) -> None:
    fill_cell(cast, dossiers, ratings)
    (ref,) = screened(cast)
    assert deliver_comments(SCREENED_ON) == 0
    assert get_comment(ref).state == State.SCREENED


def test_another_month_or_service_does_not_fill_the_cell(cast: Cast) -> None:
    fill_cell(cast, 30, 30, month=date(2026, 2, 1))
    fill_cell(Cast(agency=cast.agency), 30, 30)
    screened(cast)
    assert deliver_comments(SCREENED_ON) == 0


def test_nobody_waits_longer_than_fourteen_days(cast: Cast) -> None:
    screened(cast)
    assert deliver_comments(RECEIVED_ON + timedelta(days=13)) == 0
    assert deliver_comments(RECEIVED_ON + timedelta(days=14)) == 1


def test_what_nobody_has_screened_never_leaves(cast: Cast) -> None:
    ref = cast.submit()
    assert deliver_comments(RECEIVED_ON + timedelta(days=60)) == 0
    assert get_comment(ref).state == State.RECEIVED


def test_a_run_for_an_earlier_day_leaves_what_was_cleared_since(cast: Cast) -> None:
    ref = cast.submit(on=date(2026, 2, 2))
    with on_day(SCREENED_ON):
        cast.screen(ref)
    assert deliver_comments(SCREENED_ON - timedelta(days=1)) == 0
    assert deliver_comments(SCREENED_ON) == 1


def test_the_due_date_counts_fifteen_working_days_from_the_batch(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    # 16 March 2026 is a Monday; fifteen working days without a holiday are 3 weeks.
    assert get_comment(ref).due_on == date(2026, 4, 6)


def test_the_rule_is_chosen_by_kind_and_level_and_the_event_says_so(
    cast: Cast,
) -> None:
    db.session.add(
        DeadlineRule(
            step="answer",
            kind="conduct",
            agency_level="commune",
            working_days=5,
            basis="thử",
            valid_from=date(2026, 1, 1),
        )
    )
    db.session.commit()
    ref, plain = cast.submit(), cast.submit()
    get_comment(ref).kind = "conduct"
    db.session.commit()
    with on_day(SCREENED_ON):
        cast.screen(ref)
        cast.screen(plain)
    deliver_comments(DELIVERED_ON)
    assert get_comment(ref).due_on == date(2026, 3, 23)
    assert get_comment(plain).due_on == date(2026, 4, 6)
    told = find_last_event(ref, Move.DELIVER)
    assert told is not None
    assert (told.details["kind"], told.details["level"]) == ("conduct", "commune")
    assert "interim_on" not in told.details, "the answer is due before a word is"


def test_the_due_date_steps_over_tet(cast: Cast) -> None:
    ref = cast.submit(on=date(2026, 1, 23))
    with on_day(date(2026, 1, 26)):
        cast.screen(ref)
    deliver_comments(date(2026, 2, 9))
    # Counted by hand on the calendar of 2026: Tết off 16 to 20 February, so
    # 10-13 February are 4 days, 23-27 February 5 more, 2-6 March 5 more, 9 March one.
    assert get_comment(ref).due_on == date(2026, 3, 9)


def test_delivery_writes_event_and_stub_without_words(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    shown = db.session.get_one(PublishedComment, ref)
    assert (shown.bucket, shown.state) == ("waiting", "open")
    assert (shown.text, shown.reply) == (None, None)
    assert shown.steps == [
        {
            "move": "deliver",
            "on": "2026-03-16",
            "agency": cast.agency.code,
            "due_on": "2026-04-06",
            "interim_on": "2026-03-30",
        }
    ]
    assert "2026-03-02" not in str(shown.steps), "no day of writing"


def test_a_batch_does_not_keep_the_order_of_writing(cast: Cast) -> None:
    refs = screened(cast, 12)
    deliver_comments(DELIVERED_ON)
    delivered = db.session.scalars(
        select(CommentEvent.comment_ref)
        .where(CommentEvent.move == "deliver")
        .order_by(CommentEvent.id)
    ).all()
    # One of 12! orders would be the same by chance.
    assert sorted(delivered) == sorted(refs) and list(delivered) != refs


def test_the_job_run_twice_delivers_once(cast: Cast) -> None:
    (ref,) = screened(cast)
    assert "1" in release_comments(DELIVERED_ON)
    events = count_events(ref)
    assert "0" in release_comments(DELIVERED_ON)
    assert count_events(ref) == events


def test_a_transfer_starts_no_fresh_clock(cast: Cast) -> None:
    ref, other = cast.live(State.OPEN), make_agency()
    due = get_comment(ref).due_on
    with on_day(date(2026, 3, 18)):
        hand_back_comment(
            ref, user_id=cast.officer.id, seen=count_events(ref), reason="Không phải"
        )
        assign_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            agency_code=other.code,
            reason="Việc của phường bên",
        )
        cast.screen(ref)
    assert deliver_comments(date(2026, 3, 19)) == 1, "it has waited its turn already"
    comment = get_comment(ref)
    assert (comment.agency_id, comment.due_on) == (other.id, due)
    assert comment.released_on == DELIVERED_ON


def test_what_was_withheld_and_comes_back_loses_no_time(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    inspector = make_user(Role.INSPECTORATE, agency_id=make_agency().id)
    with on_day(date(2026, 3, 18)):
        hand_back_comment(
            ref, user_id=cast.officer.id, seen=count_events(ref), reason="Không phải"
        )
        propose_withholding(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            ground="personal_data",
            reason="Nêu tên",
        )
        confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
        appeal_withholding(receipt, "Tôi không nêu tên ai.")
    with on_day(date(2026, 3, 31)):
        overturn_withholding(
            ref, user_id=inspector.id, seen=count_events(ref), reason="Vì che là đủ"
        )
        cast.screen(ref)
    assert deliver_comments(date(2026, 4, 1)) == 1
    # Due on 6 April; from 19 March to 1 April it stood ten working days.
    assert get_comment(ref).due_on == date(2026, 4, 20)
    lines = explain_due(list_steps(ref), load_deadline_rules(), load_calendar())
    assert lines[-1].due_on == date(2026, 4, 20)


def test_running_out_of_calendar_is_an_error_by_name(cast: Cast) -> None:
    screened(cast)
    for day in db.session.scalars(select(CalendarDay)):
        if day.on.year > 2025:
            db.session.delete(day)
    db.session.commit()
    with pytest.raises(CalendarRunsOut):
        deliver_comments(DELIVERED_ON)


def test_an_empty_calendar_is_an_error_by_name(cast: Cast) -> None:
    screened(cast)
    for day in db.session.scalars(select(CalendarDay)):
        db.session.delete(day)
    db.session.commit()
    with pytest.raises(CalendarRunsOut):
        deliver_comments(DELIVERED_ON)
