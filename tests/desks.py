"""Members of staff with a browser."""

from flask import Flask
from sqlalchemy import select

from feedback.domain.outcomes import Outcome
from feedback.extensions import db
from feedback.models.comments import ReplyTemplate
from feedback.models.users import User
from feedback.operations.reply_templates import save_template
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


def make_template(head: User) -> int:
    """A template of the head's agency."""
    save_template(
        None,
        user_id=head.id,
        title="Hẹn ngày trả kết quả",
        text="{agency} xin lỗi vì chậm. Kết quả thủ tục {service} có ngày …",
        outcome=Outcome.EXPLAINED,
    )
    return db.session.scalars(select(ReplyTemplate.id)).one()
