"""How agencies handle comments, in public: shares with their n, against the plan."""

from datetime import date
from typing import Any

from flask import Flask

from feedback.domain.states import State
from feedback.extensions import db
from feedback.jobs.balances import count_balances
from feedback.jobs.handling import count_handling
from feedback.models.agencies import Agency
from feedback.models.publications import HandlingCount
from feedback.operations.handling import COUNTS
from tests.commitments import DUE_ON, promise
from tests.factories import make_agency
from tests.factories_published import make_balance, make_plan
from tests.lives import Cast, on_day
from tests.visitors import Visitor

TODAY = date(2026, 4, 20)


def make_count(agency: Agency, month: date = date(2026, 3, 1), **counts: int) -> None:
    values: dict[str, Any] = {**dict.fromkeys(COUNTS, 0), **counts}
    db.session.add(
        HandlingCount(agency_id=agency.id, month=month, counted_on=TODAY, **values)
    )
    db.session.commit()


def test_an_agency_shows_its_measures_with_n_and_interval(visitor: Visitor) -> None:
    agency = make_agency()
    make_balance(agency)
    make_count(
        agency,
        delivered=20,
        on_time=15,
        late=2,
        overdue=1,
        answers_point=8,
        answers_part=1,
        misses_point=1,
        no_view=5,
        reopened=1,
        component_on_time=16,
        component_content=14,
    )
    with on_day(TODAY):
        page = visitor.get(f"/co-quan/{agency.code}")
    assert "83,3% (15/18)" in page.text
    # Clopper-Pearson for 8 of 10, 5 % each side: 0.4931 to 0.9632.
    assert "80% (8/10); khoảng tin cậy 90%: 49% đến 96%" in page.text
    assert "5,9% (1/17)" in page.text
    assert "chưa có cam kết" in page.text
    # 6 × 16 ÷ 20 and 6 × 14 ÷ 20.
    assert "16 20 80,00 4,80/6" in page.text and "14 20 70,00 4,20/6" in page.text
    assert "766-6-6" in page.text and "không phải là tỷ lệ hài lòng" in page.text


def test_under_ten_views_there_is_no_share(visitor: Visitor) -> None:
    agency = make_agency()
    make_balance(agency)
    make_count(agency, delivered=9, on_time=9, answers_point=9)
    with on_day(TODAY):
        for address in (f"/co-quan/{agency.code}", "/xu-ly-y-kien"):
            assert "chưa đủ 10 nhận xét (có 9)" in visitor.get(address).text


def test_months_of_more_than_a_year_ago_are_not_added_up(visitor: Visitor) -> None:
    agency = make_agency()
    make_count(agency, date(2025, 4, 1), delivered=5, on_time=5)
    make_count(agency, date(2025, 5, 1), delivered=3, late=3)
    with on_day(TODAY):
        assert "0% (0/3)" in visitor.get(f"/co-quan/{agency.code}").text


def test_the_list_holds_every_agency_against_the_plan(visitor: Visitor) -> None:
    for name, waiting in (("Sở A", 10), ("Sở B", 4)):
        agency = make_agency(name=name)
        make_balance(
            agency, published=88, withheld=1, moved=1, waiting=10, overdue=waiting
        )
    make_agency(name="Sở Không Ý Kiến")
    make_plan()
    with on_day(TODAY):
        page = visitor.get("/xu-ly-y-kien")
        english = visitor.get("/en/xu-ly-y-kien")
    assert "Đã giải quyết xong: 90,0% (180/200)" in page.text
    assert "Đang chờ trong hạn: 6. Đang chờ, quá hạn: 14." in page.text
    assert "Chỉ tiêu của kế hoạch: 100% ý kiến" in page.text and "II.1.m" in page.text
    assert "Sở Không Ý Kiến" not in page.text
    assert "2 agencies have had comments." in english.text


def test_without_comments_the_list_says_so(visitor: Visitor) -> None:
    assert "Chưa cơ quan nào có ý kiến." in visitor.get("/xu-ly-y-kien").text


def test_what_the_jobs_counted_is_what_the_page_says(
    app: Flask, visitor: Visitor
) -> None:
    cast = Cast()
    cast.live(State.CLOSED)
    cast.live(State.OPEN)
    promise.open(cast)
    count_balances(TODAY)
    count_handling(TODAY)
    with on_day(DUE_ON):
        page = visitor.get(f"/co-quan/{cast.agency.code}")
    # One of three is answered; the other two were due on 6 April.
    assert "33,3% (1/3)" in page.text
    assert "0 đúng hạn, 0 trễ hạn, 0 không thực hiện, 1 đang làm" in page.text


def test_a_share_just_under_the_plans_target_is_not_shown_as_it(
    visitor: Visitor,
) -> None:
    agency = make_agency()
    make_balance(agency, published=9999, withheld=0, moved=0, waiting=1, overdue=0)
    with on_day(TODAY):
        page = visitor.get(f"/co-quan/{agency.code}")
    assert "Đã giải quyết xong: 99,9% (9.999/10.000)" in page.text
