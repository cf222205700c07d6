"""Who in the agency writes the answer.

Functions whose first argument is a session join the caller's transaction.
"""

from sqlalchemy.orm import Session

from feedback.domain.errors import DomainError
from feedback.domain.roles import AGENCY_ROLES
from feedback.domain.states import Move
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.models.users import User
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_agency
from feedback.operations.transaction import transaction
from feedback.queries.allotments import find_barred_writer


class NotColleague(DomainError):
    """Only who works for the agency can be given its comments."""

    vi = "Người này không còn làm việc ở cơ quan. Mời chọn người khác."
    en = "This person does not work for the agency. Please choose somebody else."


class AnotherWriter(DomainError):
    """A disputed answer is written again by somebody else, where there is anybody."""

    vi = (
        "Người dân chưa hài lòng với câu trả lời trước, nên lần này người khác trong "
        "cơ quan phải trả lời. Mời giao cho đồng nghiệp."
    )
    en = (
        "The citizen disputed the first answer, so somebody else in the agency has to "
        "write this one. Please give it to a colleague."
    )


@transaction
def allot_comment(ref: str, *, user_id: int, seen: int, assignee_id: int) -> None:
    """Give a comment to somebody of the agency to answer."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    chosen = session.get(User, assignee_id)
    if chosen is None or not _is_colleague(chosen, comment):
        raise NotColleague(field="assignee")
    refuse_first_writer(session, comment, chosen, field="assignee")
    if comment.assignee_id == chosen.id:
        return
    comment.assignee_id = chosen.id
    # Nothing of it is public, so the public row stays as it is.
    make_staff_move(session, comment, user, Move.ALLOT, to=chosen.id)


def _is_colleague(user: User, comment: Comment) -> bool:
    is_there = user.is_active and user.role in AGENCY_ROLES
    return is_there and user.agency_id == comment.agency_id


def refuse_first_writer(
    session: Session, comment: Comment, user: User, field: str | None = None
) -> None:
    """Who wrote the disputed answer does not write the next, if others could."""
    session.flush()
    if find_barred_writer(comment.ref) == user.id:
        raise AnotherWriter(field=field)


def free_comment(session: Session, comment: Comment) -> None:
    """Take an opened comment from who answered it first, so that another is chosen."""
    session.flush()
    if comment.assignee_id == find_barred_writer(comment.ref):
        comment.assignee_id = None
