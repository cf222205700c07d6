import csv
from pathlib import Path

import pytest

from feedback.analysis.comparisons import Compared, compare_published, find_changes

OLD = Compared(81, 80, 80)
NEW = Compared(81, 77, 81)
BOTH = Compared(80, 80, 80)
NEITHER = Compared(81, 80, 60)
BARE = Compared(None, None, 80)


def test_both_rates_come_from_the_same_five_counts() -> None:
    # April 2023 of opg-deputy-report.csv: R1 = 947/1169 = 81.0 %, R2 = 79.6 %.
    compared = compare_published([23, 46, 153, 419, 528], 80)
    assert (compared.r1, compared.r2) == (81, 80)
    assert compared.rules == ("R2",)


@pytest.mark.parametrize("counts", [None, [0, 0, 0, 0, 0]])
def test_a_month_without_counts_is_compared_with_nothing(
    counts: list[int] | None,
) -> None:
    compared = compare_published(counts, 88)
    assert (compared.r1, compared.r2, compared.published) == (None, None, 88)
    assert not compared.has_both
    assert compared.rules == ()
    assert not compared.is_unexplained


def test_counts_without_a_published_figure_explain_nothing() -> None:
    compared = compare_published([0, 0, 0, 0, 4], None)
    assert compared.r1 == 100
    assert not compared.has_both


def test_a_figure_that_neither_rule_gives_is_named() -> None:
    assert NEITHER.is_unexplained
    assert not BOTH.is_unexplained
    assert BOTH.rules == ("R1", "R2")


def test_a_change_of_method_is_found_where_it_begins() -> None:
    assert find_changes([OLD, BOTH, OLD, BARE, NEW, NEITHER, NEW]) == {4: ("R2", "R1")}


def test_a_single_odd_month_is_no_change_of_method() -> None:
    assert find_changes([OLD, OLD, NEW, OLD, OLD]) == {}
    assert find_changes([OLD, OLD, NEW]) == {}


def test_one_method_all_along_and_no_method_at_all_are_no_change() -> None:
    assert find_changes([NEW, NEW, NEW]) == {}
    assert find_changes([BOTH, BARE, NEITHER]) == {}
    assert find_changes([]) == {}


@pytest.mark.parametrize(
    ("name", "n_counted", "n_index"),
    [("opg-deputy-report", 39, 36), ("opg-make-lpa", 14, 11)],
)
def test_the_real_series_follow_the_index_until_march_2026(
    real_data: Path, name: str, n_counted: int, n_index: int
) -> None:
    with (real_data / f"{name}.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["month"])
    compared = []
    for row in rows:
        counts = [row[key] for key in row if key.startswith("n")]
        levels = [int(count) for count in counts] if all(counts) else None
        compared.append(compare_published(levels, int(row["published_percent"])))
    assert sum(month.has_both for month in compared) == n_counted
    assert sum("R2" in month.rules for month in compared) == n_index
    assert not any(month.is_unexplained for month in compared)
    changes = {
        rows[place]["month"]: rules for place, rules in find_changes(compared).items()
    }
    assert changes == {"2026-04": ("R2", "R1")}
