"""The survey being filled in: it is in the browser until its citizen sends it."""

import base64
import secrets
from dataclasses import dataclass, field, replace
from secrets import compare_digest
from typing import Any
from urllib.parse import quote

from flask import request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.doors import coarsen
from feedback.domain.questionnaires import OVERALL, Question, Questionnaire
from feedback.domain.tokens import new_code
from feedback.domain.tones import Tone, find_tone
from feedback.operations.ratings import Submission
from feedback.queries.ballots import FoundBallot
from feedback.queries.questionnaires import (
    NoQuestionnaire,
    VersionKey,
    get_questionnaire,
)
from feedback.views.citizen.cookies import SealedCookie

_cookie = SealedCookie("phieu")


@dataclass(frozen=True)
class Draft:
    """What was answered so far, and the receipt that will prove it.

    The receipt is made here at the start, so the same draft sent twice is known again.
    """

    id: str
    ballot: bytes
    agency: str
    service: str
    channel: Channel
    questionnaire: VersionKey
    receipt: str
    #: What a form of this draft brings along; nobody else can know it.
    csrf: str
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    #: When it was opened, to ten seconds; it is known to the browser alone.
    opened: int | None = None
    #: What the comment mostly is, if its author said so.
    tone: Tone | None = None

    @property
    def content(self) -> Questionnaire:
        """The questions asked."""
        return get_questionnaire(self.questionnaire)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked of this channel, in order."""
        return self.content.list_questions(self.channel)

    @property
    def is_rated(self) -> bool:
        """Whether the one required answer is there."""
        return OVERALL in self.answers

    def answer(self, question: Question, value: str) -> "Draft":
        """The draft with one more answer; a wrong one is refused by name."""
        answers = {**self.answers, question.id: value}
        kept = self.content.check_answers(answers, self.channel)
        return replace(self, answers=kept)

    def say(self, comment: str, tone: Tone | None = None) -> "Draft":
        """The draft with these words, and what they mostly are."""
        return replace(self, comment=comment, tone=tone)

    def to_submission(self) -> Submission:
        """What is sent."""
        return Submission(
            ballot=self.ballot,
            receipt=self.receipt,
            questionnaire=self.questionnaire,
            answers=self.answers,
            comment=self.comment,
            tone=self.tone,
        )


def start_draft(ballot: FoundBallot) -> Draft:
    """An empty draft for an open ballot."""
    if ballot.questionnaire is None:
        raise NoQuestionnaire()
    return Draft(
        id=secrets.token_hex(8),
        ballot=ballot.hash,
        agency=ballot.agency,
        service=ballot.service,
        channel=ballot.channel,
        questionnaire=ballot.questionnaire,
        receipt=new_code(),
        csrf=secrets.token_urlsafe(12),
        opened=coarsen(clock.now()),
    )


def path_of(draft_id: str) -> str:
    """Where the pages of a draft lie, without the language."""
    return f"/phieu/{quote(draft_id, safe='')}/"


def address_of(draft_id: str, page: str) -> str:
    """One of its pages, in the language of the present one."""
    return f"{request.script_root}{path_of(draft_id)}{page}"


def lead_to(draft_id: str, page: str) -> Response:
    """Lead the browser to one of its pages.

    No text comes along as werkzeug's own redirect would add: it costs a tenth of an
    answer's time, and no browser of this century shows it.
    """
    return Response(status=303, headers={"Location": address_of(draft_id, page)})


def write_draft(response: Response, draft: Draft) -> Response:
    """Hand the draft back to the browser."""
    _cookie.write(response, path_of(draft.id), _pack(draft))
    return response


def read_draft(draft_id: str) -> Draft | None:
    """The draft that the browser brought, if it is this one.

    A form has to bring the draft's own token, or it is not one of our pages' forms.
    """
    packed = _cookie.read()
    if packed is None:
        return None
    draft = _unpack(packed)
    if request.method == "POST":
        check_form(draft.csrf)
    return draft if draft.id == draft_id else None


def check_form(csrf: str) -> None:
    """Refuse a form that does not bring this token."""
    if not compare_digest(request.form.get("csrf_token", ""), csrf):
        raise CSRFError("the form is not one of this draft")


def clear_draft(response: Response, draft_id: str) -> None:
    """Make the browser forget the draft."""
    _cookie.clear(response, path_of(draft_id))


def _pack(draft: Draft) -> list[Any]:
    return [
        draft.id,
        base64.b64encode(draft.ballot).decode(),
        draft.agency,
        draft.service,
        draft.channel.value,
        draft.questionnaire.id,
        draft.questionnaire.digest,
        draft.receipt,
        draft.csrf,
        draft.answers,
        draft.comment,
        draft.opened,
        draft.tone,
    ]


def _unpack(packed: list[Any]) -> Draft:
    id, ballot, agency, service, channel, version, digest, *rest = packed
    receipt, csrf, answers, comment, *later = rest
    # A draft begun before the moment of opening, or the tone, was kept has none.
    opened, tone = (*later, None, None)[:2]
    return Draft(
        id=id,
        ballot=base64.b64decode(ballot),
        agency=agency,
        service=service,
        channel=Channel(channel),
        questionnaire=VersionKey(version, digest),
        receipt=receipt,
        csrf=csrf,
        answers=answers,
        comment=comment,
        opened=opened,
        tone=find_tone(tone),
    )
