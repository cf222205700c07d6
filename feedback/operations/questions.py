"""Asking the citizen for more, and handing back what is another agency's matter."""

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.limits import COMMENT_LENGTH
from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.statements import read_statement
from feedback.domain.states import Move
from feedback.extensions import db
from feedback.operations.comments import make_move, make_staff_move
from feedback.operations.holds import (
    hold_for_agency,
    hold_for_author,
    hold_for_desk,
)
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.comments import find_last_event
from feedback.queries.users import get_user


class AskedAlready(DomainError):
    """The clock stops once; a second question would stop it again."""

    vi = "Đã đề nghị bổ sung một lần. Mời trả lời theo những gì người dân đã cho biết."
    en = "More was asked for once already. Please answer what the citizen has told."


@transaction
def ask_more(ref: str, *, user_id: int, seen: int, question: str) -> None:
    """Ask the citizen one question; the agency's clock stands until it is answered."""
    session = db.session()
    is_agency = get_user(user_id).role in AGENCY_ROLES
    hold = hold_for_agency if is_agency else hold_for_desk
    comment, user = hold(session, ref, user_id, seen)
    if find_last_event(ref, Move.ASK_MORE):
        raise AskedAlready()
    words = read_statement(question, "question")
    make_staff_move(session, comment, user, Move.ASK_MORE, question=words)
    project_comment(session, comment)


@transaction
def supply_more(receipt: str, text: str) -> None:
    """Add the citizen's further words; they are screened like the first ones."""
    session = db.session()
    comment = hold_for_author(session, receipt)
    words = read_statement(text, "text", COMMENT_LENGTH)
    make_move(session, comment, Move.SUPPLY, Role.CITIZEN, clock.today())
    # Without its day: the agency is not to learn when somebody wrote.
    comment.text = f"{comment.text}\n\n[Bổ sung] {words}"
    project_comment(session, comment)


@transaction
def hand_back_comment(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Say that a comment is not this agency's matter; the desk assigns it anew."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.TRANSFER, reason=why)
    project_comment(session, comment)
