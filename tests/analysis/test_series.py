from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.rates import R1, R2
from feedback.analysis.series import (
    Agreement,
    PublishedMonth,
    check_month,
    check_series,
)
from tests.analysis.tables import read_rows

#: R1 = 86.0 %, R2 = 80.25 %.
APRIL = (40, 30, 70, 400, 460)
ONLY_R1, ONLY_R2, NEITHER = 86, 80, 50
#: R1 = R2 = 100 %.
ALL_HAPPY = (0, 0, 0, 0, 10)


def make_series(*percents: int | None) -> list[PublishedMonth]:
    """Months of one year with the same counts and these percentages."""
    return [
        PublishedMonth(f"2026-{place:02}", APRIL, percent)
        for place, percent in enumerate(percents, start=1)
    ]


def read_series(path: Path) -> list[PublishedMonth]:
    """The published months of a real survey."""
    months = []
    for row in read_rows(path):
        counts = [row[name] for name in row if name[:1] == "n" and name[1].isdigit()]
        n1, n2, n3, n4, n5 = (int(c) if c else 0 for c in counts)
        months.append(
            PublishedMonth(
                row["month"],
                (n1, n2, n3, n4, n5) if all(counts) else None,
                int(row["published_percent"]),
            )
        )
    return months


@pytest.mark.parametrize(
    ("name", "known", "as_index"),
    [("opg-deputy-report.csv", 39, 36), ("opg-make-lpa.csv", 14, 11)],
)
def test_a_real_survey_changed_its_method_in_april_2026(
    real_data: Path, name: str, known: int, as_index: int
) -> None:
    found = check_series(read_series(real_data / name))
    spring = ("2026-04", "2026-05", "2026-06")
    assert len(found.known) == known
    assert len(found.months_as_index) == as_index
    assert found.months_unlike_index == spring
    assert set(found.months_as_top_two) >= set(spring)
    assert found.change is not None
    assert (found.change.month, found.change.before, found.change.after) == (
        "2026-04",
        R2,
        R1,
    )
    assert (found.change.months_following, found.change.months_since) == (3, 3)


@pytest.mark.parametrize(
    ("counts", "percent", "agreement"),
    [
        (APRIL, ONLY_R1, Agreement.TOP_TWO),
        (APRIL, ONLY_R2, Agreement.INDEX),
        (APRIL, NEITHER, Agreement.NEITHER),
        (ALL_HAPPY, 100, Agreement.BOTH),
        (APRIL, None, Agreement.UNKNOWN),
        ((0, 0, 0, 0, 0), 90, Agreement.UNKNOWN),
        (None, 90, Agreement.UNKNOWN),
    ],
)
def test_a_month_is_compared_with_both_rules(
    counts: tuple[int, int, int, int, int] | None,
    percent: int | None,
    agreement: Agreement,
) -> None:
    check = check_month(PublishedMonth("2026-04", counts, percent))
    assert check.agreement is agreement


@pytest.mark.parametrize(
    ("percents", "month", "following", "since"),
    [
        ((80, 80, 86, 86, 86), "2026-03", 3, 3),
        ((80, 80, 86, 50, 86), "2026-03", 2, 3),  # one month agrees with neither
        ((80, 80, 80, 86), "2026-04", 1, 1),  # rests on one month, and says so
        ((80, 80, 86, 80, 86), "2026-05", 1, 1),  # as good as month 3, so the later
        ((80, None, 86, 86), "2026-03", 2, 2),
    ],
)
def test_a_change_is_put_where_it_explains_most(
    percents: tuple[int | None, ...], month: str, following: int, since: int
) -> None:
    change = check_series(make_series(*percents)).change
    assert change is not None
    assert (change.month, change.months_following, change.months_since) == (
        month,
        following,
        since,
    )


@pytest.mark.parametrize(
    "percents",
    [
        (),
        (80, 80, 80),
        (86, 86, 86),  # always top-two: nothing changed
        (80, 86, 80, 80, 80),  # one odd month
        (80, 50, 50),
        (86, 86, 80, 80),
    ],
)
def test_no_change_is_named_without_a_reason(percents: tuple[int, ...]) -> None:
    assert check_series(make_series(*percents)).change is None


def test_months_are_listed_by_the_rule_they_follow() -> None:
    found = check_series(make_series(ONLY_R2, NEITHER, None, ONLY_R1))
    assert [m.month for m in found.known] == ["2026-01", "2026-02", "2026-04"]
    assert found.months_as_index == ("2026-01",)
    assert found.months_as_top_two == ("2026-04",)
    assert found.months_unlike_index == ("2026-02", "2026-04")


def test_a_month_that_fits_both_rules_does_not_begin_a_change() -> None:
    months = [
        *make_series(80, 80),
        PublishedMonth("2026-03", ALL_HAPPY, 100),
        PublishedMonth("2026-04", APRIL, 86),
    ]
    change = check_series(months).change
    assert change is not None
    assert change.month == "2026-04"


@given(st.permutations(make_series(80, 50, 80, None, 86, 86)))
def test_the_order_of_import_does_not_matter(months: list[PublishedMonth]) -> None:
    assert check_series(months) == check_series(sorted(months, key=lambda m: m.month))
