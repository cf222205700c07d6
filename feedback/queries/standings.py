"""Where unfinished comments stand, for work that goes through all of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import Comment

#: Nothing more happens to a comment here.
_FINISHED = (State.CLOSED, State.WITHHELD, State.MOVED)


@dataclass(frozen=True)
class Standing:
    """A comment's state and dates, without its words."""

    ref: str
    state: State
    n_events: int
    agency_id: int
    state_on: date
    released_on: date | None
    due_on: date | None


def list_withheld() -> list[str]:
    """References of what is withheld and may still be appealed, in random order."""
    withheld = Comment.state == State.WITHHELD.value
    return list(
        db.session.scalars(select(Comment.ref).where(withheld).order_by(Comment.ref))
    )


def list_unfinished() -> list[Standing]:
    """Every comment that something can still happen to, in random order."""
    rows = db.session.execute(
        select(
            Comment.ref,
            Comment.state,
            Comment.n_events,
            Comment.agency_id,
            Comment.state_on,
            Comment.released_on,
            Comment.due_on,
        )
        .where(Comment.state.not_in([state.value for state in _FINISHED]))
        .order_by(Comment.ref)
    )
    return [
        Standing(
            row.ref,
            State(row.state),
            row.n_events,
            row.agency_id,
            row.state_on,
            row.released_on,
            row.due_on,
        )
        for row in rows
    ]
