"""The whole timetable: what runs when, and nothing runs that is not here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from apscheduler.triggers.cron import CronTrigger

from feedback.domain.clock import LOCAL_ZONE, local_moment
from feedback.domain.jobs import JOB_LABELS
from feedback.domain.labels import Label
from feedback.jobs.anchors import compare_anchors
from feedback.jobs.balances import count_balances
from feedback.jobs.ballots import activate_ballots
from feedback.jobs.calendars import watch_calendar
from feedback.jobs.charts import draw_charts
from feedback.jobs.closings import close_comments
from feedback.jobs.commitments import end_commitments
from feedback.jobs.contacts import erase_contacts
from feedback.jobs.handling import count_handling
from feedback.jobs.integrity import check_integrity
from feedback.jobs.measures import count_measures, list_days_to_count
from feedback.jobs.notices import urge_agencies
from feedback.jobs.outbox import deliver_outbox
from feedback.jobs.overdue import invite_overdue
from feedback.jobs.publications import publish_month
from feedback.jobs.recounts import recount
from feedback.jobs.releases import release_comments
from feedback.jobs.retention import erase_originals
from feedback.jobs.signs import sift_comments
from feedback.jobs.themes import find_themes


@dataclass(frozen=True)
class Job:
    """Work for one day that may be run again with the same result.

    `run` takes the day the work is for and returns in a few words what it did.
    """

    name: str
    label: Label
    run: Callable[[date], str]
    #: APScheduler cron fields in Asia/Ho_Chi_Minh, e.g. {"hour": 1}.
    at: dict[str, Any]
    #: How many days before its start the day lies that it is for.
    lag_days: int = 0
    #: Days up to a day that still need the job, whatever its runs say.
    find_backlog: Callable[[date], Sequence[date]] | None = None

    @property
    def trigger(self) -> CronTrigger:
        """When it starts, for the scheduler."""
        return CronTrigger(timezone=LOCAL_ZONE, **self.at)

    @property
    def is_frequent(self) -> bool:
        """Whether it starts several times a day, each time for the present."""
        first = _next_start(self.trigger, date(2026, 1, 1))
        second = self.trigger.get_next_fire_time(first, first)
        return bool(first.date() == second.date())

    def list_due_days(self, last_done: date | None, now: datetime) -> list[date]:
        """The days it owes: each one since the last that was done, in order.

        A job that was never done owes the latest day it should have run for; one that
        runs many times a day owes today.
        """
        today = now.astimezone(LOCAL_ZONE).date()
        if self.is_frequent:
            return [today]
        lag = timedelta(days=self.lag_days)
        if last_done is None:
            days = self._list_days(today - _LONGEST_PAUSE, now)[-1:]
        else:
            days = self._list_days(last_done + lag + _ONE_DAY, now)
        return [day - lag for day in days]

    def find_last_done(self, done: Sequence[tuple[date, datetime]]) -> date | None:
        """The latest day done at its time or later; `done` has the latest first.

        A run by hand for a day that was not over, or before the hour, has to be done
        again.
        """
        lag = timedelta(days=self.lag_days)
        for on, started_at in done:
            if _next_start(self.trigger, on + lag) <= started_at:
                return on
        return None

    def find_latest_day(self, now: datetime) -> date:
        """The day of its latest start, done or not."""
        return self.list_due_days(None, now)[-1]

    def _list_days(self, first: date, now: datetime) -> list[date]:
        days: list[date] = []
        trigger = self.trigger
        start = _next_start(trigger, first)
        while start <= now:
            days.append(start.date())
            start = _next_start(trigger, start.date() + _ONE_DAY)
        return days


_ONE_DAY = timedelta(days=1)
#: Longer than the time between two starts of any job.
_LONGEST_PAUSE = timedelta(days=62)


def _next_start(trigger: CronTrigger, on: date) -> datetime:
    start: datetime = trigger.get_next_fire_time(None, local_moment(on))
    return start


def get_job(name: str) -> Job:
    """The job of this name."""
    return next(job for job in SCHEDULE if job.name == name)


SCHEDULE: tuple[Job, ...] = (
    Job(
        "activate_ballots",
        JOB_LABELS["activate_ballots"],
        activate_ballots,
        {"hour": 0, "minute": 20},
    ),
    Job(
        "count_measures",
        JOB_LABELS["count_measures"],
        count_measures,
        {"hour": 0, "minute": 40},
        lag_days=1,
        find_backlog=list_days_to_count,
    ),
    Job(
        "recount",
        JOB_LABELS["recount"],
        recount,
        {"hour": 1, "minute": 20},
        lag_days=1,
    ),
    Job(
        "check_integrity",
        JOB_LABELS["check_integrity"],
        check_integrity,
        # After the last day on which a rating of the month could be changed was
        # counted, and before the month is published.
        {"day": 23, "hour": 2},
    ),
    Job(
        "publish_month",
        JOB_LABELS["publish_month"],
        publish_month,
        {"day": 25, "hour": 3},
    ),
    Job(
        "find_themes",
        JOB_LABELS["find_themes"],
        find_themes,
        {"day": 26, "hour": 4},
    ),
    Job(
        "compare_anchors",
        JOB_LABELS["compare_anchors"],
        compare_anchors,
        {"day": 26, "hour": 4, "minute": 30},
    ),
    Job(
        "draw_charts",
        JOB_LABELS["draw_charts"],
        draw_charts,
        {"hour": 3, "minute": 30},
    ),
    Job(
        "invite_overdue",
        JOB_LABELS["invite_overdue"],
        invite_overdue,
        {"hour": 5},
    ),
    Job(
        "watch_calendar",
        JOB_LABELS["watch_calendar"],
        watch_calendar,
        {"hour": 5, "minute": 30},
    ),
    Job(
        "sift_comments",
        JOB_LABELS["sift_comments"],
        sift_comments,
        {"minute": "*/10"},
    ),
    Job(
        "erase_originals",
        JOB_LABELS["erase_originals"],
        erase_originals,
        {"hour": 4, "minute": 30},
    ),
    Job(
        "release_comments",
        JOB_LABELS["release_comments"],
        release_comments,
        {"hour": 6},
    ),
    Job(
        "close_comments",
        JOB_LABELS["close_comments"],
        close_comments,
        {"hour": 6, "minute": 10},
    ),
    Job(
        "end_commitments",
        JOB_LABELS["end_commitments"],
        end_commitments,
        {"hour": 6, "minute": 15},
    ),
    Job(
        "erase_contacts",
        JOB_LABELS["erase_contacts"],
        erase_contacts,
        {"hour": 6, "minute": 40},
    ),
    Job(
        "count_balances",
        JOB_LABELS["count_balances"],
        count_balances,
        {"hour": 6, "minute": 20},
    ),
    Job(
        "count_handling",
        JOB_LABELS["count_handling"],
        count_handling,
        {"hour": 6, "minute": 30},
    ),
    Job(
        "urge_agencies",
        JOB_LABELS["urge_agencies"],
        urge_agencies,
        # After comments were delivered and closed, before letters leave.
        {"hour": 6, "minute": 40},
    ),
    Job(
        "deliver_outbox",
        JOB_LABELS["deliver_outbox"],
        deliver_outbox,
        {"hour": "7-20", "minute": "*/5"},
    ),
)
