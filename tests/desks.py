"""Members of staff with a browser."""

from flask import Flask

from feedback.models.users import User
from tests.factories import PASSWORD
from tests.visitors import Page, Visitor


def sign_in(app: Flask, user: User) -> Visitor:
    """A browser in which somebody has signed in through the form."""
    visitor = Visitor(app)
    page = visitor.get("/dang-nhap")
    home = visitor.submit(page, {"username": user.username, "password": PASSWORD})
    assert user.name in home.text
    return visitor


def field(page: Page, name: str) -> str:
    """What stands in a text area or an input."""
    tag = page.html.find(attrs={"name": name})
    assert tag is not None, f"no {name} on {page.path}"
    return tag.get_text() if tag.name == "textarea" else str(tag.get("value", ""))


def list_shown(page: Page) -> list[str]:
    """The references of the comments that a list shows, in its order."""
    links = page.html.select("main h3 > a, main h4 > a")
    return [link.get_text(strip=True) for link in links]
