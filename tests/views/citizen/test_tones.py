"""Naming what a comment mostly is: asked on its page, never of anybody."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.tones import Tone
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.models.ratings import Rating
from feedback.views.citizen import drafts
from tests.ballots import make_token, publish_questions
from tests.views.citizen.journeys import answer_all, reach_check, read_receipt, start
from tests.visitors import Page, Visitor

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)
WORDS = "Chờ hơi lâu, nhưng cán bộ rất tận tình."
ROW = "Ý kiến này chủ yếu là"


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def reach_words(visitor: Visitor, prefix: str = "") -> Page:
    """The page of the comment."""
    return answer_all(visitor, start(visitor, make_token(), prefix))


def read_chosen(page: Page) -> list[str]:
    """The radio buttons that are chosen."""
    return [str(one["value"]) for one in page.html.select("input[name=tone][checked]")]


def list_tones() -> list[str | None]:
    """Of all comments."""
    db.session.rollback()
    return list(db.session.scalars(select(Comment.tone)))


def test_nothing_is_chosen_at_first_sight(visitor: Visitor) -> None:
    page = reach_words(visitor)
    options = page.html.select("input[name=tone]")
    assert [one["value"] for one in options] == [*Tone, ""]
    assert all(one["type"] == "radio" for one in options)
    assert read_chosen(page) == []
    legend = page.html.select_one("fieldset legend")
    assert legend and "không bắt buộc" in legend.get_text()
    for text in ("Lời khen", "Đề xuất, mong cải tiến", "Phản ánh điều chưa tốt"):
        assert text in page.text


@pytest.mark.parametrize("tone", Tone)
def test_the_tone_named_is_kept_with_the_comment(visitor: Visitor, tone: Tone) -> None:
    page = visitor.submit(reach_words(visitor), {"comment": WORDS, "tone": tone})
    assert ROW in page.text and tone.label.vi in page.text
    receipt = read_receipt(visitor.submit(page, action="gui"))
    assert list_tones() == [tone]
    opened = visitor.submit(visitor.get("/bien-nhan"), {"code": receipt})
    assert f"Người viết nêu: {tone.label.vi}" in opened.text


def test_nobody_has_to_name_one(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    assert ROW in page.text and "Không chọn" in page.text
    visitor.submit(page, action="gui")
    assert list_tones() == [None]


def test_a_tone_without_words_is_not_kept(visitor: Visitor) -> None:
    page = visitor.submit(reach_words(visitor), {"comment": "", "tone": "praise"})
    assert ROW not in page.text and "Lời khen" not in page.text
    visitor.submit(page, action="gui")
    assert list_tones() == []
    assert len(db.session.scalars(select(Rating)).all()) == 1


def test_it_is_changed_and_taken_back_from_the_check_page(visitor: Visitor) -> None:
    check = visitor.submit(
        reach_words(visitor), {"comment": WORDS, "tone": Tone.PROBLEM}
    )
    (link,) = check.html.select('a[href="gop-y#tone"]')
    page = visitor.get(urljoin(check.path, str(link["href"]).partition("#")[0]))
    assert read_chosen(page) == ["problem"] and WORDS in page.text
    assert page.html.find(id="tone")
    check = visitor.submit(page, {"tone": Tone.PROPOSAL})
    assert "Đề xuất, mong cải tiến" in check.text and WORDS in check.text
    check = visitor.submit(visitor.get(page.path), {"tone": ""})
    assert "Không chọn" in check.text
    assert read_chosen(visitor.get(page.path)) == []
    visitor.submit(check, action="gui")
    assert list_tones() == [None]


@pytest.mark.parametrize("value", ["angry", "5", "PRAISE", "praise\ue000"])
def test_a_tone_that_was_not_offered_is_dropped_and_the_words_are_kept(
    visitor: Visitor, value: str
) -> None:
    page = visitor.submit(reach_words(visitor), {"comment": WORDS, "tone": value})
    assert WORDS in page.text and "Không chọn" in page.text
    visitor.submit(page, action="gui")
    assert list_tones() == [None]


def test_refused_words_do_not_lose_the_tone(visitor: Visitor) -> None:
    typed = {"comment": "a" * 2001, "tone": "praise"}
    again = visitor.submit(reach_words(visitor), typed, status=422)
    assert read_chosen(again) == ["praise"]
    visitor.submit(visitor.submit(again, {"comment": WORDS}), action="gui")
    assert list_tones() == ["praise"]


def test_one_citizens_tone_is_not_on_anothers_page(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    page = first.submit(reach_words(first), {"comment": "", "tone": "praise"})
    assert read_chosen(first.get(urljoin(page.path, "gop-y"))) == ["praise"]
    assert read_chosen(reach_words(second)) == []


def test_it_is_asked_in_english(visitor: Visitor) -> None:
    page = reach_words(visitor, "/en")
    for text in ("What is this comment mostly?", "Praise", "Proposal", "Problem"):
        assert text in page.text
    check = visitor.submit(page, {"comment": WORDS, "tone": "problem"})
    assert "This comment is mostly" in check.text and "Problem" in check.text


@pytest.mark.parametrize("kept", [12, 11], ids=["without tone", "without opening"])
def test_a_draft_begun_before_tones_were_asked_is_still_read(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    pack = drafts._pack

    def pack_as_before(draft: drafts.Draft) -> list[Any]:
        packed = pack(draft)
        assert len(packed) == 13 and base64.b64decode(packed[1]) == draft.ballot
        return packed[:kept]

    monkeypatch.setattr(drafts, "_pack", pack_as_before)
    page = visitor.submit(reach_words(visitor), {"comment": WORDS, "tone": "praise"})
    monkeypatch.undo()
    page = visitor.get(page.path)
    assert WORDS in page.text and "Không chọn" in page.text
    visitor.submit(page, action="gui")
    assert list_tones() == [None]
