"""Letters to those who gave an address with their comment, in the caller's transaction.

All others are told nothing by letter: they read it with their receipt.
"""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.contacts import write_news
from feedback.domain.states import Move
from feedback.extensions import find_address
from feedback.models.comments import CaseContact, Comment
from feedback.models.invitations import OutboxMessage

#: A letter that could not leave for so long is of no more use.
_LIFE = timedelta(hours=72)


def tell_author(session: Session, comment: Comment, move: Move) -> None:
    """Write to the author about the last move, where there is an address and news."""
    contact = session.get(CaseContact, comment.ref)
    if contact is None or contact.email is None:
        return
    letter = write_news(move, find_address())
    if letter is None:
        return
    now = clock.now()
    session.add(
        OutboxMessage(
            key=f"{_key_of(comment.ref)}{comment.n_events}",
            delivery="email",
            recipient=contact.email,
            subject=letter.subject,
            body=letter.body,
            not_before=now,
            expires_at=now + _LIFE,
        )
    )


def destroy_letters(session: Session, ref: str) -> None:
    """Destroy those about a comment that have not left."""
    theirs = OutboxMessage.key.startswith(_key_of(ref), autoescape=True)
    session.execute(delete(OutboxMessage).where(theirs))


def _key_of(ref: str) -> str:
    return f"case:{ref}:"
