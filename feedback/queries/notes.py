"""Reads of the notes that colleagues of one agency wrote beside a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from feedback.extensions import db
from feedback.models.comments import CommentNote
from feedback.models.users import User


@dataclass(frozen=True)
class Note:
    """What a colleague wrote, and when."""

    text: str
    author: str
    written_at: datetime


def list_notes(ref: str, agency_id: int) -> Sequence[Note]:
    """The notes of this agency on a comment, oldest first; never another agency's."""
    rows = db.session.execute(
        select(CommentNote.text, User.name, CommentNote.written_at)
        .join(User, User.id == CommentNote.author_id)
        .where(CommentNote.comment_ref == ref, CommentNote.agency_id == agency_id)
        .order_by(CommentNote.id)
    )
    return [Note(*row) for row in rows]
