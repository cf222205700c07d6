"""Staff accounts and their sign-ins. Citizens have none."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime, one_of


class User(db.Model):
    """A member of staff."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(120), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    #: argon2id.
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    #: The agency an officer or head works for; none for the others.
    agency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agencies.id"))
    #: Where notices about due dates go; nowhere when empty.
    email: Mapped[str | None] = mapped_column(sa.String(254))
    is_active: Mapped[bool] = mapped_column(default=True)
    #: Wrong passwords in a row, and until when sign-in is refused for them.
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(db.Model):
    """A server-side session: the hash of the cookie's token, revocable at once."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
