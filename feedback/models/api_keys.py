"""Keys of other systems and the batches they sent."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime


class ApiKey(db.Model):
    """A system that may send dossiers; only the key's hash is kept."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: The register's short name, stored with each dossier it sends.
    system: Mapped[str] = mapped_column(sa.String(40), unique=True)
    key_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiBatch(db.Model):
    """An answered batch, so that the same one sent again changes nothing."""

    __tablename__ = "api_batches"

    api_key_id: Mapped[int] = mapped_column(
        sa.ForeignKey("api_keys.id"), primary_key=True, autoincrement=False
    )
    idempotency_key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
