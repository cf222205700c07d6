"""Fixtures: the app on both databases, each test on an empty, migrated one."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import text

from feedback.app import create_app
from feedback.config import ROOT, Settings
from feedback.extensions import close_database, db
from tests.servers import PostgresServer
from tests.visitors import Visitor

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")

_REAL_CONNECT = socket.socket.connect


@pytest.fixture(autouse=True, scope="session")
def _no_network_beyond_loopback() -> Iterator[None]:
    """A test that reaches for the outside fails by name."""

    def connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])  # type: ignore[index]
            if not (host.startswith("127.") or host in ("::1", "localhost")):
                raise AssertionError(f"a test may not connect to {host}")
        return _REAL_CONNECT(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = _REAL_CONNECT  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run."""
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


def make_settings(folder: Path, url: str = "", **changes: object) -> Settings:
    """Settings of a test, untouched by the environment they run in."""
    values: dict[str, object] = {
        "environment": "test",
        "data_dir": folder,
        "database_url": url,
        "secret_key": "k" * 40,
        "public_url": "http://localhost",
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


class Bench:
    """One app on one migrated database that can be emptied."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.app = create_app(make_settings(folder, url))
        self._file = None if url else folder / "gopy.db"
        with self.app.app_context():
            upgrade(self.app)
            close_database()
        if self._file:
            shutil.copy(self._file, self._template)
        else:
            with self.app.app_context():
                self._tables = ", ".join(t.name for t in db.metadata.sorted_tables)

    @property
    def _template(self) -> Path:
        assert self._file is not None
        return self._file.with_suffix(".template")

    def empty(self) -> None:
        """Leave the database as the migrations made it."""
        with self.app.app_context():
            db.session.remove()
            if self._file is None:
                with db.engine.begin() as connection:
                    connection.execute(
                        text(f"TRUNCATE {self._tables} RESTART IDENTITY CASCADE")
                    )
                    # What an ANALYZE found outlives the rows it was found in.
                    connection.execute(text("DELETE FROM pg_statistic"))
                return
            close_database()
            for suffix in ("-wal", "-shm"):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
            shutil.copy(self._template, self._file)


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the app's database up to a revision."""
    command.upgrade(app.extensions["migrate"].migrate.get_config(), revision)


_benches: dict[str, Bench] = {}


def get_bench(name: str, request: pytest.FixtureRequest) -> Bench:
    """The bench of a database, made when first asked for."""
    if name not in _benches:
        factory = request.getfixturevalue("tmp_path_factory")
        url = ""
        if name == "postgresql":
            server = request.getfixturevalue("postgres_server")
            url = server.create_database("gopy")
        _benches[name] = Bench(factory.mktemp(name), url)
    return _benches[name]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with an empty database, inside an app context."""
    bench = get_bench(request.param, request)
    bench.empty()
    with bench.app.app_context():
        yield bench.app
        db.session.remove()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser that checks every page it is shown."""
    return Visitor(app)


def find_shared(name: str, variable: str) -> Path:
    """A folder of real input beside the repository; tests on it skip without it."""
    folder = Path(os.environ.get(variable, ROOT.parent / "shared" / name))
    if not folder.is_dir():
        pytest.skip(f"no {name} folder; set {variable}")
    return folder


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real input."""
    return find_shared("data", "GOPY_DATA")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of known answers from R and others."""
    return find_shared("reference", "GOPY_REFERENCE")
