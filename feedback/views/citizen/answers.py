"""Answers in words, for the pages that show them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.domain.questionnaires import Question


@dataclass(frozen=True)
class ShownAnswer:
    """One question with its answer; `value` is empty where none was given."""

    number: int
    question_id: str
    wording: str
    value: str


def list_answers(
    questions: Sequence[Question], answers: Mapping[str, str], language: str
) -> list[ShownAnswer]:
    """Every question in order, with what was answered."""
    return [
        ShownAnswer(
            number,
            question.id,
            question.wording.text(language),
            word_answer(question, answers.get(question.id), language),
        )
        for number, question in enumerate(questions, 1)
    ]


def word_answer(question: Question, value: str | None, language: str) -> str:
    """An answer as people read it; empty where none was given."""
    for option in question.list_options():
        if option.value == value:
            return option.label.text(language)
    return ""
