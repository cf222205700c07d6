"""Reads of the working-day calendar and of the time limits."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from feedback.domain.calendars import (
    CalendarDay,
    DayKind,
    DayStatus,
    WorkingCalendar,
)
from feedback.domain.deadlines import DeadlineRule, Step, find_rule
from feedback.domain.errors import CalendarRunsOut, NoDeadlineRule, NotFound
from feedback.domain.kinds import Kind
from feedback.domain.labels import Label
from feedback.domain.shortages import Shortage, find_shortage
from feedback.extensions import db
from feedback.models import plans
from feedback.models.agencies import Agency
from feedback.models.comments import Comment


class Clocked(NamedTuple):
    """When the answer to a comment is due, and when it was given."""

    ref: str
    due_on: date | None
    replied_on: date | None


def load_calendar() -> WorkingCalendar:
    """The calendar over the years that have rows; it refuses any other year."""
    rows = db.session.scalars(select(plans.CalendarDay)).all()
    if not rows:
        raise CalendarRunsOut()
    years = [row.on.year for row in rows]
    days = [
        CalendarDay(
            row.on,
            DayKind(row.kind),
            Label(row.name_vi, row.name_en),
            row.basis,
            DayStatus(row.status),
        )
        for row in rows
    ]
    return WorkingCalendar(days, min(years), max(years))


def read_calendar_end() -> tuple[date | None, list[date]]:
    """The last day the calendar covers, and its days not announced yet."""
    day = plans.CalendarDay
    last = db.session.scalar(select(func.max(day.on)))
    assumed = db.session.scalars(
        select(day.on).where(day.status == DayStatus.ASSUMED).order_by(day.on)
    )
    return (date(last.year, 12, 31) if last else None), list(assumed)


def find_calendar_shortage(today: date) -> Shortage | None:
    """What the calendar will lack soon, if anything."""
    return find_shortage(*read_calendar_end(), today)


def load_deadline_rules() -> tuple[DeadlineRule, ...]:
    """Every time limit, in force or not."""
    rows = db.session.scalars(select(plans.DeadlineRule))
    return tuple(
        DeadlineRule(
            step=Step(row.step),
            working_days=row.working_days,
            basis=row.basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            kind=Kind(row.kind) if row.kind else None,
            agency_level=row.agency_level or None,
        )
        for row in rows
    )


def find_longest_extension(ref: str, on: date) -> int | None:
    """By how many working days a comment's answer may be put off; none: not at all."""
    row = db.session.execute(
        select(Comment.kind, Agency.level)
        .join(Agency, Agency.id == Comment.agency_id)
        .where(Comment.ref == ref)
    ).one()
    rules, kind = load_deadline_rules(), Kind(row.kind)
    try:
        return find_rule(Step.EXTEND, on, rules, kind, row.level).working_days
    except NoDeadlineRule:
        return None


def get_clocked(ref: str) -> Clocked:
    """The days of a comment's clock as they are stored."""
    row = db.session.execute(
        select(Comment.ref, Comment.due_on, Comment.replied_on).where(
            Comment.ref == ref
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return Clocked(*row)
