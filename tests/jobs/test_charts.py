"""Charts: of the province for each publication, of units for the newest alone."""

from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.charts import draw_charts
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.commitments import Commitment
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
APRIL = MARCH.shift(1)
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


def promise_kept(place: Place, ended_on: date, code: str = "GY-PR0M-1SE0") -> str:
    """A promise of the agency `good`, made in April."""
    db.session.add(
        Commitment(
            code=code,
            agency_id=place.agencies["good"].id,
            service_id=place.other.id,
            text="Thêm hai quầy tiếp nhận.",
            promised_on=APRIL.first_day,
            due_on=ended_on,
            state="kept",
            ended_on=ended_on,
        )
    )
    db.session.commit()
    return code


def draw_month(place: Place, month: Month) -> str:
    """Rate, publish and draw a month."""
    rate_month(place, month)
    publish_month(month.published_on)
    return draw_charts(month.published_on)


def find_promises(month: Month) -> dict[tuple[str, str], bytes]:
    """The charts of promises that stand with a month's publications."""
    return {
        key: chart.svg
        for key, chart in read_charts(month).items()
        if chart.name.startswith("promise")
    }


def test_a_kept_promise_is_drawn_with_each_month_and_keeps_its_newest_chart(
    place: Place,
) -> None:
    code = promise_kept(place, date(2026, 4, 16))
    draw_month(place, APRIL)
    assert not find_promises(APRIL), "nothing is published after its end"
    may = APRIL.shift(1)
    draw_month(place, may)
    drawn = find_promises(may)
    assert len(drawn) == 4
    assert b"04/2026" in drawn[f"promise:commitment:{code}", "vi"]
    assert draw_charts(may.published_on) == "0 charts drawn, 0 dropped"
    june = APRIL.shift(2)
    draw_month(place, june)
    assert not find_promises(may) and len(find_promises(june)) == 4


def test_a_run_that_was_cut_short_is_brought_to_its_end(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        promise_kept(place, date(2026, 4, 16), f"GY-0000-000{number}")
    may = APRIL.shift(1)
    draw_month(place, APRIL)
    monkeypatch.setattr("feedback.jobs.charts._BATCH", 4)
    draw_month(place, may)
    whole = find_promises(may)
    assert len(whole) == 12
    db.session.execute(delete(Chart).where(Chart.name.like("promise%-0002")))
    db.session.commit()
    assert len(find_promises(may)) == 8
    assert draw_charts(may.published_on) == "4 charts drawn, 0 dropped"
    assert find_promises(may) == whole


def test_a_promise_of_long_ago_keeps_the_chart_it_has(place: Place) -> None:
    promise_kept(place, date(2026, 4, 16))
    may, june = APRIL.shift(1), APRIL.shift(2)
    draw_month(place, APRIL)
    draw_month(place, may)
    before = find_promises(may)
    end_longer_ago()
    draw_month(place, june)
    assert find_promises(may) == before and not find_promises(june)


def end_longer_ago() -> None:
    """What twelve more months would do."""
    db.session.execute(
        update(Commitment).values(
            promised_on=date(2025, 4, 1), ended_on=date(2025, 5, 1)
        )
    )
    db.session.commit()


def correct_month(place: Place, month: Month) -> None:
    """Ratings that were found late change what was published."""
    levels, on = (50, 50, 0, 0, 0), month.first_day.replace(day=20)
    unit = (place.agencies["good"].id, place.other.id)
    rate(*unit, levels, month=month.first_day, rated_on=on)
    count_measures(on)
    publish_month(month.published_on)


def list_versions_with_promises() -> list[int]:
    """The versions of publications that have charts of promises."""
    rows = db.session.scalars(
        select(Publication.version)
        .join(Chart, Chart.publication_id == Publication.id)
        .where(Chart.name.like("promise%"))
        .distinct()
    )
    return list(rows)


def test_a_chart_of_replaced_figures_is_drawn_again(place: Place) -> None:
    code = promise_kept(place, date(2026, 4, 16))
    may = APRIL.shift(1)
    draw_month(place, APRIL)
    draw_month(place, may)
    before = find_promises(may)[f"promise:commitment:{code}", "vi"]
    correct_month(place, may)
    draw_charts(may.published_on)
    assert list_versions_with_promises() == [2], "of the replaced version none is left"
    assert find_promises(may)[f"promise:commitment:{code}", "vi"] != before


def test_a_chart_of_replaced_figures_that_cannot_be_drawn_again_goes(
    place: Place,
) -> None:
    promise_kept(place, date(2026, 4, 16))
    may = APRIL.shift(1)
    draw_month(place, APRIL)
    draw_month(place, may)
    end_longer_ago()
    correct_month(place, may)
    draw_charts(may.published_on)
    assert list_versions_with_promises() == []


def test_before_the_first_publication_there_is_nothing_to_draw(app: Flask) -> None:
    assert draw_charts(date(2026, 4, 25)) == "nothing published"
