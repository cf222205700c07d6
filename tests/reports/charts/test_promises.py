"""Charts of kept promises are drawn from what is published and shown, once for all."""

from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask

from feedback.domain.months import Month, iterate_months
from feedback.extensions import db
from feedback.models.commitments import Commitment
from feedback.models.publications import Publication
from feedback.reports.charts.promises import draw_promise_charts
from feedback.reports.drafts import DrawnChart
from tests.analysis.drawn import list_texts
from tests.commitments import PROMISE
from tests.factories import make_agency, make_service
from tests.factories_published import Levels, make_publication, make_result
from tests.reports.charts.years import make_levels
from tests.statements import counted_statements

#: Made in March, kept in April.
MADE, ENDED = date(2026, 3, 23), date(2026, 4, 16)
FIRST, LAST = Month(2025, 10), Month(2026, 8)


class Province:
    """Months of one agency and one service; 60 % of 100 before, 80 % after."""

    def __init__(self) -> None:
        self.agency = make_agency(name="UBND phường Một", name_en="Ward One")
        self.service = make_service(name="Đăng ký khai sinh")
        self.publications = {
            month: make_publication(month.first_day)
            for month in iterate_months(FIRST, LAST)
        }

    def publish(self, month: Month, levels: Levels | None, **changes: str) -> None:
        """A month of the agency, unless told otherwise."""
        values = {"indicator": "all", "scope": "agency", "key": self.agency.code}
        publication: Publication = self.publications[month]
        make_result(publication, levels, **{**values, **changes})

    def publish_all(self) -> None:
        """Every month but those of the work."""
        for month in self.publications:
            self.publish(month, make_levels(60 if month < Month(2026, 4) else 80, 100))

    def promise(self, code: str = "GY-1111-1111", **changes: object) -> str:
        """A promise that was kept."""
        values = {
            "code": code,
            "agency_id": self.agency.id,
            "service_id": self.service.id,
            "text": PROMISE,
            "promised_on": MADE,
            "due_on": ENDED,
            "state": "kept",
            "ended_on": ENDED,
        }
        db.session.add(Commitment(**{**values, **changes}))
        db.session.commit()
        return code


@pytest.fixture
def province(app: Flask) -> Province:
    return Province()


def draw(month: Month = LAST, *codes: str) -> dict[tuple[str, str], DrawnChart]:
    """The charts by name and language."""
    charts = draw_promise_charts(month, codes)
    return {(chart.name, chart.language): chart for chart in charts}


def read_words(chart: DrawnChart) -> list[str]:
    """Its texts."""
    return [text.text for text in list_texts(chart.svg)]


def read_description(chart: DrawnChart) -> str:
    """What it says to those who cannot see it."""
    return ElementTree.fromstring(chart.svg)[1].text or ""


def test_a_kept_promise_is_drawn_in_both_layouts_and_languages(
    province: Province,
) -> None:
    province.publish_all()
    code = province.promise()
    assert set(draw()) == {
        (f"promise{layout}:commitment:{code}", language)
        for layout in ("", "-narrow")
        for language in ("vi", "en")
    }


def test_the_newest_month_on_either_side_is_named_with_what_it_rests_on(
    province: Province,
) -> None:
    province.publish_all()
    code = province.promise()
    charts = draw()
    words = read_words(charts[f"promise:commitment:{code}", "vi"])
    assert "Trước, 02/2026: 60% (60/100)" in words
    assert "Sau, 08/2026: 80% (80/100)" in words
    assert "Đang thực hiện: 03/2026–04/2026" in " ".join(words)
    # statsmodels' confint_proportions_2indep(80, 100, 60, 100, "newcomb", alpha=0.1).
    assert "Chênh lệch +20,0 điểm (khoảng +9,4 đến +30,0)" in " ".join(words)
    said = read_description(charts[f"promise:commitment:{code}", "en"])
    assert "does not say that it is the cause" in said
    assert "Ward One: Before, 02/2026: 60% (60/100)" in said
    assert "After, 08/2026: 80% (80/100)" in said and "90% confidence" in said


def test_months_begin_six_before_and_end_six_after(province: Province) -> None:
    province.publish_all()
    early = province.promise("GY-0000-0001")
    late = province.promise(
        "GY-0000-0002", promised_on=date(2025, 11, 3), ended_on=date(2025, 11, 20)
    )
    charts = draw()
    found = read_words(charts[f"promise:commitment:{early}", "vi"])
    # Published since 10/2025, half a year before 03/2026 would be 09/2025.
    assert "10/2025" in found and "Sau, 08/2026: 80% (80/100)" in found
    found = read_words(charts[f"promise:commitment:{late}", "vi"])
    assert "Trước, 10/2025: 60% (60/100)" in found
    assert "Sau, 05/2026: 80% (80/100)" in found


