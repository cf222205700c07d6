"""Comments in public: how each one was addressed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.errors import InvalidCode
from feedback.domain.grounds import find_ground
from feedback.domain.months import Month
from feedback.domain.referrals import find_referral
from feedback.domain.states import Move
from feedback.domain.tokens import read_reference
from feedback.forms.filters import CommentFilterForm
from feedback.queries.published import balances, catalogue, comments
from feedback.queries.published.comment_filters import CommentFilter, Standing
from feedback.views.languages import language
from feedback.views.transparency import timelines

bp = Blueprint("comments", __name__, url_prefix="/gop-y")

_SIZE = 20


@bp.route("")
def index() -> ResponseReturnValue:
    """Comments by words, agency, sector, month, state, outcome and view."""
    lang = language()
    form = CommentFilterForm.of_request(
        language=lang,
        agencies=comments.list_commented_agencies(lang),
        sectors=comments.list_commented_sectors(),
        months=comments.list_commented_months(),
        standings=[(s.value, s.label.text(lang)) for s in Standing],
    )
    service = catalogue.find_service(form.service.data)
    if form.service.data and service is None:
        form.leave_out(form.service)
    found = comments.list_comments(read_filter(form), form.page_number, _SIZE)
    return render_template(
        "transparency/comments/index.html",
        form=form,
        service=service,
        found=found,
        balance=balances.sum_balance(),
    )


def read_filter(form: CommentFilterForm) -> CommentFilter:
    """What the form asks for, as the query takes it."""
    return CommentFilter(
        q=form.q.data,
        agency=form.agency.data,
        sector=form.sector.data,
        service=form.service.data,
        month=form.wanted_month,
        bucket=form.bucket.data,
        outcome=form.outcome.data,
        view=form.view.data,
        commitment=form.commitment.data,
        standing=(Standing(form.standing.data) if form.standing.data else None),
        on=clock.today(),
    )


def _say_review(steps: Sequence[Mapping[str, Any]]) -> str:
    """Where the second body's review of a withholding stands."""
    last = steps[-1] if steps else {}
    if last.get("move") == Move.APPEAL:
        waited = clock.today() - date.fromisoformat(last["on"])
        return _("Thanh tra đang xem xét lại, đã %(days)s ngày.", days=waited.days)
    if last.get("move") == Move.UPHOLD:
        return _("Đã giữ nguyên sau khi thanh tra xem xét lại.")
    return _(
        "Người góp ý có thể đề nghị thanh tra xem xét lại một lần, bằng mã biên nhận."
    )


@bp.route("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """One comment: its words, the answer, and every step with its day."""
    try:
        known = read_reference(ref)
    except InvalidCode:
        known = ref
    shown = comments.get_comment(known)
    if known != ref:
        return redirect(url_for(".show", ref=known), 301)
    steps = {step["move"]: step for step in shown.comment.steps}
    return render_template(
        "transparency/comments/show.html",
        shown=shown,
        month=Month.of(shown.comment.month),
        events=timelines.list_events(shown),
        is_overdue=timelines.is_overdue(shown.comment),
        review=_say_review(shown.comment.steps),
        ground=find_ground(shown.comment.ground or ""),
        referral=find_referral(steps.get(Move.MOVE, {}).get("referral") or ""),
    )
