"""Agencies, their validity and who succeeded whom."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key


class Agency(db.Model):
    """A body that receives or settles dossiers."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: Normalised code (domain.codes); a key for people and other systems.
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    #: The code as the source wrote it.
    raw_code: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(300))
    #: `name` folded for search without diacritics.
    name_folded: Mapped[str] = mapped_column(sa.String(300), index=True)
    name_en: Mapped[str | None] = mapped_column(sa.String(300))
    #: `province`, `department` (sở), `commune`, or `other`.
    level: Mapped[str] = mapped_column(sa.String(20))
    #: Code of the administrative unit, leading zeros kept.
    unit_code: Mapped[str | None] = mapped_column(sa.String(5), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("agencies.id"), index=True
    )
    #: An answer leaves only with the approval of somebody who did not write it.
    needs_second_person: Mapped[bool] = mapped_column(server_default=sa.false())
    #: Who set that last, and on which day, in words.
    second_person_note: Mapped[str | None] = mapped_column(sa.String(300))
    valid_from: Mapped[date | None]
    #: First day on which the agency no longer exists.
    valid_to: Mapped[date | None]


class Succession(db.Model):
    """A predecessor whose tasks went, wholly or partly, to a successor."""

    __tablename__ = "successions"
    __table_args__ = (
        sa.UniqueConstraint("predecessor_id", "successor_id"),
        sa.CheckConstraint("predecessor_id <> successor_id", name="two_agencies"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    successor_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"), index=True)
    on: Mapped[date]
    #: Only a part of the predecessor: never summed silently.
    is_partial: Mapped[bool]
