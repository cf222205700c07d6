"""Memory of the web processes over 100,000 requests of citizens and readers.

    python -m bench.memory [--requests 100000] [--databases sqlite postgresql]

Reach (issue, PERF): each web process under 150 MB after 100,000 requests, and flat:
the second half of the requests adds next to nothing.
"""

import argparse
from typing import Any

from flask import Flask

from bench.citizens import REQUESTS, prepare, send_citizens, send_readers
from bench.provinces import publish_province
from bench.report import print_table, save_results
from bench.servers import WebServer, fresh_platform, running
from feedback.extensions import db
from feedback.queries.published.comment_filters import CommentFilter
from feedback.queries.published.comments import list_comments_after

_AT_ONCE = 16
_ROUNDS = 10
LIMIT_MB = 150


def list_addresses(app: Flask, pages: dict[str, str]) -> list[str]:
    """Pages of every kind, in both languages, and many of one kind."""
    with app.app_context():
        refs = [c.comment.ref for c in list_comments_after("", CommentFilter(), 500)]
        db.session.remove()
    one_each = [f"{root}{path}" for path in pages.values() for root in ("", "/en")]
    return [*one_each, *(f"/gop-y/{ref}" for ref in refs)]


def measure_database(database: str, requests: int) -> list[dict[str, Any]]:
    """The largest web process after each tenth of the requests."""
    rows: list[dict[str, Any]] = []
    with fresh_platform(database) as (app, settings):
        addresses = list_addresses(app, publish_province(app))
        share = requests // _ROUNDS // 2
        with running(WebServer(settings=settings)) as server:
            faults = done = 0
            for _ in range(_ROUNDS):
                citizens = prepare(app, share // REQUESTS)
                outcome = send_citizens(server.port, citizens, _AT_ONCE)
                faults += len(outcome.faults)
                done += len(outcome.times)
                for address in addresses:
                    each = max(REQUESTS, share // len(addresses))
                    read = send_readers(server.port, address, each, _AT_ONCE)
                    faults += len(read.faults)
                    done += len(read.times)
                rows.append(
                    {
                        "database": database,
                        "requests": done,
                        "MB": max(server.measure_memory()),
                        "faults": faults,
                    }
                )
    return rows


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    rows = [
        row
        for database in options.databases
        for row in measure_database(database, options.requests)
    ]
    print_table("Memory of the largest web process", rows)
    print(save_results("memory", rows, limit_mb=LIMIT_MB))


if __name__ == "__main__":
    main()
