"""Published figures of a real service, recomputed from its own counts."""

from pathlib import Path

import pytest
from flask import Flask

from feedback.commands.imports import group
from feedback.reports.counts import report_source
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
    n_months, n_known, n_index = FILES[name]
    done = run(app, group, "counts", real_data / name, "--source=opg", "--name=OPG")
    assert (done.code, done.err) == (0, "")
    (series,) = report_source("opg").series
    check = series.check
    assert (len(check.months), len(check.known)) == (n_months, n_known)
    assert len(check.months_as_index) == n_index
    changed = ("2026-04", "2026-05", "2026-06")
    assert check.months_unlike_index == changed
    assert check.months_as_top_two == changed
    assert series.months_unexplained == ()
    assert check.change is not None
    assert (check.change.month, check.change.months_following) == ("2026-04", 3)
    assert (check.change.before.id, check.change.after.id) == ("R2", "R1")
