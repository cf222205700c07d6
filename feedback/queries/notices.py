"""Reads for urging: what is due, what was told, and who can be told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, or_, select

from feedback.domain.deadlines import WORDS
from feedback.domain.notices import NoticeStep
from feedback.domain.roles import Role
from feedback.domain.states import OWED_BY_AGENCY, State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, CommentEvent, Notice
from feedback.models.services import Service
from feedback.models.users import User

#: References in one statement.
_CHUNK = 500
#: Who urges and is urged; an inspector is not.
_URGED = (Role.OFFICER, Role.HEAD, Role.OVERSIGHT)


class Owing(NamedTuple):
    """A comment whose agency owes something, and where it lies."""

    ref: str
    state: str
    due_on: date
    agency_id: int
    given_to_id: int
    assignee_id: int | None
    parent_id: int | None
    agency: str
    service: str


class Person(NamedTuple):
    """A member of staff who may be told."""

    id: int
    role: Role
    agency_id: int | None
    email: str | None


def select_due(until: date) -> Select[Any]:
    """Answers due up to a day, but for those of which every step was told.

    Rests on the index by state and due date: no comment that is over is looked at. An
    answer that waits for its head to hand it in is owed still.
    """
    is_finished = exists().where(
        Notice.comment_ref == Comment.ref,
        Notice.due_on == Comment.due_on,
        Notice.step == NoticeStep.DESK,
    )
    return _select_owing(
        Comment.state.in_([*sorted(OWED_BY_AGENCY), State.REPLIED]),
        Comment.due_on <= until,
        Comment.replied_on.is_(None) | (Comment.state != State.REPLIED),
        ~is_finished,
    )


def _select_owing(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *(Comment.ref, Comment.state, Comment.due_on, Comment.agency_id),
            *(Comment.given_to_id, Comment.assignee_id, Agency.parent_id),
            *(Agency.name, Service.name),
        )
        .join(Agency, Agency.id == Comment.agency_id)
        .join(Service, Service.id == Comment.service_id)
        .where(*conditions)
        .order_by(Comment.due_on, Comment.ref)
    )


def list_due(until: date) -> list[Owing]:
    """What is due up to a day and may have a notice left to be told."""
    return [Owing(*row) for row in db.session.execute(select_due(until))]


def list_interims(today: date) -> list[tuple[Owing, date]]:
    """Open comments of which a word on progress is due up to today, with that day.

    The latest word to the citizen says when the next is owed; an answer that is due
    itself is urged for as such.
    """
    is_open = (Comment.state.in_(sorted(OWED_BY_AGENCY)), Comment.due_on > today)
    words = db.session.execute(
        select(CommentEvent.comment_ref, CommentEvent.details)
        .join(Comment, Comment.ref == CommentEvent.comment_ref)
        .where(*is_open, CommentEvent.move.in_(WORDS))
        .order_by(CommentEvent.comment_ref, CommentEvent.number)
    )
    last = {ref: details.get("interim_on") for ref, details in words}
    days = {ref: date.fromisoformat(on) for ref, on in last.items() if on}
    due = sorted(ref for ref, on in days.items() if on <= today)
    found = []
    for start in range(0, len(due), _CHUNK):
        rows = _select_owing(Comment.ref.in_(due[start : start + _CHUNK]))
        found += [Owing(*row) for row in db.session.execute(rows)]
    return [(owing, days[owing.ref]) for owing in found]


def list_told(refs: Iterable[str]) -> dict[tuple[str, date], set[NoticeStep]]:
    """The steps recorded of these comments, by reference and due date."""
    told: dict[tuple[str, date], set[NoticeStep]] = defaultdict(set)
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), _CHUNK):
        rows = db.session.execute(
            select(Notice.comment_ref, Notice.due_on, Notice.step).where(
                Notice.comment_ref.in_(wanted[start : start + _CHUNK])
            )
        )
        for ref, due_on, step in rows:
            told[ref, due_on].add(NoticeStep(step))
    return told


class Told(NamedTuple):
    """A notice that was recorded."""

    step: NoticeStep
    due_on: date
    on: date
    n_told: int


def list_notices(ref: str) -> list[Told]:
    """The notices about a comment, oldest first; told to nobody: passed over."""
    rows = db.session.execute(
        select(Notice.step, Notice.due_on, Notice.on, Notice.n_told)
        .where(Notice.comment_ref == ref)
        .order_by(Notice.on, Notice.id)
    )
    return [Told(NoticeStep(step), *rest) for step, *rest in rows]


def has_urged(on: date) -> bool:
    """Whether the notices of a day were written already."""
    return bool(db.session.scalar(select(exists().where(Notice.on == on))))


def list_people(agency_ids: Collection[int]) -> list[Person]:
    """Officers and heads of these agencies, and the oversight desk."""
    rows = db.session.execute(
        select(User.id, User.role, User.agency_id, User.email)
        .where(
            User.is_active,
            User.role.in_(_URGED),
            or_(User.role == Role.OVERSIGHT, User.agency_id.in_(agency_ids)),
        )
        .order_by(User.id)
    )
    return [Person(*row) for row in rows]
