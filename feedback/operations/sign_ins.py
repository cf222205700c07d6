"""Signing staff in and out."""

import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select, update

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.limits import (
    SIGN_IN_FAILURES,
    SIGN_IN_REST,
    STAFF_ABSOLUTE,
)
from feedback.extensions import db
from feedback.models.users import SignIn, User
from feedback.operations.transaction import transaction
from feedback.queries.sign_ins import hash_token

_hasher = PasswordHasher()
#: Stands for the hash of an account that nobody can sign in to yet.
NO_PASSWORD: Final = ""


class WrongPassword(DomainError):
    """Name or password is not right; which of the two is not said."""

    vi = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mời kiểm tra và nhập lại."
    en = "The user name or password is not right. Please check and try again."


class AccountResting(DomainError):
    """Too many wrong passwords in a row."""

    vi = "Đã nhập sai nhiều lần. Mời thử lại sau 15 phút."
    en = "Too many wrong attempts. Please try again in 15 minutes."


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters."""
    return _hasher.hash(password)


def _is_right(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored or _nobody(), password)
    except VerifyMismatchError:
        return False


def sign_in(username: str, password: str) -> str:
    """A fresh session token for the right password; wrong ones are counted.

    The slow hash is compared before the write lock is taken.
    """
    user = db.session.scalar(
        select(User).where(User.username == username.strip().lower(), User.is_active)
    )
    if user is None:
        _is_right(NO_PASSWORD, password)
        raise WrongPassword(field="password")
    check_password(user, password, "password")
    stale = _hasher.check_needs_rehash(user.password_hash)
    return _open_session(user.id, hash_password(password) if stale else None)


def check_password(user: User, password: str, field: str) -> None:
    """Refuse and count a wrong password; after too many the account rests."""
    if user.locked_until and user.locked_until > clock.now():
        raise AccountResting()
    if not _is_right(user.password_hash, password):
        _count_failure(user.id)
        raise WrongPassword(field=field)


@cache
def _nobody() -> str:
    # Compared with when there is no such user or no password, so that every answer
    # takes as long.
    return hash_password(secrets.token_hex(16))


@transaction
def _count_failure(user_id: int) -> None:
    user = db.session.get_one(User, user_id)
    user.failures += 1
    if user.failures >= SIGN_IN_FAILURES:
        user.failures, user.locked_until = 0, clock.now() + SIGN_IN_REST


@transaction
def _open_session(user_id: int, new_hash: str | None) -> str:
    now = clock.now()
    user = db.session.get_one(User, user_id)
    user.failures, user.locked_until = 0, None
    if new_hash:
        user.password_hash = new_hash
    db.session.execute(delete(SignIn).where(SignIn.began_at < now - STAFF_ABSOLUTE))
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(token_hash=hash_token(token), user_id=user.id, began_at=now, seen_at=now)
    )
    return token


@transaction
def touch_sign_in(token: str) -> None:
    """Note that a sign-in is in use."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == hash_token(token))
        .values(seen_at=clock.now())
    )


@transaction
def sign_out(token: str) -> None:
    """End a session at once."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == hash_token(token)))
