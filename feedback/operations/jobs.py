"""Leases, and the record of each job's run.

A lease says who may act until when; its fence is a number that only grows. Whatever a
job writes while it works under a lease is checked against the fence in the writing
transaction itself: somebody who was stopped, overtaken and woken again changes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, event, select, true, update
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import Conflict
from feedback.extensions import db
from feedback.models.jobs import JobRun, Lease
from feedback.operations.transaction import transaction
from feedback.queries.jobs import HAND, WORKER

#: What a run's row says when its process ended without a word.
ABANDONED = "cut off: its process ended or lost the database"


class FenceLost(Conflict):
    """Somebody else holds the lease now; what was about to be written is not."""

    vi = "Tiến trình khác đã nhận việc; lần chạy này dừng lại, không ghi gì."
    en = "Another process has taken over; this run stops and writes nothing."


class AlreadyRunning(Conflict):
    """The same job is at work for the same day."""

    vi = "Việc này đang chạy cho ngày đó. Mời đợi nó xong."
    en = "This job is running for that day. Please wait until it has finished."


@dataclass(frozen=True)
class Hold:
    """A lease held: its name and the fence that came with it."""

    name: str
    fence: int


_held: ContextVar[Hold | None] = ContextVar("held", default=None)


@contextmanager
def working_under(hold: Hold) -> Iterator[None]:
    """Refuse every commit of this thread once the lease has gone to somebody else."""
    token = _held.set(hold)
    try:
        yield
    finally:
        _held.reset(token)


def _check_fence(session: Session) -> None:
    hold = _held.get()
    if hold is None:
        return
    # The lock keeps a successor waiting until this commit is through.
    fence = session.scalar(
        select(Lease.fence)
        .where(Lease.name == hold.name)
        .with_for_update(read=True)
        .execution_options(autoflush=False)
    )
    if fence != hold.fence:
        raise FenceLost()


event.listen(db.session, "before_commit", _check_fence)


@transaction
def acquire_lease(name: str, holder: str, seconds: float) -> Hold | None:
    """Take a lease that nobody holds any more; its runs that never ended are over."""
    session, now = db.session(), clock.now()
    expires_at = now + timedelta(seconds=seconds)
    lease = session.get(Lease, name, with_for_update=True, populate_existing=True)
    if lease is None:
        lease = Lease(name=name, holder=holder, fence=1, expires_at=expires_at)
        session.add(lease)
    elif lease.expires_at > now:
        return None
    else:
        lease.holder, lease.expires_at = holder, expires_at
        lease.fence += 1
    session.flush()
    _abandon_runs(session, name)
    return Hold(name, lease.fence)


@transaction
def renew_lease(hold: Hold, seconds: float) -> bool:
    """Keep a lease for longer; False when it has gone to somebody else."""
    return _set_expiry(hold, seconds)


@transaction
def release_lease(hold: Hold) -> None:
    """Give a lease back, so that nobody waits for its end."""
    _set_expiry(hold, 0)


def _set_expiry(hold: Hold, seconds: float) -> bool:
    changed = db.session.execute(
        update(Lease)
        .where(Lease.name == hold.name, Lease.fence == hold.fence)
        .values(expires_at=clock.now() + timedelta(seconds=seconds))
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


@transaction
def begin_run(job: str, on: date, hold: Hold) -> int:
    """Note that a job starts for a day, unless it is at work for that day already."""
    session = db.session()
    # Of our own kind there is one process, and it runs a job once at a time: what
    # stands as running was cut off, as when the database went away.
    _abandon_runs(session, hold.name, job)
    other = HAND if hold.name == WORKER else WORKER
    lease = session.get(Lease, other, populate_existing=True)
    if lease is None or lease.expires_at <= clock.now():
        _abandon_runs(session, other)
    twin = select(JobRun.id).where(
        JobRun.job == job, JobRun.on == on, JobRun.state == "running"
    )
    if session.scalar(twin.limit(1)) is not None:
        raise AlreadyRunning()
    run = JobRun(
        job=job,
        on=on,
        fence=hold.fence if hold.name == WORKER else None,
        started_at=clock.now(),
        state="running",
    )
    session.add(run)
    session.flush()
    return run.id


@transaction
def finish_run(run_id: int, state: str, summary: str, *, keeps_last: bool) -> None:
    """Note how a run ended; of a frequent job only the day's last success is kept."""
    session = db.session()
    run = session.get_one(JobRun, run_id, populate_existing=True)
    if run.state != "running":
        raise FenceLost()
    run.state, run.summary, run.finished_at = state, summary, clock.now()
    if keeps_last and state == "done":
        session.execute(
            delete(JobRun).where(
                JobRun.job == run.job,
                JobRun.on == run.on,
                JobRun.state == "done",
                JobRun.id < run.id,
            )
        )


def _abandon_runs(session: Session, name: str, job: str | None = None) -> None:
    is_ours = JobRun.fence.is_not(None) if name == WORKER else JobRun.fence.is_(None)
    session.execute(
        update(JobRun)
        .where(
            JobRun.state == "running",
            is_ours,
            true() if job is None else JobRun.job == job,
        )
        .values(state="failed", summary=ABANDONED, finished_at=clock.now())
    )
