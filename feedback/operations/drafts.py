"""An answer as it is written down, alone or as one of many.

Functions whose first argument is a session join the caller's transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.evidence import read_evidence
from feedback.domain.limits import REPLY_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.photos import MadePhoto
from feedback.domain.sketches import make_bands
from feedback.domain.statements import read_statement
from feedback.domain.states import Move
from feedback.domain.text import clean
from feedback.models.comments import Comment, Reply, ReplyBand
from feedback.models.users import User
from feedback.operations.allotments import refuse_first_writer
from feedback.operations.comments import make_staff_move
from feedback.operations.commitments import drop_promise, make_promise
from feedback.operations.photos import keep_photos
from feedback.queries.likes import review_reply


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody of the agency typed as its answer."""

    text: str
    outcome: Outcome
    evidence: str = ""
    reason: str = ""
    #: For “will fix by a date”: what, by when, or which open promise it joins.
    promise: str = ""
    due_on: date | None = None
    joins: str = ""
    photos: Sequence[MadePhoto] = ()
    #: Pictures of the last version that stay.
    kept_photos: Sequence[int] = ()
    #: Remarks the writer has read; None where nobody is there to read them.
    heeded: Collection[str] | None = None


class MissingReason(DomainError):
    """This outcome says no to somebody, or sends them elsewhere: they are told why."""

    vi = "Kết quả này cần nêu rõ lý do, hoặc nơi đã chuyển đến."
    en = "This outcome needs its reason, or where the matter went."


class MissingEvidence(DomainError):
    """Who says that something is fixed shows it."""

    vi = (
        "“Đã khắc phục” cần có minh chứng: ảnh, đường dẫn hoặc số văn bản cho thấy "
        "việc đã làm."
    )
    en = (
        "“Fixed” needs evidence: a picture, a link or the number of a document that "
        "shows it."
    )


class Unheeded(DomainError):
    """There are remarks that the writer has not seen; sending again means yes."""

    vi = "Có điều nên xem lại. Sửa câu trả lời, hoặc bấm gửi lần nữa nếu vẫn muốn gửi."
    en = "Please look at the remarks. Change the answer, or send it again as it is."


def keep_reply(session: Session, comment: Comment, user: User, draft: Draft) -> Reply:
    """Write down an answer with all that belongs to it, and make the move."""
    refuse_first_writer(session, comment, user)
    reply = _read_reply(comment, user, draft, _next_version(session, comment.ref))
    _heed(comment, reply, draft)
    session.add(reply)
    session.flush()
    for band in set(make_bands(reply.text)):
        session.add(ReplyBand(band=band, reply_id=reply.id))
    keep_photos(session, reply, draft.photos, draft.kept_photos)
    _keep_promise(session, comment, user, draft)
    make_staff_move(
        session,
        comment,
        user,
        Move.REPLY,
        reply=reply.version,
        outcome=reply.outcome.value,
    )
    return reply


def _next_version(session: Session, ref: str) -> int:
    return (find_last_version(session, ref) or 0) + 1


def find_last_version(session: Session, ref: str) -> int | None:
    """The number of the newest version of the answer to a comment."""
    return session.scalar(
        select(func.max(Reply.version)).where(Reply.comment_ref == ref)
    )


def _read_reply(comment: Comment, user: User, draft: Draft, version: int) -> Reply:
    has_photo = bool(draft.photos or draft.kept_photos)
    return Reply(
        comment_ref=comment.ref,
        version=version,
        text=read_statement(draft.text, "text", REPLY_LENGTH),
        outcome=draft.outcome,
        reason=_read_reason(draft.reason, draft.outcome),
        evidence=_read_evidence(draft.evidence, draft.outcome, has_photo),
        author_id=user.id,
        written_at=clock.now(),
    )


def _read_reason(reason: str, outcome: Outcome) -> str | None:
    if outcome.needs_reason and not clean(reason):
        raise MissingReason(field="reason")
    return read_statement(reason, "reason") if clean(reason) else None


def _read_evidence(evidence: str, outcome: Outcome, has_photo: bool) -> str | None:
    shown = read_evidence(evidence)
    if shown is None and outcome.needs_evidence and not has_photo:
        raise MissingEvidence(field="evidence")
    return shown


def _heed(comment: Comment, reply: Reply, draft: Draft) -> None:
    if draft.heeded is None:
        return
    review = review_reply(
        comment.ref,
        comment.agency_id,
        comment.public_text or "",
        reply.text,
        reply.outcome,
    )
    if not set(review.remarks) <= set(draft.heeded):
        raise Unheeded()


def _keep_promise(session: Session, comment: Comment, user: User, draft: Draft) -> None:
    if not draft.outcome.needs_day:
        # What a version that was never published promised goes with it.
        drop_promise(session, comment)
        return
    make_promise(
        session,
        comment,
        user,
        text=draft.promise,
        due_on=draft.due_on,
        joins=draft.joins,
    )
