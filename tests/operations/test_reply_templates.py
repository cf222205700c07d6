"""Words that answers begin with, and the second person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from feedback.domain.errors import InvalidPlan, NotFound
from feedback.domain.limits import TEMPLATE_TITLE_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.reply_templates import ReplyWords, UnknownPlace
from feedback.domain.statements import InvalidStatement
from feedback.exchange.reply_templates import read_reply_templates
from feedback.extensions import db
from feedback.models.comments import ReplyTemplate
from feedback.operations.reply_templates import (
    load_reply_templates,
    save_template,
    set_second_person,
)
from feedback.queries.reply_templates import (
    get_own,
    get_release_step,
    list_offered,
    list_own,
)
from tests.lives import Cast, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def save(cast: Cast, template_id: int | None = None, **changes: object) -> None:
    values = {
        "user_id": cast.head.id,
        "title": "Hẹn ngày",
        "text": "{agency} hẹn ngày …",
        "outcome": Outcome.EXPLAINED,
        **changes,
    }
    save_template(template_id, **values)  # type: ignore[arg-type]


def own(cast: Cast) -> list[ReplyTemplate]:
    db.session.expire_all()
    return list(list_own(cast.agency.id))


def test_a_head_writes_changes_and_retires_a_template(cast: Cast) -> None:
    save(cast)
    (row,) = own(cast)
    save(cast, row.id, title="Hẹn lại", outcome=Outcome.ACCEPTED)
    (row,) = own(cast)
    assert (row.title, row.outcome) == ("Hẹn lại", Outcome.ACCEPTED)
    save(cast, row.id, is_active=False)
    assert list_offered(cast.agency.id) == []
    assert [row.is_active for row in own(cast)] == [False]


def test_an_agency_sees_its_own_and_those_for_all(cast: Cast) -> None:
    stranger = Cast(service=cast.service)
    save(stranger, title="Của cơ quan khác")
    save(cast)
    load_reply_templates([ReplyWords("Chung", Outcome.FIXED, "…")])
    assert [row.title for row in list_offered(cast.agency.id)] == ["Hẹn ngày", "Chung"]
    (theirs,) = own(stranger)
    with pytest.raises(NotFound):
        get_own(theirs.id, cast.agency.id)
    with pytest.raises(NotFound):
        save(cast, theirs.id)
    general = list_offered(cast.agency.id)[-1]
    with pytest.raises(NotFound):
        save(cast, general.id)


def test_who_is_no_head_changes_nothing(cast: Cast) -> None:
    for user in (cast.officer, cast.screener):
        with pytest.raises(NotFound):
            save(cast, user_id=user.id)
        with pytest.raises(NotFound):
            set_second_person(user_id=user.id, is_needed=True)
    assert own(cast) == []


def test_bad_words_are_refused_beside_their_field(cast: Cast) -> None:
    bad: tuple[tuple[dict[str, Any], str], ...] = (
        ({"title": " "}, "title"),
        ({"title": "x" * (TEMPLATE_TITLE_LENGTH + 1)}, "title"),
        ({"text": "\u200b"}, "text"),
        ({"text": "x" * 5001}, "text"),
    )
    for changes, field in bad:
        with pytest.raises(InvalidStatement) as error:
            save(cast, **changes)
        assert error.value.field == field
    with pytest.raises(UnknownPlace):
        save(cast, text="Kính gửi {name}")


def test_the_shipped_templates_serve_every_outcome_and_load_once(cast: Cast) -> None:
    shipped = read_reply_templates()
    assert {row.outcome for row in shipped} == set(Outcome)
    assert load_reply_templates(shipped).new == len(shipped)
    again = load_reply_templates(shipped)
    assert (again.new, again.updated, again.unchanged) == (0, 0, len(shipped))
    changed = load_reply_templates([ReplyWords(shipped[0].title, Outcome.FIXED, "x")])
    assert changed.updated == 1
    assert [row.text for row in list_offered(cast.agency.id)] == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "templates:\n- title: a\n  outcome: perhaps\n  text: b",
        "templates:\n- title: a",
        "- a",
        ": :",
        "templates:\n" + "- {title: a, outcome: fixed, text: b}\n" * 2,
    ],
)
def test_a_file_that_does_not_hold_together_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidPlan) as error:
        read_reply_templates(path)
    assert "words.yaml" in error.value.message_vi


def test_who_asked_for_a_second_person_and_when_is_written_down(cast: Cast) -> None:
    assert get_release_step(cast.agency.id) == (False, None)
    with on_day(date(2026, 3, 27)):
        set_second_person(user_id=cast.head.id, is_needed=True)
        set_second_person(user_id=cast.head.id, is_needed=True)
    is_needed, note = get_release_step(cast.agency.id)
    assert is_needed and note == f"27/3/2026, {cast.head.name}"
