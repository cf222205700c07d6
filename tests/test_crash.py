"""Nothing acknowledged is lost or doubled when web processes die at random."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bench.citizens import prepare
from bench.servers import WebServer
from feedback.app import create_app
from feedback.config import Settings
from feedback.extensions import close_database, db
from tests.conftest import make_settings, upgrade
from tests.crashes import Load, assess, besiege
from tests.servers import PostgresServer

pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]

KILLS = 20
BALLOTS = 5000


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> Iterator[Settings]:
    """Settings of a platform of its own, on either database."""
    url = ""
    if request.param == "postgresql":
        url = postgres_server.create_database("crash_" + tmp_path.name.rstrip("0"))
    yield make_settings(tmp_path, url, environment="demo", public_url="")
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def platform(settings: Settings) -> Iterator[Flask]:
    """The application beside the killed ones, to look at the database with."""
    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        db.session.remove()
    yield app
    with app.app_context():
        close_database()


def let_load_run(server: WebServer, app: Flask, kills: int) -> Load:
    """Besiege a server with so many kills."""
    load = Load(server.port, prepare(app, BALLOTS))
    server.start()
    try:
        besiege(server, load, kills)
    finally:
        server.stop()
    return load


def test_what_was_acknowledged_survives_twenty_kills(
    platform: Flask, settings: Settings
) -> None:
    load = let_load_run(WebServer(settings=settings), platform, KILLS)
    damage = assess(platform, load)
    assert damage.is_none, damage
    assert load.faults == []
    assert len(load.receipts) >= KILLS
    assert load.interruptions >= KILLS / 2, "the kills hit people at work"


@pytest.mark.parametrize("bug", ["hasty", "double"])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_harness_finds_a_planted_bug(
    platform: Flask, settings: Settings, bug: str
) -> None:
    server = WebServer(
        "tests.planted_bugs:app", settings, environment={"PLANTED_BUG": bug}
    )
    load = let_load_run(server, platform, {"hasty": 4, "double": 1}[bug])
    damage = assess(platform, load)
    found = {"hasty": damage.lost, "double": damage.unbalanced}
    assert found[bug] > 0, damage
