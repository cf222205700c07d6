"""The oversight desk reads each comment first: clear, withhold, move or assign it."""

from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.grounds import APPEAL_MARK, OverturnedGround, choose_ground
from feedback.domain.limits import REDACTED_LENGTH
from feedback.domain.referrals import choose_referral
from feedback.domain.statements import read_statement
from feedback.domain.states import Move
from feedback.domain.text import clean
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.models.users import User
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_desk
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.agencies import find_agency_in_force
from feedback.queries.comments import find_last_event, list_overturned


class NeedsSecondPerson(DomainError):
    """Withholding takes two people; the one who proposed it is not the second."""

    vi = (
        "Người đề nghị không được tự xác nhận. Cần một người khác trong đơn vị đầu mối."
    )
    en = "Who proposed it cannot confirm it. Somebody else at the desk has to."


class UnknownAgency(DomainError):
    """No other agency in force has this code."""

    vi = "Không có cơ quan nào khác đang hoạt động mang mã này."
    en = "No other agency in force has this code."


def _begin(ref: str, user_id: int, seen: int) -> tuple[Session, Comment, User]:
    session = db.session()
    return session, *hold_for_desk(session, ref, user_id, seen)


@transaction
def release_comment(ref: str, *, user_id: int, seen: int, public_text: str) -> None:
    """Clear a comment, redacted where needed, for the agency's next batch."""
    session, comment, user = _begin(ref, user_id, seen)
    words = read_statement(public_text, "public_text", REDACTED_LENGTH)
    comment.public_text = words
    is_redacted = words not in (comment.text, comment.text.split(APPEAL_MARK)[0])
    make_staff_move(session, comment, user, Move.RELEASE, is_redacted=is_redacted)
    project_comment(session, comment)


@transaction
def recall_comment(ref: str, *, user_id: int, seen: int) -> None:
    """Take a cleared comment back before its batch leaves."""
    session, comment, user = _begin(ref, user_id, seen)
    make_staff_move(session, comment, user, Move.SCREEN)
    project_comment(session, comment)


@transaction
def assign_comment(
    ref: str, *, user_id: int, seen: int, agency_code: str, reason: str
) -> None:
    """Give a comment to the agency whose matter it is; the citizen's clock runs on."""
    session, comment, user = _begin(ref, user_id, seen)
    agency = find_agency_in_force(agency_code, clock.today())
    if agency is None or agency.id == comment.agency_id:
        raise UnknownAgency(field="agency_code")
    why = read_statement(reason, "reason")
    comment.agency_id = agency.id
    make_staff_move(session, comment, user, Move.ASSIGN, agency=agency.code, reason=why)
    project_comment(session, comment)


@transaction
def propose_withholding(
    ref: str, *, user_id: int, seen: int, ground: str, reason: str
) -> None:
    """Say that a comment's words should stay unpublished, and on which ground."""
    session, comment, user = _begin(ref, user_id, seen)
    code = choose_ground(ground, clock.today()).code
    if code in list_overturned(ref):
        raise OverturnedGround(field="ground")
    why = read_statement(reason, "reason")
    make_staff_move(
        session, comment, user, Move.PROPOSE_WITHHOLD, ground=code, reason=why
    )
    project_comment(session, comment)


@transaction
def confirm_withholding(ref: str, *, user_id: int, seen: int) -> None:
    """Agree, as a second person, that a comment is withheld."""
    session, comment, user = _begin(ref, user_id, seen)
    proposal = find_last_event(ref, Move.PROPOSE_WITHHOLD)
    ground = proposal.details["ground"] if proposal else None
    if proposal and proposal.user_id == user.id:
        raise NeedsSecondPerson()
    make_staff_move(session, comment, user, Move.WITHHOLD, ground=ground)
    comment.ground = ground
    project_comment(session, comment)


@transaction
def decline_withholding(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Disagree, or take one's own proposal back: the comment is screened again."""
    session, comment, user = _begin(ref, user_id, seen)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.DECLINE_WITHHOLD, reason=why)
    project_comment(session, comment)


@transaction
def refer_comment(
    ref: str, *, user_id: int, seen: int, referral: str, reason: str = ""
) -> None:
    """Move a comment to the procedure the law has for it; its author is told which."""
    session, comment, user = _begin(ref, user_id, seen)
    details = {"referral": choose_referral(referral).code}
    if clean(reason):
        details["reason"] = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.MOVE, **details)
    project_comment(session, comment)
