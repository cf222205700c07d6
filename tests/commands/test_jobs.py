"""flask jobs list and run, as an operator types them; the clock says 20 March 2026."""

from datetime import date

from flask import Flask
from sqlalchemy import select, update

from feedback.commands.jobs import group
from feedback.exchange.plans import load_shipped
from feedback.extensions import db
from feedback.jobs.schedule import SCHEDULE
from feedback.models.jobs import JobRun
from feedback.models.measures import Measure
from feedback.operations.jobs import acquire_lease
from feedback.operations.plans import load_plans
from feedback.queries.jobs import HAND
from tests.answers import rate
from tests.commands.runs import run
from tests.factories import make_agency, make_service


def rate_days(*days: int) -> None:
    """One satisfied citizen on each of these days of March."""
    agency, service = make_agency(), make_service()
    for day in days:
        rate(agency.id, service.id, (0, 0, 0, 1, 0), rated_on=date(2026, 3, day))


def list_runs() -> list[tuple[str, int, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(JobRun).order_by(JobRun.id))
    return [(row.job, row.on.day, row.state) for row in rows]


def test_the_list_shows_each_job_its_timetable_and_its_last_run(app: Flask) -> None:
    before = run(app, group, "list")
    assert before.code == 0
    for job in SCHEDULE:
        assert job.name in before.out and job.label.vi in before.out
    assert before.out.count("never run") == len(SCHEDULE)
    run(app, group, "run", "count_measures")
    after = run(app, group, "list").out
    assert "hour=0 minute=40" in after
    assert "2026-03-20 12:00 for 2026-03-19: done. 0 ratings in 0 cells" in after
    assert after.count("never run") == len(SCHEDULE) - 1


def test_a_run_makes_up_for_every_day_that_was_missed(app: Flask) -> None:
    rate_days(2, 17, 18)
    assert run(app, group, "run", "count_measures", "--on", "2026-03-17").code == 0
    done = run(app, group, "run", "count_measures")
    assert done.out.splitlines() == [
        "count_measures 2026-03-02: 1 ratings in 1 cells",
        "count_measures 2026-03-18: 1 ratings in 1 cells",
        "count_measures 2026-03-19: 0 ratings in 0 cells",
    ]
    again = run(app, group, "run", "count_measures")
    assert again.out.splitlines() == ["count_measures 2026-03-19: 0 ratings in 0 cells"]


def test_a_span_of_days_can_be_run_again(app: Flask) -> None:
    span = ("--since", "2026-03-01", "--on", "2026-03-03")
    assert len(run(app, group, "run", "recount", *span).out.splitlines()) == 3
    assert list_runs() == [("recount", day, "done") for day in (1, 2, 3)]


def test_today_run_by_hand_is_counted_again_when_it_is_over(app: Flask) -> None:
    rate_days(20)
    run(app, group, "run", "count_measures", "--on", "2026-03-20")
    owed = run(app, group, "run", "count_measures").out
    assert owed.startswith("count_measures 2026-03-19")


def test_a_failure_is_said_recorded_and_seen_in_the_exit_code(app: Flask) -> None:
    rate_days(18)
    run(app, group, "run", "count_measures")
    db.session.execute(update(Measure).values(n4=0, n5=1))
    db.session.commit()
    failed = run(app, group, "run", "recount")
    assert failed.code == 1
    assert "recount 2026-03-19: 3 cells differ from the ratings" in failed.err
    assert list_runs()[-1] == ("recount", 19, "failed")


def test_all_jobs_run_once_in_the_order_of_the_timetable(app: Flask) -> None:
    load_plans(load_shipped())
    done = run(app, group, "run", "all")
    assert done.code == 0, done.err
    assert [job for job, _, _ in list_runs()] == [job.name for job in SCHEDULE]
    assert {state for _, _, state in list_runs()} == {"done"}


def test_one_job_that_fails_does_not_keep_the_others_from_running(app: Flask) -> None:
    """Without a calendar of working days nobody can tell what fell silent."""
    done = run(app, group, "run", "all")
    assert done.code == 1 and "close_comments" in done.err
    assert [job for job, _, _ in list_runs()] == [job.name for job in SCHEDULE]


def test_an_unknown_job_and_a_day_to_come_are_refused(app: Flask) -> None:
    assert run(app, group, "run", "no_such_job").code == 2
    late = run(app, group, "run", "recount", "--on", "2026-03-21")
    assert late.code == 1 and "2026-03-21 has not come yet" in late.err
    assert list_runs() == []


def test_two_people_do_not_run_jobs_at_once(app: Flask) -> None:
    assert acquire_lease(HAND, "somebody else", 15)
    refused = run(app, group, "run", "recount")
    assert refused.code == 1 and "try again" in refused.err
