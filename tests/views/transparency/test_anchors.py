"""The public page of yearly call-back samples."""

from datetime import date

import pytest

from feedback.domain.anchors import AnchorRow
from feedback.jobs.anchors import compare_anchors
from feedback.operations.anchors import record_anchors
from tests.factories_periods import make_year
from tests.factories_published import make_result
from tests.visitors import Visitor

LEVELS = (6, 10, 20, 100, 64)


def sample(levels: tuple[int, int, int, int, int] = LEVELS, called: int = 260) -> None:
    row = AnchorRow(2025, 40_000, called, levels, 5, "Rút ngẫu nhiên đơn giản.")
    record_anchors([row], digest="a" * 64)


def test_without_a_sample_the_page_says_so(visitor: Visitor) -> None:
    assert "Chưa có mẫu gọi lại nào được nhập." in visitor.get("/kiem-chung").text


def test_a_sample_waits_for_its_year(visitor: Visitor) -> None:
    sample()
    page = visitor.get("/kiem-chung").text
    assert "Sẽ được so sánh khi kết quả cả năm được niêm phong." in page
    assert "Rút ngẫu nhiên đơn giản." in page and "40.000" in page


@pytest.mark.parametrize(
    ("rated", "words"),
    [
        ((200, 280, 400, 4_120, 5_000), "cao hơn mẫu gọi lại 9,2 điểm phần trăm"),
        ((2_000, 2_800, 400, 2_400, 2_400), "thấp hơn mẫu gọi lại 34,0 điểm"),
        ((500, 600, 700, 4_100, 4_100), "chưa thấy khác nhau rõ ràng"),
    ],
)
def test_the_gap_is_told_in_words(
    visitor: Visitor, rated: tuple[int, int, int, int, int], words: str
) -> None:
    sample()
    make_result(make_year(), rated, indicator="all", ended=41_000)
    compare_anchors(date(2026, 2, 26))
    page = visitor.get("/kiem-chung").text
    assert words in page and "82,0%" in page and "76,9%" in page and "41.000" in page


@pytest.mark.parametrize(
    ("levels", "called", "words"),
    [
        ((0, 0, 1, 9, 10), 40, "Dưới 30 câu trả lời"),
        (LEVELS, 500, "Chưa đến một nửa số người được gọi trả lời"),
        ((0, 0, 0, 0, 0), 40, "Không ai trả lời nên mẫu này không cho biết gì."),
    ],
)
def test_a_weak_sample_is_said_to_be_weak(
    visitor: Visitor,
    levels: tuple[int, int, int, int, int],
    called: int,
    words: str,
) -> None:
    sample(levels, called)
    make_result(make_year(), (200, 280, 400, 4_120, 5_000), indicator="all")
    compare_anchors(date(2026, 2, 26))
    assert words in visitor.get("/kiem-chung").text
