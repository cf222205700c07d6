from datetime import date

import pytest

from tests.factories import make_agency, make_sector, make_service
from tests.factories_published import (
    APRIL,
    MARCH,
    MET,
    NOT_ENOUGH,
    NOT_MET,
    TOO_CLOSE,
    make_balance,
    make_publication,
    make_published_comment,
    make_result,
    make_succession,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import (
    find_address,
    list_reads,
    read_rows,
    words_of,
)
from tests.visitors import Visitor


def test_an_agency_is_shown_with_its_verdict_months_and_comments(
    visitor: Visitor,
) -> None:
    agency = make_agency(name="Sở Xây dựng")
    for month, levels in ((MARCH, NOT_MET), (APRIL, TOO_CLOSE)):
        publication = make_publication(month)
        make_result(publication, levels, scope="agency", key=agency.code)
    make_balance(agency, overdue=2)
    comment = make_published_comment(agency=agency)
    page = visitor.get(f"/co-quan/{agency.code}")
    assert page.h1 == "Sở Xây dựng"
    assert "có hiệu lực từ 1/7/2025" in page.text
    assert "91,3%" in page.text and "80,0%" in page.text
    assert "2 ý kiến đã quá hạn" in page.text
    assert comment.ref in page.text
    months = [th.get_text() for th in page.html.select("tbody th a")]
    assert months[:2] == ["tháng 4 năm 2026", "tháng 3 năm 2026"]


def test_a_partial_succession_is_marked_and_results_are_never_summed(
    visitor: Visitor,
) -> None:
    old = make_agency(
        name="UBND xã Cũ", valid_from=date(2010, 1, 1), valid_to=date(2025, 7, 1)
    )
    whole = make_agency(name="UBND xã Nguyên Vẹn", valid_to=date(2025, 7, 1))
    new = make_agency(name="UBND phường Mới")
    make_succession(old, new, is_partial=True)
    make_succession(whole, new, is_partial=False)
    publication = make_publication()
    make_result(publication, MET, indicator="all", scope="agency", key=old.code)
    make_result(publication, NOT_MET, indicator="all", scope="agency", key=new.code)
    page = visitor.get(f"/co-quan/{new.code}")
    items = [words_of(item) for item in page.html.select("main li")]
    assert "UBND xã Cũ một phần , từ 1/7/2025" in items
    assert "UBND xã Nguyên Vẹn , từ 1/7/2025" in items
    assert "300 phiếu" in page.text and "780" not in page.text  # 480 + 300
    gone = visitor.get(f"/co-quan/{old.code}")
    assert "đến hết 30/6/2025" in gone.text
    assert "không cộng vào cơ quan kế thừa" in gone.text
    assert "480 phiếu" in gone.text


def test_a_service_is_found_by_its_code_with_a_local_suffix(visitor: Visitor) -> None:
    sector = make_sector(name="Đất đai")
    service = make_service(
        code="1.012345", name="Đăng ký đất đai lần đầu", sector_id=sector.id
    )
    make_result(make_publication(), NOT_ENOUGH, scope="service", key=service.code)
    page = visitor.get("/dich-vu/1.012345.000.00.00.H29")
    assert page.h1 == "Đăng ký đất đai lần đầu"
    assert "88%" in page.text and "Chưa đủ phiếu" in page.text  # 15 of 17, rounded
    assert find_address(page, "Đất đai") == f"/linh-vuc/{sector.code}"


def test_a_sector_lists_its_services_with_their_figures(visitor: Visitor) -> None:
    sector = make_sector(name="Hộ tịch")
    shown = make_service(name="Đăng ký khai sinh", sector_id=sector.id)
    make_service(name="Đăng ký kết hôn", sector_id=sector.id)
    make_service(name="Thủ tục của lĩnh vực khác")
    publication = make_publication()
    make_result(publication, MET, indicator="all", scope="service", key=shown.code)
    page = visitor.get(f"/linh-vuc/{sector.code}")
    rows = read_rows(page)
    assert rows["Đăng ký khai sinh"][0].startswith("95,8%")
    assert rows["Đăng ký kết hôn"][0].startswith("–")
    assert "Thủ tục của lĩnh vực khác" not in rows


@pytest.mark.parametrize(
    "address", ["/co-quan/H99.404", "/linh-vuc/khong-co", "/dich-vu/9.999999"]
)
def test_an_unknown_code_is_told_politely(visitor: Visitor, address: str) -> None:
    page = visitor.get(address, status=404)
    assert "mã “" in page.text
    assert page.html.select_one("main a[href='/']")
    assert "no-store" in page.response.headers["Cache-Control"]


def test_a_hidden_result_shows_no_number_of_it(visitor: Visitor) -> None:
    agency = make_agency()
    publication = make_publication()
    make_result(publication, None, scope="agency", key=agency.code)
    page = visitor.get(f"/co-quan/{agency.code}")
    assert "Nhóm nhỏ, không hiện" in page.text
    assert "Đạt chưa?" in page.text and "So thẳng" not in page.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/co-quan", "nong nghiep"),
        ("/co-quan", "NÔNG NGHIỆP"),
        ("/co-quan", "nghiệp nong"),
        ("/co-quan", "h98.777"),
    ],
)
def test_a_list_is_searched_without_diacritics_case_or_order(
    visitor: Visitor, address: str, words: str
) -> None:
    make_agency(code="H98.777", name="Sở Nông nghiệp và Môi trường")
    make_agency(name="Sở Xây dựng")
    page = visitor.get(address, query_string={"q": words})
    assert "Có 1 cơ quan." in page.text
    assert "Sở Nông nghiệp" in page.text and "Sở Xây dựng" not in page.text


