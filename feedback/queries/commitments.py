"""An agency's own promises, for its desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select

from feedback.domain.commitments import (
    PUBLIC_STATES,
    CommitmentMove,
    CommitmentState,
)
from feedback.domain.errors import NotFound
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.commitments import Commitment, CommitmentComment, CommitmentEvent
from feedback.models.services import Service
from feedback.models.users import User

#: Entries of a list; an agency with more open promises has another problem.
_MOST = 200


@dataclass(frozen=True)
class PromiseRow:
    """One line of the desk's list."""

    code: str
    text: str
    state: CommitmentState
    due_on: date
    service_name: str


@dataclass(frozen=True)
class DuePromise:
    """A promise that somebody should come back to."""

    code: str
    agency_id: int
    #: What a step taken now is based on.
    seen: int


@dataclass(frozen=True)
class PromiseStep:
    """One move in a promise's life, as its agency sees it."""

    move: CommitmentMove
    on: date
    role: Role
    name: str | None
    details: dict[str, Any]


@dataclass(frozen=True)
class PromiseFile:
    """A promise as its agency sees it."""

    row: PromiseRow
    promised_on: date | None
    ended_on: date | None
    #: What an edit of this page is based on.
    seen: int
    steps: Sequence[PromiseStep]


def list_agency_promises(agency_id: int) -> list[PromiseRow]:
    """Public promises of an agency, open ones first, soonest due first."""
    is_ended = case((Commitment.state == CommitmentState.OPEN, 0), else_=1)
    rows = db.session.execute(
        select(Commitment, Service.name)
        .join(Service, Service.id == Commitment.service_id)
        .where(Commitment.agency_id == agency_id, Commitment.state.in_(PUBLIC_STATES))
        .order_by(is_ended, Commitment.due_on, Commitment.id)
        .limit(_MOST)
    )
    return [_row(commitment, name) for commitment, name in rows]


def list_joinable(agency_id: int) -> list[PromiseRow]:
    """Open promises that another comment of the agency may ask for."""
    rows = db.session.execute(
        select(Commitment, Service.name)
        .join(Service, Service.id == Commitment.service_id)
        .where(
            Commitment.agency_id == agency_id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(Commitment.due_on, Commitment.id)
        .limit(_MOST)
    )
    return [_row(commitment, name) for commitment, name in rows]


def list_promises_due(until: date) -> list[DuePromise]:
    """Open promises whose day is this one or earlier, of all agencies."""
    rows = db.session.execute(
        select(Commitment.code, Commitment.agency_id, Commitment.n_events)
        .where(Commitment.state == CommitmentState.OPEN, Commitment.due_on <= until)
        .order_by(Commitment.due_on, Commitment.id)
    )
    return [DuePromise(*row) for row in rows]


def get_agency_promise(code: str, agency_id: int) -> PromiseFile:
    """A public promise of this agency; another agency's is not there."""
    found = db.session.execute(
        select(Commitment, Service.name)
        .join(Service, Service.id == Commitment.service_id)
        .where(
            Commitment.code == code,
            Commitment.agency_id == agency_id,
            Commitment.state.in_(PUBLIC_STATES),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound()
    commitment, service_name = found
    steps = db.session.execute(
        select(CommitmentEvent, User.name)
        .outerjoin(User, User.id == CommitmentEvent.user_id)
        .where(CommitmentEvent.commitment_id == commitment.id)
        .order_by(CommitmentEvent.number)
    )
    return PromiseFile(
        _row(commitment, service_name),
        commitment.promised_on,
        commitment.ended_on,
        commitment.n_events,
        [
            PromiseStep(
                CommitmentMove(event.move),
                event.on,
                Role(event.role),
                name,
                event.details,
            )
            for event, name in steps
        ],
    )


def find_promise_of(ref: str) -> PromiseRow | None:
    """What the unpublished reply of a comment promises, for who writes on it."""
    found = db.session.execute(
        select(Commitment, Service.name)
        .join(Service, Service.id == Commitment.service_id)
        .join(CommitmentComment, CommitmentComment.commitment_id == Commitment.id)
        .where(
            CommitmentComment.comment_ref == ref,
            CommitmentComment.joined_on.is_(None),
        )
        .order_by(Commitment.id.desc())
        .limit(1)
    ).first()
    return None if found is None else _row(found[0], found[1])


def _row(commitment: Commitment, service_name: str) -> PromiseRow:
    return PromiseRow(
        commitment.code,
        commitment.text,
        CommitmentState(commitment.state),
        commitment.due_on,
        service_name,
    )
