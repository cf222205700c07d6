"""Charts: of the province for each publication, of units for the newest alone."""

from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.charts import draw_charts
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.publications import Chart, Publication
from tests.answers import rate
from tests.dossiers import make_dossier
from tests.factories import make_agency, make_service
from tests.months import MARCH, Place, make_place, rate_month

PROVINCE = {
    f"{kind}{layout}:province:-"
    for kind in ("units", "months", "levels", "heat")
    for layout in ("", "-narrow")
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def place(app: Flask) -> Place:
    made = make_place()
    rate_month(made)
    publish_month(MARCH.published_on)
    return made


def read_charts(month: Month) -> dict[tuple[str, str], Chart]:
    db.session.rollback()
    rows = db.session.scalars(
        select(Chart)
        .join(Publication, Publication.id == Chart.publication_id)
        .where(Publication.month == month.first_day)
    )
    return {(row.name, row.language): row for row in rows}


def read_texts(chart: Chart) -> list[str]:
    root = ElementTree.fromstring(chart.svg)
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_the_newest_publication_has_charts_of_the_province_and_its_units(
    place: Place,
) -> None:
    assert draw_charts(MARCH.published_on) == "80 charts drawn, 0 dropped"
    charts = read_charts(MARCH)
    shown = [place.agencies[name].code for name in ("good", "wide", "close", "small")]
    units = {
        f"{kind}{layout}:{scope}:{key}"
        for kind in ("months", "levels")
        for layout in ("", "-narrow")
        for scope, keys in (
            ("agency", shown),
            ("sector", [place.land_sector.code, place.other_sector.code]),
            ("service", [place.land.code, place.other.code]),
        )
        for key in keys
    }
    # A cell that is hidden has no chart, and without a register there is no coverage.
    assert set(charts) == {
        (name, language) for name in PROVINCE | units for language in ("vi", "en")
    }


def test_a_chart_says_what_was_published_in_its_language(place: Place) -> None:
    draw_charts(MARCH.published_on)
    charts = read_charts(MARCH)
    vi = read_texts(charts["units:province:-", "vi"])
    en = read_texts(charts["units:province:-", "en"])
    # 291 of 300; the half-width of its interval is under five points.
    assert "97,0% (291/300)" in vi and "97.0% (291/300)" in en
    assert "Chỉ tiêu ≥ 90%" in vi and "Target ≥ 90%" in en
    assert {"Đạt", "Không đạt", "Sát ngưỡng, chưa kết luận", "Chưa đủ phiếu"} <= set(vi)
    assert place.agencies["good"].name in vi
    assert place.agencies["tiny"].name not in vi
    months = read_texts(charts["months:province:-", "vi"])
    assert "Người nộp trực tuyến hài lòng" in months and "03/2026" in months
    levels = read_texts(charts["levels:province:-", "en"])
    assert "Online" in levels and "Very satisfied" in levels


def test_drawing_again_changes_nothing(place: Place) -> None:
    draw_charts(MARCH.published_on)
    before = {key: chart.svg for key, chart in read_charts(MARCH).items()}
    assert draw_charts(MARCH.published_on) == "0 charts drawn, 0 dropped"
    for chart in read_charts(MARCH).values():
        db.session.delete(chart)
    db.session.commit()
    draw_charts(MARCH.published_on)
    assert {key: chart.svg for key, chart in read_charts(MARCH).items()} == before


def test_charts_of_units_move_on_to_the_next_month(place: Place) -> None:
    draw_charts(MARCH.published_on)
    april = MARCH.shift(1)
    rate_month(place, april)
    publish_month(april.published_on)
    summary = draw_charts(april.published_on)
    assert summary.endswith("64 dropped")
    assert {name for name, _ in read_charts(MARCH)} == PROVINCE
    assert len(read_charts(april)) == 80
    months = read_charts(april)["months:province:-", "vi"]
    assert {"03/2026", "04/2026"} <= set(read_texts(months))


@pytest.mark.parametrize(("dossiers", "is_drawn"), [(50, True), (39, False)])
def test_coverage_is_drawn_where_the_register_has_all_dossiers(
    app: Flask, dossiers: int, is_drawn: bool
) -> None:
    agency, service = make_agency(), make_service()
    for _ in range(dossiers):
        make_dossier(
            settled_by_id=agency.id,
            service_id=service.id,
            ended_on=date(2026, 3, 5),
            ending=Ending.FINISHED,
        )
    rate(agency.id, service.id, (1, 2, 3, 14, 20))
    count_measures(date(2026, 3, 20))
    publish_month(MARCH.published_on)
    draw_charts(MARCH.published_on)
    charts = read_charts(MARCH)
    assert (("coverage:province:-", "vi") in charts) is is_drawn
    if is_drawn:
        texts = read_texts(charts["coverage:province:-", "vi"])
        assert {"Hồ sơ đã kết thúc", "50", "Đã đánh giá", "40"} <= set(texts)
    # Without a target there is nothing to hold the agencies against.
    assert ("units:province:-", "vi") not in charts


def test_before_the_first_publication_there_is_nothing_to_draw(app: Flask) -> None:
    assert draw_charts(date(2026, 4, 25)) == "nothing published"
