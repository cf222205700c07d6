"""Runs of scheduled jobs and the lease that keeps one worker."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db
from feedback.models.types import Key, UtcDateTime


class JobRun(db.Model):
    """One run of one job for one day."""

    __tablename__ = "job_runs"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(40))
    #: The day the run is for, which may be long past.
    on: Mapped[date]
    #: Fencing number of the lease it ran under; empty when run by hand.
    fence: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: `running`, `done` or `failed`.
    state: Mapped[str] = mapped_column(sa.String(12))
    #: What it did in a few words, or the kind of error; never personal data.
    summary: Mapped[str | None] = mapped_column(sa.Text)


sa.Index("ix_job_runs_job_on", JobRun.job, JobRun.on)


class Lease(db.Model):
    """Who may act as the one worker, until when, with a number that only grows."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    fence: Mapped[int] = mapped_column(sa.BigInteger)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
