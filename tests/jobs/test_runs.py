"""Runs are recorded, missed days are made up for, a lost lease writes nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from feedback.domain import clock
from feedback.domain.labels import Label
from feedback.extensions import db
from feedback.jobs.runs import (
    JobFailed,
    catch_up,
    holding_by_hand,
    list_days_owed,
    run_days,
    run_job,
)
from feedback.jobs.schedule import SCHEDULE, Job
from feedback.models.jobs import JobRun, Lease
from feedback.models.services import Sector
from feedback.operations.jobs import (
    ABANDONED,
    AlreadyRunning,
    FenceLost,
    acquire_lease,
    begin_run,
    release_lease,
    renew_lease,
)
from feedback.operations.transaction import transaction
from feedback.queries.jobs import HAND, WORKER, list_last_runs
from tests.factories import make_sector

#: 09:00 in Vietnam.
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


def make_job(done: list[date] | None = None, **changes: object) -> Job:
    """A nightly job that notes the days it was run for."""

    def note(on: date) -> str:
        if done is not None:
            done.append(on)
        return f"noted {on}"

    job = Job("note", Label("Ghi", "Note"), note, {"hour": 1}, lag_days=1)
    return replace(job, **changes)  # type: ignore[arg-type]


def list_runs() -> list[JobRun]:
    db.session.rollback()
    return list(db.session.scalars(select(JobRun).order_by(JobRun.id)))


def test_a_job_never_done_owes_only_its_latest_day() -> None:
    assert make_job().list_due_days(None, NOW) == [date(2026, 3, 9)]


def test_a_job_owes_each_day_since_the_last_one_done_in_order() -> None:
    days = make_job().list_due_days(date(2026, 2, 26), NOW)
    assert days == [date(2026, 2, 27) + timedelta(days=n) for n in range(11)]


def test_a_job_owes_nothing_before_its_hour() -> None:
    before = datetime(2026, 3, 9, 17, 59, tzinfo=UTC)  # 00:59 in Vietnam
    assert make_job().list_due_days(date(2026, 3, 8), before) == []


def test_a_monthly_job_owes_its_missed_months() -> None:
    job = make_job(at={"day": 25, "hour": 5}, lag_days=0)
    assert job.list_due_days(date(2025, 12, 25), NOW) == [
        date(2026, 1, 25),
        date(2026, 2, 25),
    ]


def test_a_frequent_job_owes_only_today() -> None:
    job = make_job(at={"minute": "*/5"}, lag_days=0)
    assert job.is_frequent
    assert job.list_due_days(date(2026, 1, 1), NOW) == [date(2026, 3, 10)]


def test_every_job_of_the_timetable_has_a_short_name_of_its_own() -> None:
    names = [job.name for job in SCHEDULE]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and job.label.en for name, job in zip(names, SCHEDULE))
    assert all(job.find_latest_day(NOW) <= NOW.date() for job in SCHEDULE)


def test_missed_days_are_made_up_for_and_recorded(app: Flask) -> None:
    done: list[date] = []
    job = make_job(done)
    with clock.frozen(NOW), holding_by_hand(app) as hold:
        run_job(job, date(2026, 3, 6), hold)
        assert catch_up(job, hold, lambda: True)
        assert list_days_owed(job) == []
    assert done == [date(2026, 3, day) for day in (6, 7, 8, 9)]
    runs = list_runs()
    assert [(run.on.day, run.state, run.fence) for run in runs] == [
        (day, "done", None) for day in (6, 7, 8, 9)
    ]
    assert runs[0].summary == "noted 2026-03-06"
    assert [run.on for run in list_last_runs()] == [date(2026, 3, 9)]


def test_a_run_by_hand_before_its_hour_does_not_count_for_the_day(app: Flask) -> None:
    job = make_job([], at={"hour": 10}, lag_days=0)
    today = date(2026, 3, 10)
    with clock.frozen(NOW), holding_by_hand(app) as hold:
        run_job(job, today - timedelta(days=1), hold)
        run_job(job, today, hold)
        assert list_days_owed(job) == []
    with clock.frozen(NOW + timedelta(hours=2)), holding_by_hand(app) as hold:
        assert list_days_owed(job) == [today]
        assert catch_up(job, hold, lambda: True)
        assert list_days_owed(job) == []


def test_days_in_the_backlog_are_owed_whatever_the_runs_say(app: Flask) -> None:
    job = make_job([], find_backlog=lambda until: [date(2024, 5, 1), until])
    with clock.frozen(NOW), holding_by_hand(app) as hold:
        run_job(job, date(2026, 3, 9), hold)
        assert list_days_owed(job) == [date(2024, 5, 1), date(2026, 3, 9)]


def test_a_failed_run_is_recorded_by_its_kind_and_the_day_stays_owed(
    app: Flask,
) -> None:
    def fail(on: date) -> str:
        raise RuntimeError("Nguyễn Văn A, 0912345678")

    job = make_job(run=fail)
    with clock.frozen(NOW), holding_by_hand(app) as hold:
        with pytest.raises(JobFailed, match="note 2026-03-09: RuntimeError"):
            run_job(job, date(2026, 3, 9), hold)
        assert not catch_up(job, hold, lambda: True)
        assert list_days_owed(job) == [date(2026, 3, 9)]
    assert {(run.state, run.summary) for run in list_runs()} == {
        ("failed", "RuntimeError")
    }


def test_days_after_a_failed_one_wait_for_it(app: Flask) -> None:
    done: list[date] = []

    def fail_on_the_eighth(on: date) -> str:
        if on.day == 8:
            raise RuntimeError
        done.append(on)
        return ""

    job = make_job(run=fail_on_the_eighth)
    days = [date(2026, 3, day) for day in (7, 8, 9)]
    with holding_by_hand(app) as hold, pytest.raises(JobFailed):
        list(run_days(job, days, hold))
    assert done == days[:1]


def test_a_frequent_job_keeps_one_successful_run_a_day(app: Flask) -> None:
    job = make_job([], at={"minute": "*/5"}, lag_days=0)
    with clock.frozen(NOW), holding_by_hand(app) as hold:
        for _ in range(3):
            run_job(job, date(2026, 3, 10), hold)
        run_job(job, date(2026, 3, 9), hold)
    assert [run.on.day for run in list_runs()] == [10, 9]


def test_one_lease_has_one_holder_and_its_fence_grows(app: Flask) -> None:
    with clock.frozen(NOW):
        first = acquire_lease(WORKER, "one", 10)
        assert first is not None and first.fence == 1
        assert acquire_lease(WORKER, "two", 10) is None
        assert renew_lease(first, 10)
        release_lease(first)
        second = acquire_lease(WORKER, "two", 10)
    assert second is not None and second.fence == 2
    with clock.frozen(NOW + timedelta(seconds=11)):
        third = acquire_lease(WORKER, "three", 10)
        assert third is not None and third.fence == 3
        assert not renew_lease(second, 10)


def test_a_run_under_an_older_fence_is_refused(app: Flask) -> None:
    with clock.frozen(NOW):
        old = acquire_lease(WORKER, "old", 10)
    with clock.frozen(NOW + timedelta(seconds=11)):
        new = acquire_lease(WORKER, "new", 10)
        assert old and new
        with pytest.raises(FenceLost):
            run_job(make_job([]), date(2026, 3, 9), old)
        run_job(make_job([]), date(2026, 3, 9), new)
    assert [(run.fence, run.state) for run in list_runs()] == [(2, "done")]


def test_a_worker_overtaken_in_the_middle_writes_nothing_more(app: Flask) -> None:
    @transaction
    def add_sector() -> None:
        db.session.add(Sector(code="late", name="late", name_folded="late"))

    def overtake(on: date) -> str:
        db.session.rollback()
        with db.engine.begin() as other:
            other.execute(update(Lease).values(fence=Lease.fence + 1))
        add_sector()
        return "never said"

    with clock.frozen(NOW):
        hold = acquire_lease(WORKER, "slow", 10)
        assert hold is not None
        with pytest.raises(FenceLost):
            run_job(make_job(run=overtake), date(2026, 3, 9), hold)
    db.session.rollback()
    assert db.session.scalars(select(Sector)).all() == []


def test_writes_outside_a_run_need_no_lease(app: Flask) -> None:
    make_sector()
    assert db.session.scalars(select(Sector)).one()


def test_the_next_worker_ends_what_the_dead_one_left_running(app: Flask) -> None:
    with clock.frozen(NOW):
        dead = acquire_lease(WORKER, "dead", 10)
        assert dead is not None
        begin_run("note", date(2026, 3, 9), dead)
    with clock.frozen(NOW + timedelta(seconds=11)):
        hold = acquire_lease(WORKER, "next", 10)
        assert hold is not None
        run_job(make_job([]), date(2026, 3, 9), hold)
    assert [(run.state, run.summary) for run in list_runs()] == [
        ("failed", ABANDONED),
        ("done", "noted 2026-03-09"),
    ]


def test_no_job_runs_twice_at_once_for_one_day(app: Flask) -> None:
    with clock.frozen(NOW):
        worker = acquire_lease(WORKER, "worker", 10)
        hand = acquire_lease(HAND, "hand", 10)
        assert worker and hand
        begin_run("note", date(2026, 3, 9), worker)
        with pytest.raises(AlreadyRunning):
            run_job(make_job([]), date(2026, 3, 9), hand)
        run_job(make_job([]), date(2026, 3, 8), hand)
    with clock.frozen(NOW + timedelta(seconds=11)):
        hand = acquire_lease(HAND, "hand", 10)
        assert hand is not None
        # The worker is gone, and its run with it.
        run_job(make_job([]), date(2026, 3, 9), hand)
    assert [run.state for run in list_runs()] == ["failed", "done", "done"]


def test_a_run_that_lost_its_database_is_begun_again(app: Flask) -> None:
    with clock.frozen(NOW):
        hold = acquire_lease(WORKER, "worker", 10)
        assert hold is not None
        begin_run("note", date(2026, 3, 9), hold)
        begin_run("other", date(2026, 3, 9), hold)
        run_job(make_job([]), date(2026, 3, 9), hold)
    assert [(run.job, run.state) for run in list_runs()] == [
        ("note", "failed"),
        ("other", "running"),
        ("note", "done"),
    ]


def test_two_people_do_not_run_jobs_by_hand_at_once(app: Flask) -> None:
    with holding_by_hand(app), pytest.raises(AlreadyRunning):
        with holding_by_hand(app):
            pass
