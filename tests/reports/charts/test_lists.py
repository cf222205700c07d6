"""Charts of many units: agencies in pages, sectors over months, items."""

from xml.etree import ElementTree

import pytest
from flask import Flask

from feedback.analysis.charts import BROAD, NARROW
from feedback.analysis.charts.looks import INK, TRACK
from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.models.publications import Publication
from feedback.reports.charts import draw_province_charts, units
from feedback.reports.charts.captions import write_driver
from feedback.reports.charts.rows import split_pages
from tests.analysis.drawn import list_boxes, list_marks, list_texts
from tests.factories import make_agency, make_sector
from tests.factories_published import (
    MET,
    NOT_MET,
    TOO_CLOSE,
    make_publication,
    make_result,
)
from tests.reports.charts.years import add_estimate, make_levels

APRIL = Month(2026, 4)


def draw(publication: Publication, language: str = "vi") -> dict[str, bytes]:
    """Return the charts of the province by name."""
    period = Period(Month.of(publication.month), publication.length)
    charts = draw_province_charts(publication.id, period)
    return {chart.name: chart.svg for chart in charts if chart.language == language}


def list_words(svg: bytes) -> list[str]:
    """Return the texts of a chart."""
    return [text.text for text in list_texts(svg)]


def read_title(svg: bytes) -> str:
    """Return the title of a chart."""
    return ElementTree.fromstring(svg)[0].text or ""


def test_168_agencies_fill_four_pages_on_one_scale(app: Flask) -> None:
    publication = make_publication()
    for number in range(168):
        levels = NOT_MET if number == 7 else MET
        key = make_agency(name=f"Ủy ban nhân dân xã số {number:03}").code
        make_result(publication, levels, scope="agency", key=key)
    charts = draw(publication)
    names = ["units", "units-2", "units-3", "units-4"]
    pages = [charts[f"{name}:province:-"] for name in names]
    assert "units-5:province:-" not in charts
    found = [word for page in pages for word in list_words(page) if "xã số" in word]
    assert found == [f"Ủy ban nhân dân xã số {n:03}" for n in range(168)]
    assert [read_title(page)[-5:] for page in pages] == [
        "(1/4)",
        "(2/4)",
        "(3/4)",
        "(4/4)",
    ]
    scales = [{w for w in list_words(page) if w.endswith("0%")} for page in pages]
    assert all(scale == scales[0] for scale in scales)
    for name, page in zip(names, pages, strict=True):
        assert f'width="{BROAD.width}"'.encode() in page
        assert f'width="{NARROW.width}"'.encode() in charts[f"{name}-narrow:province:-"]


def test_of_too_many_agencies_those_with_most_answers_are_drawn(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "PAGE_SIZE", 2)
    monkeypatch.setattr(units, "MOST_PAGES", 1)
    publication = make_publication()
    for levels in (MET, TOO_CLOSE, NOT_MET):  # 480, 412 and 300 answers
        make_result(publication, levels, scope="agency", key=make_agency().code)
    svg = draw(publication)["units:province:-"]
    assert len(list_boxes(svg, TRACK)) == 2
    description = ElementTree.fromstring(svg)[1].text or ""
    assert "2 cơ quan nhiều phiếu nhất trong 3" in description


def test_groups_are_drawn_of_agencies_that_were_compared(app: Flask) -> None:
    publication = make_publication(Month(2026, 3).first_day, length=3)
    for group in ("above", "below", "indistinct", None):
        key = make_agency().code
        make_result(publication, MET, scope="agency", key=key, length=3)
        add_estimate(publication, "pooled", {"group": group}, scope="agency", key=key)
    svg = draw(publication)["units:province:-"]
    # Three in the key and three beside the names.
    assert len(list_marks(svg, INK)) == 6
    words = " ".join(list_words(svg))
    assert "Rõ ràng cao hơn" in words and "Không phân biệt được" in words


def test_sectors_are_mapped_over_their_months_and_hidden_cells_are_hatched(
    app: Flask,
) -> None:
    shown, hidden = make_sector(name="Đất đai"), make_sector(name="Hộ tịch")
    for month, levels in ((APRIL.shift(-2), None), (APRIL, make_levels(1799, 2000))):
        publication = make_publication(month.first_day)
        make_result(
            publication, levels, indicator="all", scope="sector", key=shown.code
        )
        make_result(publication, None, indicator="all", scope="sector", key=hidden.code)
    words = list_words(draw(publication)["heat:province:-"])
    # 89.95 % is not written as 90; the month between was never published.
    assert "89" in words and "90" not in words
    assert "Đất đai" in words and "Hộ tịch" not in words
    assert words.count("2026") == 1 and {"2", "3", "4"} <= set(words)
    assert "Quá ít phiếu, không hiện" in words and "Không có phiếu" in words
    english = list_words(draw(publication, "en")["heat:province:-"])
    assert "Too few answers, not shown" in english


def test_all_satisfied_is_100_and_nearly_all_is_not(app: Flask) -> None:
    publication = make_publication()
    for k in (1000, 999):
        sector = make_sector()
        levels = make_levels(k, 1000)
        make_result(
            publication, levels, indicator="all", scope="sector", key=sector.code
        )
    words = list_words(draw(publication)["heat:province:-"])
    assert words.count("100") == 1 and words.count("99") == 1


def test_a_narrow_map_has_the_newest_twelve_months(app: Flask) -> None:
    sector = make_sector()
    for back in range(15):
        publication = make_publication(APRIL.shift(back - 14).first_day)
        make_result(publication, MET, indicator="all", scope="sector", key=sector.code)
    charts = draw(publication)
    assert list_words(charts["heat:province:-"]).count("96") == 15
    assert list_words(charts["heat-narrow:province:-"]).count("96") == 12


def test_items_are_listed_by_importance_in_each_language(app: Flask) -> None:
    publication = make_publication()
    items = [
        {
            "vi": "Thái độ",
            "en": "Manner",
            "importance": 0.1,
            "lower": 0.05,
            "upper": 0.2,
            "performance": 4.6,
        },
        {
            "vi": "Thời gian",
            "en": "Time",
            "importance": 0.25,
            "lower": None,
            "upper": None,
            "performance": 3.8,
        },
        {
            "vi": "Lệ phí",
            "en": "Fee",
            "importance": None,
            "lower": None,
            "upper": None,
            "performance": 4.0,
        },
    ]
    add_estimate(publication, "drivers", {"items": items}, indicator="all")
    vi, en = (
        list_words(draw(publication, language)["drivers:province:-"])
        for language in ("vi", "en")
    )
    assert {"1. Thời gian", "25%, chỉ số 70", "2. Thái độ"} <= set(vi)
    assert {"2. Manner", "10% (5–20), index 90"} <= set(en)
    assert not any("Lệ phí" in word for word in vi)


def test_an_item_is_written_with_its_interval_if_it_has_one() -> None:
    assert write_driver(0.244, 0.18, 0.31, 70.6, "vi") == "24% (18–31), chỉ số 71"
    assert write_driver(0.244, None, None, 70.6, "en") == "24%, index 71"


def test_pages_are_of_nearly_the_same_length() -> None:
    assert [len(page) for page in split_pages(range(85), 42)] == [28, 28, 29]
    assert [len(page) for page in split_pages(range(42), 42)] == [42]
    assert split_pages([], 42) == []
