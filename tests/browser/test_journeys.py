"""The citizen's minute without script, and by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from feedback.domain.tones import Tone
from tests.browser import journeys
from tests.browser.sites import Site


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone's window, with and without script."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=request.param
    )
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def test_a_link_leads_to_a_receipt_that_opens_the_rating(
    page: Page, site: Site
) -> None:
    journeys.reach_receipt(page, site)
    code = journeys.read_receipt(page)
    journeys.type_receipt(page, site, code.lower().replace("-", " "))
    assert page.get_by_text(site.world.service.name).first.is_visible()
    assert page.get_by_text(journeys.BEST).first.is_visible()


def test_the_back_button_leads_back_and_forward_again(page: Page, site: Site) -> None:
    journeys.reach_second_question(page, site)
    second = page.url
    page.go_back()
    assert page.get_by_role("radio").first.is_checked()
    journeys.press(page, journeys.GO_ON)
    assert page.url == second


def test_no_screen_of_the_minute_is_larger_than_a_slow_line_bears(
    page: Page, site: Site
) -> None:
    """The first page, style and fonts included, stays under 100 kB."""
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: sizes.append(request.sizes()["responseBodySize"]),
    )
    journeys.open_ballot(page, site)
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    assert 0 < sum(sizes) < 100_000


def focused(page: Page) -> str:
    """What the keyboard is on: role or tag, and its words."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement; return e.tagName + ' ' +"
            " (e.type || '') + ' ' +"
            " (e.innerText || e.labels?.[0]?.innerText || '')})()"
        )
    )


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the keyboard is on something with these words."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            return
    raise AssertionError(f"Tab never reaches {wanted!r} on {page.url}")


def test_the_minute_needs_no_mouse(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    journeys.open_ballot(page, site)
    page.keyboard.press("Tab")
    assert "Đến thẳng nội dung chính" in focused(page)
    page.keyboard.press("Enter")
    while "/gop-y" not in page.url:
        tab_to(page, "INPUT radio")
        page.keyboard.press("Space")
        tab_to(page, journeys.GO_ON)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, "TEXTAREA")
    page.keyboard.type(journeys.WORDS)
    tab_to(page, "INPUT radio")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, journeys.GO_ON)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Tone.PROPOSAL.label.vi in page.inner_text("main")
    tab_to(page, f"BUTTON submit {journeys.SEND}")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert journeys.read_receipt(page)
    page.close()
