"""The platform as it really runs: the production server on a database of its own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask

from feedback.app import create_app
from feedback.config import ROOT, Settings
from feedback.extensions import close_database, db
from feedback.serve import web_command
from tests.conftest import make_settings, upgrade
from tests.servers import free_port
from tests.worlds import World, make_world

#: How long the server may take to answer for the first time.
START_SECONDS = 30


@dataclass(frozen=True)
class Site:
    """A running site, what stands in it, and the app that wrote it."""

    address: str
    world: World
    app: Flask
    _tokens: dict[str, str | None] = field(default_factory=dict)

    def sign_in(self, visitor: str) -> str | None:
        """The sign-in of a visitor of the small province."""
        if visitor not in self._tokens:
            with self.app.app_context():
                self._tokens[visitor] = self.world.sign_in(visitor)
                db.session.remove()
        return self._tokens[visitor]


@contextmanager
def run_site(folder: Path, url: str = "") -> Iterator[Site]:
    """Fill a database, start the server on it, stop it in the end."""
    port = free_port()
    settings = make_settings(
        folder,
        url,
        environment="demo",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        world = make_world()
        db.session.remove()
    server = subprocess.Popen(
        web_command(settings), cwd=ROOT, env=environment_of(settings)
    )
    try:
        wait_for_answer(server, port)
        yield Site(settings.address, world, app)
    finally:
        server.terminate()
        server.wait(20)
        with app.app_context():
            close_database()


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as a process is told them."""
    told = {
        "ENVIRONMENT": settings.environment,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PORT": str(settings.port),
        "PUBLIC_URL": settings.public_url,
    }
    return {**os.environ, **told}


def wait_for_answer(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server speaks HTTP, whatever it says."""
    until = time.monotonic() + START_SECONDS
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError:
            assert server.poll() is None, "the web server ended at once"
            assert time.monotonic() < until, "the web server does not answer"
            time.sleep(0.1)
        finally:
            connection.close()
