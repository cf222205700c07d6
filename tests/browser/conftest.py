"""A real browser on a real server, shared by all tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.lives import POSTGRESQL, Town
from tests.browser.sites import Site, run_site
from tests.servers import PostgresServer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process opens the browser and walks through all of these."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small province, served as in production."""
    with run_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium; no browser is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing: apt-get install chromium, or make test")
    # Its sandbox refuses root, which is who runs in a container.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=[*sandbox, "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def town(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    """A province of its own, where time passes: what its jobs do, they do to all.

    The test names the database (`lives.lived_on`); pytest sorts the lives by it, so
    that each town is built once and one server runs at a time.
    """
    url = ""
    if request.param == POSTGRESQL:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database("town")
    with run_site(tmp_path_factory.mktemp("town"), url) as running:
        yield Town(browser, running)
