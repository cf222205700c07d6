"""Staff accounts: opened, closed, and their passwords changed.

The slow hash is made before the write lock is taken.
"""

import re

from sqlalchemy import delete

from feedback.domain.errors import DomainError, NotFound
from feedback.domain.mailboxes import is_mailbox
from feedback.domain.passwords import check_strength
from feedback.domain.roles import SEATED_ROLES, STAFF_ROLES, Role
from feedback.domain.text import clean_line
from feedback.extensions import db
from feedback.models.users import SignIn, User
from feedback.operations.sign_ins import NO_PASSWORD, check_password, hash_password
from feedback.operations.transaction import transaction
from feedback.queries.agencies import get_agency
from feedback.queries.sign_ins import hash_token
from feedback.queries.users import find_user, get_user

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,119}")


class InvalidUser(DomainError):
    """An account that cannot be as it was asked for."""

    vi = "Không mở được tài khoản này."
    en = "This account cannot be opened."


def add_user(
    username: str,
    *,
    name: str,
    role: Role,
    password: str | None,
    agency_code: str | None = None,
    email: str | None = None,
) -> None:
    """Open an account; who answers for an agency belongs to one.

    Without a password nobody signs in until one is set by `reset_password`.
    """
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InvalidUser(
            "Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm, gạch.",
            "A user name has plain lower-case letters, digits, dots and dashes.",
            field="username",
        )
    if role not in STAFF_ROLES:
        raise InvalidUser(
            "Vai trò này không có tài khoản.",
            "This role has no accounts.",
            field="role",
        )
    if role in SEATED_ROLES and not agency_code:
        raise InvalidUser(
            "Cán bộ, lãnh đạo và thanh tra cần thuộc một cơ quan.",
            "Officers, heads and inspectors need an agency.",
            field="agency",
        )
    password_hash = NO_PASSWORD
    if password is not None:
        check_strength(password, username)
        password_hash = hash_password(password)
    address = read_email(email or "")
    _add_user(username, clean_line(name), role, password_hash, agency_code, address)


@transaction
def _add_user(
    username: str,
    name: str,
    role: Role,
    password_hash: str,
    agency_code: str | None,
    email: str | None,
) -> None:
    if find_user(username) is not None:
        raise InvalidUser(
            "Tên đăng nhập này đã có người dùng.",
            "This user name is taken.",
            field="username",
        )
    db.session.add(
        User(
            username=username,
            name=name or username,
            role=role,
            password_hash=password_hash,
            agency_id=_find_agency(agency_code) if agency_code else None,
            email=email,
        )
    )


def _find_agency(code: str) -> int:
    try:
        return get_agency(code).id
    except NotFound:
        raise InvalidUser(
            f"Không có cơ quan nào mang mã “{code}”.",
            f"There is no agency “{code}”.",
            field="agency",
        ) from None


def reset_password(username: str, password: str) -> None:
    """Give an account a new password; every session of it ends."""
    check_strength(password, username)
    _store_password(_get_user(username).id, hash_password(password), None)


def change_password(user_id: int, current: str, new: str, token: str) -> None:
    """Change one's own password; all sessions end but the one of this token."""
    user = get_user(user_id)
    check_password(user, current, "current")
    check_strength(new, user.username, "new")
    _store_password(user_id, hash_password(new), token)


@transaction
def _store_password(user_id: int, password_hash: str, token: str | None) -> None:
    user = db.session.get_one(User, user_id)
    user.password_hash = password_hash
    user.failures, user.locked_until = 0, None
    ended = delete(SignIn).where(SignIn.user_id == user_id)
    if token is not None:
        ended = ended.where(SignIn.token_hash != hash_token(token))
    db.session.execute(ended)


@transaction
def set_email(username: str, email: str) -> None:
    """Where notices about due dates go from now on; an empty address ends them."""
    _get_user(username).email = read_email(email)


def read_email(typed: str) -> str | None:
    """An address of a member of staff, or none."""
    address = typed.strip()
    if not address:
        return None
    if not is_mailbox(address):
        raise InvalidUser(
            "Địa chỉ thư điện tử không đúng dạng ten@mien.",
            "The e-mail address is not of the form name@domain.",
            field="email",
        )
    return address


@transaction
def disable_user(username: str) -> None:
    """Close an account and end its sessions; what it did stays on record."""
    user = _get_user(username)
    user.is_active = False
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id))


@transaction
def enable_user(username: str) -> None:
    """Open a closed account again, with the password it had."""
    _get_user(username).is_active = True


def _get_user(username: str) -> User:
    user = find_user(username)
    if user is None:
        raise InvalidUser(
            f"Không có tài khoản “{username}”.",
            f"There is no account “{username}”.",
            field="username",
        )
    return user
