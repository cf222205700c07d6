"""While the answer takes long: more time, once, with a reason; a word on progress."""

from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.deadlines import Step, find_rule
from feedback.domain.errors import DomainError, IllegalMove
from feedback.domain.kinds import Kind
from feedback.domain.replies import find_personal
from feedback.domain.statements import read_statement
from feedback.domain.states import Move
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment
from feedback.operations.clocks import describe_clock
from feedback.operations.comments import make_staff_move
from feedback.operations.holds import hold_for_agency
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.comments import find_last_event


class ExtendedAlready(DomainError):
    """A clock is put off once."""

    vi = "Ý kiến này đã được gia hạn một lần, không gia hạn thêm được nữa."
    en = "The time limit of this comment was extended once and cannot be again."


class TooLateToExtend(IllegalMove):
    """Who is late already gets no more time."""

    vi = "Đã quá hạn trả lời nên không gia hạn được. Mời trả lời hoặc báo tiến độ."
    en = "The answer is overdue, so the limit cannot be extended. Please answer."


class InvalidDays(DomainError):
    """More days than the rule allows, or none."""

    vi = "Số ngày gia hạn không hợp lệ."
    en = "This is not a number of days an extension may have."


class TellsPersonalData(DomainError):
    """A text for everybody names somebody's number, address or dossier."""

    vi = "Nội dung này sẽ công khai, xin đừng ghi dữ liệu cá nhân."
    en = "This will be public; please leave personal data out."


@transaction
def extend_deadline(
    ref: str, *, user_id: int, seen: int, days: int, reason: str
) -> None:
    """Put the answer off by working days, once per clock and before it is due.

    The reason is public. A reopening begins a new clock, which may be extended again; a
    transfer does not.
    """
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    today = clock.today()
    if comment.due_on is None or comment.due_on < today:
        raise TooLateToExtend()
    if _is_extended(ref):
        raise ExtendedAlready()
    agency = session.get_one(Agency, comment.agency_id)
    rules, calendar, kind = load_deadline_rules(), load_calendar(), Kind(comment.kind)
    most = find_rule(Step.EXTEND, today, rules, kind, agency.level).working_days
    if not 1 <= days <= most:
        raise InvalidDays(
            f"Gia hạn được từ 1 đến {most} ngày làm việc.",
            f"A limit can be extended by 1 to {most} working days.",
            field="days",
        )
    why = read_public_words(reason, "reason")
    comment.due_on = calendar.add_working_days(comment.due_on, days)
    details = describe_clock(comment, agency, today, rules, calendar)
    make_staff_move(session, comment, user, Move.EXTEND, days=days, why=why, **details)
    project_comment(session, comment)


def _is_extended(ref: str) -> bool:
    extended = find_last_event(ref, Move.EXTEND)
    reopened = find_last_event(ref, Move.REOPEN)
    if extended is None:
        return False
    return reopened is None or reopened.number < extended.number


@transaction
def report_progress(ref: str, *, user_id: int, seen: int, note: str) -> None:
    """Tell the citizen, and everybody, how far the matter is."""
    session = db.session()
    comment, user = hold_for_agency(session, ref, user_id, seen)
    words = read_public_words(note, "note")
    details = _next_word(session, comment)
    make_staff_move(session, comment, user, Move.PROGRESS, note=words, **details)
    project_comment(session, comment)


def _next_word(session: Session, comment: Comment) -> dict[str, str]:
    """When the next word is owed; the due date is as it was and is not told again."""
    if comment.due_on is None:
        return {}
    agency = session.get_one(Agency, comment.agency_id)
    today, rules, calendar = clock.today(), load_deadline_rules(), load_calendar()
    details = describe_clock(comment, agency, today, rules, calendar)
    return {k: v for k, v in details.items() if k == "interim_on"}


def read_public_words(typed: str, field: str) -> str:
    """A text of staff that goes out as it is; one that tells on somebody is refused."""
    words = read_statement(typed, field)
    told = find_personal(words)
    if told:
        listed = ", ".join(f"“{found}”" for found in told)
        raise TellsPersonalData(
            f"Nội dung này sẽ công khai. Mời bỏ: {listed}.",
            f"This will be public. Please leave out: {listed}.",
            field=field,
        )
    return words
