"""Promises in public: what was promised, by when, and what became of it."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.commitments import (
    CommitmentMove,
    CommitmentState,
    is_overdue,
)
from feedback.domain.errors import InvalidCode
from feedback.domain.tokens import read_reference
from feedback.forms.filters import CommitmentFilterForm
from feedback.queries.published import commitments
from feedback.queries.published.comment_filters import CommentFilter
from feedback.queries.published.comments import list_comments
from feedback.views.dates import show_day
from feedback.views.languages import language
from feedback.views.staff import DaysLeft
from feedback.views.transparency.promises import show_surroundings

bp = Blueprint("commitments", __name__, url_prefix="/cam-ket")

_SIZE = 20
#: Comments on the page of a promise; the rest is behind a link to their list.
_FEW = 20


@bp.route("")
def index() -> ResponseReturnValue:
    """Promises by how they stand, and by agency."""
    today = clock.today()
    form = CommitmentFilterForm.of_request(
        states=[(s.value, s.label.text(language())) for s in commitments.Standing],
        agencies=[
            (code, name.text(language()))
            for code, name in commitments.list_promising_agencies()
        ],
    )
    chosen = form.state.data
    found = commitments.list_commitments(
        commitments.Standing(chosen) if chosen else None,
        form.agency.data,
        today,
        form.page_number,
        _SIZE,
    )
    return render_template(
        "transparency/commitments/index.html",
        form=form,
        found=found,
        counts=commitments.count_promises(today),
        state_of=CommitmentState,
        days_left=DaysLeft(today).count,
    )


@bp.route("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One promise: its day, every step, who asked for it, and the rates around it."""
    try:
        known = read_reference(code)
    except InvalidCode:
        known = code
    shown = commitments.get_commitment(known)
    if known != code:
        return redirect(url_for(".show", code=known), 301)
    promise, today = shown.commitment, clock.today()
    state = CommitmentState(promise.state)
    return render_template(
        "transparency/commitments/show.html",
        shown=shown,
        state=state,
        is_overdue=is_overdue(state, promise.due_on, today),
        days_left=DaysLeft(today).count(promise.due_on),
        days_late=_count_late(promise.due_on, promise.ended_on),
        events=_list_events(shown),
        asked=list_comments(CommentFilter(commitment=known), 1, _FEW),
        around=show_surroundings(shown),
    )


def _count_late(due_on: date, ended_on: date | None) -> int:
    """Working days past its day at its end; nothing where the calendar has run out."""
    if ended_on is None or ended_on <= due_on:
        return 0
    return -(DaysLeft(ended_on).count(due_on) or 0)


def _list_events(shown: commitments.ShownCommitment) -> list[dict[str, Any]]:
    events = []
    for step in shown.steps:
        details = step.details
        words = [details.get("note") or details.get("why") or ""]
        if details.get("evidence"):
            words.append(_("Minh chứng: %(what)s.", what=details["evidence"]))
        if details.get("reason"):
            words.append(_("Đã quá hạn lâu mà cơ quan không báo kết quả."))
        is_bad = step.move == CommitmentMove.BREAK or (
            step.move == CommitmentMove.KEEP and step.on > shown.commitment.due_on
        )
        events.append(
            {
                "title": CommitmentMove(step.move).label.text(language()),
                "at": show_day(step.on),
                "datetime": step.on.isoformat(),
                "text": " ".join(filter(None, words)),
                "kind": "late" if is_bad else "done",
            }
        )
    if shown.commitment.state == CommitmentState.OPEN:
        due = shown.commitment.due_on
        events.append(
            {
                "title": _("Cơ quan phải thực hiện xong"),
                "at": _("hạn %(due)s", due=show_day(due)),
                "datetime": due.isoformat(),
                "kind": "late" if due < clock.today() else "next",
            }
        )
    return events
