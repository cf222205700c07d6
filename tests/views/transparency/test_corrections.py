from typing import Any

from tests.factories import make_agency
from tests.factories_periods import make_quarter
from tests.factories_published import APRIL, MET, make_publication, make_result
from tests.statements import counted_statements
from tests.views.transparency.readers import find_address, list_reads, read_rows
from tests.visitors import Visitor


def change(
    field: str,
    before: Any,
    after: Any,
    *,
    indicator: str = "T1",
    scope: str = "province",
    key: str = "-",
) -> dict[str, Any]:
    where = {"indicator": indicator, "scope": scope, "key": key}
    return {**where, "field": field, "before": before, "after": after}


def correct(
    rows: list[dict[str, Any]], count: int | None = None, **changes: Any
) -> None:
    diff = {"count": len(rows) if count is None else count, "rows": rows}
    values = {"version": 2, "reason": "Bổ sung 34 hồ sơ.", "changes": diff, **changes}
    make_result(make_publication(APRIL, **values), MET)


def test_a_correction_shows_its_reason_and_each_figure_before_and_after(
    visitor: Visitor,
) -> None:
    agency = make_agency(name="Sở Y tế")
    make_publication(APRIL)
    correct(
        [
            change("n4", 176, 1210),
            change("verdict", "too_close", "met"),
            change("weighted.rate", 0.897, None, scope="agency", key=agency.code),
            change("official", False, True, scope="channel", key="online"),
            change("threshold", "85", "90", scope="agency", key="H99.gone"),
        ]
    )
    page = visitor.get("/dinh-chinh")
    assert "Bổ sung 34 hồ sơ." in page.text and "5 con số đã đổi" in page.text
    assert "Nộp trực tuyến" in read_rows(page)
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.select("td")]
        for row in page.html.select("tbody tr")
    ]
    assert rows == [
        ["Toàn tỉnh", "Hài lòng", "176", "1.210"],
        ["Toàn tỉnh", "Kết luận theo bằng chứng", "Sát ngưỡng, chưa kết luận", "Đạt"],
        ["Sở Y tế", "Tỷ lệ theo tỷ trọng hồ sơ: rate", "0,897", "không có"],
        ["Trực tuyến", "So thẳng với ngưỡng", "không", "có"],
        ["H99.gone", "Ngưỡng của chỉ tiêu", "85", "90"],
    ]
    assert find_address(page, "trước khi sửa") == "/du-lieu/ky/2026-04-v1.zip"
    assert find_address(page, "sau khi sửa") == "/du-lieu/ky/2026-04-v2.zip"
    period = visitor.get("/thang/2026-04")
    assert find_address(period, "Sửa gì, vì sao") == "/dinh-chinh#2026-04"


def test_a_long_diff_says_how_much_of_it_is_listed(visitor: Visitor) -> None:
    make_publication(APRIL)
    correct([change("n5", n, n + 1) for n in range(60)], count=731)
    page = visitor.get("/dinh-chinh")
    assert "731 con số đã đổi." in page.text and "50 con số đầu" in page.text
    assert len(page.html.select("tbody tr")) == 50


def test_a_correction_without_changes_says_so(visitor: Visitor) -> None:
    make_publication(APRIL)
    correct([])
    correct([], version=3, changes=None, reason=None)
    text = visitor.get("/dinh-chinh").text
    assert "Không con số nào mà cả hai phiên bản cùng hiện bị đổi." in text
    assert "Không lưu bảng so sánh" in text and "không ghi" in text


def test_before_any_correction_the_page_says_so(visitor: Visitor) -> None:
    make_publication(APRIL)
    assert "Chưa có lần sửa nào." in visitor.get("/dinh-chinh").text


def test_many_corrections_take_as_many_statements_as_few(visitor: Visitor) -> None:
    agencies = [make_agency().code for _ in range(12)]

    def correct_quarter(version: int) -> None:
        key = agencies[version - 1]
        rows = [change("n5", 1, 2, scope="agency", key=key)]
        diff = {"count": 1, "rows": rows}
        make_quarter(version=version, reason="Thử", changes=diff)

    for version in (1, 2):
        correct_quarter(version)
    with counted_statements() as few:
        visitor.get("/dinh-chinh")
    for version in range(3, 13):
        correct_quarter(version)
    with counted_statements() as many:
        page = visitor.get("/dinh-chinh")
    assert len(list_reads(many)) == len(list_reads(few)) <= 4
    assert len(page.html.select("tbody tr")) == 10
    assert len(visitor.get("/dinh-chinh?page=2").html.select("tbody tr")) == 1
