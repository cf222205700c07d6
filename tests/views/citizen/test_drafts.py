"""The draft is the browser's: who else sees it, and what is sent twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.tokens import (
    ballot_hash,
)
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.ratings import Rating
from tests.ballots import QUESTIONNAIRE, make_token, publish_questions
from tests.factories import make_agency
from tests.views.citizen.journeys import (
    answer_all,
    complete,
    reach_check,
    read_receipt,
    start,
)
from tests.visitors import Visitor, read_fields

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)
WORDS = "Chờ hơi lâu, nhưng cán bộ rất tận tình."


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def list_ratings() -> list[Rating]:
    """All ratings, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Rating)))


def test_the_longest_comment_in_any_script_travels_whole(visitor: Visitor) -> None:
    # 2,000 different characters of four bytes each: hardly any compression.
    words = "".join(chr(0x1F300 + n % 500) + chr(0x20000 + n) for n in range(1000))
    complete(visitor, make_token(), words=words)
    assert db.session.scalars(select(Comment)).one().text == words


def test_nothing_is_on_the_server_before_sending(visitor: Visitor) -> None:
    token = make_token()
    reach_check(visitor, token, words=WORDS)
    assert list_ratings() == []
    assert db.session.scalars(select(Comment)).all() == []
    assert not db.session.get_one(Ballot, ballot_hash(token)).is_spent


def test_a_double_click_shows_the_same_receipt_and_rates_once(
    visitor: Visitor,
) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    brought = snapshot(visitor)
    first = visitor.submit(page, action="gui")
    restore(visitor, brought)  # the second click left before the first answer came
    second = visitor.submit(page, action="gui")
    assert read_receipt(second) == read_receipt(first)
    assert "chỉ tính một lần" in second.text
    assert len(list_ratings()) == 1
    (comment,) = db.session.scalars(select(Comment))
    assert comment.ref in first.text and comment.ref in second.text


def test_two_tabs_of_one_link_give_one_rating(visitor: Visitor) -> None:
    token = make_token()
    first = reach_check(visitor, token, "5")
    second = reach_check(visitor, token, "1")
    assert first.path != second.path
    visitor.submit(first, action="gui")
    refused = visitor.submit(second, action="gui", status=410)
    assert refused.h1 == "Phiếu này đã được dùng"
    (rating,) = list_ratings()
    assert rating.overall == 5


def test_two_browsers_with_one_link_give_one_rating(app: Flask) -> None:
    token = make_token()
    one, other = Visitor(app), Visitor(app)
    page, late = reach_check(one, token), reach_check(other, token)
    one.submit(page, action="gui")
    refused = other.submit(late, action="gui", status=410)
    assert "mã biên nhận" in refused.text
    assert len(list_ratings()) == 1


def test_the_receipt_survives_a_reload_and_the_back_button(visitor: Visitor) -> None:
    page = complete(visitor, make_token())
    again = visitor.get(page.path)
    assert read_receipt(again) == read_receipt(page)
    for place in ("1", "gop-y", "kiem-tra"):
        back = visitor.get(urljoin(page.path, place))
        assert read_receipt(back) == read_receipt(page)


def test_the_draft_is_gone_from_the_browser_once_it_was_sent(
    visitor: Visitor,
) -> None:
    complete(visitor, make_token(), words=WORDS)
    assert not any(name.startswith("phieu") for name in cookie_names(visitor))


def test_the_receipt_can_be_taken_off_a_shared_machine(visitor: Visitor) -> None:
    page = complete(visitor, make_token())
    gone = visitor.submit(page, action="dong")
    assert gone.h1 == "Đã xóa khỏi máy này"
    lost = visitor.get(page.path, status=404)
    assert lost.h1 == "Phiếu không còn mở trên máy này"
    assert cookie_names(visitor) == set()


def test_somebody_elses_draft_address_shows_nothing(app: Flask) -> None:
    page = reach_check(Visitor(app), make_token(), words=WORDS)
    lost = Visitor(app).get(page.path, status=404)
    assert WORDS not in lost.text


