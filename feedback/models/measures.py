"""Counts per day and cell, the only thing publications are computed from."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.types import one_of


class Measure(db.Model):
    """What one day added to one cell: ratings of that day less those superseded.

    As of the end of day D a cell holds the sum of its rows with `day` ≤ D.
    """

    __tablename__ = "measures"
    __table_args__ = {"sqlite_with_rowid": False}

    month: Mapped[date] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    service_id: Mapped[int] = mapped_column(
        sa.ForeignKey("services.id"), primary_key=True, autoincrement=False
    )
    channel: Mapped[Channel] = mapped_column(
        one_of(Channel, "channel"), primary_key=True
    )
    #: The service's sector on that day.
    sector_id: Mapped[int] = mapped_column(sa.ForeignKey("sectors.id"))
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    n_none: Mapped[int]


sa.Index("ix_measures_day", Measure.day)
