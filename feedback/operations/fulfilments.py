"""What becomes of a promise: progress, the work done, or the word that it is not."""

from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.commitments import (
    PUBLIC_STATES,
    CommitmentMove,
    CommitmentState,
    has_broken,
)
from feedback.domain.errors import Conflict, DomainError, NotFound
from feedback.domain.evidence import read_evidence
from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.statements import read_statement
from feedback.extensions import db
from feedback.models.commitments import Commitment, CommitmentEvent
from feedback.models.users import User
from feedback.operations.commitments import move_commitment
from feedback.operations.stamps import bump_comment_stamp
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar
from feedback.queries.users import get_user

#: Why a promise broke that nobody of the agency ended.
SILENCE = "silence"


class UnprovenKeeping(DomainError):
    """Who says that a promise was kept shows it."""

    vi = (
        "Báo đã thực hiện cam kết cần có minh chứng: đường dẫn hoặc số văn bản "
        "cho thấy việc đã làm."
    )
    en = "A kept promise needs evidence: a link or the number of a document."


@transaction
def report_progress(code: str, *, user_id: int, seen: int, note: str) -> None:
    """Tell the public how far it is."""
    session = db.session()
    commitment, user = _hold(session, code, user_id, seen)
    words = read_statement(note, "note")
    _move(session, commitment, CommitmentMove.PROGRESS, user, note=words)


@transaction
def keep_promise(
    code: str, *, user_id: int, seen: int, evidence: str, note: str = ""
) -> None:
    """Say that it is done, today, and show it; after its day it was kept late."""
    session = db.session()
    commitment, user = _hold(session, code, user_id, seen)
    shown = read_evidence(evidence)
    if shown is None:
        raise UnprovenKeeping(field="evidence")
    details = {"evidence": shown}
    if note.strip():
        details["note"] = read_statement(note, "note")
    today = clock.today()
    is_late = today > commitment.due_on
    _move(session, commitment, CommitmentMove.KEEP, user, is_late, **details)
    commitment.evidence, commitment.ended_on = shown, today


@transaction
def break_promise(code: str, *, user_id: int, seen: int, why: str) -> None:
    """Say in public that it will not be done, and why."""
    session = db.session()
    commitment, user = _hold(session, code, user_id, seen)
    words = read_statement(why, "why")
    _move(session, commitment, CommitmentMove.BREAK, user, why=words)
    commitment.ended_on = clock.today()


@transaction
def break_silent(on: date) -> int:
    """Break what is past its day for too long without a word; returns how many."""
    session = db.session()
    calendar = load_calendar()
    # A run for an earlier day does not end what somebody has written about since.
    has_moved = exists().where(
        CommitmentEvent.commitment_id == Commitment.id, CommitmentEvent.on > on
    )
    overdue = session.scalars(
        select(Commitment)
        .where(
            Commitment.state == CommitmentState.OPEN, Commitment.due_on < on, ~has_moved
        )
        .order_by(Commitment.id)
        .with_for_update()
    ).all()
    broken = [each for each in overdue if has_broken(each.due_on, on, calendar)]
    for commitment in broken:
        move_commitment(
            session,
            commitment,
            CommitmentMove.BREAK,
            Role.SYSTEM,
            on=on,
            reason=SILENCE,
        )
        commitment.ended_on = on
    if broken:
        bump_comment_stamp(session)
    return len(broken)


def _hold(
    session: Session, code: str, user_id: int, seen: int
) -> tuple[Commitment, User]:
    """For somebody of the agency that promised; for all others it is not there."""
    user = get_user(user_id)
    commitment = session.scalar(
        select(Commitment)
        .where(Commitment.code == code, Commitment.state.in_(PUBLIC_STATES))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    is_theirs = commitment is not None and user.agency_id == commitment.agency_id
    if commitment is None or not is_theirs or user.role not in AGENCY_ROLES:
        raise NotFound()
    if commitment.n_events != seen:
        raise Conflict()
    return commitment, user


def _move(
    session: Session,
    commitment: Commitment,
    move: CommitmentMove,
    user: User,
    is_late: bool = False,
    **details: Any,
) -> None:
    move_commitment(
        session,
        commitment,
        move,
        user.role,
        is_late=is_late,
        user_id=user.id,
        **details,
    )
    bump_comment_stamp(session)
