"""Public services (administrative procedures), their sectors and sector groups."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key


class Sector(db.Model):
    """A field of public services (lĩnh vực)."""

    __tablename__ = "sectors"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(120), unique=True)
    name: Mapped[str] = mapped_column(sa.String(300))
    name_folded: Mapped[str] = mapped_column(sa.String(300), index=True)


class SectorGroup(db.Model):
    """A named, versioned list of sectors that a target speaks of."""

    __tablename__ = "sector_groups"
    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int]
    name_vi: Mapped[str] = mapped_column(sa.String(300))
    name_en: Mapped[str] = mapped_column(sa.String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    #: Why just these sectors.
    basis: Mapped[str] = mapped_column(sa.Text)


class SectorGroupMember(db.Model):
    """A sector's place in one version of a group."""

    __tablename__ = "sector_group_members"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sector_groups.id"), primary_key=True
    )
    sector_id: Mapped[int] = mapped_column(
        sa.ForeignKey("sectors.id"), primary_key=True
    )


class Service(db.Model):
    """A public service: an administrative procedure with its code."""

    __tablename__ = "services"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: First eight characters of the procedure code, the part shared nationally.
    code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    raw_code: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.Text)
    name_folded: Mapped[str] = mapped_column(sa.Text)
    sector_id: Mapped[int] = mapped_column(sa.ForeignKey("sectors.id"), index=True)
    #: Level as the source says it, e.g. "Cấp tỉnh, Cấp xã".
    level: Mapped[str] = mapped_column(sa.String(120))
    owner: Mapped[str | None] = mapped_column(sa.String(120))
    decision: Mapped[str | None] = mapped_column(sa.String(120))
    competent_agency: Mapped[str | None] = mapped_column(sa.Text)
