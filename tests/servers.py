"""A PostgreSQL server of the tests' own, stopped by its process."""

import os
import shutil
import socket
import subprocess
from pathlib import Path
from tempfile import mkdtemp

import pytest


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_postgres() -> Path:
    """The folder of the server's programs; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if folders:
        return folders[0]
    if found is None:
        pytest.fail("PostgreSQL is missing: apt-get install postgresql, or make test")
    return Path(found).parent


class PostgresServer:
    """Starts on a free port in a folder of its own; fast, as it need not last."""

    def __init__(self) -> None:
        self._programs = find_postgres()
        self._folder = Path(mkdtemp(prefix="gopy-postgres-"))
        self.port = free_port()
        # The server refuses to run as root, so root lends it to its own user.
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(self._folder, "postgres")

    def start(self, *, is_durable: bool = False) -> None:
        """Make the cluster and start it; a durable one is as an office would run it.

        The other leaves out what makes it last, and what looks at tables by the clock:
        a plan that a test reads must not hang on when that was.
        """
        data = self._folder / "data"
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-D", data)
        kept = "on" if is_durable else "off"
        options = (
            f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 "
            f"-c fsync={kept} -c synchronous_commit={kept} -c full_page_writes={kept} "
            f"-c autovacuum={kept}"
        )
        log = self._folder / "server.log"
        self._run("pg_ctl", "-D", data, "-w", "-o", options, "-l", log, "start")

    def create_database(self, name: str) -> str:
        """A new database; returns its address."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        self._run("createdb", *where, name)
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def kill(self) -> None:
        """Stop at once, as a power cut would."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "fast", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*self._as, str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd="/", timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")
