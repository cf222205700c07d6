"""Reads of one comment: for its agency, for the oversight desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from feedback.domain.deadlines import WORDS
from feedback.domain.errors import NotFound
from feedback.domain.grounds import APPEAL_MARK
from feedback.domain.kinds import Kind
from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.states import (
    HIDDEN_FROM_AGENCY,
    OWED_BY_AGENCY,
    Move,
    State,
    View,
)
from feedback.domain.tones import Tone, find_tone
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment, CommentEvent
from feedback.models.services import Service
from feedback.models.users import User
from feedback.queries.replies import Answer, list_answers


@dataclass(frozen=True)
class Step:
    """One move in a comment's life, as staff see it."""

    number: int
    move: Move
    state: State
    on: date
    role: Role
    #: Name of the member of staff; none for citizens and jobs.
    name: str | None
    user_id: int | None
    details: dict[str, Any]


@dataclass(frozen=True)
class CaseFile:
    """A comment as its agency sees it: no channel, no receipt, no day of writing."""

    ref: str
    state: State
    agency_id: int
    agency_code: str
    agency_name: str
    service_code: str
    service_name: str
    month: Month
    #: Whether its author asked to have a case fixed and may be reached.
    is_case: bool
    text: str
    #: What its author says the text mostly is.
    tone: Tone | None
    released_on: date | None
    due_on: date | None
    replied_on: date | None
    published_on: date | None
    view: View | None
    #: What an edit of this page is based on.
    seen: int
    steps: Sequence[Step]
    answers: Sequence[Answer]

    def find_step(self, *moves: Move) -> Step | None:
        """The latest of these moves."""
        return next((s for s in reversed(self.steps) if s.move in moves), None)

    @property
    def interim_on(self) -> date | None:
        """By when the citizen is owed a word on progress, while no answer is."""
        word = self.find_step(*WORDS)
        told = word.details.get("interim_on") if word else None
        if not told or self.state not in OWED_BY_AGENCY:
            return None
        return date.fromisoformat(told)


@dataclass(frozen=True)
class DeskFile(CaseFile):
    """A comment as the oversight desk sees it: also the original words."""

    original: str
    public_text: str | None
    received_on: date
    state_on: date
    ground: str | None

    def find_public_answer(self) -> Answer | None:
        """The version of the answer that the public reads."""
        shown = (Move.PUBLISH, Move.REDACT)
        versions = [
            step.details["reply"]
            for step in self.steps
            if step.move in shown and "reply" in step.details
        ]
        return next((a for a in self.answers if a.version in versions[-1:]), None)


#: An agency sees what happened with it, nothing of the days before.
_AGENCY_MOVES = frozenset(
    {
        Move.DELIVER,
        Move.ASK_MORE,
        Move.SUPPLY,
        Move.TRANSFER,
        Move.ASSIGN,
        Move.ALLOT,
        Move.EXTEND,
        Move.PROGRESS,
        Move.REPLY,
        Move.SEND_BACK,
        Move.APPROVE,
        Move.PUBLISH,
        Move.VIEW,
        Move.REOPEN,
        Move.CLOSE,
    }
)


def get_case_file(ref: str, agency_id: int) -> CaseFile:
    """A comment of this agency; another agency's is not there."""
    row = db.session.execute(
        select_with_names().where(
            Comment.ref == ref,
            Comment.agency_id == agency_id,
            Comment.released_on.is_not(None),
            Comment.state.not_in(HIDDEN_FROM_AGENCY),
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    steps = list_steps(ref)
    # The days before the first batch would tell when it was written.
    first = next(step.number for step in steps if step.move is Move.DELIVER)
    shown = [s for s in steps if s.number >= first and s.move in _AGENCY_MOVES]
    return CaseFile(**_case(row, shown))


def get_desk_file(ref: str, own_agency_id: int | None) -> DeskFile:
    """A comment for the oversight desk, unless it concerns the reader's own agency."""
    row = db.session.execute(
        select_with_names().where(Comment.ref == ref)
    ).one_or_none()
    if row is None or own_agency_id in (row.Comment.agency_id, row.Comment.given_to_id):
        raise NotFound()
    return _desk(row)


def read_desk_file(ref: str) -> DeskFile:
    """The same for whoever has been let in already."""
    return _desk(
        db.session.execute(select_with_names().where(Comment.ref == ref)).one()
    )


def _desk(row: Row[tuple[Comment, Agency, Service]]) -> DeskFile:
    comment = row.Comment
    steps = list_steps(comment.ref)
    n_appeals = sum(step.move is Move.APPEAL for step in steps)
    return DeskFile(
        **_case(row, steps),
        # What is said against a withholding is not a part of the comment.
        original=comment.text.rsplit(APPEAL_MARK, n_appeals)[0],
        public_text=comment.public_text,
        received_on=comment.received_on,
        state_on=comment.state_on,
        ground=comment.ground,
    )


def select_with_names() -> Select[tuple[Comment, Agency, Service]]:
    """A comment with the agency that has it now and the service it is about."""
    return (
        select(Comment, Agency, Service)
        .join(Agency, Agency.id == Comment.agency_id)
        .join(Service, Service.id == Comment.service_id)
        .execution_options(populate_existing=True)
    )


def _case(
    row: Row[tuple[Comment, Agency, Service]], steps: Sequence[Step]
) -> dict[str, Any]:
    comment = row.Comment
    return {
        "ref": comment.ref,
        "state": State(comment.state),
        "agency_id": comment.agency_id,
        "agency_code": row.Agency.code,
        "agency_name": row.Agency.name,
        "service_code": row.Service.code,
        "service_name": row.Service.name,
        "month": Month.of(comment.month),
        "is_case": comment.kind == Kind.CASE,
        "text": comment.public_text or "",
        "tone": find_tone(comment.tone),
        "released_on": comment.released_on,
        "due_on": comment.due_on,
        "replied_on": comment.replied_on,
        "published_on": comment.published_on,
        "view": View(comment.view) if comment.view else None,
        "seen": comment.n_events,
        "steps": steps,
        "answers": list_answers(comment.ref),
    }


def list_steps(ref: str) -> list[Step]:
    """Every move of a comment, oldest first."""
    rows = db.session.execute(
        select(CommentEvent, User.name)
        .outerjoin(User, User.id == CommentEvent.user_id)
        .where(CommentEvent.comment_ref == ref)
        .order_by(CommentEvent.number)
    )
    return [
        Step(
            event.number,
            Move(event.move),
            State(event.state),
            event.on,
            Role(event.role),
            name,
            event.user_id,
            event.details,
        )
        for event, name in rows
    ]


def find_last_event(ref: str, move: Move) -> CommentEvent | None:
    """The latest of a kind of move in a comment's life."""
    return db.session.scalar(
        select(CommentEvent)
        .where(CommentEvent.comment_ref == ref, CommentEvent.move == move)
        .order_by(CommentEvent.number.desc())
        .limit(1)
    )


def list_overturned(ref: str) -> list[str]:
    """The grounds of which the second body said that they do not hold."""
    rows = db.session.scalars(
        select(CommentEvent.details).where(
            CommentEvent.comment_ref == ref, CommentEvent.move == Move.OVERTURN
        )
    )
    return [details["overturned"] for details in rows]
