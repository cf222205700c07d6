"""Public pages a second: kept, asked again, made anew, behind a proxy, beside floors.

    python -m bench.pages [--seconds 4] [--rounds 3] [--databases sqlite]

Reach (issue, PERF): a kept page or a 304 at least 0.8 × a minimal Flask page on the
same server, the summary made anew at least 0.25 ×, behind a proxy that keeps it for a
second at least 0.5 × a plain file of the same size.
"""

import argparse
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

from bench.citizens import send_readers
from bench.provinces import publish_province
from bench.proxies import find_nginx, proxying
from bench.report import median, print_table, save_results
from bench.servers import WebServer, fresh_platform, running

_AT_ONCE = 16


class Faults(RuntimeError):
    """Some requests were not answered with the page."""


def measure_address(address: str, seconds: float, tag: str = "") -> float:
    """Requests a second that one address answers to sixteen readers at once."""
    wrk = shutil.which("wrk")
    if wrk is None:  # a reader in Python takes more of the two cores: ratios sink
        port, _, path = address.removeprefix("http://127.0.0.1:").partition("/")
        readers = send_readers(int(port), f"/{path}", int(4000 * seconds), _AT_ONCE)
        return len(readers.times) / readers.seconds
    command = [
        wrk,
        "-t1",
        "--timeout",
        "30s",
        f"-c{_AT_ONCE}",
        f"-d{max(1, round(seconds))}s",
        address,
    ]
    if tag:
        command += ["-H", f"If-None-Match: {tag}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output and not tag or "Socket errors" in output:
        raise Faults(output)
    found = re.search(r"Requests/sec:\s*([\d.]+)", output)
    assert found, output
    return float(found[1])


def measure_database(
    database: str, seconds: float, rounds: int
) -> list[dict[str, Any]]:
    """Every kind of answer on one database, each round beside the minimal page."""
    with fresh_platform(database) as (app, settings):
        addresses = publish_province(app)
        floor = WebServer("bench.minimal:app")
        kept = WebServer(settings=settings)
        made = WebServer("bench.uncached:app", settings)
        with running(floor, "/"), running(kept, "/"), running(made, "/"):
            body, tag = _read(kept.address + "/")
            cases: list[tuple[str, Callable[[], float]]] = [
                ("summary, kept", lambda: measure_address(f"{kept.address}/", seconds)),
                (
                    "summary, 304",
                    lambda: measure_address(f"{kept.address}/", seconds, tag),
                ),
                *(
                    (
                        f"{name}, made anew",
                        lambda path=path: measure_address(made.address + path, seconds),
                    )
                    for name, path in addresses.items()
                ),
            ]
            rows = [
                _compare(
                    name,
                    case,
                    lambda: measure_address(f"{floor.address}/", seconds),
                    rounds,
                )
                for name, case in cases
            ]
            rows += _measure_proxy(kept, body, seconds, rounds)
            memory = max(kept.measure_memory() + made.measure_memory())
    shared = {"database": database, "bytes": len(body), "MB": memory}
    return [{**row, **shared} for row in rows]


def _read(address: str) -> tuple[bytes, str]:
    with urlopen(address) as answer:
        return answer.read(), answer.headers["ETag"]


def _measure_proxy(
    server: WebServer, body: bytes, seconds: float, rounds: int
) -> list[dict[str, Any]]:
    program = find_nginx()
    if program is None:
        print("nginx is not installed: the proxy is not measured")
        return []
    with proxying(program, server.port, body) as port:
        address = f"http://127.0.0.1:{port}"
        return [
            _compare(
                "summary, proxy",
                lambda: measure_address(f"{address}/", seconds),
                lambda: measure_address(f"{address}/file", seconds),
                rounds,
            )
        ]


def _compare(
    name: str, case: Callable[[], float], floor: Callable[[], float], rounds: int
) -> dict[str, Any]:
    """The case and its floor in turn, so that both meet the same machine."""
    pairs = [(case(), floor()) for _ in range(rounds)]
    return {
        "page": name,
        "pages/s": median([pair[0] for pair in pairs]),
        "floor/s": median([pair[1] for pair in pairs]),
        "ratio": median([pair[0] / pair[1] for pair in pairs]),
    }


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    rows = [
        row
        for database in options.databases
        for row in measure_database(database, options.seconds, options.rounds)
    ]
    print_table("Public pages", rows)
    print(save_results("pages", rows))


if __name__ == "__main__":
    main()
