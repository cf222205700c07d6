"""The agency's answer on its way to the public."""

import pytest
from flask import Flask

from feedback.domain.errors import Conflict, IllegalMove, NotFound
from feedback.domain.evidence import InvalidEvidence
from feedback.domain.limits import REPLY_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.operations import drafts, replies
from feedback.queries.replies import list_answers
from tests.factories import make_user
from tests.lives import (
    ANSWER,
    DELIVERED_ON,
    PUBLISHED_ON,
    REPLIED_ON,
    WORDS,
    Cast,
    count_events,
    get_comment,
)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def stub(ref: str) -> PublishedComment:
    return db.session.get_one(PublishedComment, ref, populate_existing=True)


def test_an_answer_waits_for_the_head_then_for_the_desk(cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    assert stub(ref).reply is None and stub(ref).text is None
    assert get_comment(ref).replied_on is None, "a draft is no answer yet"
    cast.approve(ref)
    assert get_comment(ref).state == State.AWAITING_PUBLICATION
    assert stub(ref).reply is None


def test_publication_shows_words_answer_and_steps(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    shown = stub(ref)
    assert (shown.bucket, shown.text, shown.reply) == ("published", WORDS, ANSWER)
    assert (shown.outcome, shown.reason, shown.evidence) == ("explained", None, None)
    assert (shown.released_on, shown.replied_on, shown.published_on) == (
        DELIVERED_ON,
        REPLIED_ON,
        PUBLISHED_ON,
    )
    assert [step["move"] for step in shown.steps] == ["deliver", "reply", "publish"]
    for words in ("dat dai", "xin loi", cast.agency.name_folded, "thu tuc"):
        assert words in shown.folded


def test_the_public_row_names_no_member_of_staff(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    everything = str({c: getattr(stub(ref), c) for c in stub(ref).__table__.c.keys()})
    for user in (cast.officer, cast.head, cast.screener):
        assert user.name not in everything and user.username not in everything
    assert "user" not in everything


def test_a_head_may_answer_and_hand_in_with_one_stroke(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    cast.reply(ref, user_id=cast.head.id, approve=True)
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


def test_an_officer_does_not_approve(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(IllegalMove):
        cast.reply(ref, approve=True)
    assert get_comment(ref).state == State.OPEN
    assert list_answers(ref) == [], "nothing is kept of a refused stroke"


@pytest.mark.parametrize(
    "outcome", [Outcome.NOT_ACCEPTED, Outcome.PARTLY_ACCEPTED, Outcome.OUT_OF_SCOPE]
)
def test_who_says_no_says_why(cast: Cast, outcome: Outcome) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(drafts.MissingReason) as error:
        cast.reply(ref, outcome=outcome, reason=" ")
    assert error.value.field == "reason"
    cast.reply(ref, outcome=outcome, reason="Luật Đất đai 2024 không cho phép.")
    assert list_answers(ref)[-1].reason == "Luật Đất đai 2024 không cho phép."


def test_who_says_fixed_shows_it(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(drafts.MissingEvidence):
        cast.reply(ref, outcome=Outcome.FIXED)
    with pytest.raises(InvalidEvidence):
        cast.reply(ref, outcome=Outcome.FIXED, evidence="đã làm rồi")
    cast.reply(ref, outcome=Outcome.FIXED, evidence="Thông báo 45/TB-UBND")
    assert list_answers(ref)[-1].evidence == "Thông báo 45/TB-UBND"


@pytest.mark.parametrize("text", ["", " \u200b\n ", "x" * (REPLY_LENGTH + 1)])
def test_an_empty_or_endless_answer_is_refused(cast: Cast, text: str) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(InvalidStatement) as error:
        cast.reply(ref, text)
    assert error.value.field == "text"


def test_an_answer_sent_back_by_the_head_stays_in_the_house(cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    replies.send_back_reply(
        ref, user_id=cast.head.id, seen=count_events(ref), reason="Chưa nêu ngày trả."
    )
    assert get_comment(ref).state == State.SENT_BACK
    assert [step["move"] for step in stub(ref).steps] == ["deliver"]
    cast.reply(ref, "Trả lời mới")
    assert [answer.text for answer in list_answers(ref)] == [ANSWER, "Trả lời mới"]


def test_the_desk_sends_back_what_does_not_answer(cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    replies.send_back_reply(
        ref, user_id=cast.screener.id, seen=count_events(ref), reason="Không đúng ý."
    )
    comment = get_comment(ref)
    assert (comment.state, comment.replied_on) == (State.SENT_BACK, None)
    moves = [step["move"] for step in stub(ref).steps]
    assert moves == ["deliver", "reply", "send_back"]
    assert "Không đúng ý" not in str(stub(ref).steps)


def test_an_agency_without_a_head_hands_in_through_the_desk(cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    approve = {"user_id": cast.screener.id, "seen": count_events(ref)}
    with pytest.raises(replies.HeadDecides):
        replies.approve_for_agency(ref, **approve)
    with pytest.raises(replies.HeadDecides):
        replies.send_back_reply(ref, reason="Vội quá", **approve)
    cast.head.is_active = False
    db.session.commit()
    replies.approve_for_agency(ref, **approve)
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


def test_another_agency_finds_nothing(cast: Cast) -> None:
    ref, stranger = cast.live(State.OPEN), Cast(service=cast.service)
    for user in (stranger.officer, stranger.head, cast.screener):
        with pytest.raises(NotFound):
            cast.reply(ref, user_id=user.id)
    assert list_answers(ref) == []


def test_the_agency_finds_nothing_before_the_batch(cast: Cast) -> None:
    ref = cast.live(State.SCREENED)
    with pytest.raises(NotFound):
        cast.reply(ref)


def test_the_agency_concerned_does_not_publish_its_own_answer(cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    insider = make_user(Role.OVERSIGHT, agency_id=cast.agency.id)
    for user in (insider, cast.head):
        with pytest.raises(NotFound):
            replies.publish_reply(ref, user_id=user.id, seen=count_events(ref))


def test_two_officers_do_not_overwrite_each_other(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    other, seen = make_user(agency_id=cast.agency.id), count_events(ref)
    cast.reply(ref, "Câu trả lời đầu")
    with pytest.raises(Conflict):
        replies.write_reply(
            ref,
            user_id=other.id,
            seen=seen,
            text="Câu trả lời sau",
            outcome=Outcome.EXPLAINED,
        )
    assert [answer.text for answer in list_answers(ref)] == ["Câu trả lời đầu"]
