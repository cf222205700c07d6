"""What the author of a withheld, escalated or covered comment reads and may do."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.models.users import User
from feedback.operations.appeals import overturn_withholding, uphold_withholding
from feedback.operations.escalations import escalate_comment, refer_serious
from feedback.operations.screenings import confirm_withholding, propose_withholding
from tests.factories import make_agency, make_user
from tests.lives import SCREENED_ON, WORDS, Cast, count_events, get_comment, on_day
from tests.views.citizen.test_views import open_receipt

PLEA = "Tôi không nêu tên ai."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def inspector(cast: Cast) -> User:
    return make_user(Role.INSPECTORATE, agency_id=make_agency(name="Thanh tra").id)


def withhold(cast: Cast, receipt: str) -> str:
    ref = cast.submit(receipt=receipt)
    with on_day(SCREENED_ON):
        propose_withholding(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            ground="insult",
            reason="Nặng lời",
        )
        confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
    return ref


def escalate(cast: Cast, receipt: str) -> str:
    ref = cast.submit(receipt=receipt)
    escalate_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), reason="Đòi tiền"
    )
    return ref


def test_a_withheld_comment_says_why_who_and_what_can_be_done(
    app: Flask, cast: Cast
) -> None:
    receipt = new_code()
    withhold(cast, receipt)
    with on_day(SCREENED_ON):
        _, page = open_receipt(app, receipt)
    assert "Bộ luật Dân sự 91/2015/QH13, Điều 34" in page.text
    assert "hai người của đơn vị đầu mối" in page.text
    assert "đến hết ngày 17/3/2026" in page.text
    for secret in (cast.screener.name, cast.second.name, "Nặng lời"):
        assert secret not in page.text, "a body decides, and its notes are its own"


def test_an_appeal_is_sent_once_and_its_wait_is_shown(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON):
        visitor, page = open_receipt(app, receipt)
        page = visitor.submit(page, {"text": " "}, action="xem-xet-lai", status=422)
        assert "Mời viết vì sao nên công khai." in page.text
        page = visitor.submit(page, {"text": PLEA}, action="xem-xet-lai")
    assert get_comment(ref).state == State.APPEALED
    quotes = [quote.get_text() for quote in page.html.select("blockquote")]
    assert quotes == [WORDS, PLEA], "each under its own heading"
    assert not page.html.select("form textarea")
    with on_day(date(2026, 3, 6)):
        _, page = open_receipt(app, receipt)
        assert "đã 3 ngày" in page.text and "Hạn quyết định: 17/3/2026." in page.text
    with on_day(date(2026, 3, 18)):
        _, page = open_receipt(app, receipt)
        assert "nay đã quá hạn" in page.text


def test_the_public_page_counts_the_days_of_silence(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON):
        visitor, page = open_receipt(app, receipt)
        assert "có thể đề nghị thanh tra" in visitor.get(f"/gop-y/{ref}").text
        visitor.submit(page, {"text": PLEA}, action="xem-xet-lai")
    with on_day(date(2026, 3, 20)):
        shown = visitor.get(f"/gop-y/{ref}").text
    assert "Thanh tra đang xem xét lại, đã 17 ngày." in shown
    assert PLEA not in shown


@pytest.mark.parametrize("is_upheld", [True, False])
def test_the_decision_is_read_with_its_reason(
    app: Flask, cast: Cast, inspector: User, is_upheld: bool
) -> None:
    receipt = new_code()
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON):
        visitor, page = open_receipt(app, receipt)
        visitor.submit(page, {"text": PLEA}, action="xem-xet-lai")
        decide = uphold_withholding if is_upheld else overturn_withholding
        decide(
            ref, user_id=inspector.id, seen=count_events(ref), reason="Đã đọc kỹ cả bài"
        )
        _, page = open_receipt(app, receipt)
    assert "Đã đọc kỹ cả bài" in page.text and inspector.name not in page.text
    assert ("giữ nguyên" in page.text) is is_upheld
    assert not page.html.select('form[action$="xem-xet-lai"]'), "once"


def test_a_late_appeal_is_told_so(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    withhold(cast, receipt)
    with on_day(date(2026, 3, 18)):
        _, page = open_receipt(app, receipt)
    assert "Thời hạn đề nghị xem xét lại đã hết ngày 17/3/2026." in page.text
    assert not page.html.select('form[action$="xem-xet-lai"]')


def test_while_it_is_escalated_its_author_reads_the_rights_in_confidence(
    app: Flask, cast: Cast, inspector: User
) -> None:
    receipt = new_code()
    ref = escalate(cast, receipt)
    visitor, page = open_receipt(app, receipt)
    assert "được giữ kín" in page.text and WORDS in page.text
    assert "Luật Tố cáo 25/2018/QH14" in page.text
    assert "Luật Khiếu nại 02/2011/QH13" in page.text
    assert cast.agency.name not in page.text and "Đòi tiền" not in page.text
    assert not page.html.select(f'a[href*="/gop-y/{ref}"]'), "there is no public page"
    visitor.get(f"/gop-y/{ref}", status=404)


def test_after_the_referral_the_advice_stands_there(
    app: Flask, cast: Cast, inspector: User
) -> None:
    receipt = new_code()
    ref = escalate(cast, receipt)
    refer_serious(
        ref,
        user_id=inspector.id,
        seen=count_events(ref),
        referral="denunciation",
        reason="Đã vào sổ",
    )
    _, page = open_receipt(app, receipt)
    assert "Pháp luật bảo vệ người tố cáo" in page.text
    assert "Đã vào sổ" not in page.text
    assert "Ý kiến vẫn được giữ kín" in page.text


#: What comes next, in words of the author's page.
NEXT = {
    State.RECEIVED: "thường trong vòng 14 ngày",
    State.SCREENED: "thường trong vòng 14 ngày",
    State.OPEN: "Hạn trả lời: 6/4/2026.",
    State.REPLIED: "đang được đọc lại trước khi công khai.",
    State.AWAITING_PUBLICATION: "hạn công khai: 24/3/2026.",
    State.PUBLISHED: "không bao giờ tính là đúng ý",
    State.VIEWED: "Ông/bà có thể yêu cầu trả lời lại đến hết ngày 8/4/2026",
    State.CLOSED: "Ý kiến đã kết thúc.",
}


@pytest.mark.parametrize("state", NEXT)
def test_the_author_reads_what_comes_next(app: Flask, cast: Cast, state: State) -> None:
    receipt = new_code()
    cast.live(state, receipt)
    with on_day(date(2026, 3, 25)):
        _, page = open_receipt(app, receipt)
    assert f"Tiếp theo: {NEXT[state]}" in page.text or NEXT[state] in page.text


def test_a_late_agency_is_called_late(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    cast.live(State.OPEN, receipt)
    with on_day(date(2026, 4, 7)):
        _, page = open_receipt(app, receipt)
    assert "đã quá hạn trả lời (hạn là 6/4/2026)" in page.text
