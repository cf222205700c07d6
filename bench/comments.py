"""Lists, pages and searches over a million comments: server time, plans, memory.

    python -m bench.comments [--comments 1000000] [--databases sqlite postgresql]

Reach (issue 4): the officer's list, the public comment page and the search answer
within 50 ms of server time for 95 of 100 requests on both databases; no statement reads
a whole big table; the web process does not grow. Every page is made anew.
"""

import argparse
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote_plus

from flask import Flask
from sqlalchemy import event

from bench.masses import Crowd, fill
from bench.report import median, percentile, print_table, read_peak, save_results
from bench.servers import fresh_platform
from bench.words import COMMON, NONE, RARE
from feedback.domain import clock
from feedback.extensions import db
from feedback.jobs.balances import count_balances
from feedback.jobs.handling import count_handling
from tests.desks import sign_in
from tests.visitors import Browser

LIMIT_MS: Final = 50
_BIG: Final = ("comments", "comment_events", "published_comments", "replies")


def list_pages(crowd: Crowd) -> dict[str, tuple[str, Sequence[str]]]:
    """Who opens what; a page of each kind is opened at many addresses in turn."""
    officer, anybody = "officer", "anybody"
    words = {"common": COMMON, "rare": RARE, "no hit": NONE}
    return {
        "officer's list": (officer, ["/can-bo/y-kien"]),
        "officer's list, late": (officer, ["/can-bo/y-kien?due=late"]),
        "officer's list, done": (officer, ["/can-bo/y-kien?tray=done"]),
        "screening queue": ("screener", ["/giam-sat/y-kien"]),
        "comment page": (anybody, [f"/gop-y/{ref}" for ref in crowd.refs]),
        **{
            f"search, {name}": (anybody, [f"/gop-y?q={quote_plus(text)}"])
            for name, text in words.items()
        },
        "search everywhere": (anybody, [f"/tim?q={quote_plus(COMMON)}"]),
        "search in agency": (
            anybody,
            [f"/gop-y?q={quote_plus(COMMON)}&agency={crowd.agency}"],
        ),
        "public list": (anybody, ["/gop-y", "/gop-y?page=2"]),
        **{
            f"list by {query.partition('=')[0]} {query.partition('=')[2][:10]}": (
                anybody,
                [f"/gop-y?{query}"],
            )
            for query in _list_queries(crowd)
        },
        "overdue by agency": (anybody, ["/qua-han"]),
        "what cannot be read": (anybody, ["/khong-cong-khai"]),
        "feed": (anybody, ["/y-kien.atom"]),
        "handling list": (anybody, ["/xu-ly-y-kien"]),
        "agency page": (anybody, [f"/co-quan/{crowd.agency}"]),
    }


def _list_queries(crowd: Crowd) -> Sequence[str]:
    return (
        f"agency={crowd.agency}",
        f"sector={crowd.sector}",
        f"service={crowd.service}",
        "month=2025-06",
        "bucket=waiting",
        "outcome=fixed",
        "view=no",
        "standing=overdue",
        "standing=disputed",
        "standing=promised",
    )


def measure_database(
    database: str, comments: int, rounds: int, agencies: int
) -> list[dict[str, Any]]:
    """Fill one database, run the nightly counts, then open every page many times."""
    with fresh_platform(database) as (app, _settings):
        app.config.update(KEEP_PAGES=False, KEEP_SHELLS=False)
        began = time.perf_counter()
        crowd = fill(app, comments, agencies)
        filled = time.perf_counter() - began
        with app.app_context():
            took = {
                job.__name__: _time(lambda job=job: job(clock.today()))
                for job in (count_balances, count_handling)
            }
        print(f"{database}: filled in {filled:.0f} s; seconds of the jobs: {took}")
        with app.app_context():
            # As wsgi.py does: what was loaded by now is not walked again.
            gc.collect()
            gc.freeze()
            return _open_pages(app, database, crowd, rounds)


def _time(work: Any) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 1)


def _open_pages(
    app: Flask, database: str, crowd: Crowd, rounds: int
) -> list[dict[str, Any]]:
    browsers: dict[str, Browser] = {
        "officer": sign_in(app, crowd.officer).client,
        "screener": sign_in(app, crowd.screener).client,
        "anybody": Browser(app, app.response_class),
    }
    rows = []
    for name, (who, addresses) in list_pages(crowd).items():
        browser = browsers[who]
        with _listening() as statements:
            _open(browser, addresses[0])
        scans = sorted({scan for each in statements for scan in find_scans(*each)})
        before = read_peak()
        times = [_open(browser, addresses[n % len(addresses)]) for n in range(rounds)]
        rows.append(
            {
                "database": database,
                "page": name,
                "p50 ms": median(times),
                "p95 ms": percentile(times, 0.95),
                "statements": len(statements),
                "scans": ", ".join(scans) or "none",
                "MB grown": read_peak() - before,
                "reached": percentile(times, 0.95) < LIMIT_MS and not scans,
            }
        )
    return rows


def _open(browser: Browser, address: str) -> float:
    """Milliseconds until the whole answer is there."""
    began = time.perf_counter()
    response = browser.get(address)
    took = 1000 * (time.perf_counter() - began)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return took


@contextmanager
def _listening() -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their values."""
    sent: list[tuple[str, Any]] = []

    def listen(
        _connection: Any, _cursor: Any, statement: str, values: Any, *_: Any
    ) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def find_scans(statement: str, values: Any) -> Iterator[str]:
    """The big tables that a statement reads from one end to the other."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(explain + statement, values).all()
    for row in plan:
        step = str(row[3] if is_sqlite else row[0]).strip()
        for table in _BIG:
            # Along an index in the order of the list it stops at the limit.
            whole = (f"SCAN {table}",) if is_sqlite else (f"Seq Scan on {table}",)
            if is_sqlite and step in whole:
                yield table
            elif not is_sqlite and any(f"{each} " in f"{step} " for each in whole):
                yield table


def main() -> None:
    """Measure each database and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--agencies", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    wanted = parser.parse_args()
    rows = [
        row
        for database in wanted.databases
        for row in measure_database(
            database, wanted.comments, wanted.rounds, wanted.agencies
        )
    ]
    title = f"{wanted.comments:,} comments; reach: p95 under {LIMIT_MS} ms, no scan"
    print_table(title, rows)
    save_results("comments", rows, comments=wanted.comments, rounds=wanted.rounds)


if __name__ == "__main__":
    main()