def test_a_tampered_draft_is_no_draft(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token())
    folder = page.path.rsplit("/", 1)[0] + "/"
    cookie = visitor.client.get_cookie("phieu", path=folder)
    assert cookie
    changed = cookie.value[:-2] + ("AA" if cookie.value[-2:] != "AA" else "BB")
    visitor.client.set_cookie("phieu", changed, path=folder)
    visitor.get(page.path, status=404)


def test_a_form_without_the_drafts_token_is_refused(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token())
    for token in ("", "x", read_fields(page.find_form())["csrf_token"][:-1]):
        visitor.submit(page, {"csrf_token": token}, status=400)
    assert list_ratings() == []
    visitor.submit(page)


def test_one_citizens_words_are_not_on_anothers_pages(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    names = {"name": "<b>Cơ quan & một</b>", "code": "H99.x1"}
    page = reach_check(
        first, make_token(agency_id=make_agency(**names).id), words="Một"
    )
    assert names["name"] in page.text and "<b>Cơ" not in page.response.text
    other = reach_check(second, make_token(), words="Hai")
    assert "Một" not in other.text and "Hai" in other.text
    assert names["name"] not in other.text
    ids = [shown.path.split("/")[2] for shown in (page, other)]
    assert ids[0] in page.response.text and ids[0] not in other.response.text


def test_placeholders_that_somebody_types_are_only_characters(
    visitor: Visitor,
) -> None:
    page = answer_all(visitor, start(visitor, make_token()))
    token = read_fields(page.find_form())["csrf_token"]
    typed = "\ue000\ue001\uf8ff" + "a" * 2001
    again = visitor.submit(page, {"comment": typed}, status=422)
    assert again.response.text.count(token) == 1  # the field of the form
    check = visitor.submit(again, {"comment": "\ue000 Một \ue001"})
    assert check.response.text.count(token) == 1
    visitor.submit(check)
    assert db.session.scalars(select(Comment.text)).all() == ["Một"]


def test_the_language_link_leads_to_the_same_page(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    for shown in (page, visitor.submit(page, {"answer": "4"})):
        link = shown.html.find("a", hreflang="en")
        assert link and link["href"] == f"/en{shown.path}"


def test_the_language_changes_between_two_questions(visitor: Visitor) -> None:
    page = visitor.submit(start(visitor, make_token()), {"answer": "1"})
    english = visitor.get(f"/en{page.path}")
    assert english.html.html and english.html.html["lang"] == "en"
    asked = QUESTIONNAIRE.questions[1]
    assert english.h1 == asked.wording.en
    vietnamese = visitor.submit(english, {"answer": "2"})
    assert vietnamese.path.startswith("/en/") or vietnamese.path.startswith("/phieu")
    page = answer_all(visitor, vietnamese)
    visitor.submit(visitor.submit(page), action="gui")
    (rating,) = list_ratings()
    assert (rating.overall, rating.answers["time"]) == (1, "2")


def test_the_whole_way_works_in_english(visitor: Visitor) -> None:
    page = complete(visitor, make_token(), "4", prefix="/en")
    assert page.html.html and page.html.html["lang"] == "en"
    assert len(read_receipt(page)) == 26
    assert len(list_ratings()) == 1


def test_pages_of_the_survey_are_kept_by_nobody(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_draft_is_sent_to_its_own_pages_alone_and_no_script_sees_it(
    app: Flask,
) -> None:
    token = make_token()
    response = app.test_client().get(f"/p/{token}")
    folder = response.headers["Location"].removesuffix("1")
    cookies = [c for c in response.headers.getlist("Set-Cookie") if "phieu=" in c]
    assert len(cookies) == 2  # one for each language
    for cookie, prefix in zip(cookies, ("", "/en"), strict=True):
        assert f"Path={prefix}{folder}" in cookie
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert token not in cookie


def snapshot(visitor: Visitor) -> dict[Any, Any]:
    """The cookies of a browser as they are now."""
    return dict(visitor.client._cookies or {})


def restore(visitor: Visitor, cookies: dict[Any, Any]) -> None:
    """Put the cookies back as they were."""
    visitor.client._cookies = dict(cookies)


def cookie_names(visitor: Visitor) -> set[str]:
    """What the browser holds."""
    return {name for _domain, _path, name in visitor.client._cookies or {}}
