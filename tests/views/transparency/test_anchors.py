"""The public page of yearly call-back samples, and their file."""

import csv
import io
from datetime import date

import pytest

from feedback.domain.anchors import AnchorRow
from feedback.jobs.anchors import compare_anchors
from feedback.operations.anchors import record_anchors
from tests.factories_periods import make_year
from tests.factories_published import make_result
from tests.views.transparency.readers import find_address
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


def read_row(visitor: Visitor) -> dict[str, str]:
    """The only row of the file that the page links to."""
    address = find_address(visitor.get("/kiem-chung"), "Mẫu của mọi năm (CSV)")
    assert address == "/du-lieu/kiem-chung.csv"
    text = visitor.client.get(address, buffered=True).get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return row


@pytest.mark.parametrize(
    "rated", [(200, 280, 400, 4_120, 5_000), (2_000, 2_800, 400, 2_400, 2_400)]
)
def test_the_file_holds_what_the_page_shows(
    visitor: Visitor, rated: tuple[int, int, int, int, int]
) -> None:
    sample()
    year = make_year()
    make_result(year, rated, indicator="all", ended=41_000)
    compare_anchors(date(2026, 2, 26))
    row, page = read_row(visitor), visitor.get("/kiem-chung").text
    counts = ("population", "called", "n1", "n5", "n_none", "n", "satisfied", "ended")
    assert [row[name] for name in counts] == (
        ["40000", "260", "6", "64", "5", "200", "164", "41000"]
    )
    shares = ("response", "sample", "sample_lower", "sample_upper", "rated")
    for name in shares:
        assert f"{row[f'{name}_percent'].replace('.', ',')}%" in page, name
    gap, low, high = (
        row[f"gap{end}_points"].replace(".", ",").replace("-", "\N{MINUS SIGN}")
        for end in ("", "_lower", "_upper")
    )
    assert f"{gap.strip(chr(0x2212))} điểm phần trăm (từ {low} đến {high})" in page
    assert (row["rated_n"], row["state"]) == ("10000", "sound")
    assert (row["version"], row["digest"]) == (str(year.version), year.digest)


def test_before_its_year_is_sealed_a_sample_has_counts_alone(visitor: Visitor) -> None:
    sample()
    row = read_row(visitor)
    assert (row["year"], row["n4"], row["how"]) == (
        *("2025", "100", "Rút ngẫu nhiên đơn giản."),
    )
    empty = ("sample_percent", "gap_points", "state", "version", "digest", "rated_n")
    assert {row[name] for name in empty} == {""}


def test_a_sample_that_nobody_answered_has_no_rates(visitor: Visitor) -> None:
    sample((0, 0, 0, 0, 0), 40)
    make_result(make_year(), (200, 280, 400, 4_120, 5_000), indicator="all")
    compare_anchors(date(2026, 2, 26))
    row = read_row(visitor)
    assert (row["sample_percent"], row["gap_points"]) == ("", "")
    assert (row["rated_percent"], row["state"]) == ("91.2", "empty")
