"""The shipped questionnaire asks what the decree asks, and fits a phone."""

from pathlib import Path

import pytest

from feedback.domain.channels import Channel
from feedback.domain.errors import InvalidQuestionnaire
from feedback.domain.questionnaires import OVERALL
from feedback.exchange.plans import PLANS_FOLDER, read_questionnaire


def test_the_first_questionnaire_serves_all_eight_contents_of_article_31() -> None:
    questionnaire = read_questionnaire(PLANS_FOLDER / "questionnaire-1.yaml")
    served = {number for q in questionnaire.questions for number in q.serves}
    assert served == set(range(1, 9))
    assert questionnaire.questions[0].id == OVERALL


def test_the_first_questionnaire_fits_a_minute_on_a_phone() -> None:
    questionnaire = read_questionnaire(PLANS_FOLDER / "questionnaire-1.yaml")
    assert len(questionnaire.list_questions(Channel.ONLINE)) == 7
    assert len(questionnaire.list_questions(Channel.COUNTER)) == 6
    for question in questionnaire.questions:
        assert len(question.wording.vi) <= 100
        assert question.has_no_opinion
        assert question.is_required == (question.id == OVERALL)


def test_the_first_questionnaire_never_changes() -> None:
    # It is frozen: a new wording is a new version in a new file.
    questionnaire = read_questionnaire(PLANS_FOLDER / "questionnaire-1.yaml")
    assert questionnaire.digest.startswith("f0fb9d9fb1935d07")


def test_a_broken_questionnaire_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cau-hoi.yaml"
    path.write_text("code: dossier", encoding="utf-8")
    with pytest.raises(InvalidQuestionnaire):
        read_questionnaire(path)
