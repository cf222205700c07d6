"""Contact details in the “please fix my case” mode: kept, looked at, erased.

Functions whose first argument is a session join the caller's transaction.
"""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.contacts import CONSENT, KEPT_DAYS, Contact, is_handler
from feedback.domain.errors import DomainError, NotFound
from feedback.domain.kinds import Kind
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import CaseContact, Comment, ContactLook
from feedback.operations.holds import find_for_agency, hold_for_author
from feedback.operations.letters import destroy_letters
from feedback.operations.transaction import transaction

#: States that end a comment; contact details outlive them by `KEPT_DAYS`.
_ENDED = (State.CLOSED, State.WITHHELD, State.MOVED)


class NotNamed(DomainError):
    """Only the person named to handle the comment sees the contact."""

    vi = (
        "Chỉ người được giao xử lý ý kiến này xem được; khi chưa giao ai thì là lãnh "
        "đạo cơ quan."
    )
    en = (
        "Only the person who was given this comment can see it, or the head while "
        "nobody was."
    )


def keep_contact(session: Session, ref: str, contact: Contact, on: date) -> None:
    """Keep how to reach the author of a comment that has just been written."""
    session.execute(
        update(Comment).where(Comment.ref == ref).values(kind=Kind.CASE.value)
    )
    session.add(
        CaseContact(
            comment_ref=ref,
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
            consent=CONSENT,
            consented_on=on,
        )
    )


@transaction
def look_at_contact(ref: str, *, user_id: int) -> Contact:
    """Show the contact to whoever handles the comment, and record that it was seen."""
    session = db.session()
    comment, user = find_for_agency(session, ref, user_id)
    contact = session.get(CaseContact, ref, populate_existing=True)
    if contact is None or contact.erased_on:
        raise NotFound()
    if not is_handler(comment.assignee_id, user.id, user.role):
        raise NotNamed()
    session.add(ContactLook(comment_ref=ref, user_id=user.id, at=clock.now()))
    return Contact(contact.name, contact.phone, contact.email)


@transaction
def erase_contact(receipt: str) -> None:
    """Forget how to reach the author, at once; erased twice is erased."""
    session = db.session()
    comment = hold_for_author(session, receipt)
    contact = session.get(CaseContact, comment.ref, populate_existing=True)
    if contact is None:
        raise NotFound()
    _erase(session, contact, clock.today())


@transaction
def erase_ended_contacts(on: date) -> int:
    """Forget the contacts of comments that ended some time ago; returns how many."""
    session = db.session()
    # By the contacts' own table: few comments have one.
    ended = session.scalars(
        select(CaseContact)
        .join(Comment, Comment.ref == CaseContact.comment_ref)
        .where(
            CaseContact.erased_on.is_(None),
            Comment.state.in_(_ENDED),
            Comment.state_on <= on - timedelta(days=KEPT_DAYS),
        )
    ).all()
    for contact in ended:
        _erase(session, contact, on)
    return len(ended)


def _erase(session: Session, contact: CaseContact, on: date) -> None:
    contact.erased_on = contact.erased_on or on
    contact.name = contact.phone = contact.email = None
    destroy_letters(session, contact.comment_ref)
