"""Serious content goes past the unit concerned, to the inspectorate.

From the escalation on the comment belongs to the inspectorate's body: whatever is asked
by agency no longer finds it under the unit. Its reference to the unit it was given to
stays for the record alone.
"""

from feedback.domain.errors import DomainError
from feedback.domain.referrals import choose_referral
from feedback.domain.statements import read_statement
from feedback.domain.states import Move
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_desk, hold_for_inspectorate
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.agencies import get_agency
from feedback.queries.comments import find_last_event
from feedback.queries.inspections import find_inspectorate


class NoInspectorate(DomainError):
    """Nobody outside the unit concerned can take it."""

    vi = (
        "Chưa có tài khoản thanh tra nào ở ngoài cơ quan bị nêu. Mời quản trị hệ thống "
        "mở tài khoản thanh tra; đến lúc đó ý kiến được giữ ở bước sàng lọc."
    )
    en = (
        "There is no inspector outside the unit concerned. Please have the "
        "administrator open an account; until then the comment stays in screening."
    )


@transaction
def escalate_comment(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Pass a comment to the inspectorate; for the unit concerned it is gone."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    why = read_statement(reason, "reason")
    concerned = {comment.agency_id, comment.given_to_id}
    body = find_inspectorate(concerned)
    if body is None:
        raise NoInspectorate()
    unit = session.get_one(Agency, comment.agency_id).code
    make_staff_move(session, comment, user, Move.ESCALATE, unit=unit, reason=why)
    comment.agency_id, comment.assignee_id = body.id, None
    project_comment(session, comment)


@transaction
def return_comment(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Give a comment back to the desk: it is an ordinary one after all."""
    session = db.session()
    comment, user = hold_for_inspectorate(session, ref, user_id, seen)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.RETURN, reason=why)
    escalated = find_last_event(ref, Move.ESCALATE)
    assert escalated is not None
    comment.agency_id = get_agency(escalated.details["unit"]).id
    project_comment(session, comment)


@transaction
def refer_serious(
    ref: str, *, user_id: int, seen: int, referral: str, reason: str
) -> None:
    """Move a comment to the procedure it belongs to; its stub names no unit."""
    session = db.session()
    comment, user = hold_for_inspectorate(session, ref, user_id, seen)
    code = choose_referral(referral).code
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.MOVE, referral=code, reason=why)
    project_comment(session, comment)
