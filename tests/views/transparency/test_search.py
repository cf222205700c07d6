import pytest

from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import make_published_comment
from tests.views.transparency.readers import find_address, words_of
from tests.visitors import Page, Visitor


def headings(page: Page) -> list[str]:
    return [words_of(heading) for heading in page.html.select("main h2")]


@pytest.mark.parametrize("words", ["dat dai", "đất đai", "ĐẤT  ĐAI", "dai dat"])
def test_all_kinds_are_found_without_diacritics(visitor: Visitor, words: str) -> None:
    make_agency(name="Văn phòng Đăng ký đất đai")
    make_agency(name="Sở Y tế")
    sector = make_sector(name="Đất đai")
    make_service(name="Giao đất đai cho hộ gia đình", sector_id=sector.id)
    shown = make_published_comment()  # its words hold “đất đai”
    page = visitor.get("/tim", query_string={"q": words})
    assert headings(page) == [
        "Thủ tục (1)",
        "Cơ quan (1)",
        "Lĩnh vực (1)",
        "Ý kiến (1)",
    ]
    assert shown.ref in page.text and "Sở Y tế" not in page.text


def test_more_hits_than_fit_are_one_link_away(visitor: Visitor) -> None:
    for number in range(12):
        make_service(name=f"Giao đất số {number}")
    page = visitor.get("/tim?q=giao+dat")
    assert find_address(page, "Xem cả 12") == "/dich-vu?q=giao+dat"


def test_the_search_box_is_on_every_page_and_keeps_the_words(visitor: Visitor) -> None:
    assert visitor.get("/co-quan").html.select_one("form[action='/tim'] input[name=q]")
    page = visitor.get("/tim?q=ho+tich")
    field = page.html.select_one("#site-search")
    assert field and field["value"] == "ho tich"
    assert page.h1 == "Tìm “ho tich”"
    assert "Không thấy gì" in page.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20"])
def test_nothing_typed_explains_how_to_search(visitor: Visitor, query: str) -> None:
    assert "Gõ tên thủ tục" in visitor.get(f"/tim{query}").text


def test_typed_words_are_shown_as_words(visitor: Visitor) -> None:
    page = visitor.get("/tim", query_string={"q": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in page.h1
    assert not page.html.select("script")
