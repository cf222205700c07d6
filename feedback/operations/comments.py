"""A comment's arrival, and the one way it moves on.

Functions whose first argument is a session join the caller's transaction.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.errors import DomainError
from feedback.domain.kinds import Kind
from feedback.domain.limits import COMMENT_LENGTH
from feedback.domain.roles import Role
from feedback.domain.states import Move, State, apply_move
from feedback.domain.text import clean
from feedback.domain.tokens import comment_receipt_hash, new_reference
from feedback.domain.tones import Tone
from feedback.models.comments import Comment, CommentEvent
from feedback.models.users import User
from feedback.operations.letters import tell_author

_comments = Comment.__table__
_WRITTEN = (
    *("ref", "receipt_hash", "given_to_id", "agency_id", "service_id", "channel"),
    *("month", "text", "tone", "state", "received_on", "n_events", "state_on"),
)
#: Adds nothing where the reference is taken: one statement instead of two.
_ADD_COMMENT = insert(_comments).from_select(
    _WRITTEN,
    select(
        *(bindparam(f"its_{name}", type_=_comments.c[name].type) for name in _WRITTEN)
    ).where(~exists().where(_comments.c.ref == bindparam("its_ref"))),
)
_ADD_EVENT = insert(CommentEvent.__table__)


class InvalidComment(DomainError):
    """Words that cannot be a comment: none at all, or too many."""

    vi = "Mời viết ý kiến, hoặc để trống ô này."
    en = "Please write your comment, or leave the box empty."


def submit_comment(
    session: Session,
    *,
    receipt: str,
    agency_id: int,
    service_id: int,
    channel: Channel,
    month: date,
    text: str,
    on: date,
    tone: Tone | None = None,
) -> str:
    """Keep a citizen's words with their first event; returns the public reference."""
    # Part of the busiest write of the platform, so it goes past the ORM.
    state = apply_move(None, Move.SUBMIT, Role.CITIZEN).value
    connection = session.connection()
    reference = _add_comment(
        connection,
        receipt_hash=comment_receipt_hash(receipt),
        given_to_id=agency_id,
        agency_id=agency_id,
        service_id=service_id,
        channel=channel,
        month=month,
        text=read_words(text),
        tone=tone,
        state=state,
        received_on=on,
        n_events=1,
        state_on=on,
    )
    connection.execute(_ADD_EVENT, _first_event(reference, state, on))
    return reference


def _add_comment(connection: Connection, **row: Any) -> str:
    """Add the row under a free reference; forty bits do collide among millions."""
    values = {f"its_{name}": value for name, value in row.items()}
    while True:
        reference = new_reference()
        added = connection.execute(
            _ADD_COMMENT,
            {**values, "its_ref": reference},
            execution_options={"preserve_rowcount": True},
        )
        if added.rowcount:
            return reference


def _first_event(reference: str, state: str, on: date) -> dict[str, Any]:
    return {
        "comment_ref": reference,
        "number": 1,
        "move": Move.SUBMIT.value,
        "state": state,
        "on": on,
        "role": Role.CITIZEN.value,
        "details": {},
    }


def read_words(text: str) -> str:
    """The words as they are kept: cleaned, not empty, not too long."""
    words = clean(text)
    if not words:
        raise InvalidComment(field="comment")
    if len(words) > COMMENT_LENGTH:
        raise InvalidComment(
            f"Ý kiến dài {len(words)} ký tự, tối đa là {COMMENT_LENGTH}. "
            "Mời rút gọn giúp.",
            f"The comment has {len(words)} characters, at most {COMMENT_LENGTH} are "
            "possible. Please shorten it.",
            field="comment",
        )
    return words


def make_move(
    session: Session,
    comment: Comment,
    move: Move,
    role: Role,
    on: date,
    *,
    user_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Make one legal move: the comment's new state and the event that says so."""
    comment.state = apply_move(State(comment.state), move, role).value
    record_event(session, comment, move, role, on, user_id=user_id, details=details)
    if comment.kind == Kind.CASE:
        tell_author(session, comment, move)


def make_staff_move(
    session: Session, comment: Comment, user: User, move: Move, **details: Any
) -> None:
    """Make a legal move as a member of staff, now."""
    make_move(
        session,
        comment,
        move,
        user.role,
        clock.today(),
        user_id=user.id,
        details=details,
    )


def record_event(
    session: Session,
    comment: Comment,
    move: Move,
    role: Role,
    on: date,
    *,
    user_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add the event of a move; only staff's moves carry a moment."""
    comment.n_events += 1
    comment.state_on = on
    session.add(
        CommentEvent(
            comment_ref=comment.ref,
            number=comment.n_events,
            move=move.value,
            state=comment.state,
            on=on,
            at=clock.now() if user_id is not None else None,
            role=role.value,
            user_id=user_id,
            details=details or {},
        )
    )
