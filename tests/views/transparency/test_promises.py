"""Before and after on the page of a promise: its chart, or why there is none."""

import pytest
from bs4 import Tag
from flask import Flask

from feedback.domain.months import Month
from feedback.models.publications import Publication
from feedback.operations import fulfilments
from tests.commitments import DUE_ON, promise
from tests.factories_published import Levels, make_chart, make_publication, make_result
from tests.lives import Cast, on_day
from tests.reports.charts.years import make_levels
from tests.statements import counted_statements
from tests.views.transparency.readers import list_reads
from tests.visitors import Page, Visitor

#: Promises here are made in March 2026 and kept in April.
FEBRUARY, MAY, LAST = Month(2026, 2), Month(2026, 5), Month(2026, 10)
BEFORE, AFTER = make_levels(60, 100), make_levels(80, 100)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def keep(cast: Cast) -> str:
    """A promise that was kept on its day."""
    code = promise.open(cast)
    with on_day(DUE_ON):
        fulfilments.keep_promise(
            code, user_id=cast.officer.id, seen=2, evidence="1/TB-UBND"
        )
    return code


def publish(cast: Cast, month: Month, levels: Levels | None) -> Publication:
    """A published month of the agency."""
    publication = make_publication(month.first_day)
    unit = {"indicator": "all", "scope": "agency", "key": cast.agency.code}
    make_result(publication, levels, **unit)
    return publication


def draw(publication: Publication, code: str, layouts: tuple[str, ...] = ("",)) -> None:
    """What the job keeps of a promise."""
    for layout in layouts:
        for language in ("vi", "en"):
            make_chart(publication, f"promise{layout}:commitment:{code}", language)


def find_figure(page: Page) -> Tag:
    figure = page.html.select_one("figure.gopy-chart")
    assert figure is not None
    return figure


def read_table(figure: Tag) -> list[list[str]]:
    """The cells of the first table."""
    body = figure.select_one("tbody")
    assert body is not None
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in body.select("tr")
    ]


def test_a_chart_stands_with_its_table_and_what_it_says(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, None)
    publication = publish(cast, MAY.shift(1), AFTER)
    draw(publication, code, ("", "-narrow"))
    page = visitor.get(f"/cam-ket/{code}")
    figure = find_figure(page)
    source, image = figure.select_one("picture source"), figure.select_one("img")
    assert source and image and "promise-narrow:" in str(source["srcset"])
    for address in (source["srcset"], image["src"]):
        assert visitor.client.get(str(address)).mimetype == "image/svg+xml"
    assert [row[:3] for row in read_table(figure)] == [
        ["02/2026", "trước", "60%"],
        ["03/2026", "đang thực hiện", "không công bố"],
        ["04/2026", "đang thực hiện", "không công bố"],
        ["05/2026", "sau", "nhóm nhỏ, không hiện"],
        ["06/2026", "sau", "80%"],
    ]
    assert read_table(figure)[0][3:] == ["51%–68%", "100"]
    # The difference and its bounds as in tests/reports/charts/test_promises.py.
    assert "cao hơn trước khi cam kết 20,0 điểm phần trăm" in page.text
    assert "từ 9,4 đến 30,0" in page.text
    assert "có thể do nhiều nguyên nhân khác" in page.text
    english = visitor.get(f"/en/cam-ket/{code}")
    assert "20.0 percentage points higher" in english.text
    assert "in progress" in find_figure(english).get_text()


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (make_levels(30, 100), "thấp hơn trước khi cam kết 30,0 điểm phần trăm"),
        (make_levels(62, 100), "chưa thấy khác nhau rõ ràng"),
    ],
)
def test_a_difference_is_told_in_words(
    visitor: Visitor, cast: Cast, after: Levels, words: str
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, after)
    assert words in visitor.get(f"/cam-ket/{code}").text


