"""What the estimates say beside a figure: in words, with doubt where there is doubt."""

from typing import Any

import pytest
from bs4 import Tag

from tests.estimates import (
    BOUNDS,
    BREAK,
    CONTESTED,
    CONTROL,
    PARTS,
    POWER,
    REFUSED,
    TREND,
    WEIGHTED,
    make_alarm,
    make_chain,
    make_change,
    make_pooled,
)
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
from tests.views.transparency.readers import words_of
from tests.visitors import Page, Visitor


def show(visitor: Visitor, estimates: dict[str, dict[str, Any]]) -> Page:
    """An agency's page in a quarter with these estimates of its online users."""
    agency = make_agency()
    make_publication(APRIL)
    quarter = make_quarter()
    make_result(quarter, TOO_CLOSE, scope="agency", key=agency.code)
    for method, values in estimates.items():
        make_estimate(quarter, method, values, scope="agency", key=agency.code)
    return visitor.get(f"/co-quan/{agency.code}")


def find_card(page: Page) -> Tag:
    card = page.html.select_one("article.gopy-card")
    assert card is not None
    return card


def test_what_it_would_take_stands_at_an_open_verdict(visitor: Visitor) -> None:
    text = show(visitor, {"power": POWER}).text
    assert "thêm 1.167 phiếu nữa là đủ chắc: đạt" in text
    assert "Trong 412 phiếu này, thêm 6 người hài lòng thì đã đủ chắc là đạt" in text


def test_a_rate_on_the_threshold_is_not_settled_by_more_of_the_same(
    visitor: Visitor,
) -> None:
    values = {**POWER, "answers_to_settle": None, "satisfied_to_meet": None}
    text = show(visitor, {"power": values}).text
    assert "thêm 10.000 phiếu như thế cũng chưa kết luận được" in text
    assert "Với 412 phiếu, dù ai cũng hài lòng vẫn chưa đủ chắc" in text


@pytest.mark.parametrize(("levels", "words"), [(MET, 0), (NOT_MET, 1)])
def test_a_settled_verdict_asks_for_no_more_answers(
    visitor: Visitor, levels: Any, words: int
) -> None:
    agency, month = make_agency(), make_publication(APRIL)
    make_result(month, levels, scope="agency", key=agency.code)
    values = {**POWER, "answers_to_settle": 0}
    make_estimate(month, "power", values, scope="agency", key=agency.code)
    text = visitor.get(f"/co-quan/{agency.code}").text
    assert "Nếu tỷ lệ giữ nguyên" not in text
    assert text.count("Cần gì để chắc?") == words


def test_raw_and_weighted_stand_side_by_side_with_what_parts_them(
    visitor: Visitor,
) -> None:
    text = words_of(find_card(show(visitor, {"weighted": WEIGHTED})))
    assert "Theo số phiếu 91,3%, theo tỷ trọng hồ sơ 86,0% (82,0% đến 89,4%)" in text
    assert "nộp trực tuyến là 75,0% số phiếu nhưng chỉ 40,0% số hồ sơ" in text
    assert "ở đó 95,0% hài lòng" in text
    assert "“Không đạt”, khác kết luận từ số phiếu: “Sát ngưỡng" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rate": 0.9124, "evidence": "too_close"}, "Hai con số bằng nhau"),
        ({"parts": []}, "không trải đều như hồ sơ theo lĩnh vực"),
        (
            {"parts": [{**PARTS[1], "channel": "other"}]},
            "trực tiếp hoặc qua bưu chính là 60,0% số hồ sơ nhưng chỉ 25,0% số phiếu",
        ),
    ],
)
def test_the_sentence_follows_what_may_be_told_of_the_parts(
    visitor: Visitor, changes: dict[str, Any], words: str
) -> None:
    assert words in show(visitor, {"weighted": {**WEIGHTED, **changes}}).text


def test_a_weighted_rate_that_is_refused_says_why(visitor: Visitor) -> None:
    text = show(visitor, {"weighted": REFUSED}).text
    assert "Không có tỷ lệ theo tỷ trọng: trọng số phải lệch quá nhiều" in text
    assert "theo tỷ trọng hồ sơ 86" not in text


@pytest.mark.parametrize(("trimmed", "told"), [(0, 0), (12, 1)])
def test_weights_that_were_cut_are_told(
    visitor: Visitor, trimmed: int, told: int
) -> None:
    text = show(visitor, {"weighted": {**WEIGHTED, "trimmed": trimmed}}).text
    assert text.count("Trọng số của 12 phiếu quá lớn nên đã bị cắt") == told
    assert "đáng giá bằng 242 phiếu" in text


@pytest.mark.parametrize(("agrees", "warned"), [(True, 0), (False, 1), (None, 0)])
def test_a_weighted_rate_that_finer_classes_contradict_is_read_with_caution(
    visitor: Visitor, agrees: bool | None, warned: int
) -> None:
    values = {**WEIGHTED, "agrees_with_finer": agrees}
    text = show(visitor, {"weighted": values}).text
    assert text.count("xin đọc con số theo tỷ trọng một cách thận trọng") == warned


def test_a_quarter_says_what_holds_without_any_assumption(visitor: Visitor) -> None:
    text = show(visitor, {"bounds": BOUNDS}).text
    assert "từ 18,3% đến 98,3% hài lòng, tùy những người chưa trả lời" in text
    assert "từ 1.832 đến 1.920 hồ sơ của kỳ hài lòng (88,9% đến 93,2%)" in text
    assert "Tính riêng kỳ này: Sát ngưỡng" in text


