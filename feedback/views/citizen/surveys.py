"""The minute of a citizen: one question a screen, words, a check, a receipt.

Nothing here touches a session: the draft in the browser brings the answers, the receipt
and the token that its forms must carry.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from feedback.domain import clock
from feedback.domain.ballots import BallotNotOpen, BallotState
from feedback.domain.contacts import Contact, read_contact
from feedback.domain.details import find_details
from feedback.domain.errors import DomainError, InvalidQuestionnaire
from feedback.domain.text import clean, clean_line
from feedback.domain.tones import Tone, find_tone
from feedback.extensions import csrf
from feedback.operations.comments import read_words
from feedback.operations.ratings import Submitted, submit_rating
from feedback.queries.ballots import find_ballot_state
from feedback.views.citizen import papers
from feedback.views.citizen.answers import word_answer
from feedback.views.citizen.ballots import show_lost, show_state
from feedback.views.citizen.cookies import (
    GIVEN,
    GIVEN_UNDER,
    OPENED,
    RECEIPT_SECONDS,
    RECEIPTS,
)
from feedback.views.citizen.doors import count_sending
from feedback.views.citizen.drafts import (
    Draft,
    check_form,
    clear_draft,
    lead_to,
    path_of,
    read_draft,
    write_draft,
)
from feedback.views.citizen.papers import CHANGE, CHECK, COMMENT, RECEIPT
from feedback.views.citizen.sheets import fill_sheet
from feedback.views.languages import language

bp = Blueprint("surveys", __name__, url_prefix="/phieu/<draft_id>")
csrf.exempt(bp)  # read_draft asks for the draft's own token

#: Fields of who asks to be reached. They come with the last form and go straight to the
#: comment's row: no cookie ever holds them.
_CONTACT = ("consent", "name", "phone", "email")


@bp.route("/<int:number>", methods=["GET", "POST"])
def question(draft_id: str, number: int) -> ResponseReturnValue:
    """Ask one question."""
    draft = read_draft(draft_id)
    if draft is None:
        return _find_receipt(draft_id)
    questions = draft.questions
    if not 1 <= number <= len(questions):
        abort(404)
    asked = questions[number - 1]
    if number > 1 and not draft.is_rated:
        return _go(draft, "1")
    if request.method == "GET":
        return _show_question(draft, number, draft.answers.get(asked.id))
    try:
        draft = draft.answer(asked, request.form.get("answer", ""))
    except InvalidQuestionnaire as error:
        return _show_question(draft, number, None, error.message(language())), 422
    if _is_change():
        return write_draft(_go(draft, CHECK), draft)
    after = str(number + 1) if number < len(questions) else COMMENT
    return write_draft(_go(draft, after), draft)


def _show_question(
    draft: Draft, number: int, chosen: str | None, error: str | None = None
) -> str:
    return fill_sheet(
        "citizen/surveys/question.html",
        papers.build_question,
        (draft.questionnaire, draft.channel, number, _is_change(), chosen, error),
        {
            "draft_id": draft.id,
            "csrf": draft.csrf,
            "service": draft.service,
            "agency": draft.agency,
        },
        is_kept=error is None,
    )


@bp.route("/gop-y", methods=["GET", "POST"])
def comment(draft_id: str) -> ResponseReturnValue:
    """Ask for words, which nobody has to give."""
    draft = read_draft(draft_id)
    if draft is None:
        return _find_receipt(draft_id)
    if not draft.is_rated:
        return _go(draft, "1")
    if request.method == "GET":
        return _show_comment(draft, draft.comment, draft.tone)
    typed, tone = request.form.get("comment", ""), find_tone(request.form.get("tone"))
    try:
        words = read_words(typed) if typed.strip() else ""
    except DomainError as error:
        return _show_comment(draft, clean(typed), tone, error.message(language())), 422
    return write_draft(_go(draft, CHECK), draft.say(words, tone))


def _show_comment(
    draft: Draft, words: str, tone: Tone | None, error: str | None = None
) -> str:
    return fill_sheet(
        "citizen/surveys/comment.html",
        papers.build_comment,
        (draft.questionnaire, draft.channel, tone, words, error),
        {"draft_id": draft.id, "csrf": draft.csrf},
        is_kept=not words and error is None,
    )


@bp.get("/kiem-tra")
def check(draft_id: str) -> ResponseReturnValue:
    """Show everything once more before it is sent."""
    draft = read_draft(draft_id)
    if draft is None:
        return _find_receipt(draft_id)
    if not draft.is_rated:
        return _go(draft, "1")
    return _show_check(draft)


def _show_check(draft: Draft, refused: papers.RefusedContact | None = None) -> str:
    details = ", ".join(find_details(draft.comment))
    has_comment = bool(draft.comment)
    tone = draft.tone if has_comment else None
    shape = (draft.questionnaire, draft.channel, has_comment, bool(details), tone)
    return fill_sheet(
        "citizen/surveys/check.html",
        papers.build_check,
        shape if refused is None else (*shape, refused),
        {
            "draft_id": draft.id,
            "csrf": draft.csrf,
            "service": draft.service,
            "agency": draft.agency,
            "values": _word_answers(draft),
            "comment": draft.comment,
            "details": details,
        },
        is_kept=refused is None,
    )


def _word_answers(draft: Draft) -> tuple[str, ...]:
    return tuple(
        word_answer(question, draft.answers.get(question.id), language())
        or _("Chưa trả lời")
        for question in draft.questions
    )


@bp.post("/gui")
def send(draft_id: str) -> ResponseReturnValue:
    """Send it; the same draft sent again is shown the same receipt."""
    draft = read_draft(draft_id)
    if draft is None:
        return _find_receipt(draft_id)
    if not draft.is_rated:
        return _go(draft, "1")
    submission = draft.to_submission()
    if draft.comment and any(request.form.get(name) for name in _CONTACT):
        typed = {name: clean_line(request.form.get(name, "")) for name in _CONTACT}
        try:
            submission = replace(submission, contact=_read_contact(typed))
        except DomainError as error:
            return _show_check(draft, papers.RefusedContact(typed, error)), 422
    try:
        submitted = submit_rating(submission)
    except BallotNotOpen:
        return _go(draft, "tinh-trang")
    count_sending(draft, submitted)
    response = _go(draft, RECEIPT)
    clear_draft(response, draft.id)
    return _give_receipt(response, draft, submitted)


def _read_contact(typed: Mapping[str, str]) -> Contact | None:
    has_agreed = bool(typed["consent"])
    return read_contact(has_agreed, typed["name"], typed["phone"], typed["email"])


def _give_receipt(response: Response, draft: Draft, submitted: Submitted) -> Response:
    value = [draft.receipt, submitted.reference, submitted.is_repeat, draft.csrf]
    GIVEN.write(response, path_of(draft.id), value, RECEIPT_SECONDS)
    GIVEN_UNDER.write(response, RECEIPTS, draft.id, RECEIPT_SECONDS)
    return response


@bp.get("/tinh-trang")
def state(draft_id: str) -> ResponseReturnValue:
    """Say why the ballot could not take the rating."""
    draft = read_draft(draft_id)
    if draft is None:
        return _find_receipt(draft_id)
    found = find_ballot_state(draft.ballot, clock.today())
    return _go(draft, CHECK) if found is BallotState.OPEN else show_state(found)


@bp.get("/bien-nhan")
def receipt(draft_id: str) -> ResponseReturnValue:
    """Show the receipt, also after a reload."""
    given: list[Any] | None = GIVEN.read()
    if given is None:
        return show_lost()
    code, reference, is_repeat, token = given
    return fill_sheet(
        "citizen/surveys/receipt.html",
        papers.build_receipt,
        (reference is not None, is_repeat),
        {
            "draft_id": draft_id,
            "csrf": token,
            "code": tuple(code),
            "reference": reference or "",
        },
    )


@bp.post("/dong")
def close(draft_id: str) -> ResponseReturnValue:
    """Take the receipt off this machine."""
    given: list[Any] | None = GIVEN.read()
    response = redirect(url_for("citizen.ballots.closed"), 303)
    if given is not None:
        check_form(given[-1])
        GIVEN.clear(response, path_of(draft_id))
        OPENED.expire(response, RECEIPTS)
        GIVEN_UNDER.expire(response, RECEIPTS)
    return response


def _find_receipt(draft_id: str) -> ResponseReturnValue:
    """For a draft this browser does not hold: it was sent, or it was never here."""
    if GIVEN.read() is None:
        return show_lost()
    return lead_to(draft_id, RECEIPT)


def _go(draft: Draft, page: str) -> Response:
    return lead_to(draft.id, page)


def _is_change() -> bool:
    return CHANGE.removeprefix("?").partition("=")[0] in request.args
