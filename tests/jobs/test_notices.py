"""Urging: step by step, each once, one letter a day, over a real mail server."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from feedback.domain import clock
from feedback.domain.notices import NoticeStep
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.extensions import db
from feedback.jobs.notices import urge_agencies
from feedback.jobs.outbox import deliver_outbox
from feedback.jobs.runs import list_days_owed
from feedback.jobs.schedule import get_job
from feedback.models.comments import Notice
from feedback.models.invitations import OutboxMessage
from feedback.models.jobs import JobRun
from feedback.models.users import User
from feedback.operations.extensions import extend_deadline, report_progress
from feedback.queries.notices import select_due
from tests.desks import sign_in
from tests.factories import make_agency, make_user
from tests.lives import WORDS, Cast, count_events, get_comment, on_day
from tests.posts import Post
from tests.statements import explain_query

S = NoticeStep
#: Delivered on Monday 16 March 2026, a comment is due on Monday 6 April; a word on
#: progress on Monday 30 March.
DUE = date(2026, 4, 6)
INTERIM = date(2026, 3, 30)
DAY = timedelta(days=1)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """An agency under another, where everybody but the second screener has mail."""
    above = make_agency(level="department")
    made = Cast(agency=make_agency(parent_id=above.id))
    make_user(Role.HEAD, agency_id=above.id, username="tren", email="tren@x.vn")
    for name in ("officer", "head", "screener"):
        getattr(made, name).email = f"{name}@x.vn"
    db.session.commit()
    return made


def urge(on: date) -> str:
    with on_day(on):
        return urge_agencies(on)


def urge_until(
    last: date, first: date = date(2026, 3, 17), down: Collection[date] = ()
) -> None:
    """Every morning but those on which the scheduler is down."""
    on = first
    while on <= last:
        if on not in down:
            urge(on)
        on += DAY


def list_notices(ref: str | None = None) -> list[Notice]:
    db.session.rollback()
    rows = select(Notice).order_by(Notice.on, Notice.id)
    if ref is not None:
        rows = rows.where(Notice.comment_ref == ref)
    return list(db.session.scalars(rows))


def list_recipients(on: date) -> set[str]:
    rows = select(OutboxMessage.recipient).where(OutboxMessage.key.endswith(str(on)))
    return {str(address) for address in db.session.scalars(rows)}


def test_the_steps_go_up_from_the_officer_to_the_desk(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    urge_until(date(2026, 4, 22))
    told = {n.step: (n.on, n.n_told) for n in list_notices(ref)}
    assert told == {
        S.INTERIM_DUE: (INTERIM, 1),
        S.INTERIM_LATE: (INTERIM + DAY, 2),
        S.BEFORE_DUE: (date(2026, 4, 1), 1),
        S.DUE_TODAY: (DUE, 1),
        S.OVERDUE_OFFICER: (date(2026, 4, 7), 1),
        S.OVERDUE_HEAD: (date(2026, 4, 9), 2),
        S.SUPERIOR: (date(2026, 4, 13), 3),
        S.DESK: (date(2026, 4, 20), 4),
    }
    assert list_recipients(date(2026, 4, 9)) == {"officer@x.vn", "head@x.vn"}
    assert list_recipients(date(2026, 4, 13)) == {
        *("officer@x.vn", "head@x.vn", "tren@x.vn")
    }
    assert list_recipients(date(2026, 4, 20)) - list_recipients(date(2026, 4, 13)) == {
        "screener@x.vn"
    }


def test_without_a_body_above_the_desk_is_told(app: Flask) -> None:
    cast = Cast()
    cast.screener.email = "screener@x.vn"
    cast.second.email, cast.second.agency_id = "own@x.vn", cast.agency.id
    db.session.commit()
    cast.live(State.OPEN)
    urge(date(2026, 4, 13))
    assert list_recipients(date(2026, 4, 13)) == {"screener@x.vn"}


def test_who_writes_the_answer_is_told_alone(cast: Cast) -> None:
    other = make_user(agency_id=cast.agency.id, email="other@x.vn")
    given, free, gone = (cast.live(State.OPEN) for _ in range(3))
    get_comment(given).assignee_id = other.id
    get_comment(gone).assignee_id = make_user(agency_id=make_agency().id).id
    db.session.commit()
    urge(DUE)
    told = {n.comment_ref: n.n_told for n in list_notices() if n.step == S.DUE_TODAY}
    assert told == {given: 1, free: 2, gone: 2}


def test_an_answer_that_waits_for_its_head_is_the_heads(cast: Cast) -> None:
    ref, handed_in = cast.live(State.REPLIED), cast.live(State.AWAITING_PUBLICATION)
    urge(DUE)
    assert list_recipients(DUE) == {"head@x.vn"}
    assert list_notices(ref) and not list_notices(handed_in)


def test_a_run_twice_changes_nothing(cast: Cast, app: Flask, post: Post) -> None:
    cast.live(State.OPEN)
    assert urge(DUE) == "1 notices, 1 letters, 1 superseded"
    again = [(n.comment_ref, n.step, n.n_told) for n in list_notices()]
    with on_day(DUE):
        assert deliver_outbox(DUE).startswith("1 sent")
        cast.live(State.OPEN)
        assert urge_agencies(DUE) == "0 notices, 0 letters, 0 superseded"
        assert deliver_outbox(DUE).startswith("0 sent")
    assert [(n.comment_ref, n.step, n.n_told) for n in list_notices()] == again
    assert len(post.taken) == 1


def test_one_letter_a_day_lists_all_and_tells_nothing_personal(
    cast: Cast, app: Flask, post: Post
) -> None:
    refs = {cast.live(State.OPEN) for _ in range(3)}
    urge(date(2026, 4, 9))
    with on_day(date(2026, 4, 9)):
        assert deliver_outbox(DUE).startswith("2 sent")
    assert {letter["To"] for letter in post.taken} == {"officer@x.vn", "head@x.vn"}
    for letter in post.taken:
        part = letter.get_body(("plain",))
        assert part is not None
        body = part.get_content()
        assert all(ref in body for ref in refs)
        assert "hạn 06/04/2026, quá 3 ngày làm việc" in body
        assert cast.service.name in body
        assert "http://localhost/can-bo/y-kien" in body
        assert WORDS not in body and cast.officer.name not in body


def test_weekends_and_past_days_are_left_alone(cast: Cast) -> None:
    cast.live(State.OPEN)
    saturday = date(2026, 4, 4)
    assert urge(saturday) == "0 notices, 0 letters, 0 superseded"
    with on_day(DUE):
        assert "left to the run" in urge_agencies(DUE - DAY)
    assert list_notices() == []


def test_an_extension_or_a_word_ends_the_urging(cast: Cast) -> None:
    ref, told = cast.live(State.OPEN), cast.live(State.OPEN)
    urge(date(2026, 4, 1))
    with on_day(date(2026, 4, 1)):
        extend_deadline(
            ref,
            user_id=cast.officer.id,
            seen=count_events(ref),
            days=10,
            reason="Đo lại.",
        )
        report_progress(
            told, user_id=cast.officer.id, seen=count_events(told), note="Đang đo."
        )
    urge(date(2026, 4, 2))
    assert {n.on for n in list_notices()} == {date(2026, 4, 1)}
    # Due on 20 April now: the steps begin again for the new day.
    urge(date(2026, 4, 15))
    new = [n for n in list_notices(ref) if n.on == date(2026, 4, 15)]
    assert {(n.due_on.day, n.step) for n in new} == {
        (15, S.INTERIM_DUE),
        (20, S.BEFORE_DUE),
    }


@pytest.mark.parametrize("skip", (-5, 0, 3, 7, 14))
def test_two_days_down_lose_and_double_nothing(cast: Cast, skip: int) -> None:
    """The same comments urged with and without an outage of the scheduler."""
    refs = [cast.live(State.OPEN) for _ in range(2)]
    last = date(2026, 4, 28)
    urge_until(last)
    whole = {(n.comment_ref, n.due_on, n.step): n for n in list_notices()}
    steady = {key: notice.n_told for key, notice in whole.items()}
    days = {key: notice.on for key, notice in whole.items()}
    db.session.execute(text("DELETE FROM notices"))
    db.session.execute(text("DELETE FROM outbox"))
    db.session.commit()
    db.session.expunge_all()
    down = (DUE + skip * DAY, DUE + (skip + 1) * DAY)
    urge_until(last, down=down)
    notices = list_notices()
    after = {(n.comment_ref, n.due_on, n.step): n.n_told for n in notices}
    assert len(after) == len(notices) and after.keys() == steady.keys()
    missing = {key for key in steady if after[key] != steady[key]}
    assert all(after[key] == 0 for key in missing), "superseded, told to nobody"
    assert all(days[key] in down for key in missing)
    assert missing or skip, "with the due date in it, a step was passed over"
    per_day = Counter(n.on for n in notices if n.comment_ref == refs[0] and n.n_told)
    assert max(per_day.values()) <= 2, "an interim and an answer, never a burst"


def test_the_scheduler_makes_up_for_days_without_letters_for_each(
    cast: Cast, app: Flask
) -> None:
    cast.live(State.OPEN)
    job, done_on = get_job("urge_agencies"), date(2026, 4, 6)
    db.session.add(
        JobRun(
            job=job.name,
            on=done_on,
            started_at=clock.local_moment(done_on, 6, 41),
            finished_at=clock.local_moment(done_on, 6, 41),
            state="done",
        )
    )
    db.session.commit()
    with on_day(date(2026, 4, 9)):
        owed = list_days_owed(job)
        assert [day.day for day in owed] == [7, 8, 9]
        done = [job.run(day) for day in owed]
    assert done[0] == done[1] and done[2].startswith("1 notices, 2 letters")
    assert len(list_notices()) == 4, "three steps were passed over"


def test_the_desk_sees_who_was_urged_and_when(cast: Cast, app: Flask) -> None:
    ref = cast.live(State.OPEN)
    desk = sign_in(app, cast.second)
    assert "Chưa nhắc lần nào." in desk.get(f"/giam-sat/y-kien/{ref}").text
    urge(DUE)
    page = desk.get(f"/giam-sat/y-kien/{ref}").text
    assert "6/4/2026: Đến hạn hôm nay (hạn 6/4/2026), gửi 1 người" in page
    assert "6/4/2026: Sắp đến hạn (hạn 6/4/2026), không gửi ai" in page


def test_what_is_over_is_not_looked_at(app: Flask) -> None:
    plan = explain_query(select_due(DUE))
    assert "ix_comments_state_due_on" in plan, plan


def test_what_the_agency_does_not_have_is_not_urged(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(3)]
    for ref, state in zip(
        refs, (State.ESCALATED, State.WITHHELD, State.NEEDS_MORE), strict=True
    ):
        get_comment(ref).state = state
        db.session.commit()
    for on in (INTERIM, DUE, date(2026, 4, 20)):
        assert urge(on) == "0 notices, 0 letters, 0 superseded"


def test_people_who_left_are_not_told(cast: Cast) -> None:
    cast.live(State.OPEN)
    for user in db.session.scalars(select(User).where(User.email.is_not(None))):
        user.is_active = False
    db.session.commit()
    assert urge(DUE) == "1 notices, 0 letters, 1 superseded"
    assert [n.n_told for n in list_notices()] == [0, 0]
