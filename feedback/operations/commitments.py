"""Promises: made with a reply, public with it, and brought to a public end.

Functions whose first argument is a session join the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.commitments import (
    JOINABLE_STATES,
    CommitmentMove,
    CommitmentState,
    InvalidPromise,
    apply_commitment_move,
    check_promised_day,
)
from feedback.domain.limits import REASON_LENGTH
from feedback.domain.roles import Role
from feedback.domain.statements import read_statement
from feedback.domain.tokens import new_reference
from feedback.models.comments import Comment
from feedback.models.commitments import Commitment, CommitmentComment, CommitmentEvent
from feedback.models.users import User
from feedback.queries.calendars import load_calendar


def make_promise(
    session: Session,
    comment: Comment,
    user: User,
    *,
    text: str,
    due_on: date | None,
    joins: str = "",
) -> Commitment:
    """Write down what a reply promises, or join a promise of the agency by its code.

    It takes the place of a promise this comment had that is not public yet. Errors
    name the fields `promise`, `due_on` and `joins`. With `joins` the text and the day
    of the joined promise hold.
    """
    if joins.strip():
        commitment = _find_joined(session, comment, joins)
        _leave_unpublished(session, comment, but=commitment.id)
    else:
        words = read_statement(text, "promise", REASON_LENGTH)
        day = check_promised_day(due_on, clock.today(), load_calendar())
        _leave_unpublished(session, comment)
        commitment = _open_draft(session, comment, user, words, day)
    _link(session, commitment, comment)
    return commitment


def _find_joined(session: Session, comment: Comment, code: str) -> Commitment:
    found = session.scalar(
        select(Commitment)
        .where(
            Commitment.code == code.strip().upper(),
            Commitment.agency_id == comment.agency_id,
            Commitment.state.in_(JOINABLE_STATES),
        )
        .with_for_update()
    )
    if found is None:
        raise InvalidPromise(
            "Cơ quan không có cam kết nào đang mở mang mã này. Mời chọn lại.",
            "Your agency has no open promise with this code. Please choose again.",
            field="joins",
        )
    return found


def _open_draft(
    session: Session, comment: Comment, user: User, text: str, due_on: date
) -> Commitment:
    state = apply_commitment_move(None, CommitmentMove.PROMISE, user.role)
    commitment = Commitment(
        code=_free_code(session),
        agency_id=comment.agency_id,
        service_id=comment.service_id,
        text=text,
        due_on=due_on,
        state=state.value,
        n_events=0,
    )
    session.add(commitment)
    session.flush()
    _record(session, commitment, CommitmentMove.PROMISE, user.role, user_id=user.id)
    return commitment


def _free_code(session: Session) -> str:
    while True:
        code = new_reference()
        if session.scalar(select(Commitment.id).where(Commitment.code == code)) is None:
            return code


def _link(session: Session, commitment: Commitment, comment: Comment) -> None:
    key = (commitment.id, comment.ref)
    if session.get(CommitmentComment, key) is None:
        session.add(CommitmentComment(commitment_id=key[0], comment_ref=key[1]))
        session.flush()


def drop_promise(session: Session, comment: Comment) -> None:
    """Take back the promise of a reply that was never published."""
    _leave_unpublished(session, comment)


def _leave_unpublished(
    session: Session, comment: Comment, but: int | None = None
) -> None:
    """Part the comment from promises its unpublished reply made; empty ones end."""
    for commitment in _list_unpublished(session, comment):
        if commitment.id == but:
            continue
        session.execute(
            delete(CommitmentComment).where(
                CommitmentComment.commitment_id == commitment.id,
                CommitmentComment.comment_ref == comment.ref,
            )
        )
        others = exists().where(CommitmentComment.commitment_id == commitment.id)
        is_draft = commitment.state == CommitmentState.DRAFT
        if is_draft and not session.scalar(select(others)):
            move_commitment(session, commitment, CommitmentMove.DROP, Role.SYSTEM)
            commitment.ended_on = clock.today()


def _list_unpublished(session: Session, comment: Comment) -> Sequence[Commitment]:
    session.flush()
    return session.scalars(
        select(Commitment)
        .join(CommitmentComment, CommitmentComment.commitment_id == Commitment.id)
        .where(
            CommitmentComment.comment_ref == comment.ref,
            CommitmentComment.joined_on.is_(None),
        )
        .order_by(Commitment.id)
        .with_for_update(of=Commitment)
    ).all()


def publish_promises(session: Session, comment: Comment, on: date) -> None:
    """Make public what the reply promises, with the reply; call before projecting."""
    for commitment in _list_unpublished(session, comment):
        link = session.get_one(CommitmentComment, (commitment.id, comment.ref))
        link.joined_on = on
        if commitment.state == CommitmentState.DRAFT:
            move_commitment(
                session, commitment, CommitmentMove.PUBLISH, Role.SYSTEM, on=on
            )
            commitment.promised_on = on


def move_commitment(
    session: Session,
    commitment: Commitment,
    move: CommitmentMove,
    role: Role,
    *,
    on: date | None = None,
    is_late: bool = False,
    user_id: int | None = None,
    **details: Any,
) -> None:
    """Make one legal move: the promise's new state and the event that says so."""
    before = CommitmentState(commitment.state)
    commitment.state = apply_commitment_move(before, move, role, is_late=is_late).value
    _record(session, commitment, move, role, on=on, user_id=user_id, **details)


def _record(
    session: Session,
    commitment: Commitment,
    move: CommitmentMove,
    role: Role,
    *,
    on: date | None = None,
    user_id: int | None = None,
    **details: Any,
) -> None:
    commitment.n_events += 1
    session.add(
        CommitmentEvent(
            commitment_id=commitment.id,
            number=commitment.n_events,
            move=move.value,
            state=commitment.state,
            on=on or clock.today(),
            at=clock.now() if user_id is not None else None,
            role=role.value,
            user_id=user_id,
            details=details,
        )
    )
