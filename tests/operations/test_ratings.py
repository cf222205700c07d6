"""Giving and changing a rating: once, whole, in few statements."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.domain.ballots import BallotNotOpen, BallotState, RatingFixed
from feedback.domain.errors import InvalidQuestionnaire, NotFound
from feedback.domain.tokens import ballot_hash, new_code
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.ratings import Rating
from feedback.operations.comments import InvalidComment
from feedback.operations.ratings import Submission, change_rating, submit_rating
from feedback.queries.questionnaires import get_current_version, get_questionnaire
from tests.ballots import make_token, publish_questions
from tests.statements import counted_statements

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def make_submission(token: str | None = None, **changes: Any) -> Submission:
    """What a citizen sends."""
    values: dict[str, Any] = {
        "ballot": ballot_hash(token or make_token()),
        "receipt": new_code(),
        "questionnaire": get_current_version(),
        "answers": {"overall": "4", "time": "2"},
        "comment": "",
        **changes,
    }
    return Submission(**values)


def count(table: Any) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_rating_is_sent_in_at_most_eight_statements(app: Flask) -> None:
    submission = make_submission(comment="Cảm ơn cán bộ.")
    get_questionnaire(submission.questionnaire)  # read once by each process
    db.session.rollback()
    with counted_statements() as sent:
        submit_rating(submission)
    assert sent[0].startswith("BEGIN") and sent[-1] == "COMMIT"
    assert sent.count("COMMIT") == 1, "one transaction"
    assert len(sent) <= 8, sent


def test_all_of_a_submission_is_kept_or_nothing(app: Flask) -> None:
    token = make_token()
    with pytest.raises(InvalidComment):
        submit_rating(make_submission(token, comment="a" * 2001))
    assert (count(Rating), count(Comment)) == (0, 0)
    ballot = db.session.get_one(Ballot, ballot_hash(token))
    assert not ballot.is_spent
    submit_rating(make_submission(token))


def test_wrong_answers_spend_no_ballot(app: Flask) -> None:
    token = make_token()
    for answers in ({}, {"overall": "9"}, {"overall": "4", "khac": "1"}):
        with pytest.raises(InvalidQuestionnaire):
            submit_rating(make_submission(token, answers=answers))
    assert count(Rating) == 0


def test_the_same_submission_again_gets_the_same_answer(app: Flask) -> None:
    submission = make_submission(comment="Cảm ơn cán bộ.")
    first = submit_rating(submission)
    again = submit_rating(submission)
    assert again.reference == first.reference
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert (count(Rating), count(Comment)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"is_spent": True}, BallotState.SPENT),
        ({"month": date(2026, 1, 1)}, BallotState.CLOSED),
    ],
)
def test_a_ballot_that_is_not_open_takes_nothing(
    app: Flask, changes: dict[str, Any], state: BallotState
) -> None:
    with pytest.raises(BallotNotOpen) as refusal:
        submit_rating(make_submission(make_token(**changes)))
    assert refusal.value.state is state
    assert count(Rating) == 0


def test_a_ballot_nobody_issued_takes_nothing(app: Flask) -> None:
    with pytest.raises(BallotNotOpen) as refusal:
        submit_rating(make_submission(new_code()))
    assert refusal.value.state is BallotState.UNKNOWN


def test_many_at_once_with_one_ballot_give_one_rating(app: Flask) -> None:
    token = make_token()
    submissions = [make_submission(token) for _ in range(8)]
    outcomes = run_at_once(app, submissions)
    assert outcomes.count("kept") == 1
    assert outcomes.count("refused") == 7
    assert count(Rating) == 1


def test_the_same_submission_many_times_at_once_is_one_rating(app: Flask) -> None:
    submission = make_submission(comment="Cảm ơn cán bộ.")
    outcomes = run_at_once(app, [submission] * 8)
    assert outcomes.count("kept") == 1
    assert outcomes.count("repeat") == 7
    assert (count(Rating), count(Comment)) == (1, 1)


def run_at_once(app: Flask, submissions: list[Submission]) -> list[str]:
    """Send all of them from threads of their own, starting together."""
    db.session.rollback()
    gate = threading.Barrier(len(submissions))
    outcomes: list[str] = []

    def send(submission: Submission) -> None:
        with app.app_context():
            gate.wait()
            try:
                done = submit_rating(submission)
            except BallotNotOpen:
                outcomes.append("refused")
            else:
                outcomes.append("repeat" if done.is_repeat else "kept")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send, args=(s,)) for s in submissions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_change_adds_a_version_and_ends_the_one_before(app: Flask) -> None:
    submission = make_submission()
    submit_rating(submission)
    with clock.frozen(clock.local_moment(date(2026, 3, 30), 9)):
        change_rating(submission.receipt, {"overall": "1"})
    rows = db.session.execute(
        select(Rating.version, Rating.overall, Rating.superseded_on).order_by(
            Rating.version
        )
    ).all()
    assert [tuple(row) for row in rows] == [(1, 4, date(2026, 3, 30)), (2, 1, None)]


def test_a_rating_counts_once_however_often_it_is_changed(app: Flask) -> None:
    submission = make_submission()
    submit_rating(submission)
    for overall in ("1", "2", "3", "3", "none"):
        change_rating(submission.receipt, {"overall": overall})
    counting = select(Rating.overall).where(Rating.superseded_on.is_(None))
    assert db.session.scalars(counting).all() == [None]
    assert count(Rating) == 5  # the second "3" changed nothing


def test_a_change_after_its_time_is_refused(app: Flask) -> None:
    submission = make_submission()
    submit_rating(submission)
    with clock.frozen(clock.local_moment(date(2026, 4, 2))):
        with pytest.raises(RatingFixed):
            change_rating(submission.receipt, {"overall": "1"})


def test_a_receipt_of_nothing_changes_nothing(app: Flask) -> None:
    with pytest.raises(NotFound):
        change_rating(new_code(), {"overall": "1"})


def test_a_rating_keeps_no_hour_no_token_and_no_receipt(app: Flask) -> None:
    token = make_token()
    submission = make_submission(token, comment="Cảm ơn cán bộ.")
    submit_rating(submission)
    rating = db.session.scalars(select(Rating)).one()
    comment = db.session.scalars(select(Comment)).one()
    kept = [getattr(rating, column.name) for column in Rating.__table__.columns]
    assert not any(isinstance(value, datetime) for value in kept)
    hashes = {rating.receipt_hash, comment.receipt_hash, ballot_hash(token)}
    assert len(hashes) == 3
    text = repr(kept)
    assert token not in text and submission.receipt not in text
