"""A receipt opens its rating and its comment; the code is never in an address."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.errors import Conflict, DomainError, InvalidCode
from feedback.domain.grounds import find_ground
from feedback.domain.questionnaires import Question
from feedback.domain.referrals import find_referral
from feedback.domain.text import clean
from feedback.domain.tokens import read_code
from feedback.forms.base import Form
from feedback.forms.citizen import AnswerForm, ReceiptCodeForm
from feedback.forms.comments import SupplyForm, ViewForm
from feedback.forms.receipts import AppealForm
from feedback.operations.ratings import change_rating
from feedback.queries.contacts import find_own_contact
from feedback.queries.questionnaires import get_questionnaire
from feedback.queries.ratings import OwnRating, find_rating
from feedback.queries.receipts import OwnComment, find_comment_by_receipt
from feedback.views.citizen.answers import list_answers
from feedback.views.citizen.cookies import (
    GIVEN,
    GIVEN_UNDER,
    OPENED,
    RECEIPT_SECONDS,
    RECEIPTS,
)
from feedback.views.citizen.drafts import path_of
from feedback.views.citizen.prospects import find_last_appeal_day, say_next
from feedback.views.languages import language

bp = Blueprint("receipts", __name__, url_prefix=RECEIPTS)


@bp.get("")
def index() -> ResponseReturnValue:
    """Ask for a code, or show what the one given before opens."""
    code = current_receipt()
    if code is None:
        return _ask(ReceiptCodeForm(formdata=None), 200)
    return show_opened(code)


@bp.post("")
def show() -> ResponseReturnValue:
    """Keep a typed code in the browser and show what it opens."""
    form = ReceiptCodeForm()
    if not form.validate():
        return _ask(form, 422)
    try:
        code = read_code(form.code.data or "")
    except InvalidCode as error:
        form.code.errors = [error.message(language())]
        return _ask(form, 422)
    if find_rating(code) is None and find_comment_by_receipt(code) is None:
        form.attach(_NoSuchReceipt(field="code"), language())
        return _ask(form, 422)
    response = redirect(url_for("citizen.receipts.index"), 303)
    OPENED.write(response, RECEIPTS, code, RECEIPT_SECONDS)
    return response


@bp.post("/dong")
def close() -> ResponseReturnValue:
    """Forget the code on this machine, also where it was just given."""
    response = redirect(url_for("citizen.ballots.closed"), 303)
    OPENED.clear(response, RECEIPTS)
    if (draft_id := GIVEN_UNDER.read()) is not None:
        GIVEN.expire(response, path_of(draft_id))
        GIVEN_UNDER.clear(response, RECEIPTS)
    return response


@bp.route("/sua/<question_id>", methods=["GET", "POST"])
def edit(question_id: str) -> ResponseReturnValue:
    """Change one answer."""
    code = current_receipt()
    rating = find_rating(code) if code else None
    if code is None or rating is None or not _can_change(rating):
        return redirect(url_for("citizen.receipts.index"), 303)
    asked = _find_question(rating, question_id)
    if request.method == "GET":
        form = AnswerForm.of(asked, language(), rating.answers.get(asked.id))
        return _show_edit(form), 200
    answers = {**rating.answers, asked.id: request.form.get("answer", "")}
    try:
        change_rating(code, {id: value for id, value in answers.items() if value})
    except Conflict:
        pass  # changed at the same moment in another window; the page shows to what
    except DomainError as error:
        form = AnswerForm.of(asked, language(), None)
        form.answer.errors = [error.message(language())]
        return _show_edit(form), 422
    return redirect(url_for("citizen.receipts.index", sua=1), 303)


def show_opened(
    code: str,
    view_form: ViewForm | None = None,
    supply_form: SupplyForm | None = None,
    appeal_form: AppealForm | None = None,
) -> ResponseReturnValue:
    """What a receipt opens; forms that were refused come back with what was typed."""
    rating, comment = find_rating(code), find_comment_by_receipt(code)
    if rating is None and comment is None:
        return _ask(ReceiptCodeForm(formdata=None), 200)
    answers = []
    if rating is not None:
        questions = get_questionnaire(rating.questionnaire).list_questions(
            rating.channel
        )
        answers = list_answers(questions, rating.answers, language())
    page = render_template(
        "citizen/receipts/show.html",
        form=Form(formdata=None),
        rating=rating,
        answers=answers,
        can_change=rating is not None and _can_change(rating),
        is_changed="sua" in request.args,
        comment=comment,
        **(_describe(comment) if comment else {}),
        view_form=view_form or ViewForm.of(language()),
        supply_form=supply_form or SupplyForm(formdata=None),
        appeal_form=appeal_form or AppealForm(formdata=None),
    )
    return page, 422 if view_form or supply_form or appeal_form else 200


def _describe(comment: OwnComment) -> dict[str, Any]:
    """What the page says of a comment beside what it is."""
    today = clock.today()
    appeal_until = find_last_appeal_day(comment)
    return {
        "ground": find_ground(comment.ground or ""),
        "referral": find_referral(comment.referral or ""),
        "next": say_next(comment, today),
        "can_appeal": appeal_until is not None and today <= appeal_until,
        "appeal_until": appeal_until,
        "contact": find_own_contact(comment.ref) if comment.is_case else None,
    }


def current_receipt() -> str | None:
    """The receipt that is open in this browser."""
    code: str | None = OPENED.read()
    return code


class _NoSuchReceipt(DomainError):
    vi = "Không có phiếu nào mang mã biên nhận này. Mời xem lại từng ký tự."
    en = "No rating has this receipt. Please check it letter by letter."


def ask_again() -> ResponseReturnValue:
    """The receipt was closed while its author wrote: the words come back."""
    form = ReceiptCodeForm(formdata=None)
    return _ask(form, 422, clean(request.form.get("text", "")))


def _ask(form: ReceiptCodeForm, status: int, typed: str = "") -> ResponseReturnValue:
    page = render_template("citizen/receipts/index.html", form=form, typed=typed)
    return page, status


def _show_edit(form: AnswerForm) -> str:
    back = url_for("citizen.receipts.index")
    return render_template("citizen/receipts/edit.html", form=form, back_href=back)


def _can_change(rating: OwnRating) -> bool:
    return clock.today() <= rating.last_change_day


def _find_question(rating: OwnRating, question_id: str) -> Question:
    content = get_questionnaire(rating.questionnaire)
    for question in content.list_questions(rating.channel):
        if question.id == question_id:
            return question
    abort(404)
