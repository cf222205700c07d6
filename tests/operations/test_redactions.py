"""What should not have become public is covered up in the open."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.covers import NotCovered
from feedback.domain.errors import IllegalMove, NotFound
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.comments import CommentEvent, Reply
from feedback.models.publications import PublicStamp, PublishedComment
from feedback.operations import redactions
from feedback.operations.views import give_view, reopen_comment
from tests.factories import make_user
from tests.lives import (
    ANSWER,
    VIEWED_ON,
    WORDS,
    Cast,
    count_events,
    get_comment,
    on_day,
)

COVERED = WORDS.replace("ba tháng", "[đã che]")
ANSWER_COVERED = ANSWER.replace("18/3/2026", "[đã che]")


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def redact(cast: Cast, ref: str, text: str = COVERED) -> None:
    redactions.redact_comment(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        public_text=text,
        reason="Để lộ thời gian",
    )


def redact_answer(cast: Cast, ref: str, text: str = ANSWER_COVERED) -> None:
    redactions.redact_reply(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        text=text,
        reason="Nêu ngày",
    )


def shown(ref: str) -> PublishedComment:
    return db.session.get_one(PublishedComment, ref, populate_existing=True)


def everything_public(ref: str) -> str:
    row = shown(ref)
    columns = PublishedComment.__table__.columns
    return " ".join(str(getattr(row, column.name)) for column in columns)


def test_the_public_reads_the_mark_and_why(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    stamp = db.session.get_one(PublicStamp, 1).number
    with on_day(VIEWED_ON):
        redact(cast, ref)
    assert shown(ref).text == COVERED and "ba thang" not in shown(ref).folded
    assert "ba tháng" not in everything_public(ref)
    assert shown(ref).steps[-1] == {
        "move": "redact",
        "on": VIEWED_ON.isoformat(),
        "note": "Để lộ thời gian",
    }
    assert shown(ref).redacted_on == VIEWED_ON
    db.session.expire_all()
    assert db.session.get_one(PublicStamp, 1).number > stamp, "caches are stale"
    assert get_comment(ref).state == State.PUBLISHED
    assert get_comment(ref).text == WORDS, "the original has its own retention"


def test_the_event_keeps_digests_and_no_words(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    redact(cast, ref)
    event = db.session.scalars(
        select(CommentEvent).order_by(CommentEvent.id.desc()).limit(1)
    ).one()
    assert set(event.details) == {"note", "covered", "before", "after"}
    assert event.details["covered"] == len("ba tháng")
    assert event.details["before"] != event.details["after"]
    # A digest of a covered number could be tried out; so it is not public.
    assert event.details["before"] not in everything_public(ref)


def test_nothing_is_written_anew(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    for text in (WORDS, WORDS.replace("ba", "hai"), f"{WORDS} [đã che]", "Khác hẳn"):
        with pytest.raises(NotCovered):
            redact(cast, ref, text)
    with pytest.raises(InvalidStatement):
        redact(cast, ref, "  ")
    assert shown(ref).text == WORDS and shown(ref).redacted_on is None


def test_only_the_desk_outside_the_agency_covers_up(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    own = make_user(Role.OVERSIGHT, agency_id=cast.agency.id)
    for user in (cast.officer, cast.head, own, make_user(Role.INSPECTORATE)):
        with pytest.raises(NotFound):
            redactions.redact_comment(
                ref,
                user_id=user.id,
                seen=count_events(ref),
                public_text=COVERED,
                reason="x",
            )


def test_what_is_not_public_is_not_covered_up(cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    with pytest.raises(IllegalMove):
        redact(cast, ref)


def test_an_answer_that_names_somebody_is_covered_up_too(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    redact_answer(cast, ref)
    assert shown(ref).reply == ANSWER_COVERED
    assert "18/3/2026" not in everything_public(ref)
    versions = db.session.scalars(select(Reply).order_by(Reply.version)).all()
    assert [reply.text for reply in versions] == [ANSWER, ANSWER_COVERED]
    assert versions[1].author_id == versions[0].author_id
    redact_answer(cast, ref, ANSWER_COVERED.replace("xin lỗi", "[…]"))
    assert "xin lỗi" not in everything_public(ref)


def test_a_second_answer_takes_the_place_of_a_covered_one(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    with on_day(VIEWED_ON):
        give_view(receipt, View.NO)
        reopen_comment(receipt)
        redact_answer(cast, ref)
        redact(cast, ref)
        assert (shown(ref).reply, shown(ref).text) == (ANSWER_COVERED, COVERED)
    with on_day(date(2026, 3, 27)):
        cast.reply(ref, "Sổ đã trao.")
        with pytest.raises(redactions.AnswerUnderway):
            redact_answer(cast, ref, ANSWER_COVERED.replace("Hồ sơ", "[…]"))
        assert shown(ref).reply == ANSWER_COVERED, "the draft is not public"
        cast.publish(ref)
    assert shown(ref).reply == "Sổ đã trao."
    assert shown(ref).text == COVERED
