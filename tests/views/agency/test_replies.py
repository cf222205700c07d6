"""Writing an answer on the agency's desk."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.limits import REPLY_LENGTH
from feedback.domain.states import Move, State
from feedback.queries.comments import find_last_event
from feedback.queries.replies import list_answers
from tests.desks import field, sign_in
from tests.lives import ANSWER, Cast, get_comment

DESK = "/can-bo/y-kien"
#: An answer that takes up the words of the tests' comment and leaves no remark.
GOOD = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."
EVIL = "<script>alert(1)</script> và “ngoặc” & dấu"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(date(2026, 3, 27), 9)):
        yield


def test_an_officer_answers_and_the_head_approves(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{ref}/tra-loi")
    answer = {
        "text": GOOD,
        "outcome": "fixed",
        "evidence": "45/TB-UBND ngày 26/3/2026",
    }
    page = officer.submit(page, answer)
    assert "Đã lưu câu trả lời, chờ lãnh đạo duyệt." in page.text
    assert "Duyệt và gửi đi" not in officer.get(f"{DESK}/{ref}").text
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}")
    assert "45/TB-UBND" in page.text and cast.officer.name in page.text
    page = head.submit(page, action="/duyet")
    assert "chờ đơn vị đầu mối kiểm tra" in page.text
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


def test_a_head_answers_with_one_stroke(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}/tra-loi")
    answer = {"text": GOOD, "outcome": "accepted"}
    head.submit(page, answer, button=("approve", "y"))
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": ""}, "Mời viết câu trả lời."),
        ({"text": "x" * (REPLY_LENGTH + 1)}, "Câu trả lời dài quá"),
        ({"outcome": ""}, "Mời chọn một kết quả xử lý."),
        ({"outcome": "excellent"}, "Mời chọn một kết quả xử lý."),
        ({"outcome": "not_accepted"}, "Kết quả này cần nêu rõ lý do"),
        ({"outcome": "fixed", "evidence": ""}, "“Đã khắc phục” cần có minh chứng"),
        ({"evidence": "đã làm rồi"}, "Mời ghi đường dẫn bắt đầu bằng https://"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(
    app: Flask, cast: Cast, changes: dict[str, str], message: str
) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{ref}/tra-loi")
    typed = {
        "text": EVIL,
        "outcome": "explained",
        "reason": "",
        "evidence": "7/UBND-VP",
        **changes,
    }
    page = officer.submit(page, typed, status=422)
    assert message in page.text
    assert page.html.find(class_="govuk-error-summary")
    for name in ("text", "evidence"):
        assert field(page, name).strip() == typed[name].strip()
    assert "<script>" not in page.response.get_data(as_text=True)
    assert list_answers(ref) == []
    mended = {"text": GOOD, "outcome": "explained", "evidence": ""}
    officer.submit(page, mended)
    assert [answer.text for answer in list_answers(ref)] == [GOOD]


def test_a_colleague_was_faster_and_no_word_is_lost(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    first, second = sign_in(app, cast.officer), sign_in(app, cast.head)
    pages = [visitor.get(f"{DESK}/{ref}/tra-loi") for visitor in (first, second)]
    first.submit(pages[0], {"text": GOOD, "outcome": "explained"})
    late = {"text": "Lời thứ hai", "outcome": "accepted"}
    page = second.submit(pages[1], late, status=409)
    assert "vừa được thay đổi" in page.text
    assert field(page, "text").strip() == "Lời thứ hai", "the words are kept"
    assert GOOD in page.text, "and the colleague's are shown"
    assert [answer.text for answer in list_answers(ref)] == [GOOD]


def test_words_for_a_comment_that_left_the_desk_are_given_back(
    app: Flask, cast: Cast
) -> None:
    ref = cast.live(State.OPEN)
    officer, head = sign_in(app, cast.officer), sign_in(app, cast.head)
    page = officer.get(f"{DESK}/{ref}/tra-loi")
    gone = head.get(f"{DESK}/{ref}/chuyen-lai")
    head.submit(gone, {"reason": "Việc của Sở Xây dựng"})
    typed = {"text": EVIL, "outcome": "explained"}
    page = officer.submit(page, typed, status=404)
    assert "“ngoặc” & dấu" in page.text
    assert "<script>" not in page.response.get_data(as_text=True)


def test_a_sent_back_answer_is_shown_with_its_reason(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}/tra-lai")
    head.submit(page, {"reason": "Chưa nêu ngày trả kết quả."})
    officer = sign_in(app, cast.officer)
    assert "Chưa nêu ngày trả kết quả." in officer.get(f"{DESK}/{ref}").text
    page = officer.get(f"{DESK}/{ref}/tra-loi")
    assert field(page, "text").strip() == ANSWER, "the writer goes on from there"


def test_a_question_to_the_citizen_needs_words(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{ref}/de-nghi-bo-sung")
    page = officer.submit(page, {"question": " "}, status=422)
    assert "Mời ghi điều cần hỏi." in page.text
    officer.submit(page, {"question": "Quầy nào?"})
    event = find_last_event(ref, Move.ASK_MORE)
    assert event and event.details == {"question": "Quầy nào?"}
    assert "Tạm dừng tính hạn" in officer.get(f"{DESK}/{ref}").text


def test_a_form_whose_time_has_passed_leads_back(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    officer = sign_in(app, cast.officer)
    for path in ("tra-loi", "de-nghi-bo-sung", "chuyen-lai"):
        page = officer.get(f"{DESK}/{ref}/{path}")
        assert page.path == f"{DESK}/{ref}"
        assert "hiện không ở bước cần thao tác đó" in page.text


def test_a_lost_or_mangled_hidden_number_overwrites_nothing(
    app: Flask, cast: Cast
) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{ref}/tra-loi")
    answer = {"text": "Xong", "outcome": "explained"}
    for seen in ("", "chín", "9" * 30):
        page = officer.submit(page, {**answer, "seen": seen}, status=409)
    assert list_answers(ref) == []
