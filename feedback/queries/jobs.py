"""Reads of job runs and the leases under which they ran."""

from datetime import date, datetime

from sqlalchemy import func, select

from feedback.extensions import db
from feedback.models.jobs import JobRun, Lease

#: The lease that the one worker holds …
WORKER = "worker"
#: … and the one of whoever runs jobs by hand.
HAND = "hand"
#: Runs that are gone through for the last day done.
_LOOKED_AT = 100


def find_worker_lease() -> Lease | None:
    """Who works now, if anybody ever did."""
    return db.session.get(Lease, WORKER, populate_existing=True)


def list_job_runs(limit: int = 100) -> list[JobRun]:
    """The latest runs, newest first."""
    rows = select(JobRun).order_by(JobRun.id.desc()).limit(limit)
    return list(db.session.scalars(rows))


def list_days_done(job: str) -> list[tuple[date, datetime]]:
    """The latest days for which a job was done, and when each run started."""
    runs = (
        select(JobRun.on, JobRun.started_at)
        .where(JobRun.job == job, JobRun.state == "done")
        .order_by(JobRun.on.desc(), JobRun.id.desc())
        .limit(_LOOKED_AT)
    )
    return [(on, started_at) for on, started_at in db.session.execute(runs)]


def list_last_runs() -> list[JobRun]:
    """The latest run of each job."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job).scalar_subquery()
    rows = select(JobRun).where(JobRun.id.in_(newest)).order_by(JobRun.job)
    return list(db.session.scalars(rows))
