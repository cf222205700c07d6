"""Reads of who in an agency writes which answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select

from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.models.comments import Comment, CommentEvent, Reply
from feedback.models.users import User


@dataclass(frozen=True)
class Colleague:
    """Somebody who writes answers for an agency."""

    user_id: int
    name: str
    role: Role


def list_colleagues(agency_id: int) -> Sequence[Colleague]:
    """The active officers and heads of an agency, by name."""
    rows = db.session.execute(
        select(User.id, User.name, User.role)
        .where(_works_for(agency_id))
        .order_by(User.name, User.id)
    )
    return [Colleague(*row) for row in rows]


def find_assignee(ref: str) -> Colleague | None:
    """Who has been given a comment, if anybody in particular."""
    row = db.session.execute(
        select(User.id, User.name, User.role)
        .join(Comment, Comment.assignee_id == User.id)
        .where(Comment.ref == ref)
    ).one_or_none()
    return Colleague(*row) if row else None


def find_barred_writer(ref: str) -> int | None:
    """Who may not write the second answer: the writer of the first, if others could.

    Nobody before a comment is opened again, and nobody in an agency of one.
    """
    comment = db.session.get(Comment, ref)
    if comment is None or comment.state != State.REOPENED:
        return None
    writer = db.session.scalar(
        select(Reply.author_id).where(
            Reply.comment_ref == ref,
            Reply.version
            == select(CommentEvent.details["reply"].as_integer())
            .where(CommentEvent.comment_ref == ref, CommentEvent.move == Move.PUBLISH)
            .order_by(CommentEvent.number)
            .limit(1)
            .scalar_subquery(),
        )
    )
    others = exists().where(_works_for(comment.agency_id), User.id != writer)
    return writer if db.session.scalar(select(others)) else None


def has_other_head(agency_id: int, user_id: int) -> bool:
    """Whether somebody else in an agency can approve its answers."""
    heads = exists().where(
        _works_for(agency_id), User.role == Role.HEAD, User.id != user_id
    )
    return bool(db.session.scalar(select(heads)))


def _works_for(agency_id: int) -> ColumnElement[bool]:
    return and_(
        User.agency_id == agency_id, User.role.in_(AGENCY_ROLES), User.is_active
    )
