"""flask deadlines …: how a due date came about."""

from datetime import date

import click
from flask.cli import AppGroup

from feedback.domain import clock
from feedback.domain.calendars import DayOff, WorkingCalendar
from feedback.domain.deadlines import count_days_late
from feedback.domain.errors import CalendarRunsOut, DomainError
from feedback.domain.explanations import Line, explain_due
from feedback.domain.labels import Label
from feedback.domain.tokens import read_reference
from feedback.queries.calendars import (
    Clocked,
    get_clocked,
    load_calendar,
    load_deadline_rules,
)
from feedback.queries.comments import list_steps

group = AppGroup("deadlines", help="Time limits and due dates.")

_NO_CLOCK = Label("Chưa bắt đầu tính hạn.", "The clock has not begun.")
_RULE = Label("Căn cứ", "Legal basis")
_IN_FORCE = Label("có hiệu lực từ", "in force from")
_SKIPPED = Label("Không tính", "Not counted")
_DUE = Label("hạn", "due")
_RESULT = Label("Hạn trả lời", "Due date")
_DIFFERS = Label(
    "Hạn đã báo cho người dân là {stored}. Lịch nghỉ hoặc bảng thời hạn đã đổi sau đó; "
    "hạn đã báo không đổi theo.",
    "The due date told to the citizen is {stored}. The calendar or the limits have "
    "changed since; a date once told does not move.",
)
_LATE = Label("Quá hạn {n} ngày làm việc.", "{n} working days late.")
_IN_TIME = Label("Không quá hạn.", "Not late.")


@group.command("explain")
@click.argument("ref")
@click.option(
    "--lang", "language", type=click.Choice(["vi", "en"]), default="vi", help="vi or en"
)
def explain(ref: str, language: str) -> None:
    """Replay how a comment's due date came about, holiday by holiday."""
    try:
        comment = get_clocked(read_reference(ref))
        calendar = load_calendar()
        lines = explain_due(list_steps(comment.ref), load_deadline_rules(), calendar)
    except DomainError as error:
        raise click.ClickException(error.message(language)) from None
    for line in lines:
        _tell_line(line, language)
    _tell_result(lines, comment, calendar, language)


def _tell_line(line: Line, language: str) -> None:
    due = _day(line.due_on, language) if line.due_on else "-"
    move, said = line.move.label.text(language), line.said.text(language)
    click.echo(f"{_day(line.on, language)}  {move}: {said}")
    click.echo(f"            {_DUE.text(language)} {due}")
    if line.rule is not None:
        since = _day(line.rule.valid_from, language)
        click.echo(
            f"            {_RULE.text(language)}: {line.rule.basis} "
            f"({_IN_FORCE.text(language)} {since})"
        )
    for day in line.skipped:
        click.echo(f"            {_tell_day_off(day, language)}")


def _tell_day_off(day: DayOff, language: str) -> str:
    on = _day(day.on, language)
    return f"{_SKIPPED.text(language)} {on}: {day.name.text(language)}"


def _tell_result(
    lines: tuple[Line, ...],
    comment: Clocked,
    calendar: WorkingCalendar,
    language: str,
) -> None:
    due = lines[-1].due_on if lines else None
    if due is None or comment.due_on is None:
        click.echo(_NO_CLOCK.text(language))
        return
    click.echo(f"{_RESULT.text(language)}: {_day(due, language)}")
    if due != comment.due_on:
        stored = _day(comment.due_on, language)
        click.echo(_DIFFERS.text(language).format(stored=stored))
    try:
        n = count_days_late(comment.due_on, comment.replied_on, clock.today(), calendar)
    except CalendarRunsOut as error:
        click.echo(error.message(language))
        return
    click.echo(_LATE.text(language).format(n=n) if n else _IN_TIME.text(language))


def _day(on: date, language: str) -> str:
    return on.isoformat() if language == "en" else f"{on:%d/%m/%Y}"
