"""Kills web processes at random under load, 200 times on each database.

    python -m bench.crashes [--kills 200] [--databases sqlite postgresql]

Reach (issue, Qualities): nothing acknowledged is lost, nothing is doubled.
"""

import argparse
import sys
import time
from typing import Any

from bench.citizens import prepare
from bench.report import print_table, save_results
from bench.servers import WebServer, fresh_platform
from tests.crashes import Load, assess, besiege

#: More than the citizens between all kills can use.
_BALLOTS_PER_KILL = 500


def measure_database(database: str, kills: int) -> dict[str, Any]:
    """Besiege one database and count the damage."""
    with fresh_platform(database) as (app, settings):
        server = WebServer(settings=settings)
        load = Load(server.port, prepare(app, kills * _BALLOTS_PER_KILL))
        began = time.monotonic()
        server.start()
        try:
            besiege(server, load, kills)
        finally:
            server.stop()
        damage = assess(app, load)
    return {
        "database": database,
        "kills": kills,
        "acknowledged": len(load.receipts),
        "interrupted": load.interruptions,
        "lost": damage.lost + damage.lost_comments,
        "doubled": damage.doubled + damage.doubled_comments + damage.unbalanced,
        "faults": len(load.faults),
        "integrity": damage.integrity,
        "seconds": time.monotonic() - began,
    }


def main() -> int:
    """Measure, print and save; any damage is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    rows = [measure_database(name, options.kills) for name in options.databases]
    print_table("kill -9 of web processes at random under load", rows)
    print(save_results("crashes", rows))
    return int(any(row["lost"] or row["doubled"] or row["faults"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
