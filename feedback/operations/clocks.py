"""What an event that sets an answer's clock says of it.

Functions join the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, next_word_on
from feedback.domain.kinds import Kind
from feedback.models.agencies import Agency
from feedback.models.comments import Comment


def describe_clock(
    comment: Comment,
    agency: Agency,
    on: date,
    rules: Sequence[DeadlineRule],
    calendar: WorkingCalendar,
) -> dict[str, str]:
    """The due date, what chose its rule, and when the next word is owed.

    Kind and level are kept in the event, so that the due date can be explained from
    events alone after either has changed.
    """
    assert comment.due_on is not None
    kind = Kind(comment.kind)
    details = {
        "due_on": comment.due_on.isoformat(),
        "kind": kind.value,
        "level": agency.level,
    }
    word = next_word_on(on, comment.due_on, rules, calendar, kind, agency.level)
    if word is not None:
        details["interim_on"] = word.isoformat()
    return details
