"""Worked examples of the methods page: published figures, and arithmetic that holds."""

import re
from datetime import date
from typing import Any

import pytest

from feedback.analysis.adjustments import Refusal
from feedback.analysis.control import MIN_BASELINE
from feedback.analysis.coverage import A1
from feedback.analysis.finite import V2
from feedback.analysis.ranks import MIN_ANSWERS, MIN_RELIABILITY
from feedback.analysis.registers import W1
from feedback.analysis.shortfalls import MOST_ANSWERS
from feedback.analysis.trends import MIN_MONTHS
from feedback.reports.estimates.methods import METHODS as MADE
from feedback.reports.rules import UNPARTED, write_rules
from feedback.views.transparency.readings import weights
from feedback.views.transparency.words import name_method
from tests.estimates import (
    BOUNDS,
    BREAK,
    CONTROL,
    POWER,
    REFUSED,
    TREND,
    WEIGHTED,
    make_chain,
    make_change,
    make_pooled,
)
from tests.factories import make_agency
from tests.factories_periods import make_estimate, make_quarter
from tests.factories_published import (
    APRIL,
    TOO_CLOSE,
    make_publication,
    make_result,
)
from tests.views.transparency.readers import find_address, words_of
from tests.visitors import Page, Visitor

NONE = "Chưa có kỳ công bố nào để làm ví dụ."


def publish_everything() -> None:
    """A month and a quarter with an estimate of every method."""
    month, quarter = make_publication(APRIL), make_quarter()
    make_result(month, TOO_CLOSE)
    make_result(quarter, TOO_CLOSE)
    for method, values in (
        ("power", POWER),
        ("weighted", WEIGHTED),
        ("coverage", make_chain()),
        ("change", make_change(0.012621, -0.0284, 0.0546)),
        ("control", CONTROL),
        ("trend", TREND),
        ("break", BREAK),
    ):
        make_estimate(month, method, values)
    make_estimate(quarter, "bounds", BOUNDS)
    agency = make_agency(name="Sở Y tế")
    unit = {"scope": "agency", "key": agency.code}
    make_estimate(quarter, "pooled", make_pooled("above"), **unit)


def list_examples(page: Page) -> list[str]:
    return [words_of(tag) for tag in page.html.select(".govuk-inset-text")]


def find_example(page: Page, words: str) -> str:
    found = [text for text in list_examples(page) if words in text]
    assert len(found) == 1, words
    return found[0]


def test_every_example_is_worked_on_published_figures(visitor: Visitor) -> None:
    publish_everything()
    page = visitor.get("/cach-tinh")
    assert NONE not in page.text
    for words in (
        "R1 = (176 + 200) / 412 = 376 / 412 = 91,26% Trên trang: 91,3%.",
        # 25 × 10 + 50 × 18 + 75 × 176 + 100 × 200
        "= 34.350 / 412 = 83,4",
        "100 × 376 = 37.600 > 37.080 = 90 × 412: đạt.",
        # exact 90 % interval of 376 of 412: 88.6 to 93.4 (methods.md, part b)
        "Với tỷ lệ 88,62% thì 376 người hài lòng trở lên",
        "ngưỡng 90%, 412 phiếu: Sát ngưỡng, chưa kết luận.",
        "376 + 6 = 382 hài lòng trong 412 phiếu",
        "k / N = 376 / 2.060 = 18,25%",
        "(2.060 − 412 + 376) / 2.060 = 98,25%",
        "(400 × 285/300 + 600 × 80/100) / 1.000 = 86,00%",
        "được mời / kết thúc = 180 / 200 = 90,00%",
        "376 / 412 − 270 / 300 = 91,26% − 90,00%",
        "1.380 / 1.500 = 92,00% trong 12 tháng; mức chung 90,00%",
        "p đã chỉnh = 0,030: không quá 0,05, được nêu.",
        "90,00% ± 3 × 1,5 × 1,48% = 83,35% – 96,65%",
        "−0,250 điểm mỗi tháng, khoảng từ −0,400 đến −0,100; p = 0,200",
        "sau tháng 9 năm 2025, tăng hợp lý 12,5; trong 2.000 lần",
    ):
        find_example(page, words)
    assert "Sở Y tế, mười hai tháng đến hết quý I/2026" in page.text


@pytest.mark.parametrize(
    ("changes", "is_written_out"), [({}, True), ({"trimmed": 4}, False)]
)
def test_of_many_classes_the_first_are_written_out(
    visitor: Visitor, changes: dict[str, Any], is_written_out: bool
) -> None:
    classes = [{"N": 200, "n": 50, "k": 40 + number} for number in range(5)]
    silent = {"N": 20, "n": 0, "k": 0}
    values = {**WEIGHTED, "parts": [], "classes": [silent, *classes], **changes}
    month = make_publication(APRIL)
    make_result(month, TOO_CLOSE)
    make_estimate(month, "weighted", values)
    example = find_example(visitor.get("/cach-tinh"), "Theo mọi lớp")
    first = " + ".join(f"200 × {40 + number}/50" for number in range(4))
    assert (f"({first} + …) / 1.000 = 84,00%" in example) == is_written_out


