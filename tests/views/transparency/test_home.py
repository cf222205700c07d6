from feedback.domain.channels import Channel
from tests.factories import make_agency
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
    make_published_comment,
    make_result,
)
from tests.statements import counted_statements
from tests.views.transparency.readers import list_reads, words_of
from tests.visitors import Visitor


def publish_province() -> None:
    make_plan()
    march, april = make_publication(MARCH), make_publication(APRIL)
    make_result(march, MET)
    make_result(april, TOO_CLOSE)
    make_result(april, NOT_MET, indicator="T2", threshold="85")
    make_result(april, MET, indicator="all")
    for channel in Channel:
        make_result(april, MET, indicator="all", scope="channel", key=channel.value)


def test_the_first_page_says_whether_the_target_is_met_and_how_sure_that_is(
    visitor: Visitor,
) -> None:
    publish_province()
    page = visitor.get("/")
    answers = page.html.select(".gopy-answers li")
    first, second = map(words_of, answers[:2])
    # 376 of 412, exact 90 % interval: methods.md, part b.
    assert "91,3%" in first and "Sát ngưỡng, chưa kết luận" in first
    assert "Chỉ tiêu ≥ 90%" in first
    assert "88,6% đến 93,4%" in first and "412 phiếu" in first
    assert "80,0%" in second and "Không đạt" in second
    assert "tháng 4 năm 2026" in page.text


def test_each_target_names_its_clause_and_the_plain_comparison(
    visitor: Visitor,
) -> None:
    publish_province()
    page = visitor.get("/")
    card = page.html.select_one(".gopy-card--care")
    assert card is not None
    text = words_of(card)
    assert "01/KH-MINHHOA, II.1.m" in text
    assert "So thẳng với ngưỡng: đạt." in text
    assert "20,2% số người được mời đã trả lời" in text  # 415 of 2,059


def test_received_comments_add_up_and_each_part_leads_to_its_list(
    visitor: Visitor,
) -> None:
    publish_province()
    make_balance(make_agency(), published=50, withheld=2, moved=3, waiting=9, overdue=4)
    make_balance(make_agency(), published=5, withheld=0, moved=0, waiting=1, overdue=0)
    page = visitor.get("/")
    parts = [words_of(part) for part in page.html.select(".gopy-balance li")]
    assert parts == [
        "70 ý kiến đã nhận",
        "= 55 đã công khai trả lời",
        "+ 2 không công khai, có căn cứ",
        "+ 3 đã chuyển thủ tục khác",
        "+ 10 đang chờ",
    ]
    links = [a["href"] for a in page.html.select(".gopy-balance a")]
    assert links == [
        f"/gop-y?bucket={bucket}"
        for bucket in ("published", "withheld", "moved", "waiting")
    ]
    third = page.html.select(".gopy-answers li")[2].get_text(" ")
    assert "85,7%" in third and "4 ý kiến quá hạn" in third  # 60 of 70
    assert "Chỉ tiêu 100%" in third


def test_all_but_one_answered_is_not_shown_as_all(visitor: Visitor) -> None:
    publish_province()
    make_balance(make_agency(), published=99_999, withheld=0, moved=0, waiting=1)
    third = visitor.get("/").html.select(".gopy-answers li")[2].get_text(" ")
    assert "99,9%" in third


def test_before_anything_is_published_the_page_says_so(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert "Chưa có tháng nào được công bố" in page.text
    assert "0 ý kiến đã nhận" in page.text


def test_a_chart_stands_with_its_table(visitor: Visitor) -> None:
    publish_province()
    publication = make_publication(APRIL, version=2, reason="Thử")
    make_result(publication, MET, indicator="all")
    for kind in ("months", "levels", "coverage"):
        make_chart(publication, f"{kind}:province:-")
    page = visitor.get("/")
    figures = page.html.select("figure.gopy-chart")
    assert len(figures) == 3
    for figure in figures:
        image = figure.select_one("img")
        assert image and image["alt"] and image["width"] == "640"
        assert figure.select("table, ol")
        drawn = visitor.client.get(str(image["src"]))
        assert drawn.mimetype == "image/svg+xml"


def test_agencies_are_tallied_by_verdict(visitor: Visitor) -> None:
    publish_province()
    publication = make_publication(APRIL, version=2)
    for levels in (MET, MET, NOT_MET, None):
        key = make_agency().code
        make_result(publication, levels, scope="agency", key=key)
    text = visitor.get("/").text
    assert "2 đạt 1 không đạt 1 nhóm nhỏ" in text


def test_the_newest_answered_comments_are_on_the_page(visitor: Visitor) -> None:
    shown = make_published_comment()
    page = visitor.get("/")
    assert shown.ref in page.text
    assert "Hồ sơ đã có kết quả ngày 18/3/2026" in page.text


def test_the_number_of_statements_does_not_grow_with_the_province(
    visitor: Visitor,
) -> None:
    publish_province()
    make_balance(make_agency())
    with counted_statements() as few:
        visitor.get("/")
    for _ in range(5):
        agency = make_agency()
        make_balance(agency)
        make_published_comment(agency=agency)
    with counted_statements() as many:
        visitor.get("/")
    assert len(list_reads(many)) == len(list_reads(few)) <= 10


def test_the_page_is_there_in_english(visitor: Visitor) -> None:
    publish_province()
    page = visitor.get("/en/")
    html = page.html.html
    assert html and html["lang"] == "en"
    assert "April 2026" in page.text
    assert all(
        str(a["href"]).startswith("/en/") for a in page.html.select(".gopy-nav a")
    )
