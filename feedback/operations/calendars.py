"""The working-day calendar: its days loaded, and a warning before it runs out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.calendars import CalendarDay as Day
from feedback.domain.calendars import DayKind, DayRow
from feedback.domain.imports import Recorded, Refusal, refuse, refuse_twice
from feedback.domain.roles import Role
from feedback.domain.shortages import HOLIDAYS, find_shortage, write_warning
from feedback.extensions import db
from feedback.models.invitations import OutboxMessage
from feedback.models.jobs import JobRun
from feedback.models.plans import CalendarDay
from feedback.operations.catalogues import assign_values, settle_rows
from feedback.operations.transaction import transaction
from feedback.queries.calendars import read_calendar_end
from feedback.queries.users import list_addresses

#: The job that warns; its runs are the memory of what was told.
WATCH = "watch_calendar"
#: A warning that could not leave for so long has been written anew.
_LIFE = timedelta(days=6)


@transaction
def record_days(
    rows: Sequence[DayRow], *, is_partial: bool = False, is_whole_years: bool = False
) -> Recorded:
    """Add and correct days; all rows or none, unless partial.

    With `is_whole_years` the file is taken to hold its years completely: an assumed day
    that it lacks is dropped. A due date once told to a citizen does not move.
    """
    session = db.session()
    stored = {day.on: day for day in session.scalars(select(CalendarDay))}
    refused = [*_refuse_doubles(rows), *_refuse_thin_years(rows, stored)]
    bad = {refusal.line for refusal in refused}
    days = tuple(row.day for row in rows if row.line not in bad)
    recorded = _store_days(session, stored, days)
    if is_whole_years:
        recorded += _drop_wrong_guesses(session, stored, days)
    return settle_rows(session, recorded + Recorded(refused=tuple(refused)), is_partial)


def _refuse_doubles(rows: Iterable[DayRow]) -> list[Refusal]:
    first: dict[date, DayRow] = {}
    refused = []
    for row in rows:
        earlier = first.setdefault(row.day.on, row)
        if earlier is not row:
            name = f"{row.day.on:%d/%m/%Y}"
            refused.append(refuse_twice(row.line, "on", name, earlier.line))
    return refused


def _refuse_thin_years(
    rows: Iterable[DayRow], stored: Mapping[date, CalendarDay]
) -> list[Refusal]:
    """A new year begins where the calendar ends, with all the days the law gives."""
    known = {on.year for on in stored}
    n = Counter(r.day.on.year for r in rows if r.day.kind is DayKind.HOLIDAY)
    refused = []
    for row in sorted(rows, key=lambda row: row.day.on):
        year = row.day.on.year
        if year in known:
            continue
        if n[year] < HOLIDAYS:
            vi = f"Năm {year} mới có {n[year]} ngày nghỉ; luật định {HOLIDAYS} ngày."
            en = f"{year} has {n[year]} days off; the law gives {HOLIDAYS}."
            refused.append(refuse(row.line, "on", vi, en))
        elif known and not {year - 1, year + 1} & known:
            vi = f"Lịch chưa có năm liền với năm {year}."
            en = f"The calendar has no year next to {year}."
            refused.append(refuse(row.line, "on", vi, en))
        else:
            known.add(year)
    return refused


def load_days(session: Session, days: Sequence[Day]) -> Recorded:
    """Bring the stored days up to the shipped ones, in the caller's transaction."""
    stored = {day.on: day for day in session.scalars(select(CalendarDay))}
    recorded = _store_days(session, stored, days)
    return recorded + _drop_wrong_guesses(session, stored, days)


def _store_days(
    session: Session, stored: Mapping[date, CalendarDay], days: Iterable[Day]
) -> Recorded:
    recorded = Recorded()
    for day in days:
        values = {
            "kind": day.kind.value,
            "name_vi": day.name.vi,
            "name_en": day.name.en,
            "basis": day.basis,
            "status": day.status.value,
        }
        if day.on not in stored:
            session.add(CalendarDay(on=day.on, **values))
            recorded += Recorded(new=1)
        elif assign_values(stored[day.on], values):
            recorded += Recorded(updated=1, changed=(day.on.isoformat(),))
        else:
            recorded += Recorded(unchanged=1)
    return recorded


def _drop_wrong_guesses(
    session: Session, stored: Mapping[date, CalendarDay], days: Iterable[Day]
) -> Recorded:
    """An assumed day that the announced schedule lacks was never a day off."""
    told = {day.on for day in days}
    years = {on.year for on in told}
    wrong = [
        on
        for on, day in stored.items()
        if day.status == "assumed" and on.year in years and on not in told
    ]
    if wrong:
        session.execute(delete(CalendarDay).where(CalendarDay.on.in_(wrong)))
    return Recorded(updated=len(wrong), changed=tuple(on.isoformat() for on in wrong))


@transaction
def warn_of_calendar(on: date) -> int | None:
    """Write to the administrators when the calendar runs short; once in a week.

    Returns how many were written to, or nothing when all is well.
    """
    session = db.session()
    last_on, assumed = read_calendar_end()
    shortage = find_shortage(last_on, assumed, on)
    if shortage is None:
        return None
    monday = on - timedelta(days=on.weekday())
    ran = session.scalars(
        select(JobRun.on).where(
            JobRun.job == WATCH,
            JobRun.state == "done",
            JobRun.on >= monday,
            JobRun.on <= on,
        )
    )
    if any(find_shortage(last_on, assumed, day) for day in ran):
        return 0
    letter, now = write_warning(shortage), clock.now()
    letters = [
        OutboxMessage(
            key=f"calendar:{user_id}:{monday}:{last_on}",
            delivery="email",
            recipient=address,
            subject=letter.subject,
            body=letter.body,
            not_before=now,
            expires_at=now + _LIFE,
        )
        for user_id, address in list_addresses(Role.ADMINISTRATOR)
    ]
    keys = select(OutboxMessage.key).where(
        OutboxMessage.key.in_([letter.key for letter in letters])
    )
    waiting = set(session.scalars(keys))
    fresh = [letter for letter in letters if letter.key not in waiting]
    session.add_all(fresh)
    return len(fresh)
