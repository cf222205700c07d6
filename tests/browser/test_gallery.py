"""Every component in a real browser, at the narrowest width WCAG asks for."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.galleries import LAYOUTS, make_gallery_app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery on a port of its own."""
    server = make_server("127.0.0.1", 0, make_gallery_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(
    browser: Browser, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for url in ["/", *(f"/layout/{name}" for name in LAYOUTS)]:
        page.goto(address + url)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        assert Axe().run(page).response["violations"] == [], url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    assert refused == []
    assert page.evaluate("document.fonts.check('1rem \"Be Vietnam Pro\"', 'ệ')")
    page.close()
