"""Completed surveys a second through the real server, beside a minimal Flask page.

    python -m bench.surveys [--surveys 1500] [--stored 1000000] [--databases sqlite]

Reach (issue, PERF): surveys/s ÷ (minimal pages/s ÷ requests in a journey) ≥ 0.4, good
is 0.6; no request over 150 ms at the 99th percentile; 200 at once without a fault.
"""

import argparse
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench.citizens import (
    REQUESTS,
    Outcome,
    prepare,
    send_citizens,
    send_readers,
)
from bench.ratings import fill_database
from bench.report import median, percentile, print_table, save_results
from bench.servers import WebServer, fresh_platform, running
from feedback.config import Settings
from feedback.domain.tokens import rating_receipt_hash
from feedback.extensions import db
from feedback.models.ratings import Rating

_WARM_UP = 40


@dataclass
class Rounds:
    """What came of measuring the floor and the surveys in turn."""

    minimal: list[float] = field(default_factory=list)
    surveys: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def measure_database(
    database: str, surveys: int, rounds: int, stored: int
) -> list[dict[str, Any]]:
    """Surveys a second on one database, 16 and 200 at once."""
    with fresh_platform(database) as (app, settings):
        if stored:
            fill_database(app, stored)
        return [
            {
                "database": database,
                "stored": stored,
                **_measure_crowd(app, settings, at_once, surveys, rounds),
            }
            for at_once in (16, 200)
        ]


def _measure_crowd(
    app: Flask, settings: Settings, at_once: int, surveys: int, rounds: int
) -> dict[str, Any]:
    floor = WebServer("bench.minimal:app")
    with running(WebServer(settings=settings)) as server, running(floor, "/"):
        send_readers(floor.port, "/", 2000, at_once)
        send_citizens(server.port, prepare(app, _WARM_UP), at_once)
        results = Rounds()
        for _ in range(rounds):
            _measure_round(app, server, floor, at_once, surveys, results)
        memory = max(server.measure_memory())
    times = [seconds for outcome in results.outcomes for seconds in outcome.times]
    return {
        "at once": at_once,
        "minimal/s": median(results.minimal),
        "surveys/s": median(results.surveys),
        "requests/s": median(results.surveys) * REQUESTS,
        "ratio": median(results.ratios),
        "p50 ms": percentile(times, 0.5) * 1000,
        "p99 ms": percentile(times, 0.99) * 1000,
        "faults": sum(len(outcome.faults) for outcome in results.outcomes),
        "lost": sum(count_lost(app, outcome) for outcome in results.outcomes),
        "MB": memory,
    }


def _measure_round(
    app: Flask,
    server: WebServer,
    floor: WebServer,
    at_once: int,
    surveys: int,
    results: Rounds,
) -> None:
    """The floor and the surveys one after the other, so that both meet the same day."""
    readers = send_readers(floor.port, "/", surveys * REQUESTS // 2, at_once)
    citizens = send_citizens(server.port, prepare(app, surveys), at_once)
    minimal = len(readers.times) / readers.seconds
    rate = len(citizens.receipts) / citizens.seconds
    results.minimal.append(minimal)
    results.surveys.append(rate)
    results.ratios.append(rate / (minimal / REQUESTS))
    results.outcomes.append(citizens)


def count_lost(app: Flask, outcome: Outcome) -> int:
    """Receipts that were shown and whose rating is not there exactly once."""
    wanted = [rating_receipt_hash(code) for code in outcome.receipts.values()]
    with app.app_context():
        kept = 0
        for start in range(0, len(wanted), 500):
            chosen = Rating.receipt_hash.in_(wanted[start : start + 500])
            rows = select(func.count()).select_from(Rating).where(chosen)
            kept += db.session.scalar(rows) or 0
        db.session.remove()
    return len(wanted) - kept


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stored", type=int, nargs="*", default=[0, 1_000_000])
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    rows = [
        row
        for database in options.databases
        for stored in options.stored
        for row in measure_database(database, options.surveys, options.rounds, stored)
    ]
    print_table(f"Completed surveys, {REQUESTS} requests each", rows)
    print(save_results("surveys", rows, requests=REQUESTS))


if __name__ == "__main__":
    main()
