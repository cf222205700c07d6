"""The publication of a nation: a month, its quarter and its year after two years.

    python -m bench.publications [--answers 10] [--databases sqlite postgresql]

3,000 agencies, 2,000 services, 60 sectors, 24 months; the million answers asked for go
straight into the measures, and the last quarter has a register of two and a half
dossiers for each of its answers. The 23 months before are sealed from those measures
with everything but estimates, untimed. Then a process of its own seals the last month,
its quarter and its year as the job does (reading, hiding, judging, weights, pooling,
series, families, audit, digest, writing), draws the charts of the month, and says its
seconds and its own peak memory. What is left out: holding the measures against the
ratings, which `bench.nightly` measures.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from bench.ratings import AGENCIES, CHANNELS, DAY_SIZE, SECTORS, SERVICES, fill_database
from bench.report import print_table, read_peak, save_results
from bench.servers import environment_of, fresh_platform
from feedback.app import create_app
from feedback.config import ROOT, Settings
from feedback.domain.months import Month
from feedback.domain.periods import Period, list_periods_ending
from feedback.extensions import db
from feedback.operations.charts import store_charts
from feedback.operations.publications import seal_publication
from feedback.queries.publications import get_codes
from feedback.reports.charts import draw_province_charts, draw_unit_charts
from feedback.reports.months import MonthReader
from feedback.reports.publications import build_publication
from tests.plans import add_target, make_plan

LAST = Month(2025, 12)
MONTHS = [LAST.shift(n) for n in range(-23, 1)]
#: Months with a register; reading dossiers costs by the dossiers of the period alone.
REGISTERED = MONTHS[-3:]
DOSSIERS_EACH = 2.5
PLAN = "demo"
MEASURES = (
    "month, day, agency_id, service_id, channel, sector_id, n1, n2, n3, n4, n5, n_none"
)
DOSSIERS = (
    "id, system, code, raw_code, service_id, received_by_id, settled_by_id, channel, "
    "received_on, ended_on, ending"
)
Row = tuple[object, ...]
Numbers = npt.NDArray[np.int64]


def fill(app: Any, answers: int) -> None:
    """The catalogue, a target, two years of measures and a quarter of dossiers."""
    fill_database(app, DAY_SIZE)
    each = answers // len(MONTHS)
    with app.app_context():
        # 90 % of online users, as a plan has it.
        add_target(make_plan(), "T1", "90")
        rng = np.random.default_rng(20260630)
        effect = rng.normal(0, 0.05, AGENCIES + 1)
        for month in MONTHS:
            _insert("measures", MEASURES, _make_measures(month, each, rng, effect))
        for place, month in enumerate(REGISTERED):
            size = round(each * DOSSIERS_EACH)
            rows = _make_dossiers(month, size, rng, place * size)
            _insert("dossiers", DOSSIERS, rows)
        db.session.remove()


def _draw_cells(size: int, rng: np.random.Generator) -> tuple[Numbers, ...]:
    agency = 1 + (AGENCIES * rng.random(size) ** 2).astype(np.int64)
    service = 1 + (SERVICES * rng.random(size) ** 2).astype(np.int64)
    return agency, service, rng.choice(3, size, p=[0.55, 0.35, 0.1])


def _make_measures(
    month: Month, size: int, rng: np.random.Generator, effect: npt.NDArray[np.float64]
) -> Iterator[Row]:
    """Answers of a month, summed over cells and days, in the order of the key."""
    agency, service, channel = _draw_cells(size, rng)
    chance = 0.9 + effect[agency] + np.array([0.02, 0, -0.03])[channel]
    is_yes = rng.random(size) < np.clip(chance, 0, 1)
    level = np.where(is_yes, rng.choice([4, 5], size), rng.choice([0, 1, 2, 3], size))
    columns = (rng.integers(0, 28, size), agency, service, channel)
    shape = (28, AGENCIES + 1, SERVICES + 1, 3)
    keys, place = np.unique(np.ravel_multi_index(columns, shape), return_inverse=True)
    counts = np.bincount(place * 6 + level, minlength=6 * len(keys)).reshape(-1, 6)
    rows = zip(*(c.tolist() for c in np.unravel_index(keys, shape)), strict=True)
    days = [str(month.first_day + timedelta(days=n)) for n in range(28)]
    for (day, a, s, c), (none, *levels) in zip(rows, counts.tolist(), strict=True):
        key = (days[0], days[day], a, s, CHANNELS[c])
        yield (*key, 1 + s % SECTORS, *levels, none)


def _make_dossiers(
    month: Month, size: int, rng: np.random.Generator, start: int
) -> Iterator[Row]:
    columns = (column.tolist() for column in _draw_cells(size, rng))
    on = str(month.first_day + timedelta(days=9))
    endings = rng.choice(["finished", "refused", "returned"], size, p=[0.9, 0.06, 0.04])
    cells = zip(*columns, endings.tolist(), strict=True)
    for number, (a, s, c, ending) in enumerate(cells, start + 1):
        code = f"D{number}"
        yield (number, "bench", code, code, s, a, a, CHANNELS[c], on, on, ending)


def _insert(table: str, columns: str, rows: Iterator[Row]) -> None:
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        if db.engine.dialect.name == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            marks = ", ".join("?" * len(columns.split(", ")))
            cursor.execute("BEGIN")
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows
            )
            cursor.execute("COMMIT")
            cursor.execute("PRAGMA foreign_keys=ON")
            return
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        cursor.execute("SET session_replication_role = origin")
        connection.commit()


def seal_past() -> None:
    """The months and quarters before the last ones, without estimates."""
    with patch(
        "feedback.reports.publications.estimate_units", lambda scene: ((), ())
    ), patch("feedback.reports.publications.set_scene", lambda *given: None):
        for month in MONTHS[:-1]:
            # A reader for each quarter, so that memory does not grow with the months.
            if month == MONTHS[0] or month.month % 3 == 1:
                reader = MonthReader(PLAN, get_codes())
            for period in list_periods_ending(month):
                if period.first >= MONTHS[0] and period.length < 12:
                    seal_publication(build_publication(period, PLAN, reader))
                    db.session.remove()


def publish(settings: Settings) -> list[tuple[str, float, float]]:
    """What was published, its seconds and the peak megabytes, by a new process."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.publications", "--publish"],
        cwd=ROOT,
        env={**os.environ, **environment_of(settings)},
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _ = child.communicate()
    if child.returncode:
        raise SystemExit("the publication failed")
    lines = [line.split() for line in said.splitlines() if line.startswith("20")]
    return [(code, float(seconds), float(peak)) for code, seconds, peak in lines]


