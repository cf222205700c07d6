"""Versions of the questions; a published one never changes."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key


class QuestionnaireVersion(db.Model):
    """Wording, scale and order of one version, with the digest of its content."""

    __tablename__ = "questionnaires"
    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: Set once; from then on a trigger refuses every change.
    published_on: Mapped[date | None]
