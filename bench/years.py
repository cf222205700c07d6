"""A year of 20,000 comments, every job of every day, lived twice and compared.

    python -m bench.years [--comments 20000] [--days 365] [--databases sqlite]

The clock is a fake one: it crosses Tết, all month ends and two days without a worker.
After each day what must hold of every comment is checked on the raw rows; a fault ends
the run by name. Both lives, each in a process and a database of its own, must tell the
same story of every comment, whatever references chance gave them.
"""

import argparse
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from bench.report import print_table, read_peak, save_results
from bench.servers import fresh_platform
from feedback.config import ROOT
from feedback.extensions import db
from feedback.models.comments import Comment, CommentEvent
from feedback.operations.transaction import relaxed_commits
from tests.invariants import (
    check_balances,
    check_comments,
    check_public_rows,
    check_runs,
    digest_lives,
)
from tests.promise_invariants import check_promises
from tests.years import FIRST, Year

#: On days that divide by this, public rows and promises are held against raw rows.
_EVERY = 5


def live(database: str, comments: int, days: int) -> str:
    """One life; returns its digest, events and the seconds it took."""
    with fresh_platform(database) as (app, _settings):
        with app.app_context(), relaxed_commits():
            began = time.perf_counter()
            year = Year(comments, days)
            for on in year.live():
                check_comments(year.calendar)
                if on.toordinal() % _EVERY == 0:
                    check_public_rows()
                    check_promises(year.calendar, on, is_worked=on not in year.outage)
            check_runs([FIRST + timedelta(n) for n in range(days)])
            year.run_jobs(FIRST + timedelta(days))
            check_balances()
            check_public_rows()
            seconds = time.perf_counter() - began
            numbers = {ref: story.number for ref, story in year.stories.items()}
            count = select(func.count())
            n_events = db.session.scalar(count.select_from(CommentEvent))
            n_comments = db.session.scalar(count.select_from(Comment))
            digest = digest_lives(numbers)
    return f"{digest} {n_comments} {n_events} {seconds:.1f} {read_peak():.0f}"


def live_twice(database: str, comments: int, days: int) -> list[dict[str, object]]:
    """Two lives side by side; a fault of one ends both."""
    with TemporaryDirectory(prefix="gopy-years-") as name:
        files = [Path(name) / f"{number}.txt" for number in (1, 2)]
        lives = []
        for file in files:
            options = ["--life", str(file), "--databases", database]
            sizes = ["--comments", str(comments), "--days", str(days)]
            command = [sys.executable, "-m", "bench.years", *options, *sizes]
            lives.append(subprocess.Popen(command, cwd=ROOT))
        failed = [life.wait() for life in lives]
        if any(failed):
            raise SystemExit(f"a life on {database} ended with a fault")
        told = [file.read_text().split() for file in files]
    return [
        {
            "database": database,
            "comments": int(n_comments),
            "days": days,
            "events": int(n_events),
            "minutes": round(float(seconds) / 60, 1),
            "peak MB": float(peak),
            "same story": told[0][0] == told[1][0],
        }
        for _digest, n_comments, n_events, seconds, peak in told
    ]


def main() -> None:
    """Live, compare, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--life", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.life:
        told = live(options.databases[0], options.comments, options.days)
        options.life.write_text(told)
        return
    rows = [
        row
        for database in options.databases
        for row in live_twice(database, options.comments, options.days)
    ]
    print_table("A year of comments", rows)
    print(save_results("years", rows))
    if not all(row["same story"] for row in rows):
        raise SystemExit("two lives told different stories")


if __name__ == "__main__":
    main()
