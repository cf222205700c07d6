"""Promises brought to a point of their lives by the operations alone."""

from datetime import date
from typing import Any

from sqlalchemy import select

from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.models.commitments import Commitment, CommitmentEvent
from feedback.models.users import User
from feedback.operations import commitments
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from tests.lives import PUBLISHED_ON, REPLIED_ON, Cast, on_day

PROMISE = "Chúng tôi lắp thêm hai quầy tiếp nhận."
#: A Thursday.
DUE_ON = date(2026, 4, 16)


class _Promise:
    """promise(cast, ref) writes one; the others join the way of its reply."""

    def __call__(
        self, cast: Cast, ref: str, *, today: date = REPLIED_ON, **changes: Any
    ) -> str:
        values = {"text": PROMISE, "due_on": DUE_ON, **changes}
        with on_day(today):
            return _make(ref, cast.officer.id, **values)

    def publish(self, ref: str, on: date) -> None:
        """What publishing the reply does with it."""
        with on_day(on):
            _publish(ref, on)

    def drop(self, ref: str) -> None:
        """What another reply does with it."""
        with on_day(REPLIED_ON):
            _drop(ref)

    def open(self, cast: Cast) -> str:
        """A public promise of a comment of its own."""
        ref = cast.live(State.OPEN)
        code = self(cast, ref)
        self.publish(ref, PUBLISHED_ON)
        return code


@transaction
def _make(ref: str, user_id: int, **values: Any) -> str:
    session = db.session()
    comment, user = session.get_one(Comment, ref), session.get_one(User, user_id)
    return commitments.make_promise(session, comment, user, **values).code


@transaction
def _publish(ref: str, on: date) -> None:
    session = db.session()
    comment = session.get_one(Comment, ref)
    commitments.publish_promises(session, comment, on)
    project_comment(session, comment)


@transaction
def _drop(ref: str) -> None:
    commitments.drop_promise(db.session(), db.session.get_one(Comment, ref))


promise = _Promise()


def get_promise(code: str) -> Commitment:
    """The promise as the database has it now."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.code == code)
        .execution_options(populate_existing=True)
    ).one()


def events_of(code: str) -> list[str]:
    """Its moves in order."""
    return list(
        db.session.scalars(
            select(CommitmentEvent.move)
            .where(CommitmentEvent.commitment_id == get_promise(code).id)
            .order_by(CommitmentEvent.number)
        )
    )