def test_a_long_list_has_pages_that_keep_the_search(visitor: Visitor) -> None:
    for number in range(51):
        make_service(name=f"Cấp giấy phép {number:03}")
    first = visitor.get("/dich-vu?q=cap+giay")
    assert "Trang 1 trên 2" in first.text
    following = first.html.select_one("a[rel=next]")
    assert following
    second = visitor.get(str(following["href"]))
    assert "Cấp giấy phép 050" in second.text
    assert "Cấp giấy phép 049" not in second.text


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999999999", "1.5"])
def test_a_page_that_cannot_be_falls_back_with_a_word(
    visitor: Visitor, number: str
) -> None:
    make_agency(name="Sở Y tế")
    page = visitor.get("/co-quan", query_string={"page": number})
    assert f"Không có trang “{number}”" in page.text
    assert "Sở Y tế" in page.text


def test_a_page_past_the_end_is_the_last_one(visitor: Visitor) -> None:
    for _ in range(51):
        make_sector()
    page = visitor.get("/linh-vuc?page=7")
    assert "Trang 2 trên 2" in page.text


def test_words_that_nothing_holds_find_nothing(visitor: Visitor) -> None:
    make_agency()
    page = visitor.get("/co-quan", query_string={"q": "%_'\"\\ “xyz"})
    assert "Không thấy cơ quan nào" in page.text


def test_a_list_takes_as_many_statements_for_fifty_units_as_for_one(
    visitor: Visitor,
) -> None:
    publication = make_publication()
    make_result(publication, scope="agency", key=make_agency().code)
    with counted_statements() as few:
        visitor.get("/co-quan")
    for _ in range(20):
        make_result(publication, scope="agency", key=make_agency().code)
    with counted_statements() as many:
        visitor.get("/co-quan")
    assert len(list_reads(many)) == len(list_reads(few)) <= 7


def test_an_agency_takes_as_many_statements_with_a_long_history(
    visitor: Visitor,
) -> None:
    agency = make_agency()

    def add_history(year: int) -> None:
        for number in range(1, 6):
            publication = make_publication(date(year, number, 1))
            make_result(publication, scope="agency", key=agency.code)
            make_published_comment(agency=agency)
            make_balance(agency, date(year, number, 1))

    add_history(2025)
    with counted_statements() as few:
        visitor.get(f"/co-quan/{agency.code}")
    add_history(2026)
    with counted_statements() as many:
        visitor.get(f"/co-quan/{agency.code}")
    assert len(list_reads(many)) == len(list_reads(few)) <= 15
