"""Results of other survey tools, kept apart by source."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key


class CountSource(db.Model):
    """A survey tool or series whose counts were imported."""

    __tablename__ = "count_sources"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    imported_on: Mapped[date]
    #: SHA-256 of the file last imported.
    digest: Mapped[str] = mapped_column(sa.String(64))


class SurveyCount(db.Model):
    """One month of one service in one channel, as its source counted it."""

    __tablename__ = "survey_counts"
    __table_args__ = (sa.UniqueConstraint("source_id", "service", "channel", "month"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("count_sources.id"))
    service: Mapped[str] = mapped_column(sa.String(120))
    channel: Mapped[str] = mapped_column(sa.String(40))
    month: Mapped[date]
    #: Empty where the source published a percentage without counts.
    n1: Mapped[int | None]
    n2: Mapped[int | None]
    n3: Mapped[int | None]
    n4: Mapped[int | None]
    n5: Mapped[int | None]
    #: The percentage the source published.
    published_percent: Mapped[int | None]
