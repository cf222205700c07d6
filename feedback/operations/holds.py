"""Holding a comment for the people who may act on it; for all others it is not there.

Functions whose first argument is a session join the caller's transaction.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from feedback.domain.errors import Conflict, InvalidCode, NotFound
from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.states import HIDDEN_FROM_AGENCY, Move, State
from feedback.domain.tokens import comment_receipt_hash
from feedback.models.comments import Comment
from feedback.models.users import User
from feedback.operations.comments import make_staff_move
from feedback.queries.inspections import is_before_inspectorate
from feedback.queries.users import get_user


def hold_for_agency(
    session: Session, ref: str, user_id: int, seen: int
) -> tuple[Comment, User]:
    """For somebody of the agency that owes the answer, once it was delivered there."""
    comment, user = find_for_agency(session, ref, user_id)
    _check_seen(comment, seen)
    return comment, user


def find_for_agency(session: Session, ref: str, user_id: int) -> tuple[Comment, User]:
    """The same for who changes nothing of the comment itself."""
    comment, user = _hold(session, Comment.ref == ref), get_user(user_id)
    is_theirs = user.role in AGENCY_ROLES and user.agency_id == comment.agency_id
    is_there = comment.released_on is not None
    if not is_theirs or not is_there or State(comment.state) in HIDDEN_FROM_AGENCY:
        raise NotFound()
    return comment, user


def hold_for_desk(
    session: Session, ref: str, user_id: int, seen: int
) -> tuple[Comment, User]:
    """For the oversight desk outside the agency concerned; acting begins screening."""
    comment, user = _hold(session, Comment.ref == ref), get_user(user_id)
    is_concerned = user.agency_id in (comment.agency_id, comment.given_to_id)
    if user.role is not Role.OVERSIGHT or is_concerned:
        raise NotFound()
    _check_seen(comment, seen)
    if comment.state == State.RECEIVED:
        make_staff_move(session, comment, user, Move.SCREEN)
    return comment, user


def hold_for_inspectorate(
    session: Session, ref: str, user_id: int, seen: int
) -> tuple[Comment, User]:
    """For an inspector, what is appealed or was passed to the own body."""
    comment, user = _hold(session, Comment.ref == ref), get_user(user_id)
    if user.role is not Role.INSPECTORATE or not is_before_inspectorate(
        comment, user.agency_id
    ):
        raise NotFound()
    _check_seen(comment, seen)
    return comment, user


def hold_for_author(session: Session, receipt: str) -> Comment:
    """For who holds the receipt."""
    try:
        key = comment_receipt_hash(receipt)
    except InvalidCode:
        raise NotFound() from None
    return _hold(session, Comment.receipt_hash == key)


def _hold(session: Session, condition: ColumnElement[bool]) -> Comment:
    comment = session.scalar(
        select(Comment)
        .where(condition)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if comment is None:
        raise NotFound()
    return comment


def _check_seen(comment: Comment, seen: int) -> None:
    # Somebody else moved it after this person's page was made.
    if comment.n_events != seen:
        raise Conflict()
