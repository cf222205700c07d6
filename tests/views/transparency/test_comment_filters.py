from datetime import date
from urllib.parse import urlencode

import pytest
from flask import Flask

from feedback.domain.states import Bucket
from feedback.queries.published.comment_filters import CommentFilter, Standing
from feedback.queries.published.comments import select_newest
from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import MARCH, make_balance, make_published_comment
from tests.statements import counted_statements, explain_query
from tests.views.transparency.readers import find_address, list_reads
from tests.visitors import Page, Visitor


def refs_on(page: Page) -> set[str]:
    return {str(a["href"])[-12:] for a in page.html.select("article h2 a")}


@pytest.fixture
def four(visitor: Visitor) -> dict[str, str]:
    """One comment in each group, in places of their own."""
    sectors = {
        name: make_sector(code=code, name=name)
        for code, name in (("dat-dai", "Đất đai"), ("ho-tich", "Hộ tịch"))
    }
    land = make_service(
        code="1.000001", name="Cấp đổi sổ đỏ", sector_id=sectors["Đất đai"].id
    )
    birth = make_service(
        code="1.000002", name="Khai sinh", sector_id=sectors["Hộ tịch"].id
    )
    east = make_agency(code="H99.1", name="Sở Nông nghiệp và Môi trường")
    west = make_agency(code="H99.2", name="UBND xã Phú Lộc")
    make_balance(east)
    rows = {
        "published": make_published_comment(Bucket.PUBLISHED, east, land),
        "withheld": make_published_comment(Bucket.WITHHELD, west, birth),
        "moved": make_published_comment(
            Bucket.MOVED, west, land, month=date(2026, 4, 1)
        ),
        "waiting": make_published_comment(Bucket.WAITING, east, birth),
    }
    return {name: row.ref for name, row in rows.items()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"published", "withheld", "moved", "waiting"}),
        ({"bucket": "withheld"}, {"withheld"}),
        ({"agency": "H99.1"}, {"published", "waiting"}),
        ({"sector": "dat-dai"}, {"published", "moved"}),
        ({"service": "1.000002"}, {"withheld", "waiting"}),
        ({"month": "2026-04"}, {"moved"}),
        ({"outcome": "fixed"}, {"published"}),
        ({"view": "yes"}, {"published"}),
        ({"view": "no"}, set()),
        ({"agency": "H99.1", "bucket": "waiting"}, {"waiting"}),
        ({"q": "dat dai"}, {"published"}),
        ({"q": "ĐẤT ĐAI SỔ"}, {"published"}),
        ({"q": "nong nghie"}, {"published", "waiting"}),
        ({"q": "phu loc khai"}, {"withheld"}),
        ({"q": "xin lỗi"}, {"published"}),
        ({"q": "khong co gi"}, set()),
    ],
)
def test_a_filter_finds_just_these(
    visitor: Visitor, four: dict[str, str], query: dict[str, str], found: set[str]
) -> None:
    page = visitor.get("/gop-y", query_string=query)
    assert refs_on(page) == {four[name] for name in found}


@pytest.mark.parametrize(
    "words", ["'", '"', "a' | b", "\\", "a & !b", "(:*", "NEAR(", "-", "*", "\x00a"]
)
def test_no_words_break_the_search(visitor: Visitor, words: str) -> None:
    make_published_comment()
    visitor.get("/gop-y", query_string={"q": words})


def test_a_filter_keeps_what_was_chosen_in_its_form(
    visitor: Visitor, four: dict[str, str]
) -> None:
    page = visitor.get("/gop-y?q=so+do&bucket=published&agency=H99.1&month=2026-03")
    chosen = [o["value"] for o in page.html.select("option[selected]") if o["value"]]
    assert chosen == ["published", "H99.1", "2026-03"]
    field = page.html.select_one("main input[name=q]")
    assert field and field["value"] == "so do"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"month": "thang-3"}, "“Tháng” không có lựa chọn “thang-3”"),
        ({"bucket": "lost"}, "“Tình trạng” không có lựa chọn “lost”"),
        ({"agency": "H00"}, "“Cơ quan” không có lựa chọn “H00”"),
        ({"service": "9.999999"}, "“Thủ tục” không có lựa chọn “9.999999”"),
        ({"view": "none"}, "“Người góp ý nói gì” không có lựa chọn “none”"),
        ({"q": "dài " * 50}, "chỉ tìm 120 ký tự đầu"),
    ],
)
def test_a_choice_that_is_not_there_is_left_out_with_a_word(
    visitor: Visitor, four: dict[str, str], query: dict[str, str], words: str
) -> None:
    page = visitor.get("/gop-y", query_string=query)
    assert words in page.text
    if "q" not in query:
        assert refs_on(page) == set(four.values())


def test_pages_of_a_filtered_list_keep_the_filter(visitor: Visitor) -> None:
    agency = make_agency(code="H99.5")
    service = make_service()
    for _ in range(21):
        make_published_comment(Bucket.WAITING, agency, service)
    make_published_comment()
    first = visitor.get("/gop-y?agency=H99.5&bucket=waiting")
    assert "Có 21 ý kiến" in first.text
    following = first.html.select_one("a[rel=next]")
    assert following
    second = visitor.get(str(following["href"]))
    assert len(refs_on(second)) == 1
    assert not refs_on(first) & refs_on(second)


def test_what_has_no_page_yet_is_explained_where_people_look_for_it(
    visitor: Visitor,
) -> None:
    page = visitor.get("/gop-y?bucket=waiting")
    assert "chưa chuyển đến cơ quan thì chưa có trang riêng" in page.text


def test_a_list_takes_as_many_statements_for_twenty_comments_as_for_one(
    visitor: Visitor,
) -> None:
    make_published_comment()
    with counted_statements() as few:
        visitor.get("/gop-y")
    for _ in range(19):
        make_published_comment()
    with counted_statements() as many:
        visitor.get("/gop-y")
    assert len(list_reads(many)) == len(list_reads(few)) <= 9


def test_a_list_is_downloaded_as_it_is_filtered(
    visitor: Visitor, four: dict[str, str]
) -> None:
    query = urlencode({"agency": "H99.1", "bucket": "waiting"})
    page = visitor.get(f"/gop-y?{query}")
    address = find_address(page, "đang lọc (JSON)")
    assert address
    answer = visitor.client.get(address)
    assert answer.json
    assert [row["ref"] for row in answer.json["rows"]] == [four["waiting"]]
    assert answer.json["rows"][0]["month"] == str(MARCH)[:7]


def test_the_disputed_are_read_newest_first_along_their_index(app: Flask) -> None:
    plan = explain_query(select_newest(CommentFilter(standing=Standing.DISPUTED), 20))
    assert "ix_published_comments_disputed" in plan and "ORDER BY" not in plan, plan
