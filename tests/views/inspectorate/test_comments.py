"""The inspectorate: appeals and serious content, from the list to the decision."""

from collections.abc import Iterator

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.models.users import User
from feedback.operations.appeals import appeal_withholding
from feedback.operations.escalations import escalate_comment
from feedback.operations.screenings import confirm_withholding, propose_withholding
from tests.desks import field, list_shown, sign_in
from tests.factories import make_agency, make_user
from tests.lives import SCREENED_ON, WORDS, Cast, count_events, get_comment

LIST = "/thanh-tra/y-kien"
PLEA = "Tôi không nêu tên ai."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def inspector(cast: Cast) -> User:
    return make_user(Role.INSPECTORATE, agency_id=make_agency(name="Thanh tra").id)


@pytest.fixture(autouse=True)
def the_morning_after() -> Iterator[None]:
    with clock.frozen(local_moment(SCREENED_ON, 9)):
        yield


def appeal(cast: Cast) -> str:
    receipt = new_code()
    ref = cast.submit(receipt=receipt)
    propose_withholding(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        ground="insult",
        reason="Nặng lời",
    )
    confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
    appeal_withholding(receipt, PLEA)
    return ref


def escalate(cast: Cast) -> str:
    ref = cast.submit()
    escalate_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), reason="Đòi tiền"
    )
    return ref


def test_an_empty_list_says_so(app: Flask, inspector: User) -> None:
    page = sign_in(app, inspector).get(LIST)
    assert "Không có ý kiến nào ở mục này." in page.text


def test_serious_content_comes_first_and_waits_in_days(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref = escalate(cast)
    desk = sign_in(app, inspector)
    page = desk.get(LIST)
    assert list_shown(page) == [ref] and "Chờ 0 ngày" in page.text
    page = desk.get(f"{LIST}/{ref}")
    assert WORDS in page.text and "Đòi tiền" in page.text
    assert cast.agency.name in page.text


def test_an_appeal_is_overturned_with_a_reason(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref, desk = appeal(cast), sign_in(app, inspector)
    assert list_shown(desk.get(f"{LIST}?docket=appeals")) == [ref]
    page = desk.get(f"{LIST}/{ref}")
    assert PLEA in page.text and "Nặng lời" in page.text
    assert "Hạn quyết định: 17/3/2026" in page.text
    page = desk.get(f"{LIST}/{ref}/huy")
    page = desk.submit(page, {"reason": " "}, status=422)
    assert "Mời nêu lý do." in page.text
    page = desk.submit(page, {"reason": "Che một chữ là đủ."})
    assert "Đã hủy việc không công khai" in page.text and list_shown(page) == []
    assert get_comment(ref).state == State.SCREENING


def test_an_appeal_is_upheld(app: Flask, cast: Cast, inspector: User) -> None:
    ref, desk = appeal(cast), sign_in(app, inspector)
    desk.submit(desk.get(f"{LIST}/{ref}/giu-nguyen"), {"reason": "Xúc phạm thật."})
    assert get_comment(ref).state == State.WITHHELD


def test_serious_content_goes_to_its_procedure(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref, desk = escalate(cast), sign_in(app, inspector)
    page = desk.get(f"{LIST}/{ref}/chuyen-thu-tuc")
    page = desk.submit(page, {"reason": "Đã ghi sổ"}, status=422)
    assert field(page, "reason").strip() == "Đã ghi sổ", "nothing typed is lost"
    desk.submit(page, {"referral": "denunciation"})
    assert get_comment(ref).state == State.MOVED


def test_an_ordinary_comment_is_given_back(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref, desk = escalate(cast), sign_in(app, inspector)
    desk.submit(desk.get(f"{LIST}/{ref}/tra-lai"), {"reason": "Góp ý thường"})
    assert get_comment(ref).state == State.SCREENING
    assert get_comment(ref).agency_id == cast.agency.id
    desk.get(f"{LIST}/{ref}", status=404)


def test_two_inspectors_decide_once(app: Flask, cast: Cast, inspector: User) -> None:
    ref = appeal(cast)
    other = make_user(Role.INSPECTORATE, agency_id=inspector.agency_id)
    first, second = sign_in(app, inspector), sign_in(app, other)
    pages = [desk.get(f"{LIST}/{ref}/huy") for desk in (first, second)]
    first.submit(pages[0], {"reason": "Che là đủ"})
    second.submit(pages[1], {"reason": "Che là đủ"}, status=404)
    assert get_comment(ref).state == State.SCREENING


def test_a_decision_that_does_not_fit_leads_back(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref = appeal(cast)
    page = sign_in(app, inspector).get(f"{LIST}/{ref}/tra-lai")
    assert page.path == f"{LIST}/{ref}" and "không ở bước" in page.text


def test_a_desk_passes_serious_content_on(
    app: Flask, cast: Cast, inspector: User
) -> None:
    ref, desk = cast.submit("Cán bộ đòi tôi 5 triệu."), sign_in(app, cast.screener)
    page = desk.get(f"/giam-sat/y-kien/{ref}/sang-loc")
    assert page.html.select(f'a[href$="{ref}/chuyen-thanh-tra"]')
    page = desk.get(f"/giam-sat/y-kien/{ref}/chuyen-thanh-tra")
    page = desk.submit(page, {"reason": ""}, status=422)
    page = desk.submit(page, {"reason": "Đòi hối lộ"})
    assert "Đã chuyển thanh tra" in page.text and ref not in list_shown(page)
    assert get_comment(ref).agency_id == inspector.agency_id


def test_without_an_inspector_the_desk_is_told(app: Flask, cast: Cast) -> None:
    ref, desk = cast.submit(), sign_in(app, cast.screener)
    page = desk.get(f"/giam-sat/y-kien/{ref}/chuyen-thanh-tra")
    page = desk.submit(page, {"reason": "Đòi hối lộ"}, status=422)
    assert "Chưa có tài khoản thanh tra" in page.text
    assert field(page, "reason").strip() == "Đòi hối lộ"
