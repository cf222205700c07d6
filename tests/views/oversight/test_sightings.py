"""What the checks noticed, on the screener's pages."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import State
from feedback.jobs.retention import erase_originals
from feedback.jobs.signs import sift_comments
from feedback.operations.screenings import propose_withholding
from tests.desks import field, list_shown, sign_in
from tests.lives import CLOSED_ON, WORDS, Cast, get_comment
from tests.statements import counted_statements

DESK = "/giam-sat/y-kien"
TODAY = date(2026, 3, 27)
PERSONAL = "Tôi là Trần Văn Mít, gọi 0912 345 678 hoặc tổng đài 1022 giúp tôi."
MASKED = "Tôi là [họ tên], gọi [số điện thoại] hoặc tổng đài 1022 giúp tôi."
BRIBE = "Cán bộ gợi ý đưa phong bì mới trả kết quả cho tôi."
TWICE = "Tôi nộp hồ sơ ngày 12/3, hẹn ba lần vẫn chưa có kết quả, đi lại rất mệt."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(TODAY, 9)):
        yield


def test_the_queue_shows_signs_and_serious_content_first(
    app: Flask, cast: Cast
) -> None:
    first = cast.submit(PERSONAL)
    grave = cast.submit(BRIBE, on=TODAY)
    sift_comments(TODAY)
    page = sign_in(app, cast.screener).get(DESK)
    assert list_shown(page) == [grave, first]
    tags = [
        a.select(".gopy-meta")[1].get_text(" ", strip=True)
        for a in page.html.select("main article")
    ]
    assert tags == ["Nội dung nghiêm trọng", "Thông tin cá nhân"]


def test_the_queue_is_narrowed_to_a_sign(app: Flask, cast: Cast) -> None:
    cast.submit(WORDS)
    ref = cast.submit(PERSONAL)
    sift_comments(TODAY)
    desk = sign_in(app, cast.screener)
    page = desk.submit(desk.get(DESK), {"sign": "personal"})
    assert list_shown(page) == [ref]
    page = desk.get(f"{DESK}?sign=abuse")
    assert "Không có ý kiến nào khớp với điều kiện lọc." in page.text
    page = desk.get(f"{DESK}?sign=read")
    assert len(list_shown(page)) == 2 and "Bỏ qua một điều kiện lọc" in page.text


def test_a_list_of_signs_takes_no_statement_per_comment(app: Flask, cast: Cast) -> None:
    desk = sign_in(app, cast.screener)

    def count(n: int) -> int:
        for _ in range(n):
            cast.submit(PERSONAL)
        sift_comments(TODAY)
        with counted_statements() as sent:
            desk.get(DESK)
        return len(sent)

    assert count(1) == count(9)


def test_an_original_is_marked_and_its_redaction_proposed(
    app: Flask, cast: Cast
) -> None:
    ref = cast.submit(PERSONAL)
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/sang-loc")
    marks = page.html.select("blockquote mark")
    assert [mark.get_text() for mark in marks] == ["Trần Văn Mít", "0912 345 678"]
    quote = page.html.select_one("main blockquote")
    assert quote is not None and quote.get_text() == PERSONAL
    assert "che 2 chỗ" in page.text
    assert field(page, "public_text").strip() == MASKED
    assert "Thông tin cá nhân Số điện thoại: 1" in page.text
    desk.submit(page)
    comment = get_comment(ref)
    assert (comment.text, comment.public_text) == (PERSONAL, MASKED)


def test_the_second_person_sees_the_same_marks(app: Flask, cast: Cast) -> None:
    ref = cast.submit(PERSONAL)
    propose_withholding(
        ref, user_id=cast.screener.id, seen=1, ground="insult", reason="Thử"
    )
    page = sign_in(app, cast.second).get(f"{DESK}/{ref}")
    marks = page.html.select("blockquote mark")
    assert [mark.get_text() for mark in marks] == ["Trần Văn Mít", "0912 345 678"]


def test_html_in_a_comment_stays_words(app: Flask, cast: Cast) -> None:
    text = "<script>alert(1)</script> <b>gọi</b> 0912 345 678 <mark>"
    ref = cast.submit(text)
    page = sign_in(app, cast.screener).get(f"{DESK}/{ref}/sang-loc")
    quote = page.html.select_one("main blockquote")
    assert quote is not None and quote.get_text() == text
    assert [tag.name for tag in quote.find_all()] == ["mark"]


def test_the_person_decides_and_nothing_typed_is_lost(app: Flask, cast: Cast) -> None:
    ref = cast.submit(PERSONAL)
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/sang-loc")
    typed = "Tôi xin được gọi lại. " * 200
    page = desk.submit(page, {"public_text": typed}, status=422)
    assert field(page, "public_text").strip() == typed.strip()
    assert page.html.select("blockquote mark")
    page = desk.submit(page, {"public_text": PERSONAL})
    assert get_comment(ref).public_text == PERSONAL


def test_near_copies_are_listed_with_links(app: Flask, cast: Cast) -> None:
    first, second = cast.submit(TWICE), cast.submit(TWICE.replace("12/3", "25/2"))
    desk = sign_in(app, cast.screener)
    desk.get(f"{DESK}/{first}/sang-loc")
    page = desk.get(f"{DESK}/{second}/sang-loc")
    assert "1 ý kiến gần giống" in page.text and "giống 100 %" in page.text
    assert page.html.select(f'a[href="{DESK}/{first}"]')
    assert "1 ý kiến gần giống" in desk.get(f"{DESK}/{first}").text


def test_a_page_tells_how_long_the_original_is_kept(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.CLOSED)
    desk = sign_in(app, cast.screener)
    assert "Bản gốc được giữ 24 tháng" in desk.get(f"{DESK}/{ref}").text
    erase_originals(CLOSED_ON.replace(year=2029))
    page = desk.get(f"{DESK}/{ref}")
    assert "Bản gốc đã được xóa ngày 9/4/2029" in page.text
    assert WORDS in page.text and "Xem bản gốc" not in page.text


def test_the_desk_reads_signs_in_english(app: Flask, cast: Cast) -> None:
    ref = cast.submit(BRIBE)
    page = sign_in(app, cast.screener).get(f"/en{DESK}/{ref}/sang-loc")
    assert "Serious content Money asked for or given" in page.text
