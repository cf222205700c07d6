"""The nightly job on 1, 5 and 10 million ratings against the bare database.

    python -m bench.nightly [--sizes 1 5 10] [--databases sqlite postgresql]

A day of 14,000 ratings becomes measures: against a bare upsert of the same counts by
the driver, into the day's empty place (new) and over what is there (again). All ratings
are recounted and compared with the measures: against the bare read of the same rows by
the driver, and against the same lists made by SQL's GROUP BY. Medians; the recount runs
in a process of its own, which says its own peak memory.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, text

from bench.ratings import DAYS, LAST_DAY, fill_database
from bench.report import median, print_table, read_peak, save_results
from bench.servers import environment_of, fresh_platform
from feedback.app import create_app
from feedback.config import ROOT, Settings
from feedback.extensions import WRITES, db
from feedback.models.measures import Measure
from feedback.operations.measures import count_day
from feedback.reports.recounts import recount_answers

KEY = "month, day, agency_id, service_id, channel"
COUNTS = ("n1", "n2", "n3", "n4", "n5", "n_none")
COLUMNS = f"{KEY}, sector_id, {', '.join(COUNTS)}"
READ = (
    "SELECT month, agency_id, service_id, channel, overall FROM ratings "
    "WHERE superseded_on IS NULL"
)
LISTS = ("month, agency_id", "month, service_id", "month, channel")
BATCH = 200_000
ROUNDS = 3


def measure(work: Callable[[], object]) -> float:
    """Seconds a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def count_all_days() -> None:
    """Fill the measures, day by day, as the nightly job would have."""
    for n in range(DAYS):
        count_day(LAST_DAY - timedelta(days=n))


def forget_day() -> None:
    """Leave no measure of the last day."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.execute(delete(Measure).where(Measure.day == LAST_DAY))
        connection.commit()


def read_day() -> list[tuple[Any, ...]]:
    """The rows that the last day's count writes."""
    with db.engine.connect() as connection:
        rows = connection.execute(
            text(f"SELECT {COLUMNS} FROM measures WHERE day = '{LAST_DAY}'")
        )
        return [tuple(row) for row in rows]


def upsert_day(rows: Sequence[tuple[Any, ...]]) -> None:
    """The floor: the same rows, one executemany by the driver, one transaction."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    marks = ", ".join(["?" if is_sqlite else "%s"] * 12)
    changes = ", ".join(f"{name} = excluded.{name}" for name in COUNTS)
    statement = (
        f"INSERT INTO measures ({COLUMNS}) VALUES ({marks}) "
        f"ON CONFLICT ({KEY}) DO UPDATE SET {changes}"
    )
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        if is_sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(statement, rows)
        cursor.execute("COMMIT")


def read_ratings() -> None:
    """The floor: every rating that counts, through the driver, and let go of."""
    with closing(db.engine.raw_connection()) as connection:
        if db.engine.dialect.name == "sqlite":
            cursor = connection.cursor()
        else:
            assert connection.driver_connection is not None
            cursor = connection.driver_connection.cursor(name="bare")
        cursor.execute(READ)
        while cursor.fetchmany(BATCH):
            pass
        cursor.close()


def group_ratings() -> None:
    """The published lists by SQL alone, without comparing them with anything."""
    with db.engine.connect() as connection:
        for keys in LISTS:
            connection.execute(
                text(
                    f"SELECT {keys}, overall, count(*) FROM ratings "
                    f"WHERE superseded_on IS NULL GROUP BY {keys}, overall"
                )
            ).all()


def measure_day(database: str, n: int) -> list[dict[str, Any]]:
    """The day's count, new and again, each beside its floor."""
    rows = read_day()
    found: dict[str, tuple[list[float], list[float]]] = {
        "new": ([], []),
        "again": ([], []),
    }
    for _ in range(2 * ROUNDS):
        forget_day()
        found["new"][0].append(measure(lambda: upsert_day(rows)))
        found["again"][0].append(measure(lambda: upsert_day(rows)))
        forget_day()
        found["new"][1].append(measure(lambda: count_day(LAST_DAY)))
        found["again"][1].append(measure(lambda: count_day(LAST_DAY)))
    return [
        _row(
            database,
            n,
            f"a day of 14,000, {kind}",
            median(job),
            "upsert",
            median(floor),
        )
        for kind, (floor, job) in found.items()
    ]


def measure_recount(database: str, n: int, settings: Settings) -> list[dict[str, Any]]:
    """The recount beside the bare read and beside GROUP BY."""
    reads: list[float] = []
    jobs: list[float] = []
    peak = 0.0
    for _ in range(ROUNDS):
        reads.append(measure(read_ratings))
        seconds, megabytes = run_recount(settings)
        jobs.append(seconds)
        peak = max(peak, megabytes)
    groups = measure(group_ratings)
    job = median(jobs)
    return [
        _row(database, n, "recount", job, "bare read", median(reads), peak),
        _row(database, n, "recount", job, "GROUP BY", groups, peak),
    ]


def run_recount(settings: Settings) -> tuple[float, float]:
    """Seconds and peak megabytes of a recount in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.nightly", "--recount"],
        cwd=ROOT,
        env={**os.environ, **environment_of(settings)},
        stdout=subprocess.PIPE,
        text=True,
    )
    said, _ = child.communicate()
    if child.returncode:
        raise SystemExit("the recount failed")
    seconds, megabytes = said.split()[-2:]
    return float(seconds), float(megabytes)


def recount() -> None:
    """In the child: recount, and say how long it took and what it held."""
    with create_app().app_context():
        began = time.perf_counter()
        done = recount_answers(LAST_DAY)
        seconds = time.perf_counter() - began
        if done.differences:
            raise SystemExit(f"{len(done.differences)} cells differ")
        print(seconds, read_peak())


def _row(
    database: str,
    n: int,
    job: str,
    seconds: float,
    against: str,
    floor: float,
    peak: float | None = None,
) -> dict[str, Any]:
    return {
        "database": database,
        "ratings": n,
        "job": job,
        "seconds": round(seconds, 3),
        "against": against,
        "floor s": round(floor, 3),
        "× floor": round(seconds / floor, 2),
        "peak MB": "" if peak is None else round(peak),
    }


def measure_size(database: str, n: int) -> list[dict[str, Any]]:
    """Everything for one database and size."""
    with fresh_platform(database) as (app, settings):
        filled = measure(lambda: fill_database(app, n))
        with app.app_context():
            counted = measure(count_all_days)
            print(
                f"{database} {n:,}: filled in {filled:.0f} s, "
                f"{DAYS} days counted in {counted:.0f} s",
                file=sys.stderr,
            )
            return measure_day(database, n) + measure_recount(database, n, settings)


def main() -> None:
    """Measure, print a table, keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 5, 10])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--recount", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.recount:
        recount()
        return
    rows: list[dict[str, Any]] = []
    for database in wanted.databases:
        for size in wanted.sizes:
            rows += measure_size(database, round(size * 1_000_000))
    print_table("The nightly job", rows)
    print(f"\n{save_results('nightly', rows)}")


if __name__ == "__main__":
    main()
