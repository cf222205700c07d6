"""Real worker processes: one works, one waits, a dead one is followed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.config import ROOT, Settings
from feedback.domain import clock
from feedback.extensions import db
from feedback.models.jobs import JobRun, Lease
from feedback.models.measures import Measure
from feedback.operations.jobs import ABANDONED
from feedback.queries.jobs import WORKER
from tests.answers import rate
from tests.factories import make_agency, make_service

pytestmark = pytest.mark.crash

DAYS = 45
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(app: Flask, tmp_path: Path) -> Iterator[Start]:
    """Start a worker on the test's database; each is gone when the test is."""
    started: list[subprocess.Popen[bytes]] = []
    logs: list[IO[bytes]] = []
    settings: Settings = app.config["SETTINGS"]
    environment = {
        **os.environ,
        "ENVIRONMENT": "test",
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "PLAN": "demo",
    }

    def run() -> "subprocess.Popen[bytes]":
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        logs.append(log)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        process = subprocess.Popen(
            [*command, "--lease-seconds", "1.5"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        started.append(process)
        return process

    yield run
    db.session.remove()
    for process in started:
        process.kill()
        process.wait()
    for log in logs:
        log.close()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "nothing happened in time"
        time.sleep(0.02)


def read_lease() -> Lease | None:
    db.session.rollback()
    return db.session.get(Lease, WORKER, populate_existing=True)


def list_counted() -> list[JobRun]:
    db.session.rollback()
    rows = select(JobRun).where(JobRun.job == "count_measures").order_by(JobRun.id)
    return list(db.session.scalars(rows))


def count_done() -> int:
    return sum(run.state == "done" for run in list_counted())


def rate_many_days() -> list[date]:
    """One answer more each day, up to yesterday."""
    agency, service = make_agency(), make_service()
    yesterday = clock.today() - timedelta(days=1)
    days = [yesterday - timedelta(days=n) for n in reversed(range(DAYS))]
    for place, day in enumerate(days):
        levels = (0, 0, 0, 1, 1 + place % 4)
        rate(agency.id, service.id, levels, month=day.replace(day=1), rated_on=day)
    return days


def holder_of(workers: "list[subprocess.Popen[bytes]]") -> "subprocess.Popen[bytes]":
    lease = read_lease()
    assert lease is not None
    return next(w for w in workers if f":{w.pid}:" in lease.holder)


def test_a_killed_worker_is_followed_and_no_day_is_done_twice(
    app: Flask, start: Start
) -> None:
    days = rate_many_days()
    workers = [start(), start()]
    wait_until(lambda: count_done() >= 3)
    holder = holder_of(workers)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    at_death = count_done()
    assert {run.fence for run in list_counted()} == {1}, "two workers acted at once"
    wait_until(lambda: count_done() == DAYS)
    lease = read_lease()
    assert lease is not None and lease.fence == 2
    assert at_death < DAYS
    runs = list_counted()
    done = [run for run in runs if run.state == "done"]
    assert Counter(run.on for run in done) == Counter(days)
    assert {run.fence for run in done} == {1, 2}
    # In order, and the run that was cut off ended before its day began again.
    assert [run.on for run in done] == days
    for run in runs:
        if run.state == "failed":
            assert (run.fence, run.summary) == (1, ABANDONED)
            again = next(other for other in done if other.on == run.on)
            assert run.finished_at is not None
            assert run.finished_at <= again.started_at
    summed = dict(
        db.session.execute(
            select(Measure.day, func.sum(Measure.n4 + Measure.n5)).group_by(Measure.day)
        )
        .tuples()
        .all()
    )
    assert summed == {day: 2 + place % 4 for place, day in enumerate(days)}


def test_a_stopped_worker_gives_the_lease_back(app: Flask, start: Start) -> None:
    rate_many_days()
    first = start()
    wait_until(lambda: count_done() >= 3)
    assert app.test_client().get("/health").status_code == 200
    waiting = start()
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0
    assert not any(run.state == "running" and run.fence == 1 for run in list_counted())
    # The one that waited needs no lease to run out.
    wait_until(lambda: (lease := read_lease()) is not None and lease.fence == 2, 10)
    wait_until(lambda: count_done() == DAYS)
    assert {run.state for run in list_counted()} == {"done"}
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(30) == 0
    lease = read_lease()
    assert lease is not None and lease.expires_at <= clock.now()
    assert app.test_client().get("/health").json == {
        "web": "ok",
        "database": "ok",
        "worker": "down",
        "calendar": "runs short",
    }
