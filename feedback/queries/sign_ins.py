"""Reads of sign-ins."""

import hashlib
from datetime import timedelta

from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.limits import STAFF_ABSOLUTE, STAFF_IDLE
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.users import SignIn, User

#: A sign-in is written to at most this often.
_TOUCH = timedelta(minutes=1)


def hash_token(token: str) -> bytes:
    """What is stored of a sign-in's token."""
    return hashlib.sha256(b"gopy sign-in\0" + token.encode()).digest()


def find_sign_in(token: str) -> tuple[User, str | None, bool] | None:
    """The user of a live sign-in, the agency's name, and whether to note the use."""
    now = clock.now()
    row = db.session.execute(
        select(User, Agency.name, SignIn.seen_at)
        .join(SignIn, SignIn.user_id == User.id)
        .outerjoin(Agency, Agency.id == User.agency_id)
        .where(
            SignIn.token_hash == hash_token(token),
            SignIn.began_at > now - STAFF_ABSOLUTE,
            SignIn.seen_at > now - STAFF_IDLE,
            User.is_active,
        )
    ).one_or_none()
    if row is None:
        return None
    return row.User, row.name, row.seen_at < now - _TOUCH
