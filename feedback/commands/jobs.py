"""flask jobs …: list, run and work."""

import logging
import sys
from datetime import date, datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.jobs.runs import JobFailed, holding_by_hand, list_days_owed, run_days
from feedback.jobs.schedule import SCHEDULE, Job, get_job
from feedback.jobs.worker import LEASE_SECONDS, Worker
from feedback.operations.jobs import AlreadyRunning, Hold
from feedback.queries.jobs import list_last_runs

group = AppGroup("jobs", help="List, run and schedule jobs.")

_DAY = click.DateTime(["%Y-%m-%d"])
_NAMES = click.Choice([*(job.name for job in SCHEDULE), "all"])


@group.command("list")
def list_jobs() -> None:
    """Show each job, when it runs and how its last run went."""
    last = {run.job: run for run in list_last_runs()}
    for job in SCHEDULE:
        at = " ".join(f"{field}={value}" for field, value in job.at.items())
        click.echo(f"{job.name:<18} {at:<26} {job.label.vi} / {job.label.en}")
        run = last.get(job.name)
        if run is None:
            click.echo(f"{'':<18} never run")
        else:
            started = run.started_at.astimezone(clock.LOCAL_ZONE)
            summary = f"{started:%Y-%m-%d %H:%M} for {run.on}: {run.state}"
            click.echo(f"{'':<18} {summary}. {run.summary or ''}")


@group.command("run")
@click.argument("name", type=_NAMES)
@click.option("--on", "on", type=_DAY, help="The day to work for (YYYY-MM-DD).")
@click.option("--since", type=_DAY, help="Work for each day from this one to --on.")
def run(name: str, on: datetime | None, since: datetime | None) -> None:
    """Run a job now, or `all` of them in order.

    Without --on it works for each day that is owed, at least the latest.
    """
    jobs = SCHEDULE if name == "all" else (get_job(name),)
    has_failed = False
    try:
        with holding_by_hand(_app()) as hold:
            for job in jobs:
                days = _choose_days(job, on, since)
                has_failed |= not _run_days(job, days, hold)
    except DomainError as error:
        raise click.ClickException(error.message_en) from None
    if has_failed:
        raise SystemExit(1)


def _run_days(job: Job, days: list[date], hold: Hold) -> bool:
    """Run a job and say how it went; after a failure the other jobs still run."""
    try:
        for day, summary in run_days(job, days, hold):
            click.echo(f"{job.name} {day}: {summary}")
    except (AlreadyRunning, JobFailed) as error:
        click.echo(f"Error: {error.message_en}", err=True)
        return False
    return True


@group.command("work")
@click.option("--lease-seconds", type=float, default=LEASE_SECONDS, hidden=True)
def work(lease_seconds: float) -> None:
    """Run the timetable until stopped; a second worker waits for its turn."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s"
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    Worker(_app(), lease_seconds).work()


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _choose_days(job: Job, on: datetime | None, since: datetime | None) -> list[date]:
    if on is None and since is None:
        return list_days_owed(job) or [job.find_latest_day(clock.now())]
    last = on.date() if on else job.find_latest_day(clock.now())
    if last > clock.today():
        raise click.ClickException(f"{last} has not come yet.")
    first = min(since.date(), last) if since else last
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


if __name__ == "__main__":
    # How the supervisor starts the worker: without loading every other command.
    group.main(obj=ScriptInfo(app_import_path="wsgi"))
