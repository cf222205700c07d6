"""Plans and targets of provinces: data, not code."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key


class Plan(db.Model):
    """A province's plan."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    province: Mapped[str] = mapped_column(sa.String(120))
    #: Official number, where the text has one.
    number: Mapped[str | None] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.Text)
    #: Lead unit, which differs by province.
    lead: Mapped[str] = mapped_column(sa.String(200))
    signed_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Target(db.Model):
    """One measurable target: indicator, operator, threshold, scope, period, clause."""

    __tablename__ = "targets"
    __table_args__ = (sa.UniqueConstraint("plan_id", "code", "row"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    #: T1 … T14; a code with several periods has several rows.
    code: Mapped[str] = mapped_column(sa.String(8))
    row: Mapped[int]
    indicator: Mapped[str] = mapped_column(sa.String(60))
    name_vi: Mapped[str] = mapped_column(sa.Text)
    name_en: Mapped[str] = mapped_column(sa.Text)
    scope: Mapped[str] = mapped_column(sa.String(120))
    operator: Mapped[str | None] = mapped_column(sa.String(2))
    #: Exact decimal text, so that a comparison never meets a rounded float.
    threshold: Mapped[str | None] = mapped_column(sa.String(20))
    unit: Mapped[str | None] = mapped_column(sa.String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    clause: Mapped[str] = mapped_column(sa.String(200))
    is_computed: Mapped[bool]
    note: Mapped[str | None] = mapped_column(sa.Text)


class CalendarDay(db.Model):
    """A weekday off, or a Saturday worked; all other days follow the week."""

    __tablename__ = "calendar_days"

    on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    name_vi: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    basis: Mapped[str] = mapped_column(sa.Text)
    #: `official`, or `assumed` until the year's schedule is announced.
    status: Mapped[str] = mapped_column(sa.String(12))


class DeadlineRule(db.Model):
    """Working days a step may take, with its legal basis and validity."""

    __tablename__ = "deadline_rules"
    __table_args__ = (
        sa.UniqueConstraint("step", "kind", "agency_level", "valid_from"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    step: Mapped[str] = mapped_column(sa.String(24))
    #: The kind of comment and the level of agency it is for; "" is any.
    kind: Mapped[str] = mapped_column(sa.String(16), server_default="")
    agency_level: Mapped[str] = mapped_column(sa.String(20), server_default="")
    working_days: Mapped[int]
    basis: Mapped[str] = mapped_column(sa.Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
