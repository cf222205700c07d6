"""Letters on their way: claimed, sent by the caller, then destroyed.

A claim notes the attempt and puts the next one off, so a crash anywhere between claim
and settlement means a second sending, never a lost letter; two senders never hold the
same letter at once.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from feedback.domain import clock
from feedback.extensions import db
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.operations.transaction import transaction

#: After the first failure a letter waits this long, then twice as long each time …
_FIRST_WAIT = timedelta(minutes=5)
#: … and never longer than this.
_LONGEST_WAIT = timedelta(hours=4)


@dataclass(frozen=True)
class Message:
    """A letter ready to leave."""

    id: int
    #: The same at every attempt, so that mail servers can drop a repeated one.
    stable_id: str
    delivery: str
    recipient: str | None
    subject: str
    body: str


def next_wait(attempts: int) -> timedelta:
    """How long a letter rests after so many attempts."""
    return min(_FIRST_WAIT * 2 ** min(attempts - 1, 16), _LONGEST_WAIT)


@transaction
def claim_messages(limit: int = 20) -> list[Message]:
    """Take the letters that may leave now, the longest due first."""
    now = clock.now()
    session = db.session()
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.not_before <= now, OutboxMessage.expires_at > now)
        .order_by(OutboxMessage.not_before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(due).all()
    for letter in claimed:
        letter.attempts += 1
        letter.not_before = now + next_wait(letter.attempts)
    return [
        Message(
            letter.id,
            _stable_id(letter),
            letter.delivery,
            letter.recipient,
            letter.subject,
            letter.body,
        )
        for letter in claimed
    ]


def _stable_id(letter: OutboxMessage) -> str:
    # The body holds the token, so nobody who sees this can work back to anything.
    text = f"gop-y/message/1\n{letter.key}\n{letter.body}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction
def settle_messages(delivered: Sequence[int], undeliverable: Sequence[int]) -> None:
    """Destroy letters that arrived or never can, and note which on the invitation."""
    _destroy(delivered, "delivered")
    _destroy(undeliverable, "failed")


@transaction
def expire_messages() -> int:
    """Destroy every letter whose time is over, delivered or not; say how many."""
    late = select(OutboxMessage.id).where(OutboxMessage.expires_at <= clock.now())
    return _destroy(db.session.scalars(late).all(), "failed")


def _destroy(ids: Iterable[int], state: str) -> int:
    ids = list(ids)
    for start in range(0, len(ids), 1000):
        gone = delete(OutboxMessage).where(OutboxMessage.id.in_(ids[start:][:1000]))
        dossiers = db.session.scalars(gone.returning(OutboxMessage.dossier_id)).all()
        db.session.execute(
            update(Invitation)
            .where(Invitation.dossier_id.in_([d for d in dossiers if d is not None]))
            .values(state=state)
        )
    return len(ids)
