"""Covering up, in the open, what should not have become public.

Nothing is written anew: parts of the public text give way to a mark. Why is public,
what it was is not; the digests in the event let those who know the words check them.
"""

import hashlib

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from feedback.domain.covers import check_cover
from feedback.domain.errors import Conflict
from feedback.domain.limits import REDACTED_LENGTH, REPLY_LENGTH
from feedback.domain.statements import read_statement
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.models.comments import Photo, Reply
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_desk
from feedback.operations.publishing import (
    find_published_reply,
    list_events,
    project_comment,
)
from feedback.operations.transaction import transaction

#: Room for marks that are longer than what they cover up.
_MARKS = 500


class AnswerUnderway(Conflict):
    """A second answer was handed in; the first one is covered up after it."""

    vi = (
        "Cơ quan vừa gửi câu trả lời lần hai. Mời công khai hoặc trả lại câu ấy trước, "
        "rồi mới che bớt câu trả lời."
    )
    en = (
        "A second answer has been handed in. Please publish it or send it back first, "
        "then cover up the answer."
    )


@transaction
def redact_comment(
    ref: str, *, user_id: int, seen: int, public_text: str, reason: str
) -> None:
    """Cover up parts of a comment that is public; everybody reads why."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    new = read_statement(public_text, "public_text", REDACTED_LENGTH + _MARKS)
    why = read_statement(reason, "reason")
    old = comment.public_text or ""
    covered = check_cover(old, new, "public_text")
    digests = {"before": _digest(old), "after": _digest(new)}
    make_staff_move(
        session, comment, user, Move.REDACT, note=why, covered=covered, **digests
    )
    comment.public_text = new
    project_comment(session, comment)


@transaction
def redact_reply(ref: str, *, user_id: int, seen: int, text: str, reason: str) -> None:
    """Cover up parts of a public answer, as a version of its own that replaces it."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    if comment.state == State.REPLIED_AGAIN:
        raise AnswerUnderway()
    new = read_statement(text, "text", REPLY_LENGTH + _MARKS)
    why = read_statement(reason, "reason")
    old = find_published_reply(session, list_events(session, ref))
    if old is None:
        raise Conflict()
    covered = check_cover(old.text, new, "text")
    reply = _replace(session, old, new)
    digests = {"before": _digest(old.text), "after": _digest(new)}
    make_staff_move(
        session,
        comment,
        user,
        Move.REDACT,
        note=why,
        covered=covered,
        reply=reply.version,
        **digests,
    )
    project_comment(session, comment)


def _replace(session: Session, old: Reply, text: str) -> Reply:
    last = session.scalar(
        select(func.max(Reply.version)).where(Reply.comment_ref == old.comment_ref)
    )
    reply = Reply(
        comment_ref=old.comment_ref,
        version=(last or 0) + 1,
        text=text,
        outcome=old.outcome,
        reason=old.reason,
        evidence=old.evidence,
        author_id=old.author_id,
        written_at=old.written_at,
    )
    session.add(reply)
    session.flush()
    session.execute(
        update(Photo)
        .where(Photo.comment_ref == old.comment_ref, Photo.reply_version == old.version)
        .values(reply_version=reply.version)
    )
    return reply


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
