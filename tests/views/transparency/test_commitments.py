"""Promises in public: every one that was published, and none that was not."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.states import State
from feedback.extensions import db
from feedback.jobs.commitments import end_commitments
from feedback.models.publications import PublishedComment
from feedback.operations import fulfilments
from tests.commitments import DUE_ON, PROMISE, get_promise, promise
from tests.factories import make_agency
from tests.factories_published import make_publication, make_result
from tests.lives import PUBLISHED_ON, Cast, on_day
from tests.visitors import Visitor


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def test_without_promises_the_list_says_so(visitor: Visitor) -> None:
    page = visitor.get("/cam-ket")
    assert "Có 0 cam kết." in page.text
    assert "Không có cam kết nào như vậy." in page.text
    assert "There is no such promise." in visitor.get("/en/cam-ket").text


def test_a_draft_is_not_public_anywhere(visitor: Visitor, cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    code = promise(cast, ref)
    visitor.get(f"/cam-ket/{code}", status=404)
    assert code not in visitor.get("/cam-ket").text
    assert code not in visitor.get(f"/gop-y/{ref}").text


def test_a_promise_shows_its_day_its_steps_and_who_asked(
    visitor: Visitor, cast: Cast
) -> None:
    ref, other = cast.live(State.PUBLISHED), cast.live(State.PUBLISHED)
    waiting = cast.live(State.OPEN)
    code = promise(cast, ref)
    promise(cast, other, joins=code)
    promise(cast, waiting, joins=code)
    for each in (ref, other):
        promise.publish(each, PUBLISHED_ON)
    with on_day(date(2026, 4, 10)):
        page = visitor.get(f"/cam-ket/{code}")
        assert page.h1 == f"Cam kết {code}"
        assert PROMISE in page.text and "Còn 4 ngày làm việc" in page.text
        assert "Cam kết" in page.text and "16/4/2026" in page.text
        assert ref in page.text and other in page.text
        assert waiting not in page.text, "its reply is not public"
        assert "Promise" in visitor.get(f"/en/cam-ket/{code}").h1


def test_each_end_has_its_list_and_a_broken_promise_stays(
    visitor: Visitor, cast: Cast
) -> None:
    codes = {name: promise.open(cast) for name in ("kept", "late", "broken", "open")}
    for name, day in (("kept", DUE_ON), ("late", date(2026, 4, 20))):
        with on_day(day):
            fulfilments.keep_promise(
                codes[name], user_id=cast.officer.id, seen=2, evidence="1/TB-UBND"
            )
    with on_day(PUBLISHED_ON):
        fulfilments.break_promise(
            codes["broken"], user_id=cast.officer.id, seen=2, why="Không còn tiền."
        )
    with on_day(date(2026, 4, 20)):
        for name, code in codes.items():
            shown = visitor.get(f"/cam-ket?state={name}").text
            assert [c for c in codes.values() if c in shown] == [code]
        assert codes["open"] in visitor.get("/cam-ket?state=overdue").text
        page = visitor.get("/cam-ket")
        assert "Có 4 cam kết." in page.text and "trong đó quá hạn: 1" in page.text
        here = visitor.get(f"/cam-ket?agency={cast.agency.code}")
        assert "Có 4 cam kết." in here.text
        page = visitor.get(f"/cam-ket/{codes['late']}")
        assert "Trễ" in page.text and "2 ngày làm việc" in page.text
        assert "Không còn tiền." in visitor.get(f"/cam-ket/{codes['broken']}").text
    end_commitments(date(2026, 6, 1))
    page = visitor.get(f"/cam-ket/{codes['open']}")
    assert "cơ quan không báo kết quả" in page.text


def test_what_is_not_on_offer_is_left_out_and_said(visitor: Visitor) -> None:
    page = visitor.get("/cam-ket?state=forgotten&agency=X")
    assert page.text.count("nên không lọc theo mục này") == 2
    visitor.get("/cam-ket/GY-0000-0000", status=404)
    visitor.get("/cam-ket/khong-co", status=404)


def test_a_code_typed_in_small_letters_leads_to_its_page(
    visitor: Visitor, cast: Cast
) -> None:
    code = promise.open(cast)
    assert visitor.get(f"/cam-ket/{code.lower()}").path == f"/cam-ket/{code}"


def test_the_rates_before_and_after_come_from_published_months_alone(
    visitor: Visitor, cast: Cast
) -> None:
    code = promise.open(cast)
    key = cast.agency.code
    before = make_publication(date(2026, 2, 1))
    during = make_publication(date(2026, 3, 1))
    after = make_publication(date(2026, 5, 1))
    make_result(before, (5, 5, 10, 20, 20), indicator="all", scope="agency", key=key)
    make_result(during, (60, 0, 0, 0, 0), indicator="all", scope="agency", key=key)
    make_result(after, (0, 0, 0, 8, 10), indicator="all", scope="agency", key=key)
    make_result(before, None, indicator="all", scope="service", key=cast.service.code)
    with on_day(DUE_ON):
        page = visitor.get(f"/cam-ket/{code}")
        assert "tháng 2 năm 2026: 67% từ 60 phiếu" in page.text
        assert "nhóm nhỏ, không hiện" in page.text
        assert "cam kết chưa kết thúc" in page.text
        fulfilments.keep_promise(
            code, user_id=cast.officer.id, seen=2, evidence="1/TB-UBND"
        )
        page = visitor.get(f"/cam-ket/{code}")
    assert "tháng 5 năm 2026: 100% từ 18 phiếu" in page.text
    assert "chưa đủ phiếu để kết luận" in page.text
    assert "chưa có kỳ công bố" in page.text


def test_the_comment_links_its_promise(visitor: Visitor, cast: Cast) -> None:
    ref = cast.live(State.PUBLISHED)
    code = promise(cast, ref)
    promise.publish(ref, PUBLISHED_ON)
    page = visitor.get(f"/gop-y/{ref}")
    assert page.html.select(f'a[href="/cam-ket/{code}"]')
    row = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert row.commitment == code
    assert "hai quay tiep nhan" in row.folded, "its words are found by the search"


def test_another_agency_does_not_appear_as_one_that_promised(
    visitor: Visitor, cast: Cast
) -> None:
    make_agency(name="Sở Không Hứa")
    code = promise.open(cast)
    page = visitor.get("/cam-ket")
    assert "Sở Không Hứa" not in page.text
    assert get_promise(code).agency_id == cast.agency.id
