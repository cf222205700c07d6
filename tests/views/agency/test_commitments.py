"""An agency and its promises: only its own, and only what is public."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.roles import Role
from feedback.domain.states import State
from tests.commitments import DUE_ON, PROMISE, get_promise, promise
from tests.desks import sign_in
from tests.factories import make_agency, make_user
from tests.lives import PUBLISHED_ON, Cast, on_day

DESK = "/can-bo/y-kien/cam-ket"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def test_an_agency_without_promises_is_told_where_they_come_from(
    app: Flask, cast: Cast
) -> None:
    page = sign_in(app, cast.officer).get(DESK)
    assert "Cơ quan chưa công khai cam kết nào." in page.text


def test_an_officer_tells_progress_then_keeps_the_promise(
    app: Flask, cast: Cast
) -> None:
    code = promise.open(cast)
    with on_day(DUE_ON):
        officer = sign_in(app, cast.officer)
        page = officer.get(DESK)
        assert code in page.text and "Hạn hôm nay" in page.text
        page = officer.get(f"{DESK}/{code}/tien-do")
        page = officer.submit(page, {"note": "Đã chọn nhà thầu."})
        assert "Đã công khai tiến độ của cam kết." in page.text
        assert "Đã chọn nhà thầu." in page.text
        page = officer.get(f"{DESK}/{code}/da-thuc-hien")
        page = officer.submit(page, {"evidence": "12/TB-UBND", "note": "Đã lắp."})
        assert "Đã thực hiện đúng hạn" in page.text
        page = officer.get(f"{DESK}/{code}/da-thuc-hien")
        assert "Cam kết này đã kết thúc" in page.text
    assert get_promise(code).state == "kept"


def test_what_was_typed_stays_when_the_proof_is_none(app: Flask, cast: Cast) -> None:
    code = promise.open(cast)
    with on_day(PUBLISHED_ON):
        officer = sign_in(app, cast.officer)
        page = officer.get(f"{DESK}/{code}/da-thuc-hien")
        typed = {"evidence": "làm rồi", "note": "Đã lắp hai quầy."}
        page = officer.submit(page, typed, status=422)
        assert "Mời ghi đường dẫn" in page.text and "Đã lắp hai quầy." in page.text
        page = officer.submit(page, {"evidence": ""}, status=422)
        assert "Mời ghi minh chứng." in page.text
    assert get_promise(code).state == "open"


def test_giving_up_needs_its_reason_and_stays_public(app: Flask, cast: Cast) -> None:
    code = promise.open(cast)
    with on_day(PUBLISHED_ON):
        head = sign_in(app, cast.head)
        page = head.get(f"{DESK}/{code}/khong-thuc-hien")
        assert "Cam kết sẽ được ghi là không thực hiện" in page.text
        page = head.submit(page, {"why": ""}, status=422)
        page = head.submit(page, {"why": "Không còn kinh phí."})
        assert "Không thực hiện" in page.text
        assert "Báo đã thực hiện" not in page.text
        assert "Không còn kinh phí." in head.get(f"/cam-ket/{code}").text


def test_who_comes_second_sees_what_the_first_did(app: Flask, cast: Cast) -> None:
    code = promise.open(cast)
    with on_day(PUBLISHED_ON):
        officer, head = sign_in(app, cast.officer), sign_in(app, cast.head)
        page = officer.get(f"{DESK}/{code}/tien-do")
        head.submit(head.get(f"{DESK}/{code}/tien-do"), {"note": "Đang làm."})
        page = officer.submit(page, {"note": "Đã chọn nhà thầu."}, status=409)
        assert "Đã chọn nhà thầu." in page.text
        page = officer.submit(page, {"note": "Đã chọn nhà thầu."})
        assert "Đang làm." in page.text


def test_another_agency_and_a_draft_are_not_there(app: Flask, cast: Cast) -> None:
    code = promise.open(cast)
    draft = promise(cast, cast.live(State.OPEN))
    stranger = sign_in(app, make_user(Role.OFFICER, agency_id=make_agency().id))
    assert code not in stranger.get(DESK).text
    for path in ("", "/tien-do", "/da-thuc-hien", "/khong-thuc-hien"):
        stranger.get(f"{DESK}/{code}{path}", status=404)
    officer = sign_in(app, cast.officer)
    officer.get(f"{DESK}/{draft}", status=404)
    assert draft not in officer.get(DESK).text


def test_a_day_that_has_passed_is_said_to_be_overdue(app: Flask, cast: Cast) -> None:
    code = promise.open(cast)
    with on_day(date(2026, 4, 20)):
        page = sign_in(app, cast.officer).get(f"{DESK}/{code}")
        assert "Quá hạn" in page.text
        assert PROMISE in page.text
