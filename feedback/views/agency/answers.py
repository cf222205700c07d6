"""One answer to many near-identical comments."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from feedback.domain.outcomes import Outcome
from feedback.domain.states import Move
from feedback.forms.answers import CommonAnswerForm, make_common_form
from feedback.operations.answers import MOST, Part, write_replies
from feedback.queries.comments import CaseFile
from feedback.queries.likes import OwedCopy, list_owed_copies
from feedback.views.agency.cases import get_case, leave_case, list_own_moves
from feedback.views.languages import language
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("answers", __name__)


@bp.route("/<ref>/tra-loi-chung", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """The common part once, and for each comment what is its own."""
    case = get_case(ref)
    group = _list_group(case)
    form = make_common_form(language(), {one.ref: one.seen for one in group})
    form.offer_outcomes(language(), Outcome.WILL_FIX)
    status = carry_out(form, lambda: _write(form))
    if status is None:
        n = len(form.taken)
        flash(
            ngettext("Đã lưu %(num)s câu trả lời.", "Đã lưu %(num)s câu trả lời.", n),
            "success",
        )
        return redirect(url_for("agency.comments.index"), 303)
    if status == ASKED and (len(group) < 2 or Move.REPLY not in list_own_moves(case)):
        return leave_case(ref)
    if status == TOO_LATE:
        for one in group:
            form[f"seen_{one.ref}"].data = one.seen
    page = render_template(
        "agency/answers/new.html",
        case=case,
        form=form,
        group=group,
        back_href=url_for("agency.comments.show", ref=ref),
    )
    return page, status


def _list_group(case: CaseFile) -> list[OwedCopy]:
    """The comment of the page, then those like it."""
    copies = list_owed_copies(case.ref, case.agency_id, case.text)
    return [OwedCopy(case.ref, case.text, case.seen), *copies][:MOST]


def _write(form: CommonAnswerForm) -> None:
    write_replies(
        user_id=current_staff().user_id,
        parts=[
            Part(ref, form.seen_of(ref), form[f"part_{ref}"].data) for ref in form.taken
        ],
        text=form.text.data,
        outcome=form.chosen,
        evidence=form.evidence.data,
        reason=form.reason.data,
    )
