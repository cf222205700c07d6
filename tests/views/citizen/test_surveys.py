"""The citizen's minute, from the link to the receipt."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.tokens import (
    ballot_hash,
    comment_receipt_hash,
    rating_receipt_hash,
)
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.ratings import Rating
from tests.ballots import make_token, publish_questions
from tests.statements import counted_statements
from tests.views.citizen.journeys import (
    answer_all,
    complete,
    reach_check,
    read_receipt,
    start,
)
from tests.visitors import Page, Visitor

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


def test_a_rating_and_a_comment_are_kept_as_given(visitor: Visitor) -> None:
    token = make_token()
    page = complete(visitor, token, "2", "1", "3", "none", words=WORDS)
    assert page.h1 == "Đã nhận đánh giá của ông/bà"
    receipt = read_receipt(page)
    (rating,) = list_ratings()
    assert rating.receipt_hash == rating_receipt_hash(receipt)
    assert rating.overall == 2
    assert rating.answers == {
        "time": "1",
        "guidance": "3",
        "attitude": "none",
        "costs": "4",
        "feedback": "4",
        "online": "4",
    }
    assert (rating.rated_on, rating.month) == (date(2026, 3, 25), date(2026, 3, 1))
    comment = db.session.scalars(select(Comment)).one()
    assert comment.text == WORDS
    assert comment.receipt_hash == comment_receipt_hash(receipt)
    assert comment.ref in page.text
    ballot = db.session.get_one(Ballot, ballot_hash(token))
    assert ballot.is_spent
    assert (rating.agency_id, rating.service_id) == (
        ballot.agency_id,
        ballot.service_id,
    )


def test_the_first_page_names_procedure_and_agency(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    assert "Thủ tục thử nghiệm" in page.text
    assert "UBND phường Thử Nghiệm" in page.text
    assert page.h1.startswith("Nhìn chung, ông/bà hài lòng")
    assert "Câu 1 trên 8" in page.text  # seven questions online, and the words


def test_who_filed_at_the_counter_is_not_asked_about_the_website(
    visitor: Visitor,
) -> None:
    page = start(visitor, make_token(channel=Channel.COUNTER))
    assert "Câu 1 trên 7" in page.text
    complete(visitor, make_token(channel=Channel.COUNTER))
    (rating,) = list_ratings()
    assert "online" not in rating.answers


def test_drivers_and_words_may_be_left_out(visitor: Visitor) -> None:
    complete(visitor, make_token(), "5", "", "", "", "", "", "")
    (rating,) = list_ratings()
    assert (rating.overall, rating.answers) == (5, {})
    assert db.session.scalars(select(Comment)).all() == []


def test_no_opinion_is_an_answer_of_its_own(visitor: Visitor) -> None:
    complete(visitor, make_token(), "none")
    (rating,) = list_ratings()
    assert rating.overall is None


def test_the_overall_question_must_be_answered(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    again = visitor.submit(page, {}, status=422)
    assert "Mời chọn một câu trả lời." in again.text
    assert again.html.title and again.html.title.get_text().startswith("Lỗi:")
    summary = again.html.select_one(".govuk-error-summary a")
    assert summary and again.html.find(id=str(summary["href"]).removeprefix("#"))


@pytest.mark.parametrize("value", ["0", "6", "x", "5.0"])
def test_an_answer_that_was_not_offered_is_refused(
    visitor: Visitor, value: str
) -> None:
    page = start(visitor, make_token())
    again = visitor.submit(page, {"answer": value}, status=422)
    assert "Mời chọn một trong các câu trả lời đã cho." in again.text


def test_later_pages_lead_back_to_the_first_while_it_is_unanswered(
    visitor: Visitor,
) -> None:
    page = start(visitor, make_token())
    for place in ("2", "gop-y", "kiem-tra"):
        shown = visitor.get(urljoin(page.path, place))
        assert shown.path == page.path


def test_there_is_no_question_beyond_the_last(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    visitor.get(urljoin(page.path, "8"), status=404)
    visitor.get(urljoin(page.path, "0"), status=404)


def test_an_answer_is_changed_from_the_check_page_and_leads_back_there(
    visitor: Visitor,
) -> None:
    page = reach_check(visitor, make_token(), "2")
    link = page.html.select("dd.govuk-summary-list__actions a")[0]
    folder = page.path.rsplit("/", 1)[0]
    question = visitor.get(f"{folder}/{link['href']}")
    checked = question.html.select_one("input[checked]")
    assert checked and checked["value"] == "2"
    question.path += "?sua=1"
    back = visitor.submit(question, {"answer": "5"})
    assert back.h1 == "Xem lại trước khi gửi"
    visitor.submit(back, action="gui")
    (rating,) = list_ratings()
    assert rating.overall == 5


def test_going_back_shows_what_was_answered(visitor: Visitor) -> None:
    first = start(visitor, make_token())
    second = visitor.submit(first, {"answer": "3"})
    back = second.html.select_one(".govuk-back-link")
    assert back
    shown = visitor.get(urljoin(second.path, str(back["href"])))
    checked = shown.html.select_one("input[checked]")
    assert checked and checked["value"] == "3"


def test_telling_details_are_named_before_sending(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(), words="Gọi 0912 345 678 lúc 9 giờ.")
    assert "những chi tiết này: 0912 345 678, 9 giờ." in page.text
    page = reach_check(visitor, make_token(), words=WORDS)
    assert "những chi tiết này: " not in page.text


def test_a_comment_is_cleaned_and_its_length_is_limited(visitor: Visitor) -> None:
    page = answer_all(visitor, start(visitor, make_token()))
    too_long = visitor.submit(page, {"comment": "a" * 2001}, status=422)
    assert "2001 ký tự" in too_long.text
    page = visitor.submit(too_long, {"comment": "  dòng một\r\n\r\n\r\n\r\ndòng hai "})
    visitor.submit(page, action="gui")
    comment = db.session.scalars(select(Comment)).one()
    assert comment.text == "dòng một\n\ndòng hai"


def test_each_page_needs_at_most_five_statements_and_sending_eight(
    visitor: Visitor,
) -> None:
    token = make_token()
    complete(visitor, make_token())  # the questions were read before, by anybody
    page = measure(5, lambda: start(visitor, token))
    while page.html.find("input", {"name": "answer"}):
        page = measure(5, lambda: visitor.submit(page, {"answer": "4"}))
    page = measure(5, lambda: visitor.submit(page, {"comment": WORDS}))
    page = measure(8, lambda: visitor.submit(page, action="gui"))
    measure(5, lambda: visitor.get(page.path))


def measure(most: int, act: Callable[[], Page]) -> Page:
    """Do something that asks the database at most so often."""
    db.session.rollback()
    with counted_statements() as sent:
        page = act()
    assert len(sent) <= most, sent
    return page


def test_question_pages_ask_the_database_nothing(visitor: Visitor) -> None:
    page = start(visitor, make_token())
    db.session.rollback()
    with counted_statements() as sent:
        page = answer_all(visitor, page)
        visitor.submit(page, {"comment": WORDS})
    assert sent == []
