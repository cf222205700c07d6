"""What binds and what is watched: which period stands first, and who stands out."""

from typing import Any

from feedback.models.agencies import Agency
from tests.estimates import POWER, make_alarm, make_chain, make_pooled
from tests.factories import make_agency
from tests.factories_periods import make_estimate, make_quarter
from tests.factories_published import (
    APRIL,
    MET,
    NOT_MET,
    TOO_CLOSE,
    make_publication,
    make_result,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import list_reads, words_of
from tests.visitors import Visitor


def test_what_binds_stands_before_what_is_watched(visitor: Visitor) -> None:
    agency = make_agency()
    quarter, month = make_quarter(), make_publication(APRIL)
    make_result(quarter, NOT_MET, scope="agency", key=agency.code)
    make_result(month, MET, scope="agency", key=agency.code)
    headings = [
        words_of(heading)
        for heading in visitor.get(f"/co-quan/{agency.code}").html.select("h2")
    ]
    assert headings[:2] == [
        "Kết quả quý I/2026 Ràng buộc",
        "Kết quả tháng 4 năm 2026 Theo dõi",
    ]


def test_the_first_page_gives_the_binding_verdict_first(visitor: Visitor) -> None:
    make_result(make_quarter(), NOT_MET)
    make_result(make_publication(APRIL), MET)
    page = visitor.get("/")
    (answer,) = page.html.select(".gopy-answers li")
    assert "80,0%" in words_of(answer) and "Không đạt" in words_of(answer)
    above = [words_of(line) for line in page.html.select("main .gopy-meta")]
    assert above[0].startswith("Ràng buộc Quý I/2026")
    assert above[1].startswith("Theo dõi Tháng 4 năm 2026") and "95,8%" in above[1]


def add_standing(quarter: Any, agency: Agency, group: str | None) -> None:
    unit = {"scope": "agency", "key": agency.code, "indicator": "all"}
    make_result(quarter, MET, indicator="all", scope="agency", key=agency.code)
    make_estimate(quarter, "pooled", make_pooled(group), **unit)


def test_a_quarter_names_three_groups_and_no_ranking(visitor: Visitor) -> None:
    quarter = make_quarter()
    names = {"Sở A": "above", "Sở B": "below", "Sở C": "indistinct", "Sở D": None}
    for name, group in names.items():
        add_standing(quarter, make_agency(name=name), group)
    alarmed = make_agency(name="Sở E")
    alarm = make_alarm(50, 100, 900, 1000)
    make_estimate(
        quarter,
        "coverage",
        make_chain(invited_drop=alarm),
        **{"scope": "agency", "key": alarmed.code, "indicator": "all"},
    )
    text = visitor.get("/quy/2026-q1").text
    assert "1 đơn vị cao hơn rõ rệt Sở A 1 đơn vị thấp hơn rõ rệt Sở B" in text
    assert "1 đơn vị không phân biệt được với mức chung." in text
    assert "1 đơn vị có dưới 30 phiếu" in text
    assert "Sở E Chỉ 50,0% hồ sơ được mời đánh giá" in text


def test_a_unit_with_a_quarter_takes_a_few_statements_more(visitor: Visitor) -> None:
    agency, quarter = make_agency(), make_quarter()
    make_result(quarter, TOO_CLOSE, scope="agency", key=agency.code)
    make_result(make_publication(APRIL), MET, scope="agency", key=agency.code)
    make_estimate(quarter, "power", POWER, scope="agency", key=agency.code)
    with counted_statements() as sent:
        visitor.get(f"/co-quan/{agency.code}")
    # One more than without: the results of the quarter. Three are of how the agency
    # handles comments: its counts, its promises, the target of the plan.
    assert len(list_reads(sent)) <= 16
