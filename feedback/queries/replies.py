"""Reads of the answers an agency has written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from feedback.domain.outcomes import Outcome
from feedback.extensions import db
from feedback.models.comments import Reply
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
