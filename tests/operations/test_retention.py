"""Originals are emptied when their time is over; what is public stays."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.retention import find_last_end
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.exchange.checklists import read_checklists
from feedback.extensions import db
from feedback.jobs.retention import erase_originals
from feedback.jobs.signs import sift_comments
from feedback.models.comments import CommentBand, CommentSign
from feedback.models.publications import PublishedComment
from feedback.operations.retention import select_over
from feedback.operations.signs import sift_comment
from feedback.queries.receipts import find_comment_by_receipt
from feedback.queries.signs import find_erased_on, list_copies
from tests.lives import CLOSED_ON, RECEIVED_ON, WORDS, Cast, get_comment, on_day
from tests.statements import explain_query

#: Two years to the day after the comment was closed.
OVER = CLOSED_ON.replace(year=2028)
TEXT = "Tôi nộp hồ sơ ngày 12/3, hẹn ba lần vẫn chưa có kết quả, đi lại rất mệt."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def count_notes(ref: str) -> int:
    signs = db.session.query(CommentSign).filter_by(comment_ref=ref).count()
    return signs + db.session.query(CommentBand).filter_by(comment_ref=ref).count()


def test_an_original_is_emptied_two_years_after_the_end(cast: Cast) -> None:
    ref = cast.live(State.CLOSED)
    with on_day(CLOSED_ON):
        sift_comment(ref, read_checklists())
    assert find_last_end(OVER) == CLOSED_ON and count_notes(ref)
    assert erase_originals(date(2028, 4, 8)) == "0 originals erased"
    assert get_comment(ref).text == WORDS
    assert erase_originals(OVER) == "1 originals erased"
    comment = get_comment(ref)
    assert (comment.text, comment.text_erased_on) == ("", OVER)
    assert comment.public_text == WORDS and comment.state == State.CLOSED
    shown = db.session.get_one(PublishedComment, ref)
    assert shown.text == WORDS
    assert count_notes(ref) == 0 and find_erased_on(ref) == OVER


def test_a_second_run_erases_nothing_more(cast: Cast) -> None:
    ref = cast.live(State.CLOSED)
    erase_originals(OVER)
    assert erase_originals(date(2028, 5, 1)) == "0 originals erased"
    assert get_comment(ref).text_erased_on == OVER


def test_its_author_reads_what_is_public_of_an_erased_original(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.CLOSED, receipt=receipt)
    erase_originals(OVER)
    own = find_comment_by_receipt(receipt)
    assert own is not None and (own.ref, own.text) == (ref, WORDS)


@pytest.mark.parametrize("state", [State.RECEIVED, State.OPEN, State.PUBLISHED])
def test_what_has_not_ended_is_kept_however_old(cast: Cast, state: State) -> None:
    ref = cast.live(state)
    assert erase_originals(date(2040, 1, 1)) == "0 originals erased"
    assert get_comment(ref).text == WORDS


def test_nothing_beside_a_copy_tells_of_the_erased_one(cast: Cast) -> None:
    with on_day(RECEIVED_ON):
        first, second = cast.submit(TEXT), cast.submit(TEXT + "!")
        sift_comments(RECEIVED_ON)
        assert list_copies(second, None)
    comment = get_comment(first)
    comment.state, comment.state_on = State.MOVED, RECEIVED_ON
    db.session.commit()
    erase_originals(OVER)
    assert list_copies(second, None) == []
    assert not db.session.query(CommentSign).filter_by(key=first).count()
    assert count_notes(second)


def test_an_erased_original_is_not_looked_at_again(cast: Cast) -> None:
    ref = cast.live(State.CLOSED)
    erase_originals(OVER)
    sift_comment(ref, read_checklists())
    assert count_notes(ref) == 0


def test_the_whole_table_is_not_read(app: Flask) -> None:
    plan = explain_query(select_over(OVER))
    assert "ix_comments_state_" in plan and "SCAN comments" not in plan, plan
