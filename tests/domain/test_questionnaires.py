"""Questionnaires: what holds together, and what is frozen."""

import copy
import json
from typing import Any

import pytest

from feedback.domain.channels import Channel
from feedback.domain.errors import InvalidQuestionnaire
from feedback.domain.questionnaires import OVERALL, Questionnaire

CONTENT: dict[str, Any] = {
    "code": "dossier",
    "version": 1,
    "title": {"vi": "Đánh giá", "en": "Rate"},
    "questions": [
        {
            "id": "overall",
            "kind": "scale5",
            "required": True,
            "wording": {"vi": "Hài lòng đến mức nào?", "en": "How satisfied?"},
        },
        {
            "id": "trips",
            "kind": "choice",
            "wording": {"vi": "Đi mấy lần?", "en": "How many trips?"},
            "help": {"vi": "Kể cả lần nộp.", "en": "Including the filing."},
            "options": [
                {"value": "0", "vi": "Không lần nào", "en": "None"},
                {"value": "1", "vi": "Một lần", "en": "One"},
            ],
            "serves": [2, 3],
        },
        {
            "id": "online",
            "kind": "scale5",
            "no_opinion": False,
            "channels": ["online"],
            "wording": {"vi": "Nộp trên mạng thế nào?", "en": "How was filing online?"},
        },
    ],
}


def _make(**changes: object) -> Questionnaire:
    return Questionnaire.from_dict({**copy.deepcopy(CONTENT), **changes})


def _with_question(index: int, **changes: object) -> dict[str, Any]:
    content = copy.deepcopy(CONTENT)
    content["questions"][index].update(changes)
    return content


def test_a_questionnaire_is_read_and_written_back_alike() -> None:
    questionnaire = _make()
    assert Questionnaire.from_dict(questionnaire.to_dict()) == questionnaire
    again = Questionnaire.from_dict(json.loads(questionnaire.canonical_json))
    assert again.digest == questionnaire.digest


def test_the_digest_sees_every_word_and_not_the_order_of_keys() -> None:
    shuffled = dict(reversed(list(copy.deepcopy(CONTENT).items())))
    assert Questionnaire.from_dict(shuffled).digest == _make().digest
    changed = _with_question(0, wording={"vi": "Hài lòng chứ?", "en": "How satisfied?"})
    assert Questionnaire.from_dict(changed).digest != _make().digest


def test_the_canonical_form_keeps_vietnamese_readable() -> None:
    assert "Hài lòng đến mức nào?" in _make().canonical_json
    assert ", " not in _make().canonical_json.replace("mức nào", "")


def test_the_online_question_is_asked_of_online_users_alone() -> None:
    questionnaire = _make()
    online = [q.id for q in questionnaire.list_questions(Channel.ONLINE)]
    counter = [q.id for q in questionnaire.list_questions(Channel.COUNTER)]
    assert online == [OVERALL, "trips", "online"]
    assert counter == [OVERALL, "trips"]


def test_options_come_in_order_with_no_opinion_last() -> None:
    overall, trips, online = _make().questions
    assert [o.value for o in overall.list_options()] == [*"12345", "none"]
    assert [o.value for o in trips.list_options()] == ["0", "1", "none"]
    assert [o.value for o in online.list_options()] == list("12345")
    assert overall.list_options()[0].label.vi == "Rất không hài lòng"


def test_answers_are_kept_in_the_order_of_the_questions() -> None:
    answers = {"online": "3", "trips": "", "overall": "none"}
    kept = _make().check_answers(answers, Channel.ONLINE)
    assert list(kept.items()) == [("overall", "none"), ("online", "3")]


@pytest.mark.parametrize(
    ("answers", "channel", "field"),
    [
        ({}, Channel.ONLINE, "overall"),
        ({"overall": ""}, Channel.ONLINE, "overall"),
        ({"overall": "6"}, Channel.ONLINE, "overall"),
        ({"overall": "5", "online": "none"}, Channel.ONLINE, "online"),
        ({"overall": "5", "online": "4"}, Channel.POST, "online"),
        ({"overall": "5", "trips": "2"}, Channel.POST, "trips"),
        ({"overall": "5", "mood": "1"}, Channel.POST, "mood"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_question(
    answers: dict[str, str], channel: Channel, field: str
) -> None:
    with pytest.raises(InvalidQuestionnaire) as caught:
        _make().check_answers(answers, channel)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "content",
    [
        {**CONTENT, "version": 0},
        {**CONTENT, "questions": []},
        {**CONTENT, "questions": CONTENT["questions"][1:]},
        _with_question(0, required=False),
        _with_question(0, channels=["online"]),
        _with_question(0, kind="choice", options=CONTENT["questions"][1]["options"]),
        _with_question(2, id="overall"),
        _with_question(2, id="Trực tuyến"),
        _with_question(2, wording={"vi": "Thế nào?", "en": " "}),
        _with_question(2, wording={"vi": "", "en": "How?"}),
        _with_question(2, options=CONTENT["questions"][1]["options"]),
        _with_question(1, options=CONTENT["questions"][1]["options"][:1]),
        _with_question(1, options=CONTENT["questions"][1]["options"][:1] * 2),
        _with_question(1, options=[{"value": "none", "vi": "a", "en": "b"}] * 2),
        _with_question(
            1,
            options=[
                {"value": "", "vi": "a", "en": "b"},
                {"value": "1", "vi": "c", "en": "d"},
            ],
        ),
    ],
)
def test_a_questionnaire_that_does_not_hold_together_is_refused(
    content: dict[str, Any],
) -> None:
    with pytest.raises(InvalidQuestionnaire):
        Questionnaire.from_dict(content)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {**CONTENT, "title": "Đánh giá"},
        {**CONTENT, "version": "một"},
        _with_question(0, kind="stars"),
        _with_question(2, channels=["fax"]),
        _with_question(0, wording={"vi": "Thế nào?"}),
    ],
)
def test_content_that_cannot_be_read_is_refused_in_both_languages(
    content: dict[str, Any],
) -> None:
    with pytest.raises(InvalidQuestionnaire) as caught:
        Questionnaire.from_dict(content)
    assert caught.value.message("vi").startswith("Bộ câu hỏi")
