"""An import holds a batch and not the file, and asks the database per batch."""

import csv
import tracemalloc
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.commands.imports import group
from feedback.extensions import db
from feedback.models.dossiers import Dossier
from tests.commands.runs import run
from tests.statements import counted_statements

ROWS = 5_000
#: Tracing every allocation is slow, so the bound is for a small file; the file of
#: 100,000 rows and the memory of a whole process are measured by bench/imports.py.
MEGABYTES = 20
STATEMENTS_PER_BATCH = 20


def write_rows(path: Path) -> Path:
    """Dossiers that have all ended, with an address each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("code", "service", "channel", "ended_on", "ending", "email"))
        for n in range(ROWS):
            code = f"H99.01-260301-{n:05}"
            ending = ("2026-03-05", "finished", f"nguoi{n}@example.vn")
            writer.writerow((code, "1.001193", "online", *ending))
    return path


@pytest.mark.usefixtures("catalogue")
def test_five_thousand_dossiers_take_few_statements_and_little_memory(
    app: Flask, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "dossiers.csv")
    tracemalloc.start()
    try:
        with counted_statements() as statements:
            done = run(app, group, "dossiers", path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert done.code == 0, done.err
    assert db.session.scalar(select(func.count()).select_from(Dossier)) == ROWS
    assert peak < MEGABYTES * 1e6, peak
    assert len(statements) < STATEMENTS_PER_BATCH * ROWS / 1000, statements
