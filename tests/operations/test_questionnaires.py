"""Publishing questions, and that published ones never change."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.domain.errors import Conflict, NotFound
from feedback.domain.labels import Label
from feedback.extensions import db
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.operations.questionnaires import publish_questionnaire
from feedback.queries.questionnaires import (
    VersionKey,
    get_current_version,
    get_questionnaire,
)
from tests.ballots import QUESTIONNAIRE

ON = date(2026, 3, 1)


def test_a_version_is_published_once_however_often_it_is_loaded(app: Flask) -> None:
    first = publish_questionnaire(QUESTIONNAIRE, ON)
    assert publish_questionnaire(QUESTIONNAIRE, date(2026, 4, 1)) == first
    rows = select(func.count()).select_from(QuestionnaireVersion)
    assert db.session.scalar(rows) == 1


def test_a_published_version_is_not_replaced_by_other_words(app: Flask) -> None:
    publish_questionnaire(QUESTIONNAIRE, ON)
    reworded = replace(QUESTIONNAIRE, title=Label("Khác", "Different"))
    with pytest.raises(Conflict):
        publish_questionnaire(reworded, ON)


def test_the_newest_version_in_force_is_asked(app: Flask) -> None:
    publish_questionnaire(QUESTIONNAIRE, ON)
    publish_questionnaire(replace(QUESTIONNAIRE, version=2), date(2026, 4, 1))
    for day, version in ((date(2026, 3, 31), 1), (date(2026, 4, 1), 2)):
        with clock.frozen(clock.local_moment(day, 9)):
            assert get_questionnaire(get_current_version()).version == version


def test_what_was_published_is_read_back_whole(app: Flask) -> None:
    publish_questionnaire(QUESTIONNAIRE, ON)
    with clock.frozen(datetime(2026, 3, 2, tzinfo=UTC)):
        key = get_current_version()
    assert get_questionnaire(key) == QUESTIONNAIRE


def test_content_is_never_served_under_another_digest(app: Flask) -> None:
    id = publish_questionnaire(QUESTIONNAIRE, ON)
    with pytest.raises(NotFound):
        get_questionnaire(VersionKey(id, "0" * 64))
