"""Words among colleagues of one agency about a comment."""

from feedback.domain import clock
from feedback.domain.errors import NotFound
from feedback.domain.limits import NOTE_LENGTH
from feedback.domain.roles import AGENCY_ROLES
from feedback.domain.statements import read_statement
from feedback.extensions import db
from feedback.models.comments import CommentNote
from feedback.operations.transaction import transaction
from feedback.queries.comments import get_case_file
from feedback.queries.users import get_user


@transaction
def add_note(ref: str, *, user_id: int, text: str) -> None:
    """Write a note beside a comment; it moves nothing and no one else reads it."""
    session = db.session()
    user = get_user(user_id)
    if user.role not in AGENCY_ROLES or user.agency_id is None:
        raise NotFound()
    case = get_case_file(ref, user.agency_id)
    session.add(
        CommentNote(
            comment_ref=case.ref,
            agency_id=case.agency_id,
            author_id=user.id,
            text=read_statement(text, "note", NOTE_LENGTH),
            written_at=clock.now(),
        )
    )
