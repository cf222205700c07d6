import pytest

from tests.factories import make_agency, make_service
from tests.factories_periods import make_quarter, make_year
from tests.factories_published import (
    APRIL,
    MARCH,
    MET,
    NOT_MET,
    TOO_CLOSE,
    make_balance,
    make_chart,
    make_plan,
    make_publication,
    make_result,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import find_address, list_reads
from tests.visitors import Visitor


def test_a_month_shows_its_units_its_versions_and_its_seal(visitor: Visitor) -> None:
    make_plan()
    agency = make_agency(name="Sở Tư pháp")
    first = make_publication(APRIL)
    make_result(first, NOT_MET)
    second = make_publication(APRIL, version=2, reason="Bổ sung 34 hồ sơ.")
    make_result(second, MET)
    make_result(second, MET, indicator="all", scope="agency", key=agency.code)
    make_result(second, MET, indicator="all", scope="channel", key="online")
    make_balance(agency, APRIL, published=7)
    page = visitor.get("/thang/2026-04")
    assert page.h1 == "Kết quả tháng 4 năm 2026"
    assert "Từ 480 phiếu" in page.text and "Từ 300 phiếu" not in page.text
    assert "Phiên bản 2 (đang dùng)" in page.text
    assert "Bổ sung 34 hồ sơ." in page.text
    for publication in (first, second):
        assert publication.digest in page.html.get_text()
    assert "Phiếu chốt ngày 22/5/2026" in page.text
    assert "R1 v1" in page.text and "V1 v1" in page.text
    tables = [caption.get_text() for caption in page.html.select("caption")]
    assert {"Theo cơ quan", "Theo hình thức nộp hồ sơ"} <= set(tables)
    assert find_address(page, "Sở Tư pháp") == f"/co-quan/{agency.code}"


def test_terms_are_told_in_words(visitor: Visitor) -> None:
    terms = {
        "rules": {"rate": "R1/1", "verdict": {"id": "V1/1", "min_answers": 30}},
        "plan": {"code": "demo", "number": "01/KH"},
        "targets": [
            {"code": "T1", "operator": ">=", "threshold": "90", "clause": "II.1.m"}
        ],
        "sector_group": {"version": 1, "sectors": ["Đất đai", "Kiến trúc"]},
        "inputs": {"ended": 1200, "levels": [1, 2, 3, 4, 5], "rated": None},
    }
    make_publication(APRIL, terms=terms)
    text = visitor.get("/thang/2026-04").text
    assert "R1/1, V1/1" in text
    assert "T1 >= 90 (II.1.m)" in text
    assert "phiên bản 1: Đất đai, Kiến trúc" in text
    assert "hồ sơ kết thúc: 1200" in text and "đã đánh giá" not in text


def test_services_too_small_to_show_are_counted_not_listed(visitor: Visitor) -> None:
    publication = make_publication(APRIL)
    shown, hidden = make_service(name="Đăng ký khai sinh"), make_service(name="Ít dùng")
    make_result(publication, MET, scope="service", key=shown.code)
    make_result(publication, None, scope="service", key=hidden.code)
    page = visitor.get("/thang/2026-04")
    assert "Đăng ký khai sinh" in page.text and "Ít dùng" not in page.text
    assert "1 thủ tục có quá ít phiếu nên không hiện" in page.text


def test_months_lead_to_each_other(visitor: Visitor) -> None:
    make_publication(MARCH)
    make_publication(APRIL)
    page = visitor.get("/thang/2026-04")
    assert find_address(page, "Kỳ trước") == "/thang/2026-03"
    assert find_address(page, "Kỳ sau") is None
    listed = visitor.get("/thang")
    links = [a["href"] for a in listed.html.select("tbody th a")]
    assert links == ["/thang/2026-04", "/thang/2026-03"]


def test_a_quarter_says_that_it_binds_and_what_it_adds_up(visitor: Visitor) -> None:
    month = make_publication(MARCH)
    parts = [{"period": "2026-03", "version": 1, "digest": month.digest}]
    make_result(month, TOO_CLOSE)
    make_result(make_quarter(terms={"parts": parts}), MET)
    page = visitor.get("/quy/2026-q1")
    assert page.h1 == "Kết quả quý I/2026"
    assert "Ràng buộc" in page.text and "480 phiếu" in page.text
    assert find_address(page, "Tháng 3 năm 2026") == "/thang/2026-03"
    assert month.digest in page.html.get_text()
    assert find_address(page, "phiên bản 1") == "/du-lieu/ky/2026-q1-v1.zip"
    assert find_address(page, "kỳ này (CSV)") == "/du-lieu/ket-qua.csv?period=2026-Q1"
    watched = visitor.get("/thang/2026-03").text
    assert "chỉ để theo dõi" in watched and "412 phiếu" in watched
    assert visitor.get("/en/quy/2026-q1").h1 == "Results for Q1 2026"


def test_the_list_shows_what_binds_before_what_is_watched(visitor: Visitor) -> None:
    make_publication(MARCH)
    make_quarter()
    make_year()
    page = visitor.get("/thang")
    links = [a["href"] for a in page.html.select("tbody th a")]
    assert links == ["/nam/2025", "/quy/2026-q1", "/thang/2026-03"]
    assert "mười hai tháng là mười hai lần thử" in page.text


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/quy/2026-Q1", "/quy/2026-q1"),
        ("/thang/2026-q1", "/quy/2026-q1"),
        ("/quy/2026-03", "/thang/2026-03"),
        ("/thang/2025", "/nam/2025"),
        ("/quy", "/thang"),
        ("/en/nam", "/en/thang"),
    ],
)
def test_another_spelling_leads_to_the_address(
    visitor: Visitor, address: str, place: str
) -> None:
    sent = visitor.client.get(address)
    assert (sent.status_code, sent.headers["Location"]) == (301, place)


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-05", "Tháng 5 năm 2026 chưa được công bố"),
        ("2026-13", "2026-Q1 (quý)"),
        ("hom-nay", "2026-Q1 (quý)"),
    ],
)
def test_a_month_that_is_not_there_is_told_politely(
    visitor: Visitor, month: str, words: str
) -> None:
    assert words in visitor.get(f"/thang/{month}", status=404).text


