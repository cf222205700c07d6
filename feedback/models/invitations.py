"""That a dossier was invited, by which channel and with what result."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime


class Invitation(db.Model):
    """One invitation per dossier. Never the token, never who answered."""

    __tablename__ = "invitations"

    dossier_id: Mapped[int] = mapped_column(
        sa.ForeignKey("dossiers.id"), primary_key=True, autoincrement=False
    )
    #: Asked 30 days past due, without an ending.
    is_overdue: Mapped[bool]
    #: First day of the month the ballot belongs to.
    month: Mapped[date]
    #: `email`, or `console` where no address is known.
    delivery: Mapped[str] = mapped_column(sa.String(12))
    #: `queued`, `delivered` or `failed`.
    state: Mapped[str] = mapped_column(sa.String(12), default="queued")


sa.Index("ix_invitations_month", Invitation.month)


class OutboxMessage(db.Model):
    """A message that leaves; its row is destroyed on delivery or after 72 hours."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: Says what it is for; the same key is never written twice.
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    delivery: Mapped[str] = mapped_column(sa.String(12))
    recipient: Mapped[str | None] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(300))
    body: Mapped[str] = mapped_column(sa.Text)
    #: The invitation whose state the delivery settles.
    dossier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dossiers.id"))
    #: A random hour of the days after the ballot opens.
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    #: From then on the text is gone, delivered or not.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


sa.Index("ix_outbox_not_before", OutboxMessage.not_before)
