"""What the author reads of the comment, and says of the answer."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.operations import screenings
from feedback.operations.questions import ask_more
from tests.commitments import promise
from tests.lives import (
    ANSWER,
    PUBLISHED_ON,
    SCREENED_ON,
    VIEWED_ON,
    WORDS,
    Cast,
    count_events,
    get_comment,
    on_day,
)
from tests.pictures import add_photo
from tests.views.transparency.readers import find_address
from tests.visitors import Page, Visitor, read_fields


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def open_receipt(app: Flask, code: str) -> tuple[Visitor, Page]:
    visitor = Visitor(app)
    return visitor, visitor.submit(visitor.get("/bien-nhan"), {"code": code})


def test_the_author_sees_the_own_words_and_no_answer_before_it_is_public(
    app: Flask, cast: Cast
) -> None:
    receipt = new_code()
    cast.live(State.AWAITING_PUBLICATION, receipt)
    _, page = open_receipt(app, receipt)
    assert WORDS in page.text and ANSWER not in page.text
    assert "Chờ công khai" in page.text


def test_the_author_says_whether_the_answer_hits_the_point(
    app: Flask, cast: Cast
) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    with on_day(VIEWED_ON):
        visitor, page = open_receipt(app, receipt)
        assert ANSWER in page.text
        page = visitor.submit(page, {"view": "yes"}, action="/nhan-xet")
    assert page.path == "/bien-nhan" and not page.html.select("[name=view]")
    assert get_comment(ref).state == State.VIEWED
    assert get_comment(ref).view == "yes"


def test_the_author_judges_by_the_pictures_and_the_promise_too(
    app: Flask, cast: Cast
) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    code = promise(cast, ref)
    promise.publish(ref, PUBLISHED_ON)
    number = add_photo(ref, cast.officer)
    _, page = open_receipt(app, receipt)
    picture = page.html.select_one("figure img")
    assert picture and picture["src"] == f"/y-kien/{ref}/anh/{number}.jpg"
    assert find_address(page, f"Cam kết {code}") == f"/cam-ket/{code}"
    assert Visitor(app).client.get(str(picture["src"])).status_code == 200


def test_no_choice_is_made_for_the_author(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    visitor, page = open_receipt(app, receipt)
    assert not page.html.select("[name=view][checked]")
    page = visitor.submit(page, {}, action="/nhan-xet", status=422)
    assert "Mời chọn một câu." in page.text
    for view in ("none", "maybe"):
        visitor.submit(page, {"view": view}, action="/nhan-xet", status=422)
    assert get_comment(ref).view is None


def test_a_disputed_answer_is_opened_again_once(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    with on_day(VIEWED_ON):
        visitor, page = open_receipt(app, receipt)
        page = visitor.submit(page, {"view": "no"}, action="/nhan-xet")
        page = visitor.submit(page, action="/mo-lai")
    assert get_comment(ref).state == State.REOPENED
    assert not page.html.select('form[action$="/mo-lai"]')
    assert "Hạn trả lời" in page.text


def test_two_windows_give_one_view(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    windows = [open_receipt(app, receipt) for _ in range(2)]
    for (visitor, page), view in zip(windows, ("partly", "no"), strict=True):
        status = 200 if view == "partly" else 422
        page = visitor.submit(page, {"view": view}, action="/nhan-xet", status=status)
    assert "đã cho biết ý kiến về câu trả lời này rồi" in page.text
    assert get_comment(ref).view == "partly"


def test_the_author_answers_a_question(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    with on_day(date(2026, 3, 18)):
        ask_more(
            ref,
            user_id=cast.officer.id,
            seen=count_events(ref),
            question="Quầy nào?",
        )
        visitor, page = open_receipt(app, receipt)
        assert "Quầy nào?" in page.text
        page = visitor.submit(page, {"text": " "}, action="/bo-sung", status=422)
        assert "Mời viết phần bổ sung." in page.text
        visitor.submit(page, {"text": "Quầy 2"}, action="/bo-sung")
    assert get_comment(ref).text.endswith("[Bổ sung] Quầy 2")


def test_a_withheld_comment_tells_its_author_the_ground(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.submit(receipt=receipt)
    with on_day(SCREENED_ON):
        screenings.propose_withholding(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            ground="personal_data",
            reason="Kể chuyện nhà hàng xóm",
        )
        _, page = open_receipt(app, receipt)
        assert "Kể chuyện nhà hàng xóm" not in page.text, "a proposal is no decision"
        screenings.confirm_withholding(
            ref, user_id=cast.second.id, seen=count_events(ref)
        )
    _, page = open_receipt(app, receipt)
    assert "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15" in page.text
    assert "Kể chuyện nhà hàng xóm" not in page.text


def test_a_moved_comment_tells_its_author_where_to_go(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.submit(receipt=receipt)
    screenings.refer_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), referral="denunciation"
    )
    _, page = open_receipt(app, receipt)
    assert "Luật Tố cáo 25/2018/QH14" in page.text
    assert "Pháp luật bảo vệ người tố cáo" in page.text


@pytest.mark.parametrize("path", ["nhan-xet", "mo-lai"])
def test_without_an_open_receipt_nothing_is_said(
    app: Flask, cast: Cast, path: str
) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    visitor = Visitor(app)
    fields = read_fields(visitor.get("/bien-nhan").find_form(0))
    values = {**fields, "view": "yes", "text": "x"}
    answer = visitor.client.post(f"/bien-nhan/{path}", data=values)
    assert answer.status_code == 303
    assert get_comment(ref).state == State.PUBLISHED


@pytest.mark.parametrize("path", ["bo-sung", "xem-xet-lai"])
def test_words_come_back_when_the_receipt_was_closed_meanwhile(
    app: Flask, cast: Cast, path: str
) -> None:
    receipt = new_code()
    ref = cast.live(State.PUBLISHED, receipt)
    visitor, page = open_receipt(app, receipt)
    before = get_comment(ref).text
    fields = read_fields(page.find_form(0))
    visitor.client.delete_cookie("bien-nhan", path="/bien-nhan")
    values = {**fields, "text": "Quầy 2 <b>\nchiều thứ hai"}
    answer = visitor.client.post(f"/bien-nhan/{path}", data=values)
    shown = Page(f"/bien-nhan/{path}", answer).check()
    assert answer.status_code == 422
    assert "Quầy 2 <b> chiều thứ hai" in shown.text
    assert "chưa được gửi" in shown.text
    assert get_comment(ref).text == before
    assert visitor.submit(shown, {"code": receipt}).path == "/bien-nhan"


def test_the_own_page_names_no_member_of_staff(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    with on_day(PUBLISHED_ON):
        cast.live(State.PUBLISHED, receipt)
    _, page = open_receipt(app, receipt)
    for user in (cast.officer, cast.head, cast.screener):
        assert user.name not in page.text
