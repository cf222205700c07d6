"""Links and codes that open, and those that say why they do not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.tokens import ballot_hash, format_code, new_code
from feedback.extensions import db
from feedback.models.ballots import BufferedBallot
from tests.ballots import make_token, publish_questions
from tests.factories import make_cell
from tests.views.citizen.journeys import complete, reach_check, start
from tests.visitors import Visitor

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def type_code(visitor: Visitor, typed: str, status: int = 200) -> str:
    """Type a code; returns the main heading of what is shown."""
    page = visitor.get("/phieu")
    return visitor.submit(page, {"code": typed}, status=status).h1


def test_a_typed_code_opens_the_survey_however_it_is_typed(visitor: Visitor) -> None:
    token = make_token()
    for typed in (
        token,
        format_code(token).lower(),
        f"  {format_code(token).replace('-', ' ')} ",
        token.replace("0", "o").replace("1", "l"),
    ):
        assert type_code(visitor, typed).startswith("Nhìn chung")


def test_a_link_opens_however_its_code_is_written(visitor: Visitor) -> None:
    token = make_token()
    assert start(visitor, format_code(token).lower()).h1.startswith("Nhìn chung")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Mời nhập mã phiếu."),
        ("A" * 25, "Mã có 26 ký tự, ông/bà đã nhập 25."),
        ("U" * 26, "Mã không có ký tự “U”."),
        ("A" * 300, "Mã phiếu chỉ có 26 ký tự."),
    ],
)
def test_a_mistyped_code_is_explained_beside_the_field(
    visitor: Visitor, typed: str, said: str
) -> None:
    page = visitor.submit(visitor.get("/phieu"), {"code": typed}, status=422)
    assert said in page.text
    assert page.html.select_one("#code-error")


def test_an_unknown_link_leads_to_typing_the_code(visitor: Visitor) -> None:
    for code in (new_code(), "abc", "%00"):
        page = visitor.get(f"/p/{code}", status=404)
        assert page.h1 == "Không tìm thấy phiếu này"
        assert page.html.find("a", href="/phieu")


def test_an_unknown_code_is_told_the_same(visitor: Visitor) -> None:
    assert type_code(visitor, new_code(), 404) == "Không tìm thấy phiếu này"


def test_a_used_link_leads_to_the_receipt(visitor: Visitor) -> None:
    token = make_token()
    complete(visitor, token)
    page = visitor.get(f"/p/{token}", status=410)
    assert page.h1 == "Phiếu này đã được dùng"
    assert page.html.find("a", href="/bien-nhan")


def test_a_ballot_that_waits_for_its_batch_says_when_to_come_back(
    visitor: Visitor,
) -> None:
    token = new_code()
    db.session.add(BufferedBallot(hash=ballot_hash(token), **make_cell()))
    db.session.commit()
    page = visitor.get(f"/p/{token}", status=409)
    assert page.h1 == "Phiếu này chưa mở"
    assert "7 giờ sáng mai" in page.text


def test_a_ballot_closes_after_the_15th_of_the_next_month(visitor: Visitor) -> None:
    token = make_token(month=date(2026, 3, 1))
    with clock.frozen(clock.local_moment(date(2026, 4, 15), 23, 59)):
        assert start(visitor, token).h1.startswith("Nhìn chung")
    with clock.frozen(clock.local_moment(date(2026, 4, 16))):
        page = visitor.get(f"/p/{token}", status=410)
    assert page.h1 == "Phiếu này đã hết hạn"


def test_a_survey_begun_in_time_and_sent_too_late_is_told_so(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(month=date(2026, 3, 1)))
    with clock.frozen(clock.local_moment(date(2026, 4, 16))):
        late = visitor.submit(page, action="gui", status=410)
    assert late.h1 == "Phiếu này đã hết hạn"


def test_without_a_published_questionnaire_there_is_a_page_and_no_trace(
    app: Flask,
) -> None:
    token = make_token()
    with clock.frozen(datetime(2022, 12, 1, tzinfo=UTC)):  # before any was published
        page = Visitor(app).get(f"/p/{token}", status=404)
    assert "Chưa có bộ câu hỏi nào" in page.text


def test_every_page_about_a_ballot_exists_in_english(visitor: Visitor) -> None:
    for path, status in (("/en/phieu", 200), (f"/en/p/{new_code()}", 404)):
        page = visitor.get(path, status=status)
        assert page.html.html and page.html.html["lang"] == "en"
