"""One-time rights to rate one cell; a hash, no dossier, no time."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.types import one_of


class _Cell:
    """What a ballot says: which agency, service, channel and month."""

    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    month: Mapped[date]


class BufferedBallot(_Cell, db.Model):
    """A hash on its way; the next shuffled batch moves it to the ballots.

    The table is ordered by the hash itself, so it keeps no order of arrival.
    """

    __tablename__ = "ballot_buffer"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)


class Ballot(_Cell, db.Model):
    """A live ballot; `is_spent` turns once."""

    __tablename__ = "ballots"
    __table_args__ = {"sqlite_with_rowid": False}

    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    is_spent: Mapped[bool] = mapped_column(default=False)


sa.Index("ix_ballots_month", Ballot.month)
