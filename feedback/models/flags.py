"""Flags of the integrity checks, their reviews, and the batches these contest."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.domain.flags import FlagMove, FlagState
from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime, one_of


class Flag(db.Model):
    """A figure that somebody should look at; it deletes nothing."""

    __tablename__ = "flags"
    __table_args__ = (sa.UniqueConstraint("family", "key", "channel", "first", "last"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: A family of domain.families.
    family: Mapped[str] = mapped_column(sa.String(24))
    #: Code of the agency; `-` for the province.
    key: Mapped[str] = mapped_column(sa.String(40), index=True)
    #: `-` for all channels together.
    channel: Mapped[str] = mapped_column(sa.String(8))
    #: First and last month of the window.
    first: Mapped[date]
    last: Mapped[date]
    #: Empty where a count simply cannot be.
    p: Mapped[float | None]
    adjusted: Mapped[float | None]
    #: Tests that were adjusted together.
    family_size: Mapped[int | None]
    #: Counts of at least ten, shares and words, by the names in domain.flags.
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    opened_on: Mapped[date]
    state: Mapped[FlagState] = mapped_column(one_of(FlagState, "state"))
    #: What somebody proposed, until a second person has said yes or no.
    proposal: Mapped[FlagState | None] = mapped_column(one_of(FlagState, "proposal"))
    #: Steps of the review so far; a step based on fewer comes too late.
    n_events: Mapped[int]


class FlagEvent(db.Model):
    """A step of a review: who, when, why. Rows are added, never changed."""

    __tablename__ = "flag_events"
    __table_args__ = (sa.UniqueConstraint("flag_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    flag_id: Mapped[int] = mapped_column(sa.ForeignKey("flags.id"))
    #: 1, 2, 3 … within the flag.
    number: Mapped[int]
    move: Mapped[FlagMove] = mapped_column(one_of(FlagMove, "move"))
    #: What it is about to become, or has become.
    state: Mapped[FlagState] = mapped_column(one_of(FlagState, "state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    #: Of a proposal to contest: {"months": ["2026-03"], "channel": "online" or "-"}.
    batch: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)


class ContestedBatch(db.Model):
    """A month of an agency in a channel, contested by a flag until it is dismissed."""

    __tablename__ = "contested_batches"

    flag_id: Mapped[int] = mapped_column(
        sa.ForeignKey("flags.id"), primary_key=True, autoincrement=False
    )
    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(
        one_of(Channel, "channel"), primary_key=True
    )