def test_a_hidden_month_is_no_end_of_the_comparison(province: Province) -> None:
    for month in province.publications:
        levels = None if month in (Month(2026, 2), LAST) else make_levels(90, 100)
        province.publish(month, levels)
    code = province.promise()
    words = read_words(draw()[f"promise:commitment:{code}", "vi"])
    assert "Trước, 01/2026: 90% (90/100)" in words
    assert "Sau, 07/2026: 90% (90/100)" in words


def test_a_service_has_a_panel_of_its_own_and_its_own_target(
    province: Province,
) -> None:
    province.publish_all()
    own = {"scope": "service", "key": province.service.code}
    for month in province.publications:
        province.publish(month, make_levels(70, 100), **own)
        land = {**own, "indicator": "T2", "threshold": "85"}
        province.publish(month, make_levels(70, 100), **land)
        province.publish(
            month, make_levels(70, 100), indicator="T1", scope="province", key="-"
        )
    code = province.promise()
    charts = draw()
    words = " ".join(read_words(charts[f"promise:commitment:{code}", "vi"]))
    assert "Đăng ký khai sinh (toàn tỉnh)" in words
    assert "Chỉ tiêu cho người nộp trực tuyến: 90%" in words
    assert "Chỉ tiêu cho nhóm đất đai, xây dựng, đầu tư: 85%" in words
    english = " ".join(read_words(charts[f"promise:commitment:{code}", "en"]))
    assert "UBND" not in english and "Target for online users: 90%" in english


def test_a_long_name_of_a_service_is_cut(province: Province) -> None:
    province.service.name = "Cấp giấy phép xây dựng " * 9
    db.session.commit()
    for month in province.publications:
        own = {"scope": "service", "key": province.service.code}
        province.publish(month, make_levels(70, 100), **own)
    code = province.promise()
    chart = draw()[f"promise:commitment:{code}", "vi"]
    assert "… (toàn tỉnh)" in " ".join(read_words(chart))
    assert "Chỉ tiêu" not in " ".join(read_words(chart)), "none was published"


@pytest.mark.parametrize(
    "hidden", [range(2025, 2026), range(2026, 2027)], ids=["before", "after"]
)
def test_a_promise_with_nothing_shown_on_one_side_has_no_chart(
    province: Province, hidden: range
) -> None:
    for month in province.publications:
        is_before = month < Month(2026, 4)
        is_hidden = is_before if 2025 in hidden else not is_before
        province.publish(month, None if is_hidden else make_levels(60, 100))
    province.promise()
    assert draw() == {}


@pytest.mark.parametrize("state", ["broken", "open"])
def test_a_promise_that_was_not_kept_has_no_chart(
    province: Province, state: str
) -> None:
    province.publish_all()
    ended = None if state == "open" else ENDED
    province.promise(state=state, ended_on=ended)
    assert draw() == {}


def test_before_a_month_after_the_end_is_published_there_is_no_chart(
    province: Province,
) -> None:
    province.publish_all()
    province.promise()
    assert draw(Month(2026, 4)) == {} and draw(Month(2026, 5))


def test_a_year_after_its_end_it_is_drawn_only_when_asked_for(
    province: Province,
) -> None:
    province.publish_all()
    code = province.promise()
    newest = Month(2027, 5)
    assert draw(Month(2027, 4)) and draw(newest) == {}
    assert set(draw(newest, code)) == set(draw())


def test_what_is_drawn_already_is_left_out(province: Province) -> None:
    province.publish_all()
    done, lacking = province.promise("GY-0000-0001"), province.promise("GY-0000-0002")
    names = {chart.name for chart in draw_promise_charts(LAST, drawn=[done])}
    assert names == {f"promise{end}:commitment:{lacking}" for end in ("", "-narrow")}


def test_the_same_months_give_the_same_bytes(province: Province) -> None:
    province.publish_all()
    for number in range(3):
        province.promise(f"GY-0000-000{number}")
    assert list(draw_promise_charts(LAST)) == list(draw_promise_charts(LAST))


def test_many_promises_take_as_many_reads_as_one(province: Province) -> None:
    province.publish_all()
    province.promise("GY-0000-0000")
    with counted_statements() as one:
        list(draw_promise_charts(LAST))
    for number in range(1, 6):
        service = make_service()
        province.promise(f"GY-0000-000{number}", service_id=service.id)
    with counted_statements() as many:
        assert len(list(draw_promise_charts(LAST))) == 24
    assert len(many) == len(one) <= 5