def test_the_table_ends_with_the_month_the_chart_was_drawn_with(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    draw(publish(cast, MAY, AFTER), code)
    publish(cast, MAY.shift(1), AFTER)
    figure = find_figure(visitor.get(f"/cam-ket/{code}"))
    assert read_table(figure)[-1][0] == "05/2026" and not figure.select("source")


def test_the_newest_of_several_charts_is_shown(visitor: Visitor, cast: Cast) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    for month in (MAY, MAY.shift(1)):
        newest = publish(cast, month, AFTER)
        draw(newest, code)
    image = find_figure(visitor.get(f"/cam-ket/{code}")).select_one("img")
    assert image and f"/{newest.id}/" in str(image["src"])


def test_a_chart_of_replaced_figures_is_not_shown(visitor: Visitor, cast: Cast) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    draw(publish(cast, MAY, AFTER), code)
    newer = make_publication(MAY.first_day, version=2)
    unit = {"indicator": "all", "scope": "agency", "key": cast.agency.code}
    make_result(newer, AFTER, **unit)
    page = visitor.get(f"/cam-ket/{code}")
    assert not page.html.select("figure.gopy-chart")
    assert "sẽ được vẽ trong đêm tới" in page.text


def test_an_ended_promise_waits_for_the_first_month_after_it(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    page = visitor.get(f"/cam-ket/{code}")
    said = "khi số liệu của tháng 5 năm 2026 được công bố, dự kiến ngày 25/6/2026"
    assert said in page.text and not page.html.select("figure.gopy-chart")
    publish(cast, Month(2026, 4), AFTER)
    assert said in visitor.get(f"/cam-ket/{code}").text
    assert "expected on 25 June 2026" in visitor.get(f"/en/cam-ket/{code}").text


def test_figures_that_are_there_wait_for_the_night(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, AFTER)
    assert "sẽ được vẽ trong đêm tới" in visitor.get(f"/cam-ket/{code}").text


def test_what_is_too_small_now_is_looked_at_again_for_half_a_year(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, None)
    again = "Sẽ xem lại mỗi kỳ công bố, đến tháng 10 năm 2026"
    assert again in visitor.get(f"/cam-ket/{code}").text
    publish(cast, LAST, None)
    never = "Không có biểu đồ: trong sáu tháng trước khi cam kết"
    assert never in visitor.get(f"/cam-ket/{code}").text


def test_nothing_shown_before_a_promise_is_said_at_once(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, None)
    publish(cast, MAY, AFTER)
    never = "Không có biểu đồ: trong sáu tháng trước khi cam kết"
    assert never in visitor.get(f"/cam-ket/{code}").text


def test_a_promise_of_before_charts_were_drawn_has_none(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, AFTER)
    publish(cast, Month(2027, 5), AFTER)
    page = visitor.get(f"/cam-ket/{code}")
    assert "được vẽ trong 12 tháng sau khi cam kết kết thúc" in page.text


def test_a_promise_that_is_open_or_broken_says_so(visitor: Visitor, cast: Cast) -> None:
    code = promise.open(cast)
    publish(cast, FEBRUARY, BEFORE)
    publish(cast, MAY, AFTER)
    page = visitor.get(f"/cam-ket/{code}")
    assert "khi cam kết đã thực hiện xong" in page.text
    with on_day(DUE_ON):
        fulfilments.break_promise(
            code, user_id=cast.officer.id, seen=2, why="Không còn tiền."
        )
    page = visitor.get(f"/cam-ket/{code}")
    assert "không được thực hiện nên không có biểu đồ" in page.text
    assert not page.html.select("figure.gopy-chart")


def test_months_further_away_than_half_a_year_are_left_out(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, Month(2025, 8), BEFORE)
    publish(cast, Month(2026, 11), AFTER)
    assert "chưa có kỳ công bố" in visitor.get(f"/cam-ket/{code}").text


def test_the_page_reads_as_often_however_many_months_there_are(
    visitor: Visitor, cast: Cast
) -> None:
    code = keep(cast)
    publish(cast, FEBRUARY, BEFORE)
    draw(publish(cast, MAY, AFTER), code)
    with counted_statements() as few:
        visitor.get(f"/cam-ket/{code}")
    for back in (1, 2, 3, 4):
        publish(cast, FEBRUARY.shift(-back), BEFORE)
        draw(publish(cast, MAY.shift(back), AFTER), code)
    with counted_statements() as many:
        visitor.get(f"/cam-ket/{code}?v=2")
    assert len(list_reads(many)) == len(list_reads(few))
