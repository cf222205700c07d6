"""Bad input at every form of a citizen: a clear refusal, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

import pytest
from flask import Flask

from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.operations.questions import ask_more
from tests.ballots import make_token, publish_questions
from tests.lives import (
    PUBLISHED_ON,
    SCREENED_ON,
    Cast,
    count_events,
    get_comment,
    on_day,
)
from tests.views.citizen.journeys import answer_all, start
from tests.views.citizen.test_appeals import withhold
from tests.views.citizen.test_views import open_receipt
from tests.visitors import Page, Visitor

#: Above two megabytes on the way the server refuses at once, and Back has it all.
MEGABYTE = "qua dai. " * 116_000
ZALGO = "Z\u0335\u0322\u0327\u0328" * 3000
HTML = '<script>alert(1)</script><b onclick="x()">'
INVISIBLE = "\u200b\u202e\u2066\x00\ufeff"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def comment_page(app: Flask) -> Iterator[tuple[Visitor, Page]]:
    publish_questions()
    visitor = Visitor(app)
    with on_day(date(2026, 3, 25)):
        yield visitor, answer_all(visitor, start(visitor, make_token()))


@pytest.mark.parametrize("words", [MEGABYTE, ZALGO])
def test_too_long_a_comment_comes_back_whole(
    comment_page: tuple[Visitor, Page], words: str
) -> None:
    visitor, page = comment_page
    page = visitor.submit(page, {"comment": words}, status=422)
    assert "tối đa là 2000" in page.text
    kept = page.html.select_one("textarea")
    assert kept is not None
    assert len(kept.get_text().strip()) > 2000, "what was typed stands there"


@pytest.mark.parametrize("words", [INVISIBLE, " \n\t ", ""])
def test_nothing_to_see_is_no_comment(
    comment_page: tuple[Visitor, Page], words: str
) -> None:
    visitor, page = comment_page
    status = 422 if words == INVISIBLE else 200
    page = visitor.submit(page, {"comment": words}, status=status)
    if status == 422:
        assert "Mời viết ý kiến, hoặc để trống ô này." in page.text
    else:
        assert page.h1 == "Xem lại trước khi gửi" and "Không có" in page.text


def test_markup_is_words_and_letters_are_put_together(
    comment_page: tuple[Visitor, Page],
) -> None:
    visitor, page = comment_page
    words = f"{HTML} {normalize('NFD', 'Cấp sổ đỏ')}{INVISIBLE}"
    page = visitor.submit(page, {"comment": words})
    shown = page.html.select_one(".gopy-words")
    assert shown is not None and shown.get_text() == f"{HTML} Cấp sổ đỏ"
    assert not page.html.select("main script, main b")


BAD = [
    ("", "Mời viết"),
    (INVISIBLE, "Mời ghi nội dung này."),
    (MEGABYTE, "Nội dung dài quá"),
    (ZALGO, "Nội dung dài quá"),
]


@pytest.mark.parametrize(("words", "told"), BAD)
def test_a_bad_plea_is_refused(app: Flask, cast: Cast, words: str, told: str) -> None:
    receipt = new_code()
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON):
        visitor, page = open_receipt(app, receipt)
        page = visitor.submit(page, {"text": words}, action="xem-xet-lai", status=422)
        assert told in page.text and get_comment(ref).state == State.WITHHELD
        kept = page.html.select_one("textarea")
        assert kept is not None and len(kept.get_text()) >= len(words.strip())
        page = visitor.submit(page, {"text": HTML}, action="xem-xet-lai")
    assert not page.html.select("main script, main b")
    assert HTML in page.text


@pytest.mark.parametrize(("words", "told"), BAD)
def test_a_bad_supplement_is_refused(
    app: Flask, cast: Cast, words: str, told: str
) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    with on_day(date(2026, 3, 18)):
        ask_more(ref, user_id=cast.officer.id, seen=count_events(ref), question="Gì?")
        visitor, page = open_receipt(app, receipt)
        page = visitor.submit(page, {"text": words}, action="bo-sung", status=422)
    assert told in page.text and get_comment(ref).state == State.NEEDS_MORE
    kept = page.html.select_one("textarea")
    assert kept is not None and len(kept.get_text()) >= len(words.strip())


@pytest.mark.parametrize("code", ["", INVISIBLE, HTML, MEGABYTE, ZALGO, "ABCDE"])
def test_a_bad_receipt_is_refused(app: Flask, code: str) -> None:
    visitor = Visitor(app)
    page = visitor.submit(visitor.get("/bien-nhan"), {"code": code}, status=422)
    assert "mã biên nhận" in page.text.lower()
    assert not page.html.select("main script, main b")


@pytest.mark.parametrize("view", ["", "none", HTML, INVISIBLE, "x" * 10_000])
def test_a_bad_view_is_refused(app: Flask, cast: Cast, view: str) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    with on_day(PUBLISHED_ON):
        visitor, page = open_receipt(app, receipt)
        page = visitor.submit(page, {"view": view}, action="nhan-xet", status=422)
    assert "Mời chọn một câu." in page.text and get_comment(ref).view is None
