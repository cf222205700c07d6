"""Urging: notices recorded once, one letter a day to each person who owes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.calendars import WorkingCalendar
from feedback.domain.notices import (
    DAYS_AHEAD,
    Item,
    NoticeStep,
    Tier,
    count_days,
    find_interim_step,
    find_step,
    list_superseded,
    write_digest,
)
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import Notice
from feedback.models.invitations import OutboxMessage
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar
from feedback.queries.notices import (
    Owing,
    Person,
    has_urged,
    list_due,
    list_interims,
    list_people,
    list_told,
)

#: A digest that could not leave for so long is of no more use.
_LIFE: Final = timedelta(hours=72)


@dataclass(frozen=True)
class Urged:
    """What a morning's urging did."""

    notices: int = 0
    letters: int = 0
    #: Steps passed over because a higher one was reached before anybody was told.
    superseded: int = 0


@dataclass(frozen=True)
class _Reached:
    """A step that a due date has reached now."""

    owing: Owing
    due_on: date
    step: NoticeStep
    superseded: list[NoticeStep]


@transaction
def urge(on: date, address: str) -> Urged:
    """Write the notices of a working morning; a day already written is left alone.

    `address` is where links lead. Each step is recorded once per comment and due date.
    After an outage only the highest step reached is told; those passed over are
    recorded with nobody told.
    """
    session, calendar = db.session(), load_calendar()
    if not calendar.is_working_day(on) or has_urged(on):
        return Urged()
    reached = _find_reached(on, calendar)
    people = _People(reached)
    digests: dict[Person, list[Item]] = defaultdict(list)
    for each in reached:
        told = [p for p in people.find(each.owing, each.step.tier) if p.email]
        for person in told:
            digests[person].append(_describe(each, person, on, calendar))
        _record(session, each, on, len(told))
    for person, items in digests.items():
        _add_letter(session, person, items, on, address)
    n_superseded = sum(len(each.superseded) for each in reached)
    return Urged(len(reached), len(digests), n_superseded)


def _find_reached(on: date, calendar: WorkingCalendar) -> list[_Reached]:
    due = [(owing, owing.due_on) for owing in list_due(_look_ahead(on, calendar))]
    interims = list_interims(on)
    told = list_told(owing.ref for owing, _ in (*due, *interims))
    found = [
        *((owing, day, find_step(day, on, calendar)) for owing, day in due),
        *((owing, day, find_interim_step(day, on)) for owing, day in interims),
    ]
    return [
        _Reached(owing, day, step, list_superseded(step, told[owing.ref, day]))
        for owing, day, step in found
        if step is not None and step not in told[owing.ref, day]
    ]


def _look_ahead(on: date, calendar: WorkingCalendar) -> date:
    return calendar.add_working_days(on, DAYS_AHEAD)


class _People:
    """Who is told of a comment, by how far up the notice goes."""

    def __init__(self, reached: Iterable[_Reached]) -> None:
        owings = [each.owing for each in reached]
        wanted = {o.agency_id for o in owings}
        wanted |= {o.parent_id for o in owings if o.parent_id is not None}
        self._desk: list[Person] = []
        self._staff: dict[tuple[int | None, Role], list[Person]] = defaultdict(list)
        for person in list_people(wanted):
            if person.role is Role.OVERSIGHT:
                self._desk.append(person)
            else:
                self._staff[person.agency_id, person.role].append(person)

    def find(self, owing: Owing, tier: Tier) -> list[Person]:
        """Each person once, in the order of their numbers."""
        heads = self._staff[owing.agency_id, Role.HEAD]
        # Somebody of the desk who also works for the agency concerned is not told.
        concerned = (owing.agency_id, owing.given_to_id)
        desk = [person for person in self._desk if person.agency_id not in concerned]
        told = set(self._find_writers(owing, heads) or desk)
        if tier >= Tier.HEAD:
            told.update(heads)
        if tier >= Tier.SUPERIOR:
            told.update(self._staff[owing.parent_id, Role.HEAD] or desk)
        if tier >= Tier.DESK:
            told.update(desk)
        return sorted(told)

    def _find_writers(self, owing: Owing, heads: list[Person]) -> list[Person]:
        if owing.state == State.REPLIED:
            return heads  # the answer is written and waits for one of them
        officers = self._staff[owing.agency_id, Role.OFFICER]
        assigned = [p for p in (*officers, *heads) if p.id == owing.assignee_id]
        return assigned or officers or heads


def _describe(
    each: _Reached, person: Person, on: date, calendar: WorkingCalendar
) -> Item:
    owing = each.owing
    return Item(
        ref=owing.ref,
        service=owing.service,
        agency=owing.agency,
        due_on=each.due_on,
        step=each.step,
        days_late=count_days(each.due_on, on, calendar),
        is_own=person.agency_id == owing.agency_id,
    )


def _record(session: Session, each: _Reached, on: date, n_told: int) -> None:
    counts = dict.fromkeys(each.superseded, 0) | {each.step: n_told}
    session.add_all(
        Notice(
            comment_ref=each.owing.ref,
            due_on=each.due_on,
            step=step.value,
            on=on,
            n_told=n,
        )
        for step, n in counts.items()
    )


def _add_letter(
    session: Session, person: Person, items: list[Item], on: date, address: str
) -> None:
    letter = write_digest(
        items,
        today=on,
        own_desk=f"{address}/can-bo/y-kien",
        public_list=f"{address}/qua-han",
    )
    now = clock.now()
    session.add(
        OutboxMessage(
            key=f"urge:{person.id}:{on}",
            delivery="email",
            recipient=person.email,
            subject=letter.subject,
            body=letter.body,
            not_before=now,
            expires_at=now + _LIFE,
        )
    )
