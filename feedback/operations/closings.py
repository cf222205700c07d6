"""What silence does: no view is counted as none, an unanswered question goes on."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.roles import Role
from feedback.domain.states import (
    SILENCE_WORKING_DAYS,
    WAITS_FOR_VIEW,
    Move,
    State,
    View,
)
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.operations.comments import make_move
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar

_SILENT_STATES = (*WAITS_FOR_VIEW, State.VIEWED, State.NEEDS_MORE)


@transaction
def close_silent(on: date) -> dict[Move, int]:
    """Move on what its author has left alone for ten working days; counts by move."""
    session = db.session()
    calendar = load_calendar()
    # Ten working days are never fewer than ten days.
    latest = on - timedelta(days=SILENCE_WORKING_DAYS)
    silent = session.scalars(
        select(Comment)
        .where(Comment.state.in_(_SILENT_STATES), Comment.state_on < latest)
        .order_by(Comment.ref)
        .with_for_update()
    ).all()
    counts: dict[Move, int] = {}
    for comment in silent:
        last = calendar.add_working_days(comment.state_on, SILENCE_WORKING_DAYS)
        if on > last:
            move = _end_silence(session, comment, on)
            counts[move] = counts.get(move, 0) + 1
    return counts


def _end_silence(session: Session, comment: Comment, on: date) -> Move:
    details: dict[str, str] = {}
    if comment.state == State.NEEDS_MORE:
        # Never cleared: a screener has to read it first.
        move = Move.RELEASE if comment.public_text else Move.SCREEN
    else:
        move = Move.CLOSE
        if comment.view is None:
            comment.view = View.NONE.value
            details = {"view": View.NONE.value}
    make_move(session, comment, move, Role.SYSTEM, on, details=details)
    project_comment(session, comment)
    return move
