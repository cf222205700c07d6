"""A comment's arrival."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.limits import COMMENT_LENGTH
from feedback.domain.states import State
from feedback.domain.tokens import comment_receipt_hash, new_code, rating_receipt_hash
from feedback.extensions import db
from feedback.models.comments import Comment, CommentEvent
from feedback.operations import comments
from feedback.operations.comments import InvalidComment, submit_comment
from feedback.operations.transaction import transaction
from tests.factories import make_cell

ON = date(2026, 4, 2)
submit = transaction(lambda **values: submit_comment(db.session(), **values))


def test_a_comment_arrives_with_its_first_event(app: Flask) -> None:
    cell, receipt = make_cell(), new_code()
    ref = submit(receipt=receipt, text=" Chờ lâu\u200b quá. \r\n", on=ON, **cell)
    comment = db.session.get_one(Comment, ref)
    assert comment.text == "Chờ lâu quá."
    assert comment.state == State.RECEIVED
    assert comment.receipt_hash == comment_receipt_hash(receipt)
    assert comment.receipt_hash != rating_receipt_hash(receipt)
    assert comment.given_to_id == comment.agency_id == cell["agency_id"]
    assert (comment.public_text, comment.released_on, comment.due_on) == (None,) * 3
    (event,) = db.session.scalars(select(CommentEvent))
    assert (event.number, event.move, event.role) == (1, "submit", "citizen")
    assert (event.on, event.at, event.user_id) == (ON, None, None)


def test_a_reference_that_is_taken_is_drawn_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["GY-0000-0001", "GY-0000-0001", "GY-0000-0002"])
    monkeypatch.setattr(comments, "new_reference", lambda: next(drawn))
    cell = make_cell()
    refs = [submit(receipt=new_code(), text=t, on=ON, **cell) for t in ("Một", "Hai")]
    assert refs == ["GY-0000-0001", "GY-0000-0002"]
    assert [db.session.get_one(Comment, ref).text for ref in refs] == ["Một", "Hai"]


@pytest.mark.parametrize("text", ["", " \n\u200b ", "x" * (COMMENT_LENGTH + 1)])
def test_words_that_cannot_be_a_comment_are_refused(app: Flask, text: str) -> None:
    cell = make_cell()
    with pytest.raises(InvalidComment) as error:
        submit(receipt=new_code(), text=text, on=ON, **cell)
    assert error.value.field == "comment"
    assert db.session.scalars(select(Comment)).all() == []


def test_a_comment_of_a_failed_transaction_leaves_nothing(app: Flask) -> None:
    cell, receipt = make_cell(), new_code()

    @transaction
    def submit_and_fail() -> None:
        submit_comment(db.session(), receipt=receipt, text="Chậm", on=ON, **cell)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        submit_and_fail()
    assert db.session.scalars(select(Comment)).all() == []
    assert db.session.scalars(select(CommentEvent)).all() == []
