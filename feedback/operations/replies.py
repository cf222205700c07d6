"""The agency's answer: written, approved, sent back, published."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.evidence import read_evidence
from feedback.domain.limits import REPLY_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.roles import AGENCY_ROLES
from feedback.domain.statements import read_statement
from feedback.domain.states import Move, State
from feedback.domain.text import clean
from feedback.extensions import db
from feedback.models.comments import Comment, Reply
from feedback.models.users import User
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_agency, hold_for_desk
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.users import get_user, has_head


class MissingReason(DomainError):
    """This outcome says no to somebody, or sends them elsewhere: they are told why."""

    vi = "Kết quả này cần nêu rõ lý do, hoặc nơi đã chuyển đến."
    en = "This outcome needs its reason, or where the matter went."


class MissingEvidence(DomainError):
    """Who says that something is fixed shows it."""

    vi = (
        "“Đã khắc phục” cần có minh chứng: đường dẫn hoặc số văn bản cho thấy "
        "việc đã làm."
    )
    en = "“Fixed” needs evidence: a link or the number of a document that shows it."


class HeadDecides(DomainError):
    """The agency has somebody who approves its answers."""

    vi = "Cơ quan này có lãnh đạo duyệt câu trả lời. Mời chờ lãnh đạo cơ quan duyệt."
    en = "This agency has a head who approves its answers. Please wait for them."


@transaction
def write_reply(
    ref: str,
    *,
    user_id: int,
    seen: int,
    text: str,
    outcome: Outcome,
    evidence: str = "",
    reason: str = "",
    approve: bool = False,
) -> None:
    """Keep the agency's answer; its head may hand it in with the same stroke."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    reply = Reply(
        comment_ref=ref,
        version=_next_version(session, ref),
        text=read_statement(text, "text", REPLY_LENGTH),
        outcome=outcome,
        reason=_read_reason(reason, outcome),
        evidence=_read_evidence(evidence, outcome),
        author_id=user.id,
        written_at=clock.now(),
    )
    session.add(reply)
    is_second = comment.state == State.REOPENED
    make_staff_move(
        session,
        comment,
        user,
        Move.REPLY,
        reply=reply.version,
        outcome=outcome.value,
    )
    if is_second:
        comment.replied_on = clock.today()
    elif approve:
        _approve(session, comment, user)
    project_comment(session, comment)


def _next_version(session: Session, ref: str) -> int:
    last = session.scalar(
        select(func.max(Reply.version)).where(Reply.comment_ref == ref)
    )
    return (last or 0) + 1


def _read_reason(reason: str, outcome: Outcome) -> str | None:
    if outcome.needs_reason and not clean(reason):
        raise MissingReason(field="reason")
    return read_statement(reason, "reason") if clean(reason) else None


def _read_evidence(evidence: str, outcome: Outcome) -> str | None:
    shown = read_evidence(evidence)
    if shown is None and outcome.needs_evidence:
        raise MissingEvidence(field="evidence")
    return shown


def _approve(session: Session, comment: Comment, user: User) -> None:
    make_staff_move(session, comment, user, Move.APPROVE)
    comment.replied_on = clock.today()


@transaction
def approve_reply(ref: str, *, user_id: int, seen: int) -> None:
    """The head of the agency stands behind the answer and hands it in."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    _approve(session, comment, user)
    project_comment(session, comment)


@transaction
def approve_for_agency(ref: str, *, user_id: int, seen: int) -> None:
    """Take in the answer of an agency that has nobody to approve it."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    _refuse_where_head(comment)
    _approve(session, comment, user)
    project_comment(session, comment)


def _refuse_where_head(comment: Comment) -> None:
    if has_head(comment.agency_id):
        raise HeadDecides()


@transaction
def send_back_reply(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Have an answer written again, by the head before or the desk after it leaves."""
    session = db.session()
    user = get_user(user_id)
    hold = hold_for_agency if user.role in AGENCY_ROLES else hold_for_desk
    comment, _ = hold(session, ref, user_id, seen)
    if hold is hold_for_desk and comment.state == State.REPLIED:
        _refuse_where_head(comment)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.SEND_BACK, reason=why)
    comment.replied_on = None
    project_comment(session, comment)


@transaction
def publish_reply(ref: str, *, user_id: int, seen: int) -> None:
    """Make comment and answer public, once the desk has checked that it answers."""
    session = db.session()
    comment, user = hold_for_desk(session, ref, user_id, seen)
    version = _next_version(session, ref) - 1
    make_staff_move(session, comment, user, Move.PUBLISH, reply=version)
    comment.published_on = comment.published_on or clock.today()
    project_comment(session, comment)
