"""Yearly call-back samples, and how the year's ratings compare with them."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db


class Anchor(db.Model):
    """One year's sample and, once the year is sealed, the comparison."""

    __tablename__ = "anchors"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Dossiers the sample was drawn from, and people called.
    population: Mapped[int]
    called: Mapped[int]
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    n_none: Mapped[int]
    how: Mapped[str] = mapped_column(sa.Text)
    recorded_on: Mapped[date]
    #: SHA-256 of the file it came from.
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: A domain.anchors.Comparison, and the publication of the year it was made with.
    comparison: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    publication_id: Mapped[int | None] = mapped_column(sa.ForeignKey("publications.id"))
