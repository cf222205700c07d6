"""Published figures of a real service, recomputed from its own counts."""

from pathlib import Path

import pytest
from flask import Flask

from feedback.commands.imports import group
from feedback.domain.months import Month
from feedback.queries.published import surveys
from feedback.views.transparency.surveys import list_series
from tests.commands.runs import run

#: Months in the file, months with counts, and how many of those follow R2.
FILES = {
    "opg-deputy-report.csv": (39, 39, 36),
    "opg-make-lpa.csv": (64, 14, 11),
}


@pytest.mark.parametrize("name", FILES)
def test_the_method_changed_in_april_2026_and_nowhere_else(
    app: Flask, real_data: Path, name: str
) -> None:
    n_months, n_counted, n_index = FILES[name]
    done = run(app, group, "counts", real_data / name, "--source=opg", "--name=OPG")
    assert (done.code, done.err) == (0, "")
    rows = surveys.list_counts(surveys.get_count_source("opg"))
    (series,) = list_series(rows)
    assert (len(series.months), series.n_counted) == (n_months, n_counted)
    assert series.count_agreeing("R2") == n_index
    after = [Month(2026, 4), Month(2026, 5), Month(2026, 6)]
    assert series.list_disagreeing("R2") == after
    assert series.count_agreeing("R1") == len(after)
    assert series.unexplained == []
    (change,) = series.changes
    assert (change.month, change.change) == (after[0], ("R2", "R1"))
