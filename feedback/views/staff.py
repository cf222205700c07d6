"""What the pages of all staff share: the way about, and days left."""

from datetime import date
from functools import cached_property
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from feedback.domain.calendars import WorkingCalendar
from feedback.domain.deadlines import DeadlineRule, Step, due_on
from feedback.domain.errors import CalendarRunsOut, NoDeadlineRule
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.views.sessions import HOMES, Staff


def describe_staff() -> dict[str, Any]:
    """Who is signed in and where they may go, for the layout of staff pages."""
    staff: Staff | None = g.get("staff")
    if staff is None:
        return {}
    links = [(HOMES[staff.role], _("Ý kiến"))] if HOMES[staff.role] in _LISTS else []
    for permission, endpoint, text in (
        ("write_reply", "agency.commitments.index", _("Cam kết")),
        ("review_flags", "oversight.flags.index", _("Dấu hiệu")),
        ("view_overview", "oversight.instruments.index", _("Bộ câu hỏi")),
        ("view_overview", "oversight.themes.index", _("Chủ đề")),
    ):
        if staff.may(permission) and endpoint in current_app.view_functions:
            links.append((endpoint, text))
    if staff.may("view_jobs") and _JOBS in current_app.view_functions:
        links.append((_JOBS, _("Việc định kỳ")))
    links.append(("auth.password", _("Mật khẩu")))
    return {
        "staff_nav": [
            {
                "text": text,
                "href": url_for(endpoint),
                "current": endpoint == _find_part(),
            }
            for endpoint, text in links
        ],
        "staff_name": staff.name,
        "staff_agency": staff.agency_name,
        "sign_out_href": url_for("auth.sign_out"),
    }


def _find_part() -> str:
    """The list that the page belongs to; a comment's pages are all under their list."""
    endpoint = request.endpoint or ""
    part, _dot, rest = endpoint.partition(".")
    page = rest.partition(".")[0]
    if page in _LISTS_OF_THEIR_OWN:
        return f"{part}.{page}.index"
    return f"{part}.comments.index" if part in _DESKS else endpoint


_JOBS = "oversight.jobs.index"
#: Parts of the desks that are not about single comments.
_LISTS_OF_THEIR_OWN = frozenset(
    {"commitments", "flags", "instruments", "jobs", "themes"}
)
_LISTS = (
    "agency.comments.index",
    "oversight.comments.index",
    "inspectorate.comments.index",
)
_DESKS = ("agency", "oversight", "inspectorate")


class DaysLeft:
    """Working days until a due date, counted on a calendar read once."""

    def __init__(self, today: date) -> None:
        self._today = today

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return load_calendar()

    @cached_property
    def _rules(self) -> tuple[DeadlineRule, ...]:
        return load_deadline_rules()

    def count(self, due: date | None) -> int | None:
        """Negative once the day has passed; nothing where the calendar has run out."""
        if due is None:
            return None
        try:
            days = self._calendar.count_working_days(self._today, due)
        except CalendarRunsOut:
            return None
        # On the Saturday after a Friday no working day has gone by; it is late anyway.
        return min(days, -1) if due < self._today else days

    def count_to_publish(self, since: date) -> int | None:
        """The same for an answer that was handed in on a day."""
        try:
            due = due_on(Step.PUBLISH, since, self._rules, self._calendar)
        except (CalendarRunsOut, NoDeadlineRule):
            return None
        return self.count(due.on)
