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


def list_addresses(role: Role) -> list[tuple[int, str]]:
    """Number and e-mail address of who acts in a role, as far as they have one."""
    rows = db.session.execute(
        select(User.id, User.email)
        .where(User.role == role, User.is_active, User.email.is_not(None))
        .order_by(User.id)
    )
    return [(id, email) for id, email in rows if email]


def list_unreachable() -> list[tuple[str, Role, str | None]]:
    """Active staff without an e-mail address: name, role, agency; no notice gets there.

    Reads the accounts once; an inspector is not urged and not listed.
    """
    rows = db.session.execute(
        select(User.name, User.role, Agency.name)
        .outerjoin(Agency, Agency.id == User.agency_id)
        .where(User.is_active, User.email.is_(None), User.role != Role.INSPECTORATE)
        .order_by(Agency.name_folded, User.name)
    )
    return [(name, role, agency) for name, role, agency in rows]
