"""Reads about contact details; the details themselves are shown by an operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.comments import CaseContact, Comment, ContactLook
from feedback.models.users import User


@dataclass(frozen=True)
class KeptContact:
    """That there is a contact, who may see it, and who has."""

    erased_on: date | None
    assignee_id: int | None
    #: Name and moment of every look, oldest first.
    looks: Sequence[tuple[str, datetime]]


def find_contact(ref: str) -> KeptContact | None:
    """What staff may know of the contact that came with a comment."""
    row = db.session.execute(
        select(CaseContact.erased_on, Comment.assignee_id)
        .join(Comment, Comment.ref == CaseContact.comment_ref)
        .where(CaseContact.comment_ref == ref)
    ).one_or_none()
    if row is None:
        return None
    looks = db.session.execute(
        select(User.name, ContactLook.at)
        .join(User, User.id == ContactLook.user_id)
        .where(ContactLook.comment_ref == ref)
        .order_by(ContactLook.id)
    )
    return KeptContact(row.erased_on, row.assignee_id, [(n, at) for n, at in looks])


@dataclass(frozen=True)
class OwnContact:
    """What its author is told of a contact: never who looked, but in which role."""

    erased_on: date | None
    looks: Mapping[Role, int]


def find_own_contact(ref: str) -> OwnContact | None:
    """The contact that came with a comment, for whoever holds its receipt."""
    contact = db.session.get(CaseContact, ref, populate_existing=True)
    if contact is None:
        return None
    rows = db.session.execute(
        select(User.role, func.count())
        .select_from(ContactLook)
        .join(User, User.id == ContactLook.user_id)
        .where(ContactLook.comment_ref == ref)
        .group_by(User.role)
        .order_by(User.role)
    )
    return OwnContact(contact.erased_on, {Role(role): n for role, n in rows})