def publish_last() -> None:
    """In the child: seal the last month and its quarter, and say what it took."""
    with create_app().app_context():
        reader = MonthReader(PLAN, get_codes())
        for period in list_periods_ending(LAST):
            began = time.perf_counter()
            draft = build_publication(period, PLAN, reader)
            sealed = seal_publication(draft)
            print(period.code, time.perf_counter() - began, read_peak())
            if not period.is_binding:
                _draw_charts(sealed.publication_id)
            rows = f"{len(draft.results):,} results, {len(draft.estimates):,} estimates"
            print(f"{period.code}: {rows} {draft.notes}", file=sys.stderr)


def _draw_charts(publication_id: int) -> None:
    began = time.perf_counter()
    charts = draw_province_charts(publication_id, Period(LAST))
    charts += draw_unit_charts(publication_id, LAST)
    store_charts(publication_id, charts)
    print(f"{LAST}-charts", time.perf_counter() - began, read_peak())
    print(f"{len(charts):,} charts", file=sys.stderr)


def measure(database: str, answers: int) -> list[dict[str, Any]]:
    """One database."""
    with fresh_platform(database) as (app, settings):
        began = time.perf_counter()
        fill(app, answers)
        filled = time.perf_counter()
        with app.app_context():
            seal_past()
            db.session.remove()
        past = time.perf_counter() - filled
        print(
            f"{database}: filled in {filled - began:.0f} s, past in {past:.0f} s",
            file=sys.stderr,
        )
        return [
            {
                "database": database,
                "answers": answers,
                "period": code,
                "seconds": round(seconds, 1),
                "peak MB": round(peak),
            }
            for code, seconds, peak in publish(settings)
        ]


def main() -> None:
    """Measure, print a table, keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=float, default=10, help="in millions")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.publish:
        publish_last()
        return
    rows: list[dict[str, Any]] = []
    for database in wanted.databases:
        rows += measure(database, round(wanted.answers * 1_000_000))
    print_table("The monthly publication", rows)
    print(f"\n{save_results('publications', rows)}")


if __name__ == "__main__":
    main()
