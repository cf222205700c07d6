"""What each page of the survey shows, from values that many citizens share.

Every function here is a `build` of sheets.py: positional values are the page's key,
keyword ones are placeholders for one citizen's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.domain.channels import Channel
from feedback.domain.errors import DomainError
from feedback.domain.limits import COMMENT_LENGTH
from feedback.domain.tones import Tone
from feedback.forms.citizen import AnswerForm, CommentForm
from feedback.forms.receipts import ContactForm
from feedback.queries.questionnaires import VersionKey, get_questionnaire
from feedback.views.citizen.sheets import addresses_of
from feedback.views.languages import language

CHECK, COMMENT, RECEIPT = "kiem-tra", "gop-y", "bien-nhan"
#: A page opened from the check page leads back to it.
CHANGE = "?sua=1"


@dataclass(frozen=True)
class RefusedContact:
    """Contact details as they were typed, and what is wrong with them."""

    typed: Mapping[str, str]
    error: DomainError


def build_question(
    key: VersionKey,
    channel: Channel,
    number: int,
    is_change: bool,
    chosen: str | None,
    error: str | None,
    *,
    draft_id: str,
    **_words: str,
) -> dict[str, Any]:
    """One question, with what was chosen before."""
    questions = get_questionnaire(key).list_questions(channel)
    form = AnswerForm.of(questions[number - 1], language(), chosen)
    if error:
        form.answer.errors = [error]
    before = f"{number - 1}" if number > 1 else None
    return {
        "form": form,
        "step": number,
        "steps": len(questions) + 1,
        "back_href": CHECK if is_change else before,
        "address_in": addresses_of(
            f"/phieu/{draft_id}/{number}{CHANGE if is_change else ''}"
        ),
    }


def build_comment(
    key: VersionKey,
    channel: Channel,
    tone: Tone | None,
    words: str,
    error: str | None,
    *,
    draft_id: str,
    **_words: str,
) -> dict[str, Any]:
    """The page for words of one's own; not kept where there are any."""
    steps = len(get_questionnaire(key).list_questions(channel)) + 1
    form = CommentForm.of(words, tone, language())
    if error:
        form.comment.errors = [error]
    return {
        "form": form,
        "limit": COMMENT_LENGTH,
        "step": steps,
        "steps": steps,
        "back_href": f"{steps - 1}",
        "address_in": addresses_of(f"/phieu/{draft_id}/{COMMENT}"),
    }


def build_check(
    key: VersionKey,
    channel: Channel,
    has_comment: bool,
    has_details: bool,
    tone: Tone | None,
    refused: RefusedContact | None = None,
    *,
    draft_id: str,
    **_words: str,
) -> dict[str, Any]:
    """Everything once more; the answers are words to be filled in."""
    questions = get_questionnaire(key).list_questions(channel)
    contact = ContactForm.of(refused.typed if refused else {}, language())
    if refused:
        contact.attach(refused.error, language())
    return {
        "contact": contact,
        "is_refused": refused is not None,
        "wordings": [question.wording.text(language()) for question in questions],
        "has_comment": has_comment,
        "has_details": has_details,
        "tone": tone,
        "back_href": COMMENT,
        "address_in": addresses_of(f"/phieu/{draft_id}/{CHECK}"),
    }


def build_receipt(
    has_reference: bool, is_repeat: bool, *, draft_id: str, **_words: str
) -> dict[str, Any]:
    """The receipt just given."""
    return {
        "has_reference": has_reference,
        "is_repeat": is_repeat,
        "address_in": addresses_of(f"/phieu/{draft_id}/{RECEIPT}"),
    }
