"""The citizen's verdict on the answer, given with the receipt alone."""

from feedback.domain import clock
from feedback.domain.deadlines import Step, due_on
from feedback.domain.errors import Conflict, DomainError
from feedback.domain.kinds import Kind
from feedback.domain.roles import Role
from feedback.domain.states import WAITS_FOR_VIEW, Move, View
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.operations.allotments import free_comment
from feedback.operations.clocks import describe_clock
from feedback.operations.comments import make_move
from feedback.operations.holds import hold_for_author
from feedback.operations.publishing import project_comment
from feedback.operations.transaction import transaction
from feedback.queries.calendars import load_calendar, load_deadline_rules


class ViewGiven(Conflict):
    """The view was given before and stands."""

    vi = "Ông/bà đã cho biết ý kiến về câu trả lời này rồi."
    en = "You have already said what you think of this answer."


class NotDisputed(DomainError):
    """Only an answer that misses the point is opened again."""

    vi = "Chỉ mở lại được khi câu trả lời chưa đúng hoặc mới đúng một phần."
    en = "Only an answer that misses the point, or part of it, can be opened again."


@transaction
def give_view(receipt: str, view: View) -> None:
    """Say whether the published answer answers the point; the same twice is once."""
    session = db.session()
    comment = hold_for_author(session, receipt)
    if comment.view is not None and comment.state not in WAITS_FOR_VIEW:
        if comment.view == view:
            return
        raise ViewGiven()
    comment.view = view.value
    today = clock.today()
    make_move(
        session, comment, Move.VIEW, Role.CITIZEN, today, details={"view": view.value}
    )
    project_comment(session, comment)


@transaction
def reopen_comment(receipt: str) -> None:
    """Ask once for a better answer; the agency gets a new time limit."""
    session = db.session()
    comment = hold_for_author(session, receipt)
    if comment.view not in (View.PARTLY, View.NO):
        raise NotDisputed()
    today = clock.today()
    agency = session.get_one(Agency, comment.agency_id)
    rules, calendar, kind = load_deadline_rules(), load_calendar(), Kind(comment.kind)
    due = due_on(Step.ANSWER, today, rules, calendar, kind, agency.level).on
    comment.due_on, comment.replied_on = due, None
    make_move(
        session,
        comment,
        Move.REOPEN,
        Role.CITIZEN,
        today,
        details=describe_clock(comment, agency, today, rules, calendar),
    )
    free_comment(session, comment)
    project_comment(session, comment)
