"""Covering up what is public, from the desk's page to the public's."""

from collections.abc import Iterator

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import State
from tests.desks import field, sign_in
from tests.lives import ANSWER, VIEWED_ON, WORDS, Cast
from tests.visitors import Visitor

DESK = "/giam-sat/y-kien"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_day_after_publication() -> Iterator[None]:
    with clock.frozen(local_moment(VIEWED_ON, 9)):
        yield


def test_the_public_page_changes_at_once(app: Flask, cast: Cast) -> None:
    ref, reader = cast.live(State.PUBLISHED), Visitor(app)
    assert "ba tháng" in reader.get(f"/gop-y/{ref}").text
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}")
    assert page.html.select(f'a[href$="{ref}/che-bot"]')
    page = desk.get(f"{DESK}/{ref}/che-bot")
    assert field(page, "public_text").strip() == WORDS
    covered = WORDS.replace("ba tháng", "[đã che]")
    page = desk.submit(page, {"public_text": covered}, status=422)
    assert field(page, "public_text").strip() == covered
    page = desk.submit(page, {"reason": "Đoán được người viết"})
    shown = reader.get(f"/gop-y/{ref}").text
    assert covered in shown and "ba tháng" not in shown
    assert "Che bớt nội dung đã công khai" in shown and "Đoán được người viết" in shown
    for address in ("/gop-y", "/", f"/du-lieu/y-kien.csv?ref={ref}", "/tim?q=ba+thang"):
        answer = reader.client.get(address, follow_redirects=True)
        assert "ba tháng" not in answer.get_data(as_text=True), address


def test_nothing_is_written_anew(app: Flask, cast: Cast) -> None:
    ref, desk = cast.live(State.PUBLISHED), sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/che-bot")
    typed = {"public_text": "Rất hài lòng.", "reason": "x"}
    page = desk.submit(page, typed, status=422)
    assert "Chỉ được thay phần cần che" in page.text
    assert field(page, "public_text").strip() == "Rất hài lòng."
    assert WORDS in Visitor(app).get(f"/gop-y/{ref}").text


def test_an_answer_is_covered_up(app: Flask, cast: Cast) -> None:
    ref, desk = cast.live(State.PUBLISHED), sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/che-bot-tra-loi")
    covered = ANSWER.replace("Hồ sơ", "[…]")
    desk.submit(page, {"text": covered, "reason": "Nêu tên"})
    assert covered in Visitor(app).get(f"/gop-y/{ref}").text


def test_what_is_not_public_leads_back(app: Flask, cast: Cast) -> None:
    ref, desk = cast.live(State.OPEN), sign_in(app, cast.screener)
    for page in ("che-bot", "che-bot-tra-loi"):
        assert desk.get(f"{DESK}/{ref}/{page}").path == f"{DESK}/{ref}"
    assert not desk.get(f"{DESK}/{ref}").html.select('a[href*="che-bot"]')


def test_who_comes_too_late_sees_what_stands_there_now(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    first, second = sign_in(app, cast.screener), sign_in(app, cast.second)
    pages = [desk.get(f"{DESK}/{ref}/che-bot") for desk in (first, second)]
    covered = {"public_text": WORDS.replace("ba", "[…]"), "reason": "x"}
    first.submit(pages[0], covered)
    page = second.submit(pages[1], covered, status=409)
    page = second.submit(page, covered, status=422)
    assert "Nội dung hiện chưa che gì" in page.text
