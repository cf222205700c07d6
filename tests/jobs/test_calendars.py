"""Running out of calendar is an alarm, once a week, to the administrators."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from feedback.commands.jobs import group
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.invitations import OutboxMessage
from tests.commands.runs import run
from tests.factories import make_user
from tests.lives import load_calendar_rows, on_day

#: Sixty days before the shipped calendar ends.
FIRST = date(2027, 11, 1)


@pytest.fixture(autouse=True)
def people(app: Flask) -> None:
    load_calendar_rows()
    make_user(Role.ADMINISTRATOR, email="quantri@tinh.example.vn")
    make_user(Role.ADMINISTRATOR)
    make_user(Role.ADMINISTRATOR, email="cu@tinh.example.vn", is_active=False)
    make_user(Role.OVERSIGHT, email="giamsat@tinh.example.vn")


def watch(app: Flask, on: date) -> str:
    with on_day(on):
        done = run(app, group, "run", "watch_calendar", "--on", on.isoformat())
    assert done.code == 0, done.err
    return done.out.partition(": ")[2].strip()


def list_letters() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage)))


def test_nobody_is_troubled_while_it_reaches_far_enough(app: Flask) -> None:
    assert watch(app, FIRST - timedelta(days=1)) == "the calendar is complete"
    assert list_letters() == []


def test_who_keeps_the_platform_is_written_to(app: Flask) -> None:
    assert watch(app, FIRST) == "1 warned of the calendar"
    (letter,) = list_letters()
    assert letter.recipient == "quantri@tinh.example.vn"
    assert "31/12/2027" in letter.body and "flask import calendar" in letter.body


@pytest.mark.parametrize("is_delivered", [True, False])
def test_the_job_run_again_in_the_week_writes_nothing(
    app: Flask, is_delivered: bool
) -> None:
    watch(app, FIRST)
    if is_delivered:
        db.session.execute(delete(OutboxMessage))
        db.session.commit()
    # A Monday; the week ends on Sunday the 7th.
    for days in (0, 1, 6):
        assert watch(app, FIRST + timedelta(days=days)).startswith("0 ")
    assert len(list_letters()) == (not is_delivered)
    assert watch(app, FIRST + timedelta(days=7)) == "1 warned of the calendar"


def test_days_that_are_only_assumed_are_an_alarm_too(app: Flask) -> None:
    # The assumed Tết of 2027 begins on 4 February; both days are in one week, whose
    # first run had nothing to tell.
    assert watch(app, date(2026, 12, 5)) == "the calendar is complete"
    assert watch(app, date(2026, 12, 6)) == "1 warned of the calendar"
    assert "giả định" in list_letters()[0].body
