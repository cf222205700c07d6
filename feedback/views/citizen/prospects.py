"""What comes next for a comment, and by when, in the words of its author's page."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, Step, due_on
from feedback.domain.errors import CalendarRunsOut, NoDeadlineRule
from feedback.domain.grounds import APPEAL, DECISION, end_of
from feedback.domain.states import (
    OWED_BY_AGENCY,
    SILENCE_WORKING_DAYS,
    WAITS_FOR_VIEW,
    State,
)
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.receipts import OwnComment
from feedback.views.dates import show_day

Rules = tuple[DeadlineRule, ...]


def say_next(comment: OwnComment, today: date) -> str:
    """One or two sentences; empty where the page itself says what comes next."""
    state = comment.state
    if state in OWED_BY_AGENCY:
        return _say_due(comment, today)
    if state in (State.REPLIED, State.AWAITING_PUBLICATION, State.REPLIED_AGAIN):
        return _say_check(comment)
    if state is State.NEEDS_MORE:
        return _say_question(comment)
    if state in WAITS_FOR_VIEW:
        return _say_view(comment)
    if state is State.VIEWED:
        return _say_end(comment)
    if state is State.CLOSED:
        return _("Ý kiến đã kết thúc.")
    if state is State.APPEALED:
        return _say_review(comment, today)
    if state in (State.WITHHELD, State.MOVED, State.ESCALATED):
        return ""
    return _say_screening(comment)


def find_last_appeal_day(comment: OwnComment) -> date | None:
    """Until when its withholding may be put before the second body."""
    if not comment.can_appeal:
        return None
    return _find_day(lambda c, r: end_of(APPEAL, comment.steps[-1].on, r, c))


def _say_due(comment: OwnComment, today: date) -> str:
    if comment.due_on is None:
        return _("Cơ quan đang xử lý.")
    day = show_day(comment.due_on)
    if comment.due_on < today:
        return _(
            "Cơ quan đã quá hạn trả lời (hạn là %(day)s). Việc quá hạn được công khai "
            "và cơ quan vẫn phải trả lời.",
            day=day,
        )
    return _("Hạn trả lời: %(day)s.", day=day)


def _say_check(comment: OwnComment) -> str:
    since = comment.steps[-1].on
    day = None
    if comment.state is not State.REPLIED:
        day = _find_day(lambda c, r: due_on(Step.PUBLISH, since, r, c).on)
    if day is None:
        return _("Câu trả lời đang được đọc lại trước khi công khai.")
    return _(
        "Câu trả lời đang được đọc lại, hạn công khai: %(day)s.", day=show_day(day)
    )


def _say_question(comment: OwnComment) -> str:
    day = _find_silence(comment)
    if day is None:
        return ""
    return _(
        "Mời ông/bà trả lời chậm nhất ngày %(day)s. Sau ngày đó, ý kiến được xử lý "
        "theo những gì đã viết.",
        day=show_day(day),
    )


def _say_view(comment: OwnComment) -> str:
    day = _find_silence(comment)
    silent = _(
        "Không nhận xét thì được ghi là “không nhận xét”, không bao giờ tính là đúng ý."
    )
    if day is None:
        return silent
    ask = _("Mời ông/bà nhận xét chậm nhất ngày %(day)s.", day=show_day(day))
    return f"{ask} {silent}"


def _say_end(comment: OwnComment) -> str:
    day = _find_silence(comment)
    if day is None:
        return ""
    if comment.can_reopen:
        return _(
            "Ông/bà có thể yêu cầu trả lời lại đến hết ngày %(day)s; sau đó ý kiến kết "
            "thúc.",
            day=show_day(day),
        )
    return _("Ý kiến kết thúc sau ngày %(day)s.", day=show_day(day))


def _say_review(comment: OwnComment, today: date) -> str:
    since = comment.steps[-1].on
    day = _find_day(lambda c, r: end_of(DECISION, since, r, c))
    waited = _(
        "Thanh tra đang xem xét lại việc không công khai, đã %(days)s ngày.",
        days=(today - since).days,
    )
    if day is None:
        return waited
    if day < today:
        late = _("Hạn quyết định là %(day)s, nay đã quá hạn.", day=show_day(day))
        return f"{waited} {late}"
    return f"{waited} " + _("Hạn quyết định: %(day)s.", day=show_day(day))


def _say_screening(comment: OwnComment) -> str:
    if comment.released_on and comment.due_on:
        return _(
            "Ý kiến đang được xem lại để giao đúng nơi; hạn trả lời không tính lại từ "
            "đầu. Hạn trả lời: %(day)s.",
            day=show_day(comment.due_on),
        )
    return _(
        "Đơn vị đầu mối giám sát của tỉnh đọc trước rồi chuyển cho cơ quan, thường "
        "trong vòng 14 ngày. Ý kiến được chuyển từng lô để khó đoán ra ai đã viết."
    )


def _find_silence(comment: OwnComment) -> date | None:
    """The last day before silence counts."""
    since = comment.steps[-1].on
    return _find_day(lambda c, r: c.add_working_days(since, SILENCE_WORKING_DAYS))


def _find_day(count: Callable[[WorkingCalendar, Rules], date]) -> date | None:
    """A day counted on the calendar; nothing where calendar or table has run out."""
    try:
        return count(load_calendar(), load_deadline_rules())
    except (CalendarRunsOut, NoDeadlineRule):
        return None
