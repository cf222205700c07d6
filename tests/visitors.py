"""A visitor without script: reads pages, fills forms, checks what every page owes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Page:
    """A page as shown, with its address and its parsed content."""

    def __init__(self, path: str, response: TestResponse) -> None:
        self.path = path
        self.response = response
        self.status = response.status_code
        self.html = BeautifulSoup(response.get_data(as_text=True), "html.parser")

    @property
    def text(self) -> str:
        """The words of the page, spaces folded."""
        return " ".join(self.html.get_text(" ").split())

    @property
    def h1(self) -> str:
        """The main heading."""
        heading = self.html.find("h1")
        assert isinstance(heading, Tag), f"no h1 on {self.path}"
        return " ".join(heading.get_text(" ").split())

    def check(self) -> Page:
        """What holds on every page, whatever it shows."""
        where = self.path
        assert len(self.html.find_all("h1")) == 1, f"{where}: one h1"
        title = self.html.find("title")
        assert title and title.get_text(strip=True), f"{where}: a title"
        assert self.html.html and self.html.html.get("lang"), f"{where}: a language"
        ids = [str(tag["id"]) for tag in self.html.find_all(id=True)]
        assert len(ids) == len(set(ids)), f"{where}: unique ids"
        for tag in self.html.find_all(True):
            assert not tag.get("style"), f"{where}: no inline style"
            handlers = [name for name in tag.attrs if name.startswith("on")]
            assert not handlers, f"{where}: no inline script"
        for tag in self.html.find_all("script"):
            assert tag.get("src"), f"{where}: no inline script"
        assert not self.html.find_all("style"), f"{where}: no inline style"
        for tag in self.html.find_all(["img", "link", "script", "source"]):
            address = str(tag.get("src") or tag.get("href") or "")
            assert not urlsplit(address).netloc, f"{where}: loads {address}"
        self._check_forms()
        assert "Content-Security-Policy" in self.response.headers
        return self

    def _check_forms(self) -> None:
        for form in self.html.find_all("form"):
            if str(form.get("method") or "get").lower() == "post":
                assert form.select('[name="csrf_token"]'), f"{self.path}: CSRF"
        labels = {str(label.get("for")) for label in self.html.find_all("label")}
        for field in self.html.find_all(["input", "textarea", "select"]):
            if field.get("type") in ("hidden", "submit", "button"):
                continue
            is_named = field.get("id") in labels or field.get("aria-label")
            assert is_named, f"{self.path}: {field.get('name')} has a label"

    def find_form(self, index: int | None = None, action: str | None = None) -> Tag:
        """The form in the main part of the page, or the one asked for."""
        forms = [
            form
            for form in (self.html.find("main") or self.html).find_all("form")
            if action is None or action in str(form.get("action") or "")
        ]
        assert forms, f"no form on {self.path}"
        assert index is not None or len(forms) == 1, f"{len(forms)} forms: say which"
        return forms[index or 0]


def path_of(response: TestResponse) -> str:
    """The address shown, with the language in front."""
    return f"{response.request.script_root}{response.request.path}"


class Browser(FlaskClient):
    """A client whose requests share nothing but their cookies."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send one request; what an earlier one left in `g` is gone."""
        if has_app_context():  # the test's own, which every request would share
            vars(g).clear()
        return super().open(*arguments, **options)


class Visitor:
    """Keeps cookies, follows redirects and checks each page."""

    def __init__(self, app: Flask) -> None:
        self.client = Browser(app, app.response_class)

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        """Open a page, following redirects, and check it."""
        response = self.client.get(path, follow_redirects=True, **options)
        page = Page(path_of(response), response)
        assert page.status == status, f"{path}: {page.status} {page.text[:300]}"
        return page.check() if response.mimetype == "text/html" else page

    def submit(
        self,
        page: Page,
        data: dict[str, Any] | None = None,
        *,
        status: int = 200,
        form: int | None = None,
        action: str | None = None,
        button: tuple[str, str] | None = None,
        follow: bool = True,
    ) -> Page:
        """Fill in a form of a page as a browser would, and send it."""
        tag = page.find_form(form, action)
        values = {**read_fields(tag), **(data or {})}
        if button:
            values[button[0]] = button[1]
        address = urljoin(page.path, str(tag.get("action") or "") or page.path)
        method = str(tag.get("method") or "get").lower()
        send = self.client.post if method == "post" else self.client.get
        kind = "data" if method == "post" else "query_string"
        response = send(address, follow_redirects=follow, **{kind: values})
        shown = Page(path_of(response), response)
        assert shown.status == status, f"{address}: {shown.status} {shown.text[:300]}"
        return shown.check() if response.mimetype == "text/html" and follow else shown


def read_fields(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form nobody has touched."""
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            values[str(name)] = field.get_text()
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[str(name)] = str(chosen.get("value", "")) if chosen else ""
        else:
            values[str(name)] = str(field.get("value", ""))
    return values
