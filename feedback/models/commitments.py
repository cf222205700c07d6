"""Promises an agency made in public, and what became of them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime


class Commitment(db.Model):
    """“We will fix it by this day”: with a page of its own and a public end."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: Public code, random like a comment's.
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    #: The day it became public, empty until its first reply is published.
    promised_on: Mapped[date | None]
    due_on: Mapped[date]
    #: A state of domain.commitments.
    state: Mapped[str] = mapped_column(sa.String(16))
    ended_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(sa.Text)
    n_events: Mapped[int] = mapped_column(server_default="1")


sa.Index("ix_commitments_agency_id_state", Commitment.agency_id, Commitment.state)
sa.Index("ix_commitments_state_due_on", Commitment.state, Commitment.due_on)
sa.Index("ix_commitments_due_on", Commitment.due_on, Commitment.id)


class CommitmentComment(db.Model):
    """A comment that asked for what was promised."""

    __tablename__ = "commitment_comments"

    commitment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("commitments.id"), primary_key=True, autoincrement=False
    )
    comment_ref: Mapped[str] = mapped_column(
        sa.ForeignKey("comments.ref"), primary_key=True, index=True
    )
    #: The day the reply that names the promise was published, empty until then.
    joined_on: Mapped[date | None]


class CommitmentEvent(db.Model):
    """A step in a promise's life. Rows are added, never changed."""

    __tablename__ = "commitment_events"
    __table_args__ = (sa.UniqueConstraint("commitment_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitments.id"))
    number: Mapped[int]
    #: A move of domain.commitments, and the state it led to.
    move: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(16))
    on: Mapped[date]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(sa.String(16))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
