"""The citizen judges the answer; silence is none, never yes."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import IllegalMove, NotFound
from feedback.domain.states import Move, State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.jobs.closings import close_comments
from feedback.models.comments import CommentEvent
from feedback.models.publications import PublishedComment
from feedback.operations.closings import close_silent
from feedback.operations.views import (
    NotDisputed,
    ViewGiven,
    give_view,
    reopen_comment,
)
from feedback.queries.comments import find_last_event
from feedback.queries.receipts import find_comment_by_receipt
from tests.lives import VIEWED_ON, Cast, count_events, get_comment, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def shown(ref: str) -> PublishedComment:
    return db.session.get_one(PublishedComment, ref, populate_existing=True)


def test_a_view_is_public_with_its_day_and_no_time(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    with on_day(VIEWED_ON):
        give_view(receipt, View.NO)
    assert get_comment(ref).state == State.VIEWED
    assert shown(ref).view == "no"
    assert shown(ref).steps[-1] == {"move": "view", "on": "2026-03-25", "view": "no"}
    event: CommentEvent | None = find_last_event(ref, Move.VIEW)
    assert event and (event.at, event.user_id) == (None, None)


def test_the_same_view_twice_is_once_and_another_is_too_late(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    give_view(receipt, View.YES)
    events = count_events(ref)
    give_view(receipt, View.YES)
    assert count_events(ref) == events
    with pytest.raises(ViewGiven):
        give_view(receipt, View.NO)


def test_only_a_published_answer_is_judged_and_only_with_its_receipt(
    cast: Cast,
) -> None:
    receipt = new_code()
    cast.live(State.OPEN, receipt)
    with pytest.raises(IllegalMove):
        give_view(receipt, View.YES)
    with pytest.raises(NotFound):
        give_view(new_code(), View.YES)


def test_ten_working_days_of_silence_are_no_view(cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    # Published on Monday 23 March 2026; the tenth working day is Monday 6 April.
    close_silent(date(2026, 4, 6))
    assert get_comment(ref).state == State.PUBLISHED
    assert close_comments(date(2026, 4, 7)) == "1 comments closed, 0 resumed"
    assert (get_comment(ref).state, get_comment(ref).view) == ("closed", "none")
    assert shown(ref).view == "none"
    assert close_comments(date(2026, 4, 7)) == "0 comments closed, 0 resumed"


def test_a_given_view_stands_when_the_comment_closes(cast: Cast) -> None:
    ref = cast.live(State.CLOSED)
    assert get_comment(ref).view == "partly"
    assert shown(ref).reply


def reopened(cast: Cast, receipt: str) -> str:
    ref = cast.live(State.VIEWED, receipt)
    with on_day(date(2026, 3, 26)):
        reopen_comment(receipt)
    return ref


def test_a_disputed_answer_is_opened_again_with_a_new_time_limit(cast: Cast) -> None:
    receipt = new_code()
    ref = reopened(cast, receipt)
    comment = get_comment(ref)
    assert comment.state == State.REOPENED
    # Fifteen working days after Thursday 26 March 2026.
    assert comment.due_on == date(2026, 4, 16)
    assert shown(ref).bucket == "published" and shown(ref).reply, "it stays public"
    assert shown(ref).view == "partly", "and so does the dispute"


def test_the_second_answer_replaces_the_first_only_when_published(cast: Cast) -> None:
    receipt = new_code()
    ref = reopened(cast, receipt)
    first = shown(ref).reply
    cast.reply(ref, "Câu trả lời thứ hai")
    assert get_comment(ref).state == State.REPLIED_AGAIN
    assert shown(ref).reply == first
    cast.publish(ref)
    assert shown(ref).reply == "Câu trả lời thứ hai"
    give_view(receipt, View.NO)
    assert get_comment(ref).state == State.CLOSED
    with pytest.raises(IllegalMove):
        reopen_comment(receipt)
    own = find_comment_by_receipt(receipt)
    assert own and own.view is View.NO and not own.can_reopen


def test_an_answer_that_hit_the_point_is_not_opened_again(cast: Cast) -> None:
    receipt = new_code()
    cast.live(State.PUBLISHED, receipt)
    give_view(receipt, View.YES)
    with pytest.raises(NotDisputed):
        reopen_comment(receipt)
