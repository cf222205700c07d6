"""Charts on pages: a picture for each width, further pages, and always the table."""

from bs4 import Tag

from feedback.models.publications import Publication
from tests.factories import make_agency, make_sector
from tests.factories_periods import make_estimate, make_quarter
from tests.factories_published import (
    APRIL,
    MARCH,
    MET,
    NOT_MET,
    make_chart,
    make_publication,
    make_result,
)
from tests.visitors import Page, Visitor

#: As the methods write them.
CONTROL = {
    "n": 480,
    "k": 460,
    "months": 18,
    "first": "2024-11",
    "baseline_first": "2024-11",
    "baseline_last": "2025-10",
    "baseline_n": 5200,
    "centre": 0.905,
    "factor": 1.234,
    "sigma_z": 1.234,
    "is_laney": True,
    "rate": 0.958,
    "lower": 0.8812,
    "upper": 0.9288,
    "is_out": True,
    "out": ["2026-02", "2026-04"],
    "average": 0.93,
    "average_lower": 0.89,
    "average_upper": 0.92,
    "is_drifting": True,
    "longest_run": 6,
    "longest_allowed": 7,
    "crossings": 8,
    "crossings_needed": 5,
    "is_run": False,
    "p": 0.001,
    "adjusted_p": 0.004,
    "is_flagged": True,
    "family_size": 4,
}
BREAK = {
    "n": 1581,
    "k": 1306,
    "months": 18,
    "first": "2024-11",
    "last_before": "2025-09",
    "gain": 72.0,
    "difference": 0.163035,
    "lower": 0.1248,
    "upper": 0.2017,
    "p": 0.0015,
    "draws": 2000,
    "adjusted_p": 0.0255,
    "is_flagged": True,
    "family_size": 17,
}


def make_pair(publication: Publication, kind: str, unit: str = "province:-") -> None:
    """A chart as the job draws it: wide, and narrow."""
    make_chart(publication, f"{kind}:{unit}")
    make_chart(publication, f"{kind}-narrow:{unit}")


def find_chart(page: Page, caption: str) -> Tag:
    """The figure with a caption."""
    for figure in page.html.select("figure.gopy-chart"):
        found = figure.select_one("figcaption")
        if found and found.get_text(strip=True) == caption:
            return figure
    raise AssertionError(f"no chart called {caption}")


def read_rows(figure: Tag) -> dict[str, list[str]]:
    """The rows of a chart's table by their heads."""
    rows = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in figure.select("tbody tr")
    ]
    return {head: cells for head, *cells in rows}


def test_a_narrow_screen_is_offered_a_picture_of_its_own(visitor: Visitor) -> None:
    publication = make_publication(APRIL)
    make_result(publication, MET, indicator="all")
    make_pair(publication, "levels")
    figure = find_chart(visitor.get("/thang/2026-04"), "Câu trả lời phân bố thế nào")
    source, image = figure.select_one("picture source"), figure.select_one("img")
    assert source and image
    # The wide one is 640 wide and is never shrunk.
    assert source["media"] == "(max-width: 724px)"
    assert "levels-narrow:province" in str(source["srcset"])
    assert "levels:province" in str(image["src"]) and image["width"] == "640"
    for address in (source["srcset"], image["src"]):
        assert visitor.client.get(str(address)).mimetype == "image/svg+xml"


def test_a_chart_without_a_narrow_one_is_shown_alone(visitor: Visitor) -> None:
    publication = make_publication(APRIL)
    make_result(publication, MET, indicator="all")
    make_chart(publication, "levels:province:-")
    figure = find_chart(visitor.get("/thang/2026-04"), "Câu trả lời phân bố thế nào")
    assert not figure.select("source") and figure.select("img")


def test_further_pages_of_a_chart_are_folded_away_in_their_order(
    visitor: Visitor,
) -> None:
    publication = make_publication(APRIL)
    for kind in ("units", "units-2", "units-3"):
        make_pair(publication, kind)
    page = visitor.get("/thang/2026-04")
    images = [str(image["src"]) for image in page.html.select("figure.gopy-chart img")]
    assert [src.rpartition("/")[2] for src in images] == [
        f"{kind}:province:-.svg" for kind in ("units", "units-2", "units-3")
    ]
    folded = page.html.select("details figure.gopy-chart img")
    assert [str(image["src"]) for image in folded] == images[1:]
    assert "Biểu đồ còn 2 trang nữa" in page.text


