"""Which rule another tool's published figures follow, from what is stored."""

import pytest

from feedback.domain.counts import CountRow
from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.operations.counts import record_counts
from feedback.reports.counts import report_source

pytestmark = pytest.mark.usefixtures("app")

#: April 2023 and April to May 2026 of the deputy report; 80, 84 and 85 were published.
MONTHS = [
    CountRow(Month(2023, 4), "deputy", "digital", (23, 46, 153, 419, 528), 80),
    CountRow(Month(2026, 4), "deputy", "digital", (12, 21, 131, 410, 450), 84),
    CountRow(Month(2026, 5), "deputy", "digital", None, 85),
    CountRow(Month(2026, 4), "lpa", "digital", (1, 0, 0, 0, 9), 17),
]


def test_each_series_is_recomputed_by_both_rules() -> None:
    record_counts(MONTHS, code="opg", name="OPG", digest="0" * 64)
    report = report_source("opg")
    assert (report.code, report.name) == ("opg", "OPG")
    deputy, lpa = report.series
    assert (deputy.service, deputy.channel) == ("deputy", "digital")
    assert deputy.check.months_as_index == ("2023-04",)
    assert deputy.check.months_as_top_two == ("2026-04",)
    assert deputy.check.change is not None
    assert deputy.check.change.month == "2026-04"
    assert len(deputy.check.known) == 2
    assert deputy.months_unexplained == ()
    assert lpa.months_unexplained == ("2026-04",)
    assert lpa.check.change is None


def test_a_source_nobody_imported_is_not_found() -> None:
    with pytest.raises(NotFound):
        report_source("nowhere")
