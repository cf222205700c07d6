"""What a web process must not load, or it would never stay small."""

import os
import subprocess
import sys
from pathlib import Path

from feedback.config import ROOT

#: Each of them costs tens of megabytes in every web process.
HEAVY = ("numpy", "scipy", "matplotlib", "PIL", "openpyxl", "apscheduler")

CODE = """
import sys
import wsgi
print(sorted(name for name in {names!r} if name in sys.modules))
print([line for line in open("/proc/self/status") if line.startswith("VmRSS")][0])
"""


def run_web_code(folder: Path, code: str) -> list[str]:
    """Run code in a process of its own that has loaded what the web server loads."""
    environment = {
        **os.environ,
        "ENVIRONMENT": "test",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "SECRET_KEY": "k" * 40,
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_web_process_loads_no_number_crunching(tmp_path: Path) -> None:
    loaded, memory = run_web_code(tmp_path, CODE.format(names=HEAVY))[:2]
    assert loaded == "[]"
    kilobytes = int(memory.split()[1])
    assert kilobytes < 150_000, f"{kilobytes} kB before the first request"
