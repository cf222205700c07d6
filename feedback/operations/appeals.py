"""A withholding is looked at again, once, by a second body; what it decides stands."""

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.grounds import APPEAL, APPEAL_MARK, end_of
from feedback.domain.limits import REASON_LENGTH
from feedback.domain.roles import Role
from feedback.domain.statements import read_statement
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.operations.comments import make_move, make_staff_move
from feedback.operations.holds import hold_for_author, hold_for_inspectorate
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.comments import find_last_event


class AppealedAlready(DomainError):
    """A withholding is looked at again once."""

    vi = (
        "Việc không công khai này đã được xem xét lại; quyết định ấy là cuối cùng "
        "ở đây."
    )
    en = "This withholding was reviewed already; that decision is the last one here."


class AppealTooLate(DomainError):
    """The days in which an author may appeal are over."""

    vi = "Đã hết thời hạn đề nghị xem xét lại."
    en = "The time limit for asking for a review is over."


@transaction
def appeal_withholding(receipt: str, text: str) -> None:
    """Say, as the author, why the words should be published after all."""
    session = db.session()
    comment = hold_for_author(session, receipt)
    words = read_statement(text, "text", REASON_LENGTH)
    today = clock.today()
    withheld = find_last_event(comment.ref, Move.WITHHOLD)
    appealed = find_last_event(comment.ref, Move.APPEAL)
    if comment.state == State.WITHHELD and withheld is not None:
        if appealed is not None and appealed.number > withheld.number:
            raise AppealedAlready()
        rules, calendar = load_deadline_rules(), load_calendar()
        if today > end_of(APPEAL, withheld.on, rules, calendar):
            raise AppealTooLate()
    make_move(session, comment, Move.APPEAL, Role.CITIZEN, today)
    comment.text = f"{comment.text}{APPEAL_MARK}{words}"
    project_comment(session, comment)


@transaction
def uphold_withholding(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Agree with the desk; the author reads why."""
    session = db.session()
    comment, user = hold_for_inspectorate(session, ref, user_id, seen)
    why = read_statement(reason, "reason")
    make_staff_move(session, comment, user, Move.UPHOLD, reason=why)
    project_comment(session, comment)


@transaction
def overturn_withholding(ref: str, *, user_id: int, seen: int, reason: str) -> None:
    """Disagree: the comment is screened again, and this ground is spent for it."""
    session = db.session()
    comment, user = hold_for_inspectorate(session, ref, user_id, seen)
    why = read_statement(reason, "reason")
    make_staff_move(
        session, comment, user, Move.OVERTURN, overturned=comment.ground, reason=why
    )
    comment.ground = None
    project_comment(session, comment)
