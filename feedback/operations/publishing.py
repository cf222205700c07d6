"""The one place that writes what the public may see of a comment.

Functions whose first argument is a session join the caller's transaction.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.labels import Label
from feedback.domain.roles import Role
from feedback.domain.states import Bucket, Move, State, public_bucket
from feedback.domain.text import fold
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, CommentEvent, Photo, Reply
from feedback.models.commitments import Commitment, CommitmentComment
from feedback.models.publications import PublishedComment
from feedback.models.services import Sector, Service
from feedback.operations.stamps import bump_comment_stamp

#: Moves the public sees with their day. What came before the batch stays out, so that
#: no day of writing can be matched with a day at the counter.
_PUBLIC_MOVES: Final = frozenset(
    {
        Move.DELIVER,
        Move.WITHHOLD,
        Move.APPEAL,
        Move.UPHOLD,
        Move.OVERTURN,
        Move.MOVE,
        Move.TRANSFER,
        Move.ASK_MORE,
        Move.SUPPLY,
        Move.EXTEND,
        Move.PROGRESS,
        Move.REPLY,
        Move.SEND_BACK,
        Move.PUBLISH,
        Move.REDACT,
        Move.VIEW,
        Move.REOPEN,
        Move.CLOSE,
    }
)
#: Particulars of a step that the public sees. What staff typed is not among them, but
#: for a note on progress and the reason of an extension, which are written for it.
_PUBLIC_DETAILS: Final[tuple[str, ...]] = (
    "agency",
    "due_on",
    "ground",
    "interim_on",
    "note",
    "referral",
    "view",
    "why",
)

#: Code of the service and the sector that stand for those that are not named.
UNNAMED: Final = "khongneu"
_UNNAMED: Final = Label("Không nêu, để giữ kín", "Not named, in confidence")


def project_comment(session: Session, comment: Comment) -> None:
    """Write a comment's public row anew from the comment, its events and its answer."""
    session.flush()
    bucket = public_bucket(State(comment.state))
    is_shown = bucket in (Bucket.WITHHELD, Bucket.MOVED)
    row = session.get(PublishedComment, comment.ref)
    # A stub that was public stays so, also when its withholding is overturned.
    if comment.released_on is None and not is_shown and row is None:
        return
    events = list_events(session, comment.ref)
    agency = session.get_one(Agency, comment.agency_id)
    is_secret = is_confidential(events)
    service = _find_service(session, comment, is_secret)
    is_public = bucket is Bucket.PUBLISHED
    reply = find_published_reply(session, events) if is_public else None
    if row is None:
        row = PublishedComment(ref=comment.ref)
    row.agency_id, row.service_id = agency.id, service.id
    row.sector_id, row.month = service.sector_id, comment.month
    row.bucket, row.state = bucket.value, comment.state
    row.ground, row.view = comment.ground, comment.view
    row.released_on, row.due_on = comment.released_on, comment.due_on
    row.replied_on, row.published_on = comment.replied_on, comment.published_on
    row.redacted_on = max((e.on for e in events if e.move == Move.REDACT), default=None)
    row.steps = list_public_steps(events)
    if is_secret:
        _hide_unit(row)
    row.shown_on = row.published_on or row.released_on or row.month
    row.text = comment.public_text if is_public else None
    row.tone = comment.tone if is_public else None
    promise = _set_reply(session, row, reply)
    row.folded = _fold_words(
        *(row.text, row.reply, row.reason, promise.text if promise else None),
        *(agency.name, service.name),
    )
    session.add(row)
    bump_comment_stamp(session)


def list_events(session: Session, ref: str) -> Sequence[CommentEvent]:
    """Every move of a comment, oldest first."""
    return session.scalars(
        select(CommentEvent)
        .where(CommentEvent.comment_ref == ref)
        .order_by(CommentEvent.number)
    ).all()


def is_confidential(events: Sequence[CommentEvent]) -> bool:
    """Whether a comment is with the inspectorate, or ended there."""
    moves = [e.move for e in events if e.move in (Move.ESCALATE, Move.RETURN)]
    return moves[-1:] == [Move.ESCALATE]


