"""Data packages as an outsider uses them: the standard's own tool, and our programs."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection, Iterator
from importlib import util
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from feedback.config import ROOT
from feedback.extensions import db
from feedback.models.publications import Publication
from feedback.queries.published.publications import period_of

SCRIPT = ROOT / "docs" / "open-data" / "recompute.py"
ESTIMATES = SCRIPT.with_name("estimates.py")

#: In a process of its own: the tool changes limits of Python's csv module for all. It
#: must not look anything up outside.
_VALIDATE = """
import json, socket, sys
def refuse(*_arguments, **_options):
    raise AssertionError("reached for the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from frictionless import Package
report = Package(sys.argv[1]).validate()
print(json.dumps([row[0] for row in report.flatten(["type"])]))
"""


def load_program() -> Any:
    """The program that recomputes estimates, as a module."""
    spec = util.spec_from_file_location("estimates", ESTIMATES)
    assert spec is not None and spec.loader is not None
    module = sys.modules["estimates"] = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def count_rows(output: str) -> dict[str, tuple[int, int]]:
    """By its output, rows recomputed and rows that differ, by method."""
    found = re.findall(r"^(\w+): (\d+) rows recomputed, (\d+) differ", output, re.M)
    return {method: (int(rows), int(wrong)) for method, rows, wrong in found}


def download_all(app: Flask, folder: Path) -> None:
    """Every package that the public pages give, of all periods and versions."""
    for sealed in db.session.scalars(select(Publication)).all():
        name = f"{period_of(sealed).code.lower()}-v{sealed.version}.zip"
        response = app.test_client().get(f"/du-lieu/ky/{name}", buffered=True)
        (folder / f"gop-y-{name}").write_bytes(response.get_data())
    db.session.remove()


def list_faults(path: Path) -> list[str]:
    """The kinds of faults that frictionless finds in a package, each once."""
    done = subprocess.run(
        [sys.executable, "-c", _VALIDATE, str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return sorted(set(json.loads(done.stdout)))


def recompute(path: Path) -> subprocess.CompletedProcess[str]:
    """What the program for outsiders says of a package, far from our own code."""
    alone = path.parent / "alone"
    alone.mkdir(exist_ok=True)
    script = shutil.copy(SCRIPT, alone)
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", script, str(path)],
        cwd=alone,
        capture_output=True,
        text=True,
    )


def tamper(source: Path, name: str, change: Callable[[str], str]) -> Path:
    """A copy of a package with one file changed."""
    path = source.with_name(f"tampered-{source.name}")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for each in old.namelist():
            text = old.read(each).decode()
            if each == name:
                changed = change(text)
                assert changed != text, "nothing was changed"
                text = changed
            new.writestr(each, text)
    return path


def change_values(
    change: Callable[[list[dict[str, Any]]], None],
) -> Callable[[str], str]:
    """A change of the rows of estimates as one of their file."""

    def rewrite(text: str) -> str:
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            row["values"] = json.loads(row["values"])
        change(rows)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "values": json.dumps(row["values"])})
        return out.getvalue()

    return rewrite


def list_places(
    values: Any, path: str, left_out: Collection[str]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Values of an estimate by their path: what holds them, and their name there.

    Those of a list share one path.
    """
    is_list = isinstance(values, list)
    for name, value in enumerate(values) if is_list else values.items():
        where = path if is_list else f"{path} {name}"
        if name in left_out or value is None:
            continue
        if isinstance(value, dict | list):
            yield from list_places(value, where, left_out)
        else:
            yield where, (values, name)


def alter(values: Any, name: Any) -> None:
    """The least change that counts: another truth or text, one more, two millionths."""
    value = values[name]
    if isinstance(value, bool):
        values[name] = not value
    else:
        values[name] += {int: 1, float: 0.000002, str: "x"}[type(value)]
