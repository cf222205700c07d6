"""Reads of the answers an agency has written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from feedback.domain.errors import NotFound
from feedback.domain.outcomes import Outcome
from feedback.extensions import db
from feedback.models.comments import Photo, Reply
from feedback.models.users import User


@dataclass(frozen=True)
class Answer:
    """One version of an agency's answer."""

    version: int
    text: str
    outcome: Outcome
    reason: str | None
    evidence: str | None
    author: str
    written_at: datetime


def list_answers(ref: str) -> Sequence[Answer]:
    """All versions of the answer to a comment, oldest first."""
    rows = db.session.execute(
        select(Reply, User.name)
        .join(User, User.id == Reply.author_id)
        .where(Reply.comment_ref == ref)
        .order_by(Reply.version)
    )
    return [
        Answer(
            reply.version,
            reply.text,
            reply.outcome,
            reply.reason,
            reply.evidence,
            author,
            reply.written_at,
        )
        for reply, author in rows
    ]


@dataclass(frozen=True)
class ShownPhoto:
    """A picture of an answer, without its bytes."""

    id: int
    caption: str
    width: int
    height: int


def list_photos(ref: str) -> Sequence[ShownPhoto]:
    """The pictures of the newest version of the answer to a comment."""
    newest = (
        select(func.max(Reply.version))
        .where(Reply.comment_ref == ref)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Photo.id, Photo.caption, Photo.width, Photo.height)
        .where(Photo.comment_ref == ref, Photo.reply_version == newest)
        .order_by(Photo.id)
    )
    return [ShownPhoto(*row) for row in rows]


def get_photo(ref: str, photo_id: int) -> bytes:
    """The bytes of a picture of an answer to a comment."""
    data = db.session.scalar(
        select(Photo.data).where(Photo.id == photo_id, Photo.comment_ref == ref)
    )
    if data is None:
        raise NotFound()
    return data