def _find_service(session: Session, comment: Comment, is_secret: bool) -> Service:
    if is_secret:
        return get_unnamed_service(session)
    return session.get_one(Service, comment.service_id)


def get_unnamed_service(session: Session) -> Service:
    """What a confidential stub is about: a service that only one unit has names it."""
    service = session.scalar(select(Service).where(Service.code == UNNAMED))
    if service is None:
        name, folded = _UNNAMED.vi, fold(_UNNAMED.vi)
        sector = Sector(code=UNNAMED, name=name, name_folded=folded)
        session.add(sector)
        session.flush()
        service = Service(
            code=UNNAMED,
            raw_code=UNNAMED,
            name=name,
            name_folded=folded,
            sector_id=sector.id,
            level="",
        )
        session.add(service)
        session.flush()
    return service


def _hide_unit(row: PublishedComment) -> None:
    """Take away what the unit concerned could know the comment by."""
    row.released_on = row.due_on = row.replied_on = None
    row.steps = [step for step in row.steps if step["move"] == Move.MOVE]


def _fold_words(*words: str | None) -> str:
    return fold(" \n".join(filter(None, words)))


def _set_reply(
    session: Session, row: PublishedComment, reply: Reply | None
) -> Commitment | None:
    """What the answer says and shows; returns what it promises."""
    row.reply = reply.text if reply else None
    row.outcome = reply.outcome.value if reply else None
    row.reason = reply.reason if reply else None
    row.evidence = reply.evidence if reply else None
    row.photos = _list_photos(session, reply) if reply else []
    promise = _find_promise(session, row.ref) if reply else None
    row.commitment = promise.code if promise else None
    return promise


def find_published_reply(
    session: Session, events: Sequence[CommentEvent]
) -> Reply | None:
    """The version of the answer that the public reads."""
    # A second answer being written must not replace the public one before its turn.
    shown = (Move.PUBLISH, Move.REDACT)
    versions = [
        e.details["reply"] for e in events if e.move in shown and "reply" in e.details
    ]
    return session.scalar(
        select(Reply).where(
            Reply.comment_ref == events[0].comment_ref, Reply.version == versions[-1]
        )
    )


def _find_promise(session: Session, ref: str) -> Commitment | None:
    """The newest public promise that was made for this comment."""
    return session.scalar(
        select(Commitment)
        .join(CommitmentComment, CommitmentComment.commitment_id == Commitment.id)
        .where(
            CommitmentComment.comment_ref == ref,
            CommitmentComment.joined_on.is_not(None),
        )
        .order_by(CommitmentComment.joined_on.desc(), Commitment.id.desc())
        .limit(1)
    )


def _list_photos(session: Session, reply: Reply) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Photo.id, Photo.caption, Photo.width, Photo.height)
        .where(
            Photo.comment_ref == reply.comment_ref,
            Photo.reply_version == reply.version,
        )
        .order_by(Photo.id)
    )
    return [dict(row) for row in rows.mappings()]


def _since_delivery(events: Sequence[CommentEvent]) -> Sequence[CommentEvent]:
    """What happened from the first batch on; without one, from the decision on."""
    shown = (Move.DELIVER, Move.WITHHOLD, Move.MOVE)
    first = next((n for n, e in enumerate(events) if e.move in shown), len(events))
    return events[first:]


def list_public_steps(events: Sequence[CommentEvent]) -> list[dict[str, Any]]:
    """The steps the public sees, oldest first."""
    steps: list[dict[str, Any]] = []
    for event in _since_delivery(events):
        if event.move == Move.SEND_BACK and event.role == Role.HEAD:
            # A draft that never left the agency: as if it had not been written.
            if steps and steps[-1]["move"] == Move.REPLY:
                steps.pop()
        elif event.move in _PUBLIC_MOVES:
            kept = {k: event.details[k] for k in _PUBLIC_DETAILS if k in event.details}
            steps.append({"move": event.move, "on": event.on.isoformat(), **kept})
    return steps
