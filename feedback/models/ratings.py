"""Answers to a questionnaire version. Days, never moments; no address, no agent."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.types import one_of


class Rating(db.Model):
    """One version of one citizen's rating; a change supersedes it by a new row.

    The key begins with a random hash, so rows keep no order of arrival.
    """

    __tablename__ = "ratings"
    __table_args__ = (
        sa.CheckConstraint("overall BETWEEN 1 AND 5", name="five_levels"),
        {"sqlite_with_rowid": False},
    )

    #: Opens it for its author; the same in every version of one rating.
    receipt_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaires.id"))
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    service_id: Mapped[int] = mapped_column(sa.ForeignKey("services.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    #: First day of the month of the ballot.
    month: Mapped[date]
    #: 1 very dissatisfied … 5 very satisfied; empty is "no opinion".
    overall: Mapped[int | None] = mapped_column(sa.SmallInteger)
    #: Answers to the other questions by question id.
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    rated_on: Mapped[date]
    #: The day a later version took its place; it no longer counts from then on.
    superseded_on: Mapped[date | None]


sa.Index("ix_ratings_rated_on", Rating.rated_on)
sa.Index(
    "ix_ratings_superseded_on",
    Rating.superseded_on,
    sqlite_where=Rating.superseded_on.is_not(None),
    postgresql_where=Rating.superseded_on.is_not(None),
)
