"""A promise: made with a reply, public with it, ended in the open."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.commitments import CommitmentMove, CommitmentState, InvalidPromise
from feedback.domain.errors import CalendarRunsOut, Conflict, IllegalMove, NotFound
from feedback.domain.evidence import InvalidEvidence
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.extensions import db
from feedback.jobs.commitments import end_commitments
from feedback.models.commitments import Commitment, CommitmentComment, CommitmentEvent
from feedback.operations import fulfilments
from tests.commitments import DUE_ON, PROMISE, events_of, get_promise, promise
from tests.factories import make_agency, make_user
from tests.lives import PUBLISHED_ON, REPLIED_ON, Cast, get_comment, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def links_of(ref: str) -> list[tuple[int, date | None]]:
    rows = db.session.execute(
        select(CommitmentComment.commitment_id, CommitmentComment.joined_on).where(
            CommitmentComment.comment_ref == ref
        )
    )
    return [(row[0], row[1]) for row in rows]


def test_a_promise_is_nobodys_business_until_its_reply_is_published(
    cast: Cast,
) -> None:
    ref = cast.live(State.OPEN)
    code = promise(cast, ref)
    drafted = get_promise(code)
    assert (drafted.state, drafted.promised_on) == (CommitmentState.DRAFT, None)
    assert links_of(ref) == [(drafted.id, None)]
    promise.publish(ref, PUBLISHED_ON)
    opened = get_promise(code)
    assert (opened.state, opened.promised_on) == (CommitmentState.OPEN, PUBLISHED_ON)
    assert (opened.agency_id, opened.service_id) == (cast.agency.id, cast.service.id)
    assert links_of(ref) == [(opened.id, PUBLISHED_ON)]
    assert events_of(code) == ["promise", "publish"]


def test_a_new_draft_takes_the_place_of_the_old_one(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    first, second = promise(cast, ref), promise(cast, ref, text="Việc khác.")
    assert get_promise(first).state == CommitmentState.WITHDRAWN
    assert links_of(ref) == [(get_promise(second).id, None)]
    promise.drop(ref)
    assert get_promise(second).state == CommitmentState.WITHDRAWN
    assert get_promise(second).ended_on == REPLIED_ON
    assert not links_of(ref)


def test_others_ask_for_the_same_and_keep_a_draft_alive(cast: Cast) -> None:
    one, two = cast.live(State.OPEN), cast.live(State.OPEN)
    code = promise(cast, one)
    assert promise(cast, two, joins=f" {code.lower()} ") == code
    assert promise(cast, two, joins=code) == code, "joining twice changes nothing"
    promise.drop(one)
    assert get_promise(code).state == CommitmentState.DRAFT, "the other asked for it"
    promise.publish(two, PUBLISHED_ON)
    assert promise(cast, one, joins=code) == code
    promise.drop(one)
    assert get_promise(code).state == CommitmentState.OPEN, "public is public"
    promise.publish(one, PUBLISHED_ON)
    assert not links_of(one)


def test_a_published_link_stays_when_the_next_reply_promises_more(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    first = promise(cast, ref)
    promise.publish(ref, PUBLISHED_ON)
    second = promise(cast, ref, text="Thêm một quầy nữa.")
    promise.drop(ref)
    assert get_promise(first).state == CommitmentState.OPEN
    assert get_promise(second).state == CommitmentState.WITHDRAWN
    assert links_of(ref) == [(get_promise(first).id, PUBLISHED_ON)]


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"text": "  "}, InvalidStatement, "promise"),
        ({"text": "a" * 1001}, InvalidStatement, "promise"),
        ({"due_on": None}, InvalidPromise, "due_on"),
        ({"due_on": REPLIED_ON}, InvalidPromise, "due_on"),
        ({"due_on": date(2026, 4, 30)}, InvalidPromise, "due_on"),
        ({"due_on": REPLIED_ON + timedelta(days=400)}, InvalidPromise, "due_on"),
        ({"joins": "GY-0000-0000"}, InvalidPromise, "joins"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_by_field(
    cast: Cast, changes: dict[str, Any], error: type[Exception], field: str
) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(error) as caught:
        promise(cast, ref, **changes)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert not links_of(ref) and not db.session.scalars(select(Commitment)).all()


def test_nobody_joins_what_another_agency_promised_or_what_has_ended(
    cast: Cast,
) -> None:
    other = Cast(agency=make_agency(), service=cast.service)
    code = promise(other, other.live(State.OPEN))
    ref = cast.live(State.OPEN)
    with pytest.raises(InvalidPromise):
        promise(cast, ref, joins=code)
    mine = promise(cast, ref)
    promise.drop(ref)
    with pytest.raises(InvalidPromise):
        promise(cast, ref, joins=mine)


def test_the_promised_day_decides_between_kept_and_late(cast: Cast) -> None:
    for day, state in (
        (DUE_ON, CommitmentState.KEPT),
        (DUE_ON + timedelta(days=1), CommitmentState.LATE),
    ):
        code = promise.open(cast)
        with on_day(day):
            fulfilments.keep_promise(
                code,
                user_id=cast.officer.id,
                seen=get_promise(code).n_events,
                evidence="12/TB-UBND",
                note="Đã lắp hai quầy.",
            )
        kept = get_promise(code)
        assert (kept.state, kept.ended_on) == (state, day)
        assert kept.evidence == "12/TB-UBND"


def test_progress_is_told_and_a_promise_is_given_up_with_its_reason(
    cast: Cast,
) -> None:
    code = promise.open(cast)
    with on_day(PUBLISHED_ON):
        fulfilments.report_progress(
            code, user_id=cast.officer.id, seen=2, note="Đã chọn nhà thầu."
        )
        fulfilments.break_promise(
            code, user_id=cast.head.id, seen=3, why="Không còn kinh phí."
        )
        # Broken stays broken, but what was done since may be told.
        fulfilments.report_progress(
            code, user_id=cast.head.id, seen=4, note="Có kinh phí từ quý sau."
        )
        with pytest.raises(IllegalMove):
            fulfilments.keep_promise(
                code, user_id=cast.head.id, seen=5, evidence="1/TB-UBND"
            )
    assert get_promise(code).state == CommitmentState.BROKEN
    assert events_of(code)[2:] == ["progress", "break", "progress"]


def test_words_and_proof_are_asked_for(cast: Cast) -> None:
    code = promise.open(cast)
    who: dict[str, Any] = {"user_id": cast.officer.id, "seen": 2}
    with on_day(PUBLISHED_ON):
        with pytest.raises(fulfilments.UnprovenKeeping):
            fulfilments.keep_promise(code, **who, evidence=" ")
        with pytest.raises(InvalidEvidence):
            fulfilments.keep_promise(code, **who, evidence="đã làm rồi")
        with pytest.raises(InvalidStatement):
            fulfilments.report_progress(code, **who, note="")
        with pytest.raises(InvalidStatement):
            fulfilments.break_promise(code, **who, why="")
    assert get_promise(code).state == CommitmentState.OPEN


def test_only_the_agency_that_promised_may_end_it_and_never_unseen(
    cast: Cast,
) -> None:
    code = promise.open(cast)
    stranger = make_user(agency_id=make_agency().id)
    for user, seen, error in (
        (stranger, 2, NotFound),
        (cast.screener, 2, NotFound),
        (cast.officer, 1, Conflict),
    ):
        with pytest.raises(error):
            fulfilments.break_promise(code, user_id=user.id, seen=seen, why="Khó.")
    draft = promise(cast, cast.live(State.OPEN))
    with pytest.raises(NotFound):
        fulfilments.report_progress(
            draft, user_id=cast.officer.id, seen=1, note="Chưa công khai."
        )


def test_silence_breaks_a_promise_once(cast: Cast) -> None:
    code = promise.open(cast)
    # Due on Thursday 16 April; the fifteenth working day after it is 12 May, because
    # 27 April, 30 April and 1 May are off.
    assert end_commitments(date(2026, 5, 12)) == "0 promises broken"
    assert end_commitments(date(2026, 5, 13)) == "1 promises broken"
    assert end_commitments(date(2026, 5, 13)) == "0 promises broken"
    broken = get_promise(code)
    assert (broken.state, broken.ended_on) == ("broken", date(2026, 5, 13))
    last = db.session.scalars(
        select(CommitmentEvent).order_by(CommitmentEvent.id.desc())
    ).first()
    assert last is not None and last.move == CommitmentMove.BREAK
    assert (last.on, last.role, last.user_id) == (date(2026, 5, 13), "system", None)
    assert last.details == {"reason": fulfilments.SILENCE}


def test_a_day_made_up_for_breaks_nothing_that_moved_since(cast: Cast) -> None:
    """The worker slept on 13 May, the officer wrote on the 14th: no event goes back."""
    code = promise.open(cast)
    with on_day(date(2026, 5, 14)):
        seen = get_promise(code).n_events
        note = "Thợ đã đến, mai xong."
        fulfilments.report_progress(code, user_id=cast.officer.id, seen=seen, note=note)
    assert end_commitments(date(2026, 5, 13)) == "0 promises broken"
    assert end_commitments(date(2026, 5, 14)) == "1 promises broken"
    assert events_of(code) == ["promise", "publish", "progress", "break"]


def test_a_day_after_the_calendar_is_an_error_of_the_day(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(CalendarRunsOut) as caught:
        promise(cast, ref, today=date(2027, 6, 1), due_on=date(2028, 1, 4))
    assert caught.value.field == "due_on"


def test_the_comment_itself_does_not_move(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    promise(cast, ref)
    assert get_comment(ref).state == State.OPEN


def test_the_words_of_the_promise_are_kept_clean(cast: Cast) -> None:
    code = promise(cast, cast.live(State.OPEN), text=f" {PROMISE}\u202e ")
    assert get_promise(code).text == PROMISE
