"""Measured figures: a table for people, JSON for comparison."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pysqlite3

from feedback.domain import clock

RESULTS = Path(__file__).resolve().parent / "results"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    """The value in the middle."""
    return percentile(values, 0.5)


def print_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with the same keys as an aligned table."""
    if not rows:
        return
    heads = list(rows[0])
    cells = [[_show(row.get(head, "")) for head in heads] for row in rows]
    widths = [
        max(len(head), *(len(line[i]) for line in cells))
        for i, head in enumerate(heads)
    ]
    print(f"\n{title}")
    for line in [heads, ["-" * width for width in widths], *cells]:
        print("  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)))


def save_results(name: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> Path:
    """Write the figures with what they were measured on."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {"measured_at": clock.now().isoformat(), **describe_machine(), **more}
    text = json.dumps({**content, "rows": list(rows)}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_peak() -> float:
    """The most megabytes this process has held since its program began.

    What the kernel tells the parent (ru_maxrss) counts the parent's own memory too,
    which the child shares until it starts its program.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def describe_machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "sqlite": pysqlite3.sqlite_version,
        "sqlite_of_python": sqlite3.sqlite_version,
    }


def _show(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
