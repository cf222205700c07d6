"""Opening a page at a width, and keeping what came of it for several tests."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Response

from tests.browser.pages import Stop
from tests.browser.sites import Site

#: A small phone and a desk.
WIDTHS = {360: 740, 1280: 900}

#: The rules of WCAG up to 2.2 AA and those that axe calls best practice.
AXE = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    ],
    "resultTypes": ["violations"],
}


@dataclass
class Visit:
    """What a page was like when it was opened on a phone, then at a desk."""

    stop: Stop
    status: int = 0
    html: str = ""
    title: str = ""
    headings: int = 0
    #: How far the page reaches beyond the screen's right edge, by width, in pixels.
    overflow: dict[int, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def visit(browser: Browser, site: Site, stop: Stop) -> Visit:
    """Go to a page in a fresh window and look at all of it."""
    seen = Visit(stop)
    context = browser.new_context(locale="vi-VN")
    try:
        if token := site.sign_in(stop.visitor):
            context.add_cookies(
                [{"name": "staff", "value": token, "url": site.address}]
            )
        page = context.new_page()
        page.set_default_timeout(20_000)
        resize(page, min(WIDTHS))
        pages = watch(page, seen)
        stop.arrive(page, site)
        page.wait_for_load_state()
        # Not when it came in: the text of a page that was left is gone.
        seen.status, seen.html = pages[-1].status, pages[-1].text()
        seen.title = page.title()
        seen.headings = page.locator("h1").count()
        for width in WIDTHS:
            resize(page, width)
            look_at(page, seen, width)
    finally:
        context.close()
    return seen


def resize(page: Page, width: int) -> None:
    """Make the window as wide as a screen."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def watch(page: Page, seen: Visit) -> list[Response]:
    """Write down what the page asks for and what the browser complains of.

    Returns the list of the pages it is given, which grows while it goes on.
    """
    pages: list[Response] = []

    def keep_request(request: Request) -> None:
        seen.requested.append(request.url)

    def keep_page(response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if is_page and "text/html" in response.headers.get("content-type", ""):
            pages.append(response)

    page.on("request", keep_request)
    page.on("response", keep_page)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("console", lambda said: _keep_complaint(seen, said))
    return pages


def _keep_complaint(seen: Visit, said: Any) -> None:
    # The browser also reports every answer of 400 and more, which may be wanted.
    if said.type == "error" and "status of" not in said.text:
        seen.complaints.append(said.text)


def look_at(page: Page, seen: Visit, width: int) -> None:
    """Measure the page and let axe judge it."""
    seen.overflow[width] = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = Axe().run(page, options=AXE).response["violations"]
    seen.violations += [
        f"at {width}: {violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
