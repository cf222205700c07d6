"""Ballots come alive in shuffled batches."""

from typing import Any

from sqlalchemy import CursorResult, delete, false, insert, select

from feedback.extensions import db
from feedback.models.ballots import Ballot, BufferedBallot
from feedback.operations.transaction import transaction

_CARRIED = ("hash", "agency_id", "service_id", "channel", "month")


@transaction
def activate_ballots() -> int:
    """Move the buffer into the ballots in the order of the hashes; say how many.

    The hashes are random, so their order is a shuffle: nothing is left of the order in
    which dossiers ended. A ballot buffered while this runs waits for the next batch.
    """
    session = db.session()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    buffered = BufferedBallot.__table__.c
    taken: Any = BufferedBallot.__table__
    if not is_sqlite:
        # What is read is what is deleted; SQLite has one writer and needs no such care.
        taken = (
            delete(BufferedBallot)
            .returning(*(buffered[name] for name in _CARRIED))
            .cte("taken")
        )
    carried = [taken.c[name] for name in _CARRIED]
    batch = select(*carried, false()).order_by(taken.c.hash)
    moved: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        insert(Ballot).from_select([*_CARRIED, "is_spent"], batch),
        execution_options={"preserve_rowcount": True},
    )
    if is_sqlite:
        session.execute(delete(BufferedBallot))
    return moved.rowcount