def test_before_anything_is_published_each_example_says_so(visitor: Visitor) -> None:
    examples = list_examples(visitor.get("/cach-tinh"))
    assert len(examples) > 10 and set(examples) == {NONE}


def test_what_was_not_published_makes_no_example(visitor: Visitor) -> None:
    month = make_publication(APRIL)
    make_result(month, None)
    assert set(list_examples(visitor.get("/cach-tinh"))) == {NONE}
    make_result(month, TOO_CLOSE, indicator="all")
    nothing = {"before": None, "year_earlier": None}
    change = {**make_change(0.0, 0.0, 0.0), **nothing}
    make_estimate(month, "change", change, indicator="all")
    make_estimate(month, "weighted", REFUSED, indicator="all")
    still = {**BREAK, "last_before": None}
    make_estimate(month, "break", still, indicator="all")
    texts = list_examples(visitor.get("/cach-tinh"))
    assert any("R1 = (176 + 200)" in text for text in texts)
    assert any("Không có tỷ lệ theo tỷ trọng" in text for text in texts)
    assert any("Không cách chia nào đáng kể" in text for text in texts)
    assert not any("100 × 376" in text for text in texts)  # there is no target


def test_the_rules_are_told_with_the_numbers_they_are_bound_to(
    visitor: Visitor,
) -> None:
    text = visitor.get("/cach-tinh").text
    for rule in (V2, W1, A1):
        assert f"{rule.id}, phiên bản {rule.version}" in text
    ids = {
        str(rule["id"] if isinstance(rule, dict) else rule).split("/")[0]
        for rule in write_rules().values()
    }
    # Of disclosure and digest the page speaks without their ids.
    for rule_id in sorted(ids & set("R1 R2 V1 V2 W1 N1 A1 P1 F1 E1 C1 S1 B1".split())):
        assert re.search(rf"\b{rule_id}\b", text), rule_id
    assert f"Lớp có dưới {W1.enough} phiếu" in text
    assert f"chiếm trên {100 * W1.most_unheard:.0f}% hồ sơ" in text
    assert f"quá {W1.trim_at} lần trung vị" in text
    assert f"hệ số thiết kế trên {W1.most_deff:.0f}" in text
    assert f"trên {100 * W1.most_unheard:.0f}% hồ sơ không ai trả lời" in text
    assert f"ít nhất {100 * A1.least_fall:.0f} điểm" in text
    assert f"Dưới {MIN_ANSWERS} phiếu: không xếp nhóm" in text
    assert f"trung vị dưới {MIN_RELIABILITY}".replace(".", ",") in text
    assert f"Quá {MOST_ANSWERS:,}".replace(",", ".") in text
    assert MIN_BASELINE == 12 and "Mười hai tháng đầu" in text
    assert MIN_MONTHS == 10 and "Từ mười tháng trở lên" in text


def test_every_rule_names_its_source_and_its_edge_cases(visitor: Visitor) -> None:
    page = visitor.get("/cach-tinh")
    text = page.text
    for name in (
        *("Clopper, Pearson (1934)", "Newcombe (1998)", "Benjamini, Hochberg (1995)"),
        *("Laney (2002)", "Sen (1968)", "Korn, Graubard (1998)", "Cochran (1977)"),
    ):
        assert name in text
    assert text.count("Trường hợp biên.") >= 10
    assert find_address(page, "tự tính lại") == "/du-lieu#tinh-lai"


def test_the_contents_lead_to_every_section(visitor: Visitor) -> None:
    page = visitor.get("/cach-tinh")
    links = [str(a["href"]) for a in page.html.select("main nav a")]
    headings = [f"#{h['id']}" for h in page.html.select("main h2[id]")]
    assert links == headings


@pytest.mark.parametrize("method", sorted(MADE))
def test_every_method_has_a_name(visitor: Visitor, method: str) -> None:
    with visitor.client.application.test_request_context():
        assert name_method(method) != method


def test_every_refusal_of_a_weighted_rate_has_its_words() -> None:
    refusals = {refusal.value for refusal in Refusal} | {UNPARTED}
    assert set(weights._REFUSALS) == refusals


def test_the_example_of_a_year_is_read_like_that_of_a_quarter(
    visitor: Visitor,
) -> None:
    make_publication(APRIL)
    year = make_publication(date(2025, 12, 1), length=12)
    make_result(year, TOO_CLOSE)
    make_estimate(year, "bounds", BOUNDS)
    example = find_example(visitor.get("/cach-tinh"), "k / N = ")
    assert "năm 2025" in example
