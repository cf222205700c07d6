"""The oversight desk: screening, two people, checking, publishing."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from tests.desks import field, list_shown, sign_in
from tests.factories import make_agency, make_user
from tests.lives import ANSWER, WORDS, Cast, get_comment
from tests.statements import counted_statements

DESK = "/giam-sat/y-kien"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(date(2026, 3, 27), 9)):
        yield


def test_a_screener_redacts_and_clears(app: Flask, cast: Cast) -> None:
    ref = cast.submit("Chị Lan bảo chờ.")
    desk = sign_in(app, cast.screener)
    page = desk.get(DESK)
    assert ref in page.text and "Chị Lan bảo chờ." in page.text
    page = desk.get(f"{DESK}/{ref}/sang-loc")
    assert field(page, "public_text").strip() == "Chị [họ tên] bảo chờ."
    page = desk.submit(page, {"public_text": "[đã che] bảo chờ."})
    assert "Đã duyệt" in page.text and ref not in page.text
    comment = get_comment(ref)
    assert (comment.text, comment.public_text) == (
        "Chị Lan bảo chờ.",
        "[đã che] bảo chờ.",
    )


def test_an_emptied_text_is_refused(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/sang-loc")
    page = desk.submit(page, {"public_text": "  "}, status=422)
    assert "Mời giữ lại phần nội dung sẽ công khai." in page.text


def test_one_person_proposes_and_another_confirms(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    first, second = sign_in(app, cast.screener), sign_in(app, cast.second)
    page = first.get(f"{DESK}/{ref}/khong-cong-khai")
    page = first.submit(page, {"reason": "Lộ tên"}, status=422)
    assert "Mời chọn một căn cứ." in page.text and field(page, "reason") == "\nLộ tên"
    first.submit(page, {"ground": "personal_data"})
    page = first.get(f"{DESK}/{ref}")
    assert "Cần một người khác" in page.text
    assert not page.html.select('form[action$="/xac-nhan"]')
    page = second.get(f"{DESK}/{ref}")
    assert "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15" in page.text
    second.submit(page, action="/xac-nhan")
    assert get_comment(ref).state == State.WITHHELD


def test_who_proposed_cannot_confirm_even_by_hand(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    first, second = sign_in(app, cast.screener), sign_in(app, cast.second)
    page = first.get(f"{DESK}/{ref}/khong-cong-khai")
    first.submit(page, {"ground": "insult", "reason": "Chửi bới"})
    form = second.get(f"{DESK}/{ref}").find_form(action="/xac-nhan")
    seen = form.select_one('[name="seen"]')
    token = first.get(f"{DESK}/{ref}").html.select_one('[name="csrf_token"]')
    assert seen and token
    first.client.post(
        f"{DESK}/{ref}/xac-nhan",
        data={"seen": seen["value"], "csrf_token": token["value"]},
    )
    assert get_comment(ref).state == State.WITHHOLD_PROPOSED
    assert "không được tự xác nhận" in first.get(f"{DESK}/{ref}").text


def test_a_second_person_may_disagree(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    first, second = sign_in(app, cast.screener), sign_in(app, cast.second)
    page = first.get(f"{DESK}/{ref}/khong-cong-khai")
    first.submit(page, {"ground": "insult", "reason": "Chửi bới"})
    assert "Chờ người thứ hai (1)" in second.get(f"{DESK}?queue=confirm").text
    page = second.get(f"{DESK}/{ref}/khong-dong-y")
    second.submit(page, {"reason": "Nóng giận nhưng không xúc phạm ai."})
    assert get_comment(ref).state == State.SCREENING


def test_a_complaint_goes_to_its_own_procedure(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/chuyen-thu-tuc")
    assert "Luật Khiếu nại 02/2011/QH13" in page.text
    desk.submit(page, {"referral": "complaint"})
    assert get_comment(ref).state == State.MOVED
    assert "Khiếu nại" in desk.get(f"{DESK}/{ref}").text


def test_an_agency_is_found_without_marks_and_gets_the_comment(
    app: Flask, cast: Cast
) -> None:
    ref, other = cast.submit(), make_agency(name="Sở Xây dựng tỉnh")
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/giao-co-quan")
    page = desk.submit(page, {"q": "xay dung"})
    assert "Sở Xây dựng tỉnh" in page.text and cast.agency.code in page.text
    page = desk.submit(page, {"agency_code": other.code}, form=1, status=422)
    assert "Mời nêu lý do." in page.text
    desk.submit(page, {"reason": "Việc cấp phép"}, form=1)
    assert get_comment(ref).agency_id == other.id
    page = desk.submit(
        desk.get(f"{DESK}/{ref}/giao-co-quan"), {"q": "không có nơi này"}
    )
    assert "Không có cơ quan đang hoạt động nào khác" in page.text


def test_the_desk_publishes_what_it_has_checked(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}?queue=publish")
    # Handed in on Friday 20 March 2026, two working days end on Tuesday the 24th.
    assert "Quá hạn 3 ngày làm việc" in page.text
    page = desk.get(f"{DESK}/{ref}")
    assert WORDS in page.text and ANSWER in page.text
    desk.submit(page, action="/cong-khai")
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert (shown.text, shown.reply) == (WORDS, ANSWER)


def test_the_desk_sends_back_with_a_reason(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}/tra-lai")
    page = desk.submit(page, {"reason": ""}, status=422)
    desk.submit(page, {"reason": "Chưa trả lời khi nào có sổ."})
    assert get_comment(ref).state == State.SENT_BACK
    officer = sign_in(app, cast.officer)
    assert "Chưa trả lời khi nào có sổ." in officer.get(f"/can-bo/y-kien/{ref}").text


def test_a_draft_where_a_head_is_in_office_is_not_shown(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    desk = sign_in(app, cast.screener)
    page = desk.get(f"{DESK}/{ref}")
    assert ANSWER not in page.text
    assert ref not in desk.get(f"{DESK}?queue=approve").text
    cast.head.is_active = False
    db.session.commit()
    assert ref in desk.get(f"{DESK}?queue=approve").text
    page = desk.get(f"{DESK}/{ref}")
    assert ANSWER in page.text
    desk.submit(page, action="/duyet")
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


def test_who_works_for_the_agency_concerned_sees_nothing(
    app: Flask, cast: Cast
) -> None:
    ref = cast.submit()
    insider = sign_in(app, make_user(Role.OVERSIGHT, agency_id=cast.agency.id))
    page = insider.get(DESK)
    assert ref not in page.text and "Cần sàng lọc (0)" in page.text
    for path in ("", "/sang-loc", "/khong-cong-khai", "/giao-co-quan"):
        insider.get(f"{DESK}/{ref}{path}", status=404)


def test_a_colleague_was_faster_and_the_redaction_is_kept(
    app: Flask, cast: Cast
) -> None:
    ref = cast.submit()
    first, second = sign_in(app, cast.screener), sign_in(app, cast.second)
    pages = [visitor.get(f"{DESK}/{ref}/sang-loc") for visitor in (first, second)]
    first.submit(pages[0], {"public_text": "Bản một"})
    page = second.submit(pages[1], {"public_text": "Bản hai"}, status=409)
    assert field(page, "public_text").strip() == "Bản hai"
    assert get_comment(ref).public_text == "Bản một"


def test_a_queue_is_read_in_a_few_statements(app: Flask, cast: Cast) -> None:
    desk = sign_in(app, cast.screener)
    cast.submit()
    with counted_statements() as few:
        desk.get(DESK)
    for _ in range(8):
        cast.submit()
    with counted_statements() as many:
        page = desk.get(DESK)
    assert len(list_shown(page)) == 9
    assert len(many) == len(few) <= 6


def test_a_queue_is_narrowed_to_an_agency(app: Flask, cast: Cast) -> None:
    ref, other = cast.submit(), Cast()
    elsewhere = other.submit()
    desk = sign_in(app, cast.screener)
    page = desk.submit(desk.get(DESK), {"agency": cast.agency.code})
    assert ref in page.text and elsewhere not in page.text
