"""Control charts and changes as drawn agree with the estimates they are drawn from."""

from collections.abc import Callable

import pytest
from flask import Flask

from feedback.analysis.charts.looks import ALERT, BAND
from feedback.domain.months import Month, iterate_months
from feedback.domain.periods import Period
from feedback.models.publications import Publication
from feedback.reports.charts import draw_province_charts
from feedback.reports.drafts import DrawnChart
from tests.analysis.drawn import list_boxes, list_marks, list_texts
from tests.factories_published import make_publication, make_result
from tests.reports.charts.years import (
    FIRST,
    LAST,
    add_estimate,
    find_series,
    make_levels,
    publish_years,
)

MONTHS = list(iterate_months(FIRST, LAST))


@pytest.fixture
def risen(app: Flask) -> Publication:
    """A province whose 160 of 200 became 186 of 200 after fifteen months."""
    satisfied = {m: 160 + place % 3 for place, m in enumerate(MONTHS[:15])}
    satisfied |= {m: 186 + place % 3 for place, m in enumerate(MONTHS[15:])}
    publication = publish_years(satisfied)
    for method, values in find_series(publication):
        add_estimate(publication, method, values)
    return publication


@pytest.fixture
def draw(app: Flask) -> Callable[[Publication], dict[str, DrawnChart]]:
    """Draws the charts of a publication in Vietnamese."""

    def drawn(publication: Publication) -> dict[str, DrawnChart]:
        period = Period(Month.of(publication.month), publication.length)
        charts = draw_province_charts(publication.id, period)
        return {chart.name: chart for chart in charts if chart.language == "vi"}

    return drawn


Draw = Callable[[Publication], dict[str, DrawnChart]]


def list_words(svg: bytes) -> list[str]:
    """Return the texts of a chart."""
    return [text.text for text in list_texts(svg)]


def test_months_outside_their_limits_are_those_of_the_estimate(
    risen: Publication, draw: Draw
) -> None:
    estimate = dict(find_series(risen))["control"]
    svg = draw(risen)["control:province:-"].svg
    # In the key one of each kind of signal that is there, then the months.
    assert estimate["out"] == [str(m) for m in MONTHS[15:]]
    assert len(list_marks(svg, ALERT)) == 1 + len(estimate["out"])
    words = list_words(svg)
    assert "Kỳ gốc, giữ cố định: 05/2024–04/2025" in words
    assert "Ngoài giới hạn" in words and "Trôi dần khỏi mức thường lệ" not in words


def test_a_change_that_was_found_parts_the_months_where_the_estimate_says(
    risen: Publication, draw: Draw
) -> None:
    estimate = dict(find_series(risen))["break"]
    assert estimate["last_before"] == "2025-07" and estimate["is_flagged"]
    words = list_words(draw(risen)["break:province:-"].svg)
    # 15 months of 160, 161 or 162 of 200, then nine of 186, 187 or 188.
    assert "Trước: 80,5% (2.415/3.000)" in words
    assert "Sau: 93,5% (1.683/1.800)" in words
    assert "Thay đổi từ 08/2025" in words
    assert "Chênh lệch +13,0 điểm" in " ".join(words)


def test_a_change_that_chance_makes_too_is_not_drawn(app: Flask, draw: Draw) -> None:
    satisfied = {month: 170 + 3 * (place % 2) for place, month in enumerate(MONTHS)}
    publication = publish_years(satisfied)
    for method, values in find_series(publication):
        add_estimate(publication, method, values)
    names = set(draw(publication))
    assert "control:province:-" in names and "break:province:-" not in names


def test_a_baseline_before_the_months_drawn_is_named_and_not_drawn(
    app: Flask, draw: Draw
) -> None:
    early = Month(2023, 1)
    for month in iterate_months(early, Month(2023, 12)):
        publication = make_publication(month.first_day)
        make_result(publication, make_levels(180, 200))
    newest = publish_years({month: 181 for month in MONTHS})
    values = {"baseline_first": "2023-01", "baseline_last": "2023-12"}
    add_estimate(newest, "control", values)
    svg = draw(newest)["control:province:-"].svg
    words = list_words(svg)
    assert "Kỳ gốc, giữ cố định: 01/2023–12/2023" in words
    assert "05/2024" in words and not any(
        word.endswith("/2023") for word in words if len(word) == 7
    )
    assert len(list_boxes(svg, BAND)) == 2  # the key, and limits over all months


def test_a_month_that_was_not_published_has_no_limits(app: Flask, draw: Draw) -> None:
    newest = make_publication(LAST.first_day)
    make_result(newest, make_levels(180, 200))
    for month in iterate_months(FIRST, MONTHS[11]):
        make_result(make_publication(month.first_day), make_levels(180, 200))
    values = {"baseline_first": str(FIRST), "baseline_last": str(MONTHS[11])}
    add_estimate(newest, "control", values)
    svg = draw(newest)["control:province:-"].svg
    # Limits over the baseline and over the newest month: two bands and the key's.
    assert len(list_boxes(svg, BAND)) == 3


def test_of_a_quarter_only_what_it_says_itself_is_drawn(app: Flask, draw: Draw) -> None:
    quarter = make_publication(Month(2026, 3).first_day, length=3)
    for indicator in ("T1", "all"):
        make_result(quarter, make_levels(180, 200), indicator=indicator, length=3)
    assert set(draw(quarter)) == {
        f"{kind}{layout}:province:-"
        for kind in ("levels", "coverage")
        for layout in ("", "-narrow")
    }