def test_a_quarter_that_heard_from_all_is_a_fact(visitor: Visitor) -> None:
    fact = {**BOUNDS, "is_fact": True, "evidence": None}
    text = show(visitor, {"bounds": fact}).text
    assert "đây là con số thật, không phải ước lượng" in text
    assert "Tính riêng kỳ này" not in text


def test_an_alarm_of_coverage_is_said_before_anything_is_unfolded(
    visitor: Visitor,
) -> None:
    alarm = make_alarm(20, 100, 900, 1000)
    page = show(visitor, {"coverage": make_chain(refused_invited=alarm)})
    card = find_card(page)
    folded = card.select_one("details")
    assert folded is not None
    assert (
        "Hồ sơ bị từ chối có được mời như hồ sơ đã giải quyết không: 20,0%, so với "
        "90,0%. p < 0,001, đã chỉnh = 0,002, trong 24 phép thử cùng lúc."
    ) in words_of(folded)
    folded.extract()
    assert "Chỉ 20,0% hồ sơ bị từ chối được mời; đã giải quyết là 90,0%." in words_of(
        card
    )


def test_a_chain_that_does_not_add_up_is_told(visitor: Visitor) -> None:
    values = make_chain(is_sound=False)  # type: ignore[arg-type]
    assert "Chuỗi số không khớp" in show(visitor, {"coverage": values}).text


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            (0.021, -0.005, 0.047),
            "tăng 2,1 điểm, khoảng từ −0,5 đến 4,7: chưa chắc là thay đổi",
        ),
        (
            (-0.05, -0.08, -0.02, True),
            "giảm 5,0 điểm, khoảng từ −8,0 đến −2,0: đủ chắc là thay đổi",
        ),
        (
            (0.03, 0.001, 0.06),
            "tăng 3,0 điểm, khoảng từ 0,1 đến 6,0: có thể do ngẫu nhiên",
        ),
    ],
)
def test_a_change_never_stands_without_its_interval(
    visitor: Visitor, numbers: Any, words: str
) -> None:
    text = show(visitor, {"change": make_change(*numbers)}).text
    assert f"So với quý IV/2025: {words}" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (make_pooled("above"), "Cao hơn rõ rệt so với mức chung"),
        (make_pooled("below"), "Thấp hơn rõ rệt so với mức chung"),
        (make_pooled("indistinct"), "Không phân biệt được với mức chung"),
        (
            make_pooled(None, is_ordered=False, rank_lowest=None, p=None),
            "Quá ít phiếu để so với các cơ quan cùng cấp",
        ),
        (
            make_pooled("indistinct", has_difference=False, is_ordered=False),
            "Không thấy khác biệt nào giữa các cơ quan cùng cấp",
        ),
    ],
)
def test_a_unit_stands_in_one_of_three_groups(
    visitor: Visitor, values: dict[str, Any], words: str
) -> None:
    text = show(visitor, {"pooled": values}).text
    assert words in text
    # A rank is a range or nothing; the expected one (3.4) is never shown.
    assert ("từ hạng 2 đến hạng 6 trên 12" in text) is values["is_ordered"]
    assert "hạng 3" not in text


def test_months_together_are_told_with_p_and_the_size_of_the_family(
    visitor: Visitor,
) -> None:
    text = show(visitor, {"control": CONTROL, "trend": TREND, "break": BREAK}).text
    assert "Tháng này (82,0%) ra ngoài giới hạn thường thấy, 83,4% đến 96,7%" in text
    assert "Qua 18 tháng có xu hướng giảm 0,25 điểm mỗi tháng" in text
    assert "Sau tháng 9 năm 2025 mức hài lòng tăng hẳn 5,1 điểm" in text
    tested = "trong 24 phép thử cùng lúc."
    assert f"đến tháng 10 năm 2025. p < 0,001, đã chỉnh = 0,400, {tested}" in text
    assert (
        "Xu hướng (Mann-Kendall): −0,25 điểm mỗi tháng (−0,40 đến −0,10). p = 0,200"
    ) in text


def test_quiet_months_say_so(visitor: Visitor) -> None:
    quiet = {"is_flagged": False}
    found = {
        "control": {**CONTROL, **quiet, "is_out": False, "p": None},
        "trend": {**TREND, **quiet},
        "break": {**BREAK, **quiet, "last_before": None},
    }
    text = show(visitor, found).text
    assert "nằm trong giới hạn thường thấy" in text and "không tính được" in text
    assert "chưa thấy xu hướng rõ" in text and "mức hài lòng tăng hẳn" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "không tính chúng thì tỷ lệ là 90,9%"),
        ({"contested": 0}, "2 dấu hiệu bất thường đang được xem xét"),
        ({"is_told": False}, "quá nhỏ để nói riêng"),
    ],
)
def test_the_rate_is_told_without_contested_batches(
    visitor: Visitor, changes: dict[str, Any], words: str
) -> None:
    assert words in show(visitor, {"integrity": {**CONTESTED, **changes}}).text


def test_nothing_is_read_of_a_hidden_figure(visitor: Visitor) -> None:
    agency, month = make_agency(), make_publication(APRIL)
    make_result(month, None, scope="agency", key=agency.code)
    make_estimate(month, "power", POWER, scope="agency", key=agency.code)
    assert "Cần gì để chắc?" not in visitor.get(f"/co-quan/{agency.code}").text
