"""Everybody can read what nobody can read, and why."""

import pytest
from flask import Flask

from feedback.domain.months import Month
from feedback.domain.states import Bucket, State
from feedback.domain.tokens import new_code
from feedback.jobs.balances import count_balances
from feedback.operations.appeals import appeal_withholding
from feedback.operations.redactions import redact_comment
from feedback.operations.screenings import (
    confirm_withholding,
    propose_withholding,
    refer_comment,
)
from tests.factories import make_agency
from tests.factories_published import make_published_comment
from tests.lives import (
    SCREENED_ON,
    VIEWED_ON,
    WORDS,
    Cast,
    count_events,
    on_day,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import find_address, list_reads, read_rows
from tests.visitors import Visitor

LIST = "/khong-cong-khai"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def withhold(cast: Cast, receipt: str | None = None, ground: str = "insult") -> str:
    ref = cast.submit(receipt=receipt or new_code())
    with on_day(SCREENED_ON):
        propose_withholding(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            ground=ground,
            reason="Nặng lời",
        )
        confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
    return ref


def redact(cast: Cast) -> str:
    ref = cast.live(State.PUBLISHED)
    with on_day(VIEWED_ON):
        redact_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            public_text=WORDS.replace("ba", "[…]"),
            reason="Đoán được người viết",
        )
    return ref


def test_an_empty_list_says_so(visitor: Visitor) -> None:
    page = visitor.get(LIST)
    assert page.h1 == "Không công khai và che bớt"
    assert "Không có ý kiến nào như vậy." in page.text
    assert page.html.select('footer a[href="/khong-cong-khai"]')


def test_withheld_and_appealed_stubs_stand_with_their_ground(
    cast: Cast, visitor: Visitor
) -> None:
    receipt = new_code()
    first, second = withhold(cast, receipt), withhold(cast, ground="no_content")
    with on_day(SCREENED_ON):
        appeal_withholding(receipt, "Xin xem lại")
    rows = read_rows(visitor.get(LIST))
    assert rows[first][2:] == [
        "3/3/2026",
        "Xúc phạm danh dự, nhân phẩm hoặc đe dọa",
        "Đang xem xét lại việc không công khai",
    ]
    assert rows[second][0] == cast.agency.name
    assert WORDS not in visitor.get(LIST).text


def test_what_was_moved_or_covered_up_has_its_own_list(
    cast: Cast, visitor: Visitor
) -> None:
    moved, covered = cast.submit(), redact(cast)
    refer_comment(
        moved,
        user_id=cast.screener.id,
        seen=count_events(moved),
        referral="complaint",
    )
    rows = read_rows(visitor.get(f"{LIST}?kind=moved"))
    assert "Khiếu nại" in rows[moved][3] and covered not in rows
    page = visitor.get(f"{LIST}?kind=redacted")
    assert read_rows(page)[covered][2:4] == ["25/3/2026", "Đoán được người viết"]
    assert "ba tháng" not in page.text


def test_counts_stand_by_agency_ground_and_month_with_n(
    cast: Cast, visitor: Visitor
) -> None:
    for ground in ("insult", "insult", "no_content"):
        withhold(cast, ground=ground)
    cast.submit()
    count_balances(VIEWED_ON)
    page = visitor.get(LIST)
    table = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.html.select("table")[1].select("tbody tr")
    ]
    assert [row[1] for row in table] == ["2", "1"]
    shares = read_rows(page, "Phần trong số ý kiến đã nhận, theo cơ quan")
    *numbers, grounds = shares[cast.agency.name]
    assert numbers == ["4", "3", "75,0%", "0", "0,0%"]
    assert grounds == f"{table[0][0]}: 2; {table[1][0]}: 1"
    months = read_rows(page, "Phần trong số ý kiến đã nhận, theo tháng")
    assert months[Month(2026, 3).text("vi").capitalize()] == [
        "4",
        "3",
        "75,0%",
        "0",
        "0,0%",
    ]


def test_agencies_are_listed_fifty_at_a_time_before_they_are_counted(
    visitor: Visitor,
) -> None:
    for number in range(51):
        agency = make_agency(name=f"UBND xã số {number:03}")
        make_published_comment(Bucket.WITHHELD, agency=agency, ground="insult")
    page = visitor.get(LIST)
    assert "UBND xã số 049" in page.text
    address = find_address(page, "Xem đủ 51 dòng")
    caption = "Phần trong số ý kiến đã nhận, theo cơ quan"
    ((name, cells),) = read_rows(visitor.get(f"{address}?page=2"), caption).items()
    assert name == "UBND xã số 050" and cells[-1].endswith(": 1")
    assert list(read_rows(visitor.get(f"{address}?q=so+007"), caption)) == [
        "UBND xã số 007"
    ]


def test_a_filter_that_does_not_hold_is_left_out(cast: Cast, visitor: Visitor) -> None:
    mine, other = withhold(cast), withhold(Cast(service=cast.service))
    page = visitor.get(f"{LIST}?agency={cast.agency.code}")
    rows = read_rows(page)
    assert mine in rows and other not in rows
    page = visitor.get(f"{LIST}?agency=H00.0&kind=all&page=0")
    assert (
        "Không có cơ quan “H00.0”." in page.text and "Không có trang “0”" in page.text
    )
    assert {mine, other} <= set(read_rows(page))


def test_the_page_asks_as_often_for_many_as_for_one(
    cast: Cast, visitor: Visitor
) -> None:
    reads = []
    for _ in range(2):
        withhold(cast)
        with counted_statements() as sent:
            visitor.get(LIST)
        reads.append(len(list_reads(sent)))
    assert reads[0] == reads[1]
