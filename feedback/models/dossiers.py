"""What the register tells us of dossiers. No names."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.extensions import db
from feedback.models.types import Key, one_of


class Dossier(db.Model):
    """A dossier filed with an agency."""

    __tablename__ = "dossiers"
    __table_args__ = (sa.UniqueConstraint("system", "code"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: The register it came from; a code alone may not be unique.
    system: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(60))
    raw_code: Mapped[str] = mapped_column(sa.String(120))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    #: Where it was handed in …
    received_by_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    #: … and who decides it; ratings are given to this one.
    settled_by_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending, "ending"))


sa.Index(
    "ix_dossiers_open_due",
    Dossier.due_on,
    sqlite_where=Dossier.ended_on.is_(None),
    postgresql_where=Dossier.ended_on.is_(None),
)
sa.Index("ix_dossiers_settled_by_id_ended_on", Dossier.settled_by_id, Dossier.ended_on)
sa.Index("ix_dossiers_ended_on", Dossier.ended_on)


class Contact(db.Model):
    """Where an invitation may be sent; destroyed once it is written."""

    __tablename__ = "contacts"

    dossier_id: Mapped[int] = mapped_column(
        sa.ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str] = mapped_column(sa.String(254))