def test_a_chart_is_served_in_the_language_of_its_page(visitor: Visitor) -> None:
    publication = make_publication()
    make_chart(publication, "months:province:-", "vi")
    address = f"/thang/bieu-do/{publication.id}/months:province:-.svg"
    shown = visitor.client.get(address)
    assert shown.mimetype == "image/svg+xml"
    assert shown.headers["ETag"]
    assert visitor.client.get(f"/en{address}").status_code == 404
    assert visitor.client.get(address.replace("months", "levels")).status_code == 404


def test_a_long_period_shows_a_hundred_units_and_leads_to_all(visitor: Visitor) -> None:
    publication = make_quarter()
    for number in range(101):
        agency = make_agency(code=f"H99.{number + 1}", name=f"UBND xã số {number:03}")
        make_result(publication, scope="agency", key=agency.code, length=3)
    page = visitor.get("/quy/2026-q1")
    assert "UBND xã số 099" in page.text and "UBND xã số 100" not in page.text
    address = find_address(page, "Xem đủ 101 dòng")
    assert address == "/quy/2026-q1/co-quan"
    rest = visitor.get(f"{address}?page=2")
    assert rest.h1 == "Kết quả quý I/2026: theo cơ quan"
    assert "UBND xã số 100" in rest.text and "UBND xã số 099" not in rest.text
    found = visitor.get(f"{address}?q=so+042")
    assert "UBND xã số 042" in found.text and "Có 1 dòng." in found.text
    assert "Không thấy dòng nào" in visitor.get(f"{address}?q=khong+co").text


def test_the_account_of_a_month_is_listed_agency_by_agency(visitor: Visitor) -> None:
    make_publication(APRIL)
    for number in range(101):
        make_balance(make_agency(name=f"UBND xã số {number:03}"), APRIL)
    address = find_address(visitor.get("/thang/2026-04"), "Xem đủ 101 dòng")
    rest = visitor.get(f"{address}?page=2")
    assert rest.h1 == "Ý kiến của tháng 4 năm 2026 theo cơ quan"
    assert "UBND xã số 100" in rest.text and "UBND xã số 099" not in rest.text
    assert "UBND xã số 007" in visitor.get(f"{address}?q=007").text


@pytest.mark.parametrize(
    "address, to",
    [
        ("/thang/2026-q1/co-quan", "/quy/2026-q1"),
        ("/quy/2026-Q1/thu-tuc", "/quy/2026-q1"),
        ("/thang/2026-q1/y-kien", "/quy/2026-q1"),
    ],
)
def test_lists_of_another_spelling_lead_to_the_period(
    visitor: Visitor, address: str, to: str
) -> None:
    make_quarter()
    response = visitor.client.get(address)
    assert (response.status_code, response.location) == (301, to)


def test_a_month_takes_as_many_statements_with_many_units(visitor: Visitor) -> None:
    publication = make_publication()

    def add_units(count: int) -> None:
        for _ in range(count):
            make_result(publication, scope="agency", key=make_agency().code)
            make_result(publication, scope="service", key=make_service().code)
            make_balance(make_agency(), APRIL)

    add_units(1)
    with counted_statements() as few:
        visitor.get("/thang/2026-04")
    add_units(8)
    with counted_statements() as many:
        visitor.get("/thang/2026-04")
    # Each of the four lists is counted, paged and read.
    assert len(list_reads(many)) == len(list_reads(few)) <= 22
