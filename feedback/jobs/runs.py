"""Running jobs: each run is recorded, and what was missed is made up for in order."""

import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import DBAPIError

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.extensions import db
from feedback.jobs.schedule import Job
from feedback.operations.jobs import (
    AlreadyRunning,
    FenceLost,
    Hold,
    acquire_lease,
    begin_run,
    finish_run,
    release_lease,
    renew_lease,
    working_under,
)
from feedback.queries.jobs import HAND, list_days_done

_log = logging.getLogger(__name__)


#: How long a lease lasts that is not renewed.
LEASE_SECONDS = 15.0


class JobFailed(DomainError):
    """A job did not do its work; the text names the job, its day and what happened."""


@contextmanager
def holding_by_hand(app: Flask) -> Iterator[Hold]:
    """Hold the lease for runs by hand, so that two people's runs never meet."""
    hold = acquire_lease(HAND, f"pid {os.getpid()}", LEASE_SECONDS)
    if hold is None:
        raise AlreadyRunning(
            "Có người khác đang chạy việc bằng tay. Mời thử lại sau ít phút.",
            "Jobs are being run by hand already. Please try again in a moment.",
        )
    is_over = Event()
    keeper = Thread(target=_keep, args=(app, hold, is_over), daemon=True)
    keeper.start()
    try:
        yield hold
    finally:
        is_over.set()
        keeper.join()
        release_lease(hold)


def _keep(app: Flask, hold: Hold, is_over: Event) -> None:
    while not is_over.wait(LEASE_SECONDS / 5):
        try:
            with app.app_context():
                renew_lease(hold, LEASE_SECONDS)
        except DBAPIError:
            continue  # a long write is in the way; the fence guards what matters


def run_job(job: Job, on: date, hold: Hold) -> str:
    """Do a job for a day under a lease and record how it went."""
    with working_under(hold):
        run_id = begin_run(job.name, on, hold)
        try:
            summary = job.run(on)
        except FenceLost:
            raise
        except Exception as error:
            db.session.rollback()
            reason = _describe(error)
            finish_run(run_id, "failed", reason, keeps_last=False)
            text = f"{job.name} {on}: {reason}"
            raise JobFailed(text, text) from error
        finish_run(run_id, "done", summary, keeps_last=job.is_frequent)
        return summary


def list_days_owed(job: Job) -> list[date]:
    """The days a job has to be run for now, oldest first."""
    last_done = job.find_last_done(list_days_done(job.name))
    days = set(job.list_due_days(last_done, clock.now()))
    if job.find_backlog is not None:
        days.update(job.find_backlog(job.find_latest_day(clock.now())))
    return sorted(days)


def run_days(
    job: Job,
    days: Iterable[date],
    hold: Hold,
    goes_on: Callable[[], bool] = lambda: True,
) -> Iterator[tuple[date, str]]:
    """Run a job for one day after the other; the first failure ends it."""
    for day in days:
        if not goes_on():
            return
        yield day, run_job(job, day, hold)


def catch_up(job: Job, hold: Hold, goes_on: Callable[[], bool]) -> bool:
    """Run all that a job owes; False when it has to be tried again."""
    try:
        for day, summary in run_days(job, list_days_owed(job), hold, goes_on):
            _log.info("%s %s: %s", job.name, day, summary)
    except AlreadyRunning:
        _log.info("%s runs already", job.name)
        return False
    except FenceLost:
        _log.warning("%s stopped: another worker has taken over", job.name)
    except JobFailed as error:
        _log.error("%s", error.message_en)
        return False
    return True


def _describe(error: Exception) -> str:
    """What may be kept of an error: our own texts; of others only the kind and place.

    A database error quotes the values of its statement, and those may be anybody's.
    """
    if isinstance(error, DomainError):
        return error.message_en
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s at\n%s", type(error).__name__, frames)
    return type(error).__name__
