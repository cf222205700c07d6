"""The page about the questions themselves: never a cause, never of a few people."""

from datetime import UTC, date, datetime

from flask import Flask

from feedback.domain.periods import QUARTER
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.publications import Publication
from tests.desks import sign_in
from tests.factories import make_user
from tests.instruments import measure_questions

ADDRESS = "/giam-sat/bo-cau-hoi"


def publish_quarter() -> Publication:
    """The first quarter of 2026, without any estimate."""
    publication = Publication(
        month=date(2026, 3, 1),
        length=QUARTER,
        version=1,
        cut_off=date(2026, 4, 22),
        sealed_at=datetime(2026, 4, 24, 18, tzinfo=UTC),
        terms={},
        digest="d" * 64,
    )
    db.session.add(publication)
    db.session.commit()
    return publication


def test_the_newest_quarter_tells_how_well_the_questions_measure(app: Flask) -> None:
    measure_questions(publish_quarter())
    page = sign_in(app, make_user(Role.OVERSIGHT)).get(ADDRESS)
    for words in (
        "Quý I/2026",
        "0,89 (0,87 đến 0,90), từ 473 phiếu",
        "20,6%",
        "70,2% (67,1% đến 73,2%), từ 641 phiếu",
        "Thời gian ra sao?",
        "18,7%",
        "17,4%–20%",
        "4,22",
        "Đi cùng, không phải nguyên nhân.",
    ):
        assert words in page.text, words
    english = sign_in(app, make_user(Role.OVERSIGHT)).get(f"/en{ADDRESS}")
    assert "How was the time?" in english.text
    assert "goes with" in english.text and "cause" in english.text


def test_a_quarter_with_too_few_answers_says_so(app: Flask) -> None:
    desk = sign_in(app, make_user(Role.OVERSIGHT))
    assert "Chưa có quý hay năm nào" in desk.get(ADDRESS).text
    publish_quarter()
    assert "Chưa đủ 300 phiếu" in desk.get(ADDRESS).text


def test_administrators_do_not_see_it(app: Flask) -> None:
    sign_in(app, make_user(Role.ADMINISTRATOR)).get(ADDRESS, status=404)
