"""The look: every component on one page is valid, bound, script-free and our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import html5lib
import pytest

from tests.galleries import LAYOUTS, STATIC, TEMPLATES, make_gallery_app

CSS = STATIC / "css" / "gopy.css"


class Page(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep each start tag with its attributes."""
        self.elements.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """Attributes of every element of these tags."""
        return [attrs for tag, attrs in self.elements if tag in tags]

    def ids(self) -> list[str]:
        """Every id in document order."""
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]


PAGE_TEMPLATES = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("errors", "pages")
    for path in (TEMPLATES / folder).glob("[!_]*.html")
)
URLS = (
    ["/"]
    + [f"/layout/{name}" for name in LAYOUTS]
    + [f"/page/{name}" for name in PAGE_TEMPLATES]
    + [f"/bare/{name}" for name in PAGE_TEMPLATES]
)


@pytest.fixture(scope="module")
def pages() -> Iterator[dict[str, str]]:
    """Every page of the gallery application, rendered once."""
    client = make_gallery_app().test_client()
    rendered = {}
    for url in URLS:
        response = client.get(url)
        assert response.status_code == 200, url
        rendered[url] = response.get_data(as_text=True)
    yield rendered


@pytest.mark.parametrize("url", URLS)
def test_a_page_is_valid_html(pages: dict[str, str], url: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(pages[url])
    assert parser.errors == []


@pytest.mark.parametrize("url", URLS)
def test_a_page_has_one_heading_a_title_and_a_language(
    pages: dict[str, str], url: str
) -> None:
    page = Page(pages[url])
    assert len(page.all("h1")) == 1
    assert page.all("html")[0]["lang"] == "vi"
    title = re.search(r"<title>(.+?)</title>", pages[url])
    assert title and not title.group(1).startswith(" –")


@pytest.mark.parametrize("url", URLS)
def test_ids_are_unique_and_every_reference_finds_its_element(
    pages: dict[str, str], url: str
) -> None:
    page = Page(pages[url])
    ids = page.ids()
    assert len(ids) == len(set(ids))
    for _, attrs in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (attrs.get(name) or "").split():
                assert target in ids, f"{name}={target}"


@pytest.mark.parametrize("url", URLS)
def test_every_field_has_a_label(pages: dict[str, str], url: str) -> None:
    page = Page(pages[url])
    labelled = {attrs["for"] for attrs in page.all("label")}
    for attrs in page.all("input", "select", "textarea"):
        if attrs.get("type") != "hidden":
            assert attrs.get("id") in labelled, attrs


@pytest.mark.parametrize("url", URLS)
def test_a_page_keeps_the_content_security_policy(
    pages: dict[str, str], url: str
) -> None:
    page = Page(pages[url])
    assert not page.all("script", "style", "iframe")
    for tag, attrs in page.elements:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
        for name in ("src", "href", "action"):
            assert "//" not in (attrs.get(name) or ""), attrs


def test_the_summary_of_errors_leads_to_each_field(pages: dict[str, str]) -> None:
    html = pages["/"]
    summary = html[html.index("govuk-error-summary__list") :]
    links = re.findall(r'href="#([^"]+)"', summary[: summary.index("</ul>")])
    assert links == ["overall", "place", "words"]
    assert set(links) <= set(Page(html).ids())
    assert "<title>Lỗi: Bộ thành phần giao diện" in html


def test_a_title_is_required_of_every_page() -> None:
    app = make_gallery_app()
    source = "{% extends 'layouts/public.html' %}{% block content %}x{% endblock %}"
    with app.test_request_context(), pytest.raises(Exception, match="title"):
        app.jinja_env.from_string(source).render()


def test_staff_see_only_what_they_may_do(pages: dict[str, str]) -> None:
    assert "#due" in pages["/layout/staff"]
    assert "#users" not in pages["/layout/staff"]
    assert 'name="csrf_token"' in pages["/layout/staff"]


def test_the_gallery_shows_every_macro() -> None:
    gallery = (TEMPLATES / "gallery.html").read_text()
    for path in (TEMPLATES / "components").glob("*.html"):
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text()):
            used = re.search(rf"\b{name}\(", gallery) or path.name == "brand.html"
            inner = name in ("breadcrumb_trail", "coverage_chain", "percent")
            assert used or inner, f"{path.name}: {name}"


def test_text_a_person_typed_is_escaped() -> None:
    app = make_gallery_app()
    source = (
        "{% from 'components/comments.html' import comment_card %}"
        "{% from 'components/panels.html' import summary_list %}"
        "{{ comment_card('1', evil, 'open', reply=evil, state_text='x') }}"
        "{{ summary_list([{'key': 'x', 'value': evil}]) }}"
    )
    with app.test_request_context():
        html = app.jinja_env.from_string(source).render(evil="<script>1</script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_the_style_sheet_is_small_and_loads_nothing_from_outside() -> None:
    css = CSS.read_text()
    assert len(css.encode()) < 60_000
    addresses = re.findall(r"url\(\"?([^)\"]+)", css)
    assert addresses
    for address in addresses:
        assert (CSS.parent / address).resolve().is_file(), address
    assert "@import" not in css


def test_nothing_of_the_borrowed_identity_is_left() -> None:
    for path in [CSS, *TEMPLATES.rglob("*.html"), *STATIC.rglob("*.svg")]:
        text = path.read_text()
        for mark in ("GDS", "GOV.UK", "crown", "transport"):
            assert mark.lower() not in text.lower(), f"{path.name}: {mark}"


def test_every_class_of_the_templates_is_in_the_style_sheet() -> None:
    css = CSS.read_text()
    known_without_rules = {"govuk-table__row", "govuk-table__body"}
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(
            r"(?<![\w-])(?:govuk|gopy)-[a-z][\w-]*[a-z0-9]\b(?!-)", path.read_text()
        ):
            if name not in known_without_rules:
                assert f".{name}" in css, f"{path.name}: {name}"
