"""Call-back samples are compared once their year is sealed, and when it changes."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.anchors import AnchorRow
from feedback.extensions import db
from feedback.jobs.anchors import compare_anchors
from feedback.operations.anchors import record_anchors
from feedback.queries.published.anchors import list_anchors
from feedback.queries.published.stamps import get_stamps
from tests.factories_periods import make_year
from tests.factories_published import make_result

ON = date(2026, 2, 26)
#: The example of analysis.anchors.measure_anchor.
ROW = AnchorRow(2025, 40_000, 260, (6, 10, 20, 100, 64), 5, "Rút ngẫu nhiên")
RATED = (200, 280, 400, 4_120, 5_000)


def test_there_is_nothing_to_compare_without_a_sample_or_a_sealed_year(
    app: Flask,
) -> None:
    assert compare_anchors(ON) == "no sample"
    record_anchors([ROW], digest="a" * 64)
    assert compare_anchors(ON) == "2025 not sealed"
    assert list_anchors()[0].comparison is None


def test_a_hidden_year_is_not_compared(app: Flask) -> None:
    record_anchors([ROW], digest="a" * 64)
    make_result(make_year(), None, indicator="all")
    assert compare_anchors(ON) == "2025 not sealed"


def test_the_gap_to_the_published_year_is_kept_and_made_once(app: Flask) -> None:
    record_anchors([ROW], digest="a" * 64)
    make_result(make_year(), RATED, indicator="all", ended=41_000)
    assert compare_anchors(ON) == "2025 compared"
    (kept,) = list_anchors()
    found = kept.comparison
    assert found is not None and kept.ended == 41_000
    assert (found.continuous, found.state, found.rate) == (
        (9_120, 10_000),
        "sound",
        0.82,
    )
    assert found.response == pytest.approx(200 / 260, abs=1e-6)
    # 0.912 - 0.82; its bounds are proved in tests/analysis/test_anchors.py.
    assert found.gap == pytest.approx(0.092) and found.is_gap_clear
    stamps = get_stamps()
    assert compare_anchors(ON) == "2025 unchanged"
    db.session.rollback()
    assert get_stamps() == stamps


def test_a_corrected_year_and_a_corrected_sample_are_compared_again(app: Flask) -> None:
    record_anchors([ROW], digest="a" * 64)
    make_result(make_year(), RATED, indicator="all")
    compare_anchors(ON)
    make_result(make_year(version=2), (0, 0, 0, 0, 100), indicator="all")
    assert compare_anchors(ON) == "2025 compared"
    again = list_anchors()[0].comparison
    assert again is not None and again.continuous == (100, 100)
    empty = AnchorRow(2025, 40_000, 0, (0, 0, 0, 0, 0), 0, "Chưa gọi ai")
    record_anchors([empty], digest="b" * 64)
    assert list_anchors()[0].comparison is None
    compare_anchors(ON)
    found = list_anchors()[0].comparison
    assert found is not None
    assert (found.state, found.rate, found.gap) == ("empty", None, None)
    assert found.response is None and not found.is_gap_clear
