"""Emptying originals whose time is over; what the public reads stays."""

from datetime import date
from typing import Final

from sqlalchemy import Select, select

from feedback.domain.retention import ENDED, find_last_end
from feedback.domain.states import Bucket, State, public_bucket
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.operations.signs import drop_signs
from feedback.operations.transaction import transaction

#: Comments emptied in one transaction.
BATCH: Final = 200


@transaction
def erase_batch(on: date) -> int:
    """Empty the originals that ended long enough ago, 200 at most; how many."""
    session = db.session()
    comments = session.scalars(select_over(on).with_for_update()).all()
    drop_signs(session, comments)
    for comment in comments:
        comment.text, comment.text_erased_on = "", on
        if public_bucket(State(comment.state)) is not Bucket.PUBLISHED:
            comment.tone = None
    return len(comments)


def select_over(on: date) -> Select[tuple[Comment]]:
    """What has been kept long enough.

    The day received bounds the search through ix_comments_state_received_on, because
    no comment ends before it is received.
    """
    last = find_last_end(on)
    return (
        select(Comment)
        .where(
            Comment.state.in_(ENDED),
            Comment.received_on <= last,
            Comment.state_on <= last,
            Comment.text_erased_on.is_(None),
        )
        .order_by(Comment.received_on, Comment.ref)
        .limit(BATCH)
    )
