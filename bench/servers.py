"""Real servers for measuring: granian as in production, databases that really sync."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

from flask import Flask

from feedback.app import create_app
from feedback.config import ROOT, Settings
from feedback.extensions import close_database, db
from tests.conftest import upgrade
from tests.servers import PostgresServer, free_port

#: What production uses: single-threaded workers, one for each core of a small machine.
WORKERS = 2
_START_SECONDS = 30


class WebServer:
    """granian with the settings of production, in a process group of its own."""

    def __init__(
        self,
        target: str = "wsgi:app",
        settings: Settings | None = None,
        *,
        workers: int = WORKERS,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self._command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(self.port)),
            *("--workers", str(workers), "--blocking-threads", "1"),
            *("--respawn-failed-workers", "--respawn-interval", "0.1"),
            *("--no-ws", "--no-access-log", "--log-level", "warning", target),
        ]
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PORT": str(self.port),
            **(environment_of(settings) if settings else {}),
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, path: str = "/phieu") -> None:
        """Start it and wait until a page is answered."""
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, start_new_session=True
        )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urlopen(self.address + path, timeout=2):
                    return
            except HTTPError:
                return
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("the web server did not start")

    @property
    def is_alive(self) -> bool:
        """Whether its main process runs."""
        return self._process is not None and self._process.poll() is None

    def list_workers(self) -> list[int]:
        """The process ids of its workers; none when it has ended."""
        if self._process is None or not self.is_alive:
            return []
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def measure_memory(self) -> list[float]:
        """Resident memory of each worker in MB."""
        pages = (
            int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            for pid in self.list_workers()
        )
        return [n * os.sysconf("SC_PAGE_SIZE") / 1e6 for n in pages]

    def measure_cpu(self) -> float:
        """Seconds of processor time its workers have used."""
        ticks = 0
        for pid in self.list_workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End all of its processes at once, without a warning."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """End it in order; a server that does not is killed."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()


def environment_of(settings: Settings) -> dict[str, str]:
    """Settings as another process reads them."""
    return {
        "ENVIRONMENT": settings.environment,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }


def make_settings(folder: Path, url: str) -> Settings:
    """Settings of a measured platform: everything on as for real people."""
    return Settings(
        environment="demo", data_dir=folder, database_url=url, secret_key="m" * 40
    )


@contextmanager
def fresh_platform(database: str) -> Iterator[tuple[Flask, Settings]]:
    """An empty, migrated database of a kind, durable; gone afterwards."""
    with TemporaryDirectory(prefix="gopy-bench-") as name:
        folder = Path(name)
        server = PostgresServer() if database == "postgresql" else None
        url = ""
        if server:
            server.start(is_durable=True)
            url = server.create_database("gopy")
        settings = make_settings(folder, url)
        app = create_app(settings)
        try:
            with app.app_context():
                upgrade(app)
            yield app, settings
        finally:
            with app.app_context():
                db.session.remove()
                close_database()
            if server:
                server.stop()


@contextmanager
def running(server: WebServer, path: str = "/phieu") -> Iterator[WebServer]:
    """A server while it is measured."""
    server.start(path)
    try:
        yield server
    finally:
        server.stop()
