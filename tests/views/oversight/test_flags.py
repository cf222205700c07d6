"""The desk's pages of flags: what was tested, and a review by two people."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask as App

from feedback.domain import clock
from feedback.domain.families import Family
from feedback.domain.months import Month
from feedback.domain.roles import Role
from tests.desks import sign_in
from tests.factories import make_agency, make_user
from tests.flags import make_flag

LIST = "/giam-sat/dau-hieu"
NOW = datetime(2026, 4, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_day_after_the_check() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def test_a_flag_says_what_was_tested_and_how_sure_it_is(app: App) -> None:
    agency = make_agency(name="UBND phường Bến Thử")
    flag = make_flag(key=agency.code)
    page = sign_in(app, make_user(Role.OVERSIGHT)).get(f"{LIST}/{flag.id}")
    assert page.h1 == Family.FIVES.label.vi
    for words in (
        "UBND phường Bến Thử, Trực tuyến",
        "tháng 3 năm 2026",
        Family.FIVES.null.vi,
        Family.FIVES.innocent.vi,
        "p = 0,0004; sau khi hiệu chỉnh cho 40 phép thử cùng loại: 0,016",
        "không quá một phần mười",
        "90%",
        "52%",
    ):
        assert words in page.text, words


def test_a_count_that_may_not_be_told_is_under_ten(app: App) -> None:
    facts = {"rule": "no more ratings than ballots", "count": 12, "limit": None}
    none = {"p": None, "adjusted": None, "family_size": None}
    flag = make_flag(family=Family.ACCOUNTS, facts=facts, **none)
    page = sign_in(app, make_user(Role.OVERSIGHT)).get(f"{LIST}/{flag.id}")
    assert "Giới hạn dưới 10" in page.text
    assert "Không có sai số ngẫu nhiên" in page.text


def test_the_list_is_narrowed_by_agency_and_kind(app: App) -> None:
    one, other = make_agency(name="Phường Một"), make_agency(name="Phường Hai")
    make_flag(key=one.code)
    make_flag(key=other.code, family=Family.COPIES)
    make_flag(key="-", channel="-", family=Family.PILE_UP)
    desk = sign_in(app, make_user(Role.OVERSIGHT))
    page = desk.get(LIST)
    assert all(name in page.text for name in ("Phường Một", "Phường Hai", "Toàn tỉnh"))
    page = desk.get(f"{LIST}?agency={one.code}")
    assert "Phường Một" in page.text and "Phường Hai" not in page.text
    page = desk.get(f"{LIST}?family=copies")
    assert "Phường Hai" in page.text and "Phường Một" not in page.text
    assert "Không có dấu hiệu nào như vậy." in desk.get(f"{LIST}?state=dismissed").text
    assert "Bỏ qua một điều kiện lọc" in desk.get(f"{LIST}?family=none").text


def test_one_person_contests_a_batch_and_another_confirms(app: App) -> None:
    agency = make_agency()
    flag = make_flag(key=agency.code, first=Month(2026, 1), channel="-")
    first, second = (
        sign_in(app, make_user(Role.OVERSIGHT, name=name)) for name in ("Bình", "Chi")
    )
    page = first.get(f"{LIST}/{flag.id}/nghi-van")
    page = first.submit(page, {"months": []}, status=422)
    assert "Mời nêu lý do." in page.text
    page = first.submit(
        page, {"months": ["2026-02"], "channel": "counter", "reason": "Cùng một mẫu."}
    )
    assert "Cần một người khác" in page.text and "Xác nhận" not in page.text
    page = second.get(f"{LIST}/{flag.id}")
    assert "Bình: Cùng một mẫu." in page.text
    page = second.submit(page, action="xac-nhan")
    assert "Đã xác nhận." in page.text
    assert "tháng 2 năm 2026, Trực tiếp tại Bộ phận Một cửa" in page.text
    assert "tháng 1 năm 2026, Trực tiếp" not in page.text
    page = second.get(f"{LIST}/{flag.id}/bac")
    page = second.submit(page, {"reason": "Đã kiểm tra."})
    page = first.submit(
        first.get(f"{LIST}/{flag.id}/khong-dong-y"), {"reason": "Chưa."}
    )
    assert "Dấu hiệu giữ tình trạng trước đó." in page.text
    assert "Đợt phiếu bị nghi vấn" in page.text


def test_a_second_try_on_an_old_page_is_told_so(app: App) -> None:
    flag = make_flag(key=make_agency().code)
    first, second = (sign_in(app, make_user(Role.OVERSIGHT)) for _ in range(2))
    old = second.get(f"{LIST}/{flag.id}/bac")
    first.submit(first.get(f"{LIST}/{flag.id}/bac"), {"reason": "Đã xem."})
    page = second.submit(old, {"reason": "Đã xem."}, status=409)
    assert "vừa được thay đổi" in page.text
    page = first.get(f"{LIST}/{flag.id}")
    token = page.html.find(attrs={"name": "csrf_token"})
    assert token is not None
    answer = first.client.post(
        f"{LIST}/{flag.id}/xac-nhan",
        data={"csrf_token": token["value"], "seen": "1"},
        follow_redirects=True,
    )
    assert "Người đề nghị không được tự xác nhận." in answer.get_data(as_text=True)


def test_nobody_sees_a_flag_on_their_own_agency(app: App) -> None:
    agency = make_agency()
    flag = make_flag(key=agency.code)
    own = sign_in(app, make_user(Role.OVERSIGHT, agency_id=agency.id))
    own.get(f"{LIST}/{flag.id}", status=404)
    assert "Không có dấu hiệu nào" in own.get(LIST).text
    sign_in(app, make_user(Role.OFFICER, agency_id=agency.id)).get(LIST, status=404)
    sign_in(app, make_user(Role.ADMINISTRATOR)).get(LIST, status=404)
