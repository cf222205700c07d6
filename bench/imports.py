"""100,000 dossiers through `flask import dossiers`: seconds and peak memory.

    python -m bench.imports [--rows 100000]

Each import is a process of its own, measured by the kernel (ru_maxrss). The floor is
the same rows put into the same table by one bare executemany in one transaction; it
writes no invitation, letter or ballot: the import does for four dossiers of five.
"""

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from sqlalchemy import func, insert, select

from bench.report import print_table, save_results
from bench.servers import environment_of, fresh_platform
from feedback.config import ROOT, Settings
from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.dossiers import Dossier
from feedback.models.invitations import OutboxMessage
from feedback.models.services import Sector, Service

HEADER = (
    *("code", "service", "settled_by", "channel", "due_on", "ended_on"),
    *("ending", "email"),
)
AGENCIES, SERVICES = 200, 300
ENDINGS = ("finished",) * 8 + ("refused", "returned")
LIMIT_MB = 300


def make_rows(n: int) -> Iterator[Sequence[str]]:
    """Dossiers of the last 60 days; four of five have ended, half with an address."""
    today = clock.today()
    for number in range(n):
        agency = f"H99.{number % AGENCIES:03}"
        received = today - timedelta(days=10 + number % 50)
        ended = received + timedelta(days=number % 10)
        is_open = number % 5 == 4
        yield (
            f"{agency}-{received:%y%m%d}-{number:06}",
            f"1.{number % SERVICES:06}",
            agency,
            ("online", "trực tiếp", "bưu chính")[number % 3],
            (received + timedelta(days=15)).isoformat(),
            "" if is_open else ended.isoformat(),
            "" if is_open else ENDINGS[number % 10],
            f"nguoi{number}@example.vn" if number % 2 else "",
        )


def write_files(folder: Path, n: int) -> dict[str, Path]:
    """The same rows as CSV and as XLSX."""
    paths = {"CSV": folder / "dossiers.csv", "XLSX": folder / "dossiers.xlsx"}
    with paths["CSV"].open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(make_rows(n))
    book = xlsxwriter.Workbook(paths["XLSX"], {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate((HEADER, *make_rows(n))):
        sheet.write_row(line, 0, row)
    book.close()
    return paths


def fill_catalogue() -> None:
    """The agencies and services that the rows name."""
    sector = Sector(code="linh-vuc", name="Lĩnh vực", name_folded="linh vuc")
    db.session.add(sector)
    db.session.flush()
    for number in range(AGENCIES):
        name = f"UBND xã {number}"
        db.session.add(
            Agency(
                code=f"H99.{number:03}",
                raw_code=f"H99.{number:03}",
                name=name,
                name_folded=name.lower(),
                level="commune",
            )
        )
    for number in range(SERVICES):
        db.session.add(
            Service(
                code=f"1.{number:06}",
                raw_code=f"1.{number:06}",
                name=f"Thủ tục {number}",
                name_folded=f"thu tuc {number}",
                level="",
                sector_id=sector.id,
            )
        )
    db.session.commit()


def measure_import(path: Path, settings: Settings) -> tuple[float, float, float]:
    """Seconds, seconds of processor time and peak megabytes of one import."""
    command = [sys.executable, "-m", "flask", "import", "dossiers", str(path)]
    environment = {**os.environ, **environment_of(settings)}
    os.chdir(ROOT)
    began = time.perf_counter()
    with open(os.devnull, "w") as quiet:
        child = os.posix_spawn(
            sys.executable,
            command,
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, quiet.fileno(), 1)],
        )
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"the import ended with {os.waitstatus_to_exitcode(status)}")
    seconds = time.perf_counter() - began
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure_floor(n: int) -> float:
    """Seconds of one bare executemany of the same dossiers, then taken back."""
    agencies = dict(db.session.execute(select(Agency.code, Agency.id)).tuples().all())
    services = dict(db.session.execute(select(Service.code, Service.id)).tuples().all())
    db.session.rollback()
    rows: list[dict[str, Any]] = [
        {
            "system": "floor",
            "code": code,
            "raw_code": code,
            "service_id": services[service],
            "received_by_id": agencies[agency],
            "settled_by_id": agencies[agency],
            "channel": Channel.ONLINE,
            "received_on": date.fromisoformat(due),
        }
        for code, service, agency, _, due, *_ in make_rows(n)
    ]
    began = time.perf_counter()
    with db.engine.begin() as connection:
        connection.execute(insert(Dossier), rows)
    seconds = time.perf_counter() - began
    with db.engine.begin() as connection:
        connection.execute(Dossier.__table__.delete())
    return seconds


def measure_database(name: str, settings: Settings, n: int) -> list[dict[str, Any]]:
    """New rows from CSV, the same rows again from XLSX, beside the floor."""
    with TemporaryDirectory() as folder:
        paths = write_files(Path(folder), n)
        fill_catalogue()
        floor = measure_floor(n)
        results = [
            _measure_kind(name, "CSV, all new", paths["CSV"], settings, n, floor),
            _measure_kind(name, "XLSX, unchanged", paths["XLSX"], settings, n, floor),
        ]
        dossiers = db.session.scalar(select(func.count()).select_from(Dossier))
        letters = db.session.scalar(select(func.count()).select_from(OutboxMessage))
        db.session.rollback()
    if (dossiers, letters) != (n, sum(bool(row[5]) for row in make_rows(n))):
        raise SystemExit(f"{name}: {dossiers} dossiers and {letters} letters")
    return results


def _measure_kind(
    database: str, kind: str, path: Path, settings: Settings, n: int, floor: float
) -> dict[str, Any]:
    seconds, processor, megabytes = measure_import(path, settings)
    return {
        "database": database,
        "file": kind,
        "rows": n,
        "seconds": round(seconds, 1),
        "rows/s": round(n / seconds),
        "cpu s": round(processor, 1),
        "peak MB": round(megabytes),
        "floor s": round(floor, 1),
        "× floor": round(seconds / floor, 1),
    }


def main() -> None:
    """Measure both databases, print a table, keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    n = parser.parse_args().rows
    rows: list[dict[str, Any]] = []
    for name in ("sqlite", "postgresql"):
        with fresh_platform(name) as (app, settings), app.app_context():
            rows += measure_database(name, settings, n)
    print_table(f"flask import dossiers, {n:,} rows", rows)
    save_results("imports", rows)
    if any(row["peak MB"] > LIMIT_MB for row in rows):
        raise SystemExit(f"more than {LIMIT_MB} MB")


if __name__ == "__main__":
    main()
