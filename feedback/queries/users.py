"""Reads of staff accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from feedback.domain.errors import NotFound
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.users import User


@dataclass(frozen=True)
class Account:
    """A staff account as a list shows it."""

    username: str
    name: str
    role: Role
    agency_code: str | None
    is_active: bool


def get_user(user_id: int) -> User:
    """An account that may still act."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_active:
        raise NotFound()
    return user


def find_user(username: str) -> User | None:
    """The account of a user name, active or not."""
    name = username.strip().lower()
    return db.session.scalar(select(User).where(User.username == name))


def has_head(agency_id: int) -> bool:
    """Whether somebody in an agency can approve its answers."""
    heads = exists().where(
        User.agency_id == agency_id, User.role == Role.HEAD, User.is_active
    )
    return bool(db.session.scalar(select(heads)))


def list_accounts() -> Sequence[Account]:
    """All accounts, by user name."""
    rows = db.session.execute(
        select(User, Agency.code)
        .outerjoin(Agency, Agency.id == User.agency_id)
        .order_by(User.username)
    )
    return [
        Account(user.username, user.name, user.role, code, user.is_active)
        for user, code in rows
    ]
