import csv
from datetime import date
from pathlib import Path

import pytest

from tests.factories_published import make_count, make_source
from tests.views.transparency.readers import read_rows
from tests.visitors import Visitor


def load(real_data: Path, name: str) -> str:
    source = make_source(code=name)
    with (real_data / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            year, month = map(int, row["month"].split("-"))
            counts = [row[key] for key in row if key.startswith("n")]
            n1, n2, n3, n4, n5 = (int(c) if c else 0 for c in counts)
            levels = (n1, n2, n3, n4, n5) if all(counts) else None
            percent = int(row["published_percent"])
            make_count(source, date(year, month, 1), levels, percent)
    return source.code


@pytest.mark.parametrize(
    ("name", "same", "counted"),
    [("opg-deputy-report", 36, 39), ("opg-make-lpa", 11, 14)],
)
def test_the_real_counts_show_both_rates_and_the_change_of_method(
    visitor: Visitor, real_data: Path, name: str, same: int, counted: int
) -> None:
    page = visitor.get(f"/khao-sat-khac/{load(real_data, name)}")
    assert f"bằng R2 ở {same} trên {counted} tháng có số đếm" in page.text
    assert f"bằng R1 ở 3 trên {counted} tháng có số đếm" in page.text
    assert (
        "Các tháng không bằng R2: tháng 4 năm 2026, tháng 5 năm 2026, tháng 6 năm 2026."
        in page.text
    )
    assert "Từ tháng 4 năm 2026 nguồn đổi cách tính, từ R2" in page.text
    assert "sang R1" in page.text
    assert page.text.count("đổi cách tính") == 2  # the warning and the month's row


def test_a_month_sets_both_rates_beside_the_published_one(
    visitor: Visitor, real_data: Path
) -> None:
    page = visitor.get(f"/khao-sat-khac/{load(real_data, 'opg-deputy-report')}")
    # 947 of 1,169 satisfied; the source published the mean index.
    assert read_rows(page)["Tháng 4 năm 2023"] == ["1.169", "80%", "81%", "80%", "R2"]


def test_a_figure_that_nothing_explains_is_named(visitor: Visitor) -> None:
    source = make_source()
    make_count(source, date(2025, 1, 1), (1, 1, 1, 1, 16), 50)
    make_count(source, date(2025, 2, 1), None, 88)
    page = visitor.get(f"/khao-sat-khac/{source.code}")
    assert "Không bằng cách tính nào: tháng 1 năm 2025." in page.text
    assert "không khớp" in page.text and "không có số đếm" in page.text


def test_sources_are_listed_apart_from_our_own_results(visitor: Visitor) -> None:
    source = make_source(name="VNForm")
    make_count(source, date(2025, 1, 1), (1, 1, 1, 1, 16), 90)
    make_count(source, date(2025, 2, 1), None, 88)
    page = visitor.get("/khao-sat-khac")
    assert read_rows(page) == {"VNForm": ["2", "1", "2/5/2026"]}
    assert "Không bao giờ được cộng vào kết quả của Góp Ý" in page.text


def test_an_unknown_source_is_told_politely(visitor: Visitor) -> None:
    assert "nguồn khảo sát" in visitor.get("/khao-sat-khac/x", status=404).text
