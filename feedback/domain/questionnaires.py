"""A questionnaire: versioned wording and scale, frozen once published.

The first question is always the overall satisfaction on five levels: it alone gives the
rate that a target is compared with. The others say what drives it.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from feedback.domain.channels import Channel
from feedback.domain.errors import InvalidQuestionnaire
from feedback.domain.labels import Label
from feedback.domain.scales import NO_OPINION, NO_OPINION_LABEL, Level

#: The question whose answers make the satisfaction rate.
OVERALL = "overall"
_ID = re.compile("[a-z][a-z0-9_]{0,29}")


class QuestionKind(StrEnum):
    """Five levels of satisfaction, or a choice among its own options."""

    SCALE5 = "scale5"
    CHOICE = "choice"


@dataclass(frozen=True)
class Option:
    """One answer to a choice question."""

    value: str
    label: Label


@dataclass(frozen=True)
class Question:
    """One question, asked of the channels it names; none named means all."""

    id: str
    kind: QuestionKind
    wording: Label
    help: Label | None = None
    options: tuple[Option, ...] = ()
    is_required: bool = False
    has_no_opinion: bool = True
    channels: tuple[Channel, ...] = ()
    #: Contents of Decree 61/2018, Art. 31 that the question serves.
    serves: tuple[int, ...] = ()

    def is_asked(self, channel: Channel) -> bool:
        """Whether somebody who filed by this channel is asked."""
        return not self.channels or channel in self.channels

    def list_options(self) -> tuple[Option, ...]:
        """The answers offered, in order, with "no opinion" last."""
        return self._offered

    @cached_property
    def _offered(self) -> tuple[Option, ...]:
        # Made once: each answer of the busiest form is looked up here.
        options = self.options
        if self.kind is QuestionKind.SCALE5:
            options = tuple(Option(str(level.value), level.label) for level in Level)
        if self.has_no_opinion:
            options += (Option(NO_OPINION, NO_OPINION_LABEL),)
        return options


@dataclass(frozen=True)
class Questionnaire:
    """One version of the questions; equal content has an equal digest."""

    code: str
    version: int
    title: Label
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        _check(self)

    def list_questions(self, channel: Channel) -> tuple[Question, ...]:
        """The questions asked of one channel, in order."""
        return tuple(q for q in self.questions if q.is_asked(channel))

    def check_answers(
        self, answers: Mapping[str, str], channel: Channel
    ) -> dict[str, str]:
        """The answers in the order of the questions; a wrong one is refused."""
        asked = self.list_questions(channel)
        strange = set(answers) - {q.id for q in asked}
        if strange:
            raise InvalidQuestionnaire(
                "Có câu trả lời cho câu hỏi không có trong phiếu.",
                f"There is an answer to a question not asked: {min(strange)}.",
                field=min(strange),
            )
        kept: dict[str, str] = {}
        for question in asked:
            value = answers.get(question.id, "")
            if value:
                kept[question.id] = _check_answer(question, value)
            elif question.is_required:
                raise InvalidQuestionnaire(
                    "Mời chọn một câu trả lời.",
                    "Please choose an answer.",
                    field=question.id,
                )
        return kept

    def to_dict(self) -> dict[str, Any]:
        """The content as plain values; `from_dict` reads it back."""
        return {
            "code": self.code,
            "version": self.version,
            "title": _label_dict(self.title),
            "questions": [_question_dict(q) for q in self.questions],
        }

    @property
    def canonical_json(self) -> str:
        """The one spelling of the content that is hashed and kept."""
        return json.dumps(
            self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical_json.encode()).hexdigest()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Questionnaire":
        """Read a questionnaire from plain values, as in a YAML file or the database."""
        try:
            return cls(
                str(data["code"]),
                int(data["version"]),
                _label(data["title"]),
                tuple(_question(entry) for entry in data["questions"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidQuestionnaire(
                f"Bộ câu hỏi thiếu hoặc sai phần: {error}.",
                f"A part of the questionnaire is missing or wrong: {error}.",
            ) from error


def _label(data: Mapping[str, Any]) -> Label:
    return Label(str(data["vi"]).strip(), str(data["en"]).strip())


def _label_dict(label: Label) -> dict[str, str]:
    return {"vi": label.vi, "en": label.en}


def _question(data: Mapping[str, Any]) -> Question:
    options = (Option(str(o["value"]), _label(o)) for o in data.get("options", ()))
    return Question(
        id=str(data["id"]),
        kind=QuestionKind(data["kind"]),
        wording=_label(data["wording"]),
        help=_label(data["help"]) if data.get("help") else None,
        options=tuple(options),
        is_required=bool(data.get("required", False)),
        has_no_opinion=bool(data.get("no_opinion", True)),
        channels=tuple(Channel(name) for name in data.get("channels", ())),
        serves=tuple(int(number) for number in data.get("serves", ())),
    )


def _question_dict(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind.value,
        "wording": _label_dict(question.wording),
        "help": _label_dict(question.help) if question.help else None,
        "options": [
            {"value": o.value, **_label_dict(o.label)} for o in question.options
        ],
        "required": question.is_required,
        "no_opinion": question.has_no_opinion,
        "channels": [channel.value for channel in question.channels],
        "serves": list(question.serves),
    }


def _check(questionnaire: Questionnaire) -> None:
    for is_wrong, vi, en in _list_faults(questionnaire):
        if is_wrong:
            raise InvalidQuestionnaire(vi, en)


def _is_overall(question: Question) -> bool:
    return (
        question.id == OVERALL
        and question.kind is QuestionKind.SCALE5
        and question.is_required
        and not question.channels
    )


def _list_faults(
    questionnaire: Questionnaire,
) -> Sequence[tuple[bool, str, str]]:
    questions = questionnaire.questions
    ids = [q.id for q in questions]
    return (
        (
            questionnaire.version < 1,
            "Số phiên bản phải từ 1.",
            "The version starts at 1.",
        ),
        (
            not questions or not _is_overall(questions[0]),
            "Câu đầu tiên phải là câu hài lòng chung: năm mức, bắt buộc, "
            "hỏi mọi người.",
            "The first question must be the overall one: five levels, required, "
            "asked of everybody.",
        ),
        (
            len(set(ids)) != len(ids),
            "Hai câu hỏi trùng mã.",
            "Two questions share an id.",
        ),
        (
            not all(_ID.fullmatch(one) for one in ids),
            "Mã câu hỏi gồm chữ thường a-z, số và gạch dưới.",
            "A question's id is lower-case letters, digits and underscores.",
        ),
        (
            any(not q.wording.vi or not q.wording.en for q in questions),
            "Câu hỏi thiếu lời hỏi tiếng Việt hoặc tiếng Anh.",
            "A question lacks its Vietnamese or English wording.",
        ),
        (
            any(_has_wrong_options(q) for q in questions),
            "Câu chọn cần ít nhất hai lựa chọn khác nhau; câu năm mức không có "
            "lựa chọn riêng.",
            "A choice needs at least two different options; five levels need none.",
        ),
    )


def _has_wrong_options(question: Question) -> bool:
    values = [o.value for o in question.options]
    if question.kind is QuestionKind.SCALE5:
        return bool(values)
    return (
        len(values) < 2
        or len(set(values)) != len(values)
        or bool({"", NO_OPINION} & set(values))
    )


def _check_answer(question: Question, value: str) -> str:
    if value not in {option.value for option in question.list_options()}:
        raise InvalidQuestionnaire(
            "Mời chọn một trong các câu trả lời đã cho.",
            "Please choose one of the answers offered.",
            field=question.id,
        )
    return value
