"""What a receipt opens, and until when it changes anything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.tokens import format_code, new_code
from feedback.extensions import db
from feedback.models.ratings import Rating
from tests.ballots import make_token, publish_questions
from tests.views.citizen.journeys import complete, read_receipt
from tests.visitors import Page, Visitor

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 3, 25)


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def open_receipt(visitor: Visitor, code: str, status: int = 200) -> Page:
    """Type a receipt."""
    visitor.client.delete_cookie("bien-nhan", path="/bien-nhan")
    return visitor.submit(visitor.get("/bien-nhan"), {"code": code}, status=status)


def change_overall(visitor: Visitor, value: str) -> Page:
    """Change the first answer of the receipt that is open."""
    return visitor.submit(visitor.get("/bien-nhan/sua/overall"), {"answer": value})


def list_versions() -> list[tuple[int, int | None, date, date | None]]:
    """All versions of all ratings: number, answer, from, until."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(Rating).order_by(Rating.version))
    return [(r.version, r.overall, r.rated_on, r.superseded_on) for r in rows]


def test_a_receipt_shows_the_rating_it_was_given_for(app: Flask) -> None:
    receipt = read_receipt(complete(Visitor(app), make_token(), "2", "5"))
    page = open_receipt(Visitor(app), format_code(receipt).lower())
    assert page.h1 == "Đánh giá và ý kiến của ông/bà"
    values = [v.get_text(strip=True) for v in page.html.select("dd")]
    assert values[0] == "Không hài lòng" and values[2] == "Rất hài lòng"
    assert "1/4/2026" in page.text  # may be changed for seven days


def test_the_code_is_in_no_address(app: Flask) -> None:
    receipt = read_receipt(complete(Visitor(app), make_token()))
    page = open_receipt(Visitor(app), receipt)
    assert page.path == "/bien-nhan"
    assert receipt not in page.html.decode()
    assert format_code(receipt) not in page.html.decode()


def test_an_unknown_receipt_is_told_so_beside_the_field(visitor: Visitor) -> None:
    page = open_receipt(visitor, new_code(), status=422)
    assert "Không có phiếu nào mang mã biên nhận này." in page.text


def test_a_mistyped_receipt_is_explained(visitor: Visitor) -> None:
    assert "ông/bà đã nhập 3" in open_receipt(visitor, "abc", status=422).text


def test_a_ballot_code_opens_no_receipt(visitor: Visitor) -> None:
    token = make_token()
    complete(visitor, token)
    open_receipt(visitor, token, status=422)


def test_a_changed_rating_is_a_new_version_and_the_old_one_stops_counting(
    visitor: Visitor,
) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token(), "2")))
    with clock.frozen(clock.local_moment(date(2026, 3, 28), 9)):
        page = change_overall(visitor, "5")
    assert "Chỉ đánh giá mới nhất được tính." in page.text
    assert list_versions() == [
        (1, 2, FIRST_DAY, date(2026, 3, 28)),
        (2, 5, date(2026, 3, 28), None),
    ]


def test_changing_one_answer_keeps_the_others(visitor: Visitor) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token(), "2", "1")))
    change_overall(visitor, "5")
    db.session.expire_all()
    latest = db.session.scalars(select(Rating).order_by(Rating.version)).all()[-1]
    assert (latest.overall, latest.answers["time"]) == (5, "1")


def test_a_change_sent_twice_is_one_change(visitor: Visitor) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token(), "2")))
    form = visitor.get("/bien-nhan/sua/overall")
    for _ in range(2):
        visitor.submit(form, {"answer": "5"})
    assert len(list_versions()) == 2


def test_seven_days_count_from_the_first_version_not_from_the_last_change(
    visitor: Visitor,
) -> None:
    receipt = read_receipt(complete(visitor, make_token(), "2"))
    with clock.frozen(clock.local_moment(date(2026, 4, 1), 23)):
        open_receipt(visitor, receipt)
        change_overall(visitor, "3")
        form = visitor.get("/bien-nhan/sua/overall")
    with clock.frozen(clock.local_moment(date(2026, 4, 2))):
        page = visitor.submit(form, {"answer": "5"})
        assert "Đã hết thời hạn sửa" in page.text
        assert visitor.get("/bien-nhan/sua/overall").path == "/bien-nhan"
    assert [overall for _v, overall, _f, _u in list_versions()] == [2, 3]


def test_nothing_changes_once_the_months_changes_are_closed(visitor: Visitor) -> None:
    # Rated on the last day, 15 March: seven days end with the month's on the 22nd.
    token = make_token(month=date(2026, 2, 1))
    with clock.frozen(clock.local_moment(date(2026, 3, 15), 20)):
        receipt = read_receipt(complete(visitor, token, "2"))
    with clock.frozen(clock.local_moment(date(2026, 3, 22), 20)):
        open_receipt(visitor, receipt)
        change_overall(visitor, "4")
    with clock.frozen(clock.local_moment(date(2026, 3, 23))):
        assert "Đã hết thời hạn sửa" in visitor.get("/bien-nhan").text


def test_the_required_answer_cannot_be_taken_away(visitor: Visitor) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token(), "2")))
    form = visitor.get("/bien-nhan/sua/overall")
    again = visitor.submit(form, {"answer": ""}, status=422)
    assert "Mời chọn một câu trả lời." in again.text


def test_an_answer_to_a_question_that_was_not_asked_has_no_page(
    visitor: Visitor,
) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token())))
    visitor.get("/bien-nhan/sua/khac", status=404)


def test_closing_the_receipt_forgets_it(visitor: Visitor) -> None:
    page = open_receipt(visitor, read_receipt(complete(visitor, make_token())))
    visitor.submit(page, action="dong")
    assert visitor.get("/bien-nhan").h1 == "Mở bằng mã biên nhận"
    assert visitor.get("/bien-nhan/sua/overall").path == "/bien-nhan"


def test_closing_the_receipt_takes_it_off_the_page_it_was_given_on(
    visitor: Visitor,
) -> None:
    given = complete(visitor, make_token())
    page = open_receipt(visitor, read_receipt(given))
    assert visitor.get(given.path).html.find("code")
    visitor.submit(page, action="dong")
    assert not visitor.get(given.path, status=404).html.find("code")


def test_a_receipt_taken_off_the_machine_is_not_left_open_elsewhere(
    visitor: Visitor,
) -> None:
    given = complete(visitor, make_token())
    open_receipt(visitor, read_receipt(given))
    visitor.submit(visitor.get(given.path), action="dong")
    assert visitor.get("/bien-nhan").h1 == "Mở bằng mã biên nhận"


def test_an_open_receipt_follows_into_english(visitor: Visitor) -> None:
    open_receipt(visitor, read_receipt(complete(visitor, make_token(), "4")))
    page = visitor.get("/en/bien-nhan")
    assert "Satisfied" in page.text


def test_the_comment_is_shown_with_its_receipt(visitor: Visitor) -> None:
    words = "Chờ hơi lâu nhưng cán bộ tận tình."
    page = complete(visitor, make_token(), words=words)
    assert words in open_receipt(visitor, read_receipt(page)).text
