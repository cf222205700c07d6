"""The one process that runs the timetable.

It acts only while it holds the lease `worker`; a second process waits for its turn.
"""

import logging
import os
import signal
import socket
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError

from feedback.domain import clock
from feedback.jobs.runs import LEASE_SECONDS, catch_up
from feedback.jobs.schedule import SCHEDULE, Job
from feedback.operations.jobs import Hold, acquire_lease, release_lease, renew_lease
from feedback.queries.jobs import WORKER

_log = logging.getLogger(__name__)

#: A job that failed is tried again after this long.
RETRY = timedelta(minutes=15)


class Worker:
    """Waits for the lease, works while it has it, gives it back when asked to stop."""

    def __init__(self, app: Flask, lease_seconds: float = LEASE_SECONDS) -> None:
        self._app = app
        self._seconds = lease_seconds
        self._pause = lease_seconds / 5
        self._holder = f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._stop = Event()
        self._lost = Event()

    def work(self) -> None:
        """Work until a signal asks for an end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        while not self._stop.is_set():
            hold = self._try_acquire()
            if hold is None:
                self._stop.wait(self._pause)
            else:
                _log.info("%s works with fence %s", self._holder, hold.fence)
                self._work_under(hold)

    def _work_under(self, hold: Hold) -> None:
        self._lost.clear()
        scheduler = self._start_scheduler(hold)
        self._keep(hold, lambda: not self._stop.is_set(), self._stop.wait)
        # What runs may end, under a lease that is kept; nothing new starts.
        ending = Thread(target=scheduler.shutdown)
        ending.start()
        self._keep(hold, ending.is_alive, ending.join)
        ending.join()
        if not self._lost.is_set():
            self._try_release(hold)
        _log.info("%s stopped", self._holder)

    def _keep(
        self,
        hold: Hold,
        is_needed: Callable[[], bool],
        wait: Callable[[float], object],
    ) -> None:
        """Renew the lease for as long as it is needed, or until it is lost."""
        until = monotonic() + self._seconds
        while is_needed() and not self._lost.is_set():
            is_renewed = self._try_renew(hold)
            if is_renewed:
                until = monotonic() + self._seconds
            elif is_renewed is False or monotonic() > until:
                _log.warning("%s lost the lease", self._holder)
                self._lost.set()
                return
            wait(self._pause)

    def _start_scheduler(self, hold: Hold) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            # One at a time, in the order of the timetable; the frequent ones beside.
            executors={
                "default": ThreadPoolExecutor(1),
                "frequent": ThreadPoolExecutor(1),
            },
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": None,
            },
            timezone=clock.LOCAL_ZONE,
        )
        for job in SCHEDULE:
            options = {
                "args": (scheduler, job, hold),
                "executor": "frequent" if job.is_frequent else "default",
            }
            scheduler.add_job(self._run, job.trigger, id=job.name, **options)
            if not job.is_frequent:
                # Without a trigger it runs at once: what was missed is made up for.
                scheduler.add_job(self._run, id=f"{job.name} missed", **options)
        scheduler.start()
        return scheduler

    def _run(self, scheduler: BackgroundScheduler, job: Job, hold: Hold) -> None:
        if not self._goes_on():
            return
        try:
            with self._app.app_context():
                is_done = catch_up(job, hold, self._goes_on)
        except DBAPIError as error:
            _log.error("%s: the database gave %s", job.name, type(error).__name__)
            is_done = False
        if not (is_done or job.is_frequent) and self._goes_on():
            scheduler.add_job(
                self._run,
                "date",
                run_date=clock.now() + RETRY,
                args=(scheduler, job, hold),
                id=f"{job.name} again",
                replace_existing=True,
            )

    def _goes_on(self) -> bool:
        return not (self._stop.is_set() or self._lost.is_set())

    def _try_acquire(self) -> Hold | None:
        try:
            with self._app.app_context():
                return acquire_lease(WORKER, self._holder, self._seconds)
        except IntegrityError:
            return None  # somebody else wrote the first lease in the same moment
        except DBAPIError as error:
            _log.error("no lease: the database gave %s", type(error).__name__)
            return None

    def _try_renew(self, hold: Hold) -> bool | None:
        """Whether the lease is still ours, or None when the database cannot say."""
        try:
            with self._app.app_context():
                return renew_lease(hold, self._seconds)
        except DBAPIError as error:
            _log.error("not renewed: the database gave %s", type(error).__name__)
            return None

    def _try_release(self, hold: Hold) -> None:
        try:
            with self._app.app_context():
                release_lease(hold)
        except DBAPIError as error:
            _log.error("not released: the database gave %s", type(error).__name__)