def test_limits_and_change_of_a_unit_stand_beside_their_charts(
    visitor: Visitor,
) -> None:
    agency = make_agency()
    publication = make_publication(APRIL)
    unit = {"indicator": "all", "scope": "agency", "key": agency.code}
    make_result(publication, MET, **unit)
    for kind, values in (("control", CONTROL), ("break", BREAK)):
        make_estimate(publication, kind, values, **unit)
        make_pair(publication, kind, f"agency:{agency.code}")
    page = visitor.get(f"/co-quan/{agency.code}")
    limits = read_rows(find_chart(page, "Tháng nào khác thường"))
    assert limits["Mức thường lệ"] == ["90,5%"]
    assert limits["Giới hạn của tháng mới nhất"] == ["88,1%–92,9%"]
    assert limits["Kỳ gốc, giữ cố định"] == ["11/2024–10/2025"]
    assert limits["Tháng ngoài giới hạn"] == ["02/2026, 04/2026"]
    assert limits["Đang trôi dần khỏi mức thường lệ"] == ["có"]
    change = read_rows(find_chart(page, "Trước và sau thay đổi"))
    assert change["Tháng cuối trước thay đổi"] == ["09/2025"]
    assert change["Chênh lệch (điểm phần trăm)"] == ["+16,3"]
    assert change["Khoảng tin cậy của chênh lệch"] == ["+12,5 … +20,2"]


def test_an_estimate_without_a_chart_makes_none(visitor: Visitor) -> None:
    agency = make_agency()
    publication = make_publication(APRIL)
    unit = {"indicator": "all", "scope": "agency", "key": agency.code}
    make_estimate(publication, "control", CONTROL, **unit)
    make_chart(publication, f"break:agency:{agency.code}")
    page = visitor.get(f"/co-quan/{agency.code}")
    assert not page.html.select("figure.gopy-chart")


def test_of_the_province_online_users_come_first(visitor: Visitor) -> None:
    publication = make_publication(APRIL)
    quiet = {**CONTROL, "centre": 0.8, "out": [], "is_drifting": False}
    make_estimate(publication, "control", quiet)
    make_estimate(publication, "control", CONTROL, indicator="all")
    make_pair(publication, "control")
    page = visitor.get("/thang/2026-04")
    limits = read_rows(find_chart(page, "Tháng nào khác thường"))
    assert limits["Mức thường lệ"] == ["80,0%"]
    assert limits["Tháng ngoài giới hạn"] == ["không có"]
    assert limits["Đang trôi dần khỏi mức thường lệ"] == ["không"]


def test_items_of_a_quarter_are_listed_by_what_goes_with_them(
    visitor: Visitor,
) -> None:
    quarter = make_quarter()
    names = ("vi", "en", "importance", "lower", "upper", "performance")
    items = [
        dict(zip(names, row, strict=True))
        for row in (
            ("Lệ phí", "Fee", None, None, None, 4.0),
            ("Thời gian", "Time", 0.244, 0.18, 0.31, 3.84),
        )
    ]
    make_estimate(quarter, "drivers", {"items": items}, indicator="all")
    make_pair(quarter, "drivers")
    rows = read_rows(
        find_chart(visitor.get("/quy/2026-q1"), "Điều gì đi cùng với sự hài lòng")
    )
    assert list(rows) == ["Thời gian", "Lệ phí"]
    assert rows["Thời gian"] == ["24,4%", "18,0%–31,0%", "71,0"]
    make_chart(quarter, "drivers:province:-", "en")
    english = visitor.get("/en/quy/2026-q1")
    assert list(read_rows(find_chart(english, "What goes with satisfaction"))) == [
        "Time",
        "Fee",
    ]


def test_sectors_stand_over_their_months_and_hidden_cells_say_so(
    visitor: Visitor,
) -> None:
    land, law = make_sector(name="Đất đai"), make_sector(name="Hộ tịch")
    for month, levels in ((MARCH, NOT_MET), (APRIL, None)):
        publication = make_publication(month)
        unit = {"indicator": "all", "scope": "sector", "key": land.code}
        make_result(publication, levels, **unit)
    make_result(publication, MET, indicator="all", scope="sector", key=law.code)
    make_pair(publication, "heat")
    figure = find_chart(
        visitor.get("/thang/2026-04"), "Tỷ lệ hài lòng theo lĩnh vực và tháng"
    )
    heads = [head.get_text(strip=True) for head in figure.select("thead th")]
    assert heads == ["Lĩnh vực", "03/2026", "04/2026"]
    rows = read_rows(figure)
    assert rows["Đất đai"] == ["80%", "ẩn"]
    assert rows["Hộ tịch"] == ["– không có", "96%"]
