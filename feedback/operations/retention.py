"""Emptying originals whose time is over; what the public reads stays."""

from datetime import date
from typing import Final

from sqlalchemy import select, update

from feedback.domain.retention import ENDED, find_last_end
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.operations.signs import drop_signs
from feedback.operations.transaction import transaction

#: Comments emptied in one transaction.
BATCH: Final = 500


@transaction
def erase_batch(on: date) -> int:
    """Empty the originals that ended long enough ago, 500 at most; how many.

    The day received bounds the search through ix_comments_state_received_on, because
    no comment ends before it is received.
    """
    session = db.session()
    last = find_last_end(on)
    refs = session.scalars(
        select(Comment.ref)
        .where(
            Comment.state.in_(ENDED),
            Comment.received_on <= last,
            Comment.state_on <= last,
            Comment.text_erased_on.is_(None),
        )
        .order_by(Comment.received_on, Comment.ref)
        .limit(BATCH)
        .with_for_update()
    ).all()
    session.execute(
        update(Comment)
        .where(Comment.ref.in_(refs))
        .values(text="", text_erased_on=on)
        .execution_options(synchronize_session=False)
    )
    drop_signs(session, refs)
    return len(refs)
