"""Data packages as an outsider uses them: the standard's own tool, and our program."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from feedback.config import ROOT

SCRIPT = ROOT / "docs" / "open-data" / "recompute.py"

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
                assert change(text) != text, "nothing was changed"
                text = change(text)
            new.writestr(each, text)
    return path
