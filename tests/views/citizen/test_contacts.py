"""The “please fix my case” step: unticked, checked, kept once, erased on request."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.contacts import CONSENT
from feedback.extensions import db
from feedback.models.comments import CaseContact, Comment
from tests.ballots import make_token, publish_questions
from tests.desks import field
from tests.statements import counted_statements
from tests.views.citizen.journeys import reach_check, read_receipt
from tests.visitors import Page, Visitor

NOW = datetime(2026, 3, 25, 3, 0, tzinfo=UTC)
WORDS = "Sổ đỏ của tôi bị ghi sai tên xã."
GIVEN: dict[str, Any] = {
    "consent": "y",
    "name": "Lê Thử",
    "phone": "0912 345 678",
    "email": "a@b.vn",
}


@pytest.fixture(autouse=True)
def _questions(app: Flask) -> Iterator[None]:
    publish_questions()
    with clock.frozen(NOW):
        yield


def list_contacts() -> list[CaseContact]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(CaseContact)))


def send(visitor: Visitor, page: Page, status: int = 200, **typed: Any) -> Page:
    return visitor.submit(page, typed, action="gui", status=status)


def test_the_box_is_empty_and_nobody_has_to_tick_it(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    (box,) = page.html.select('input[name="consent"]')
    assert not box.has_attr("checked")
    assert page.html.select("details:not([open]) input[name=consent]")
    send(visitor, page)
    assert list_contacts() == []
    assert db.session.scalars(select(Comment.kind)).all() == ["feedback"]


def test_without_words_there_is_nothing_to_fix(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token())
    assert not page.html.select('input[name="consent"]')
    send(visitor, page, **GIVEN)
    assert list_contacts() == []


def test_the_contact_is_kept_with_the_comment(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    assert "Chỉ người được giao xử lý" in page.text
    send(visitor, page, **GIVEN)
    (contact,) = list_contacts()
    (comment,) = db.session.scalars(select(Comment))
    assert (contact.comment_ref, comment.kind) == (comment.ref, "case")
    assert (contact.name, contact.phone) == ("Lê Thử", "0912345678")
    assert (contact.email, contact.consent) == ("a@b.vn", CONSENT)


def test_no_cookie_ever_holds_it(visitor: Visitor) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    page = send(visitor, page, 422, **{**GIVEN, "email": "a@"})
    page = send(visitor, page, email="a@b.vn")
    seen = [h for r in (page.response, *page.response.history) for h in r.headers]
    cookies = unquote(" ".join(value for name, value in seen if name == "Set-Cookie"))
    for secret in ("Lê Thử", "0912", "a@b.vn"):
        assert secret not in cookies


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"phone": "0912345678"}, "Mời đánh dấu đồng ý"),
        ({"consent": "y"}, "Mời cho biết số điện thoại hoặc thư điện tử"),
        ({"consent": "y", "phone": "12"}, "Số điện thoại chưa đúng"),
        ({"consent": "y", "email": "a@b"}, "Địa chỉ thư điện tử chưa đúng"),
        ({"consent": "y", "name": "x" * 500_000, "phone": "0912345678"}, "Tên dài quá"),
        ({"consent": "y", "email": "<script>@b.vn"}, "thư điện tử chưa đúng"),
        ({"consent": "y", "name": "\ue000\u202eA", "phone": "x"}, "Số điện thoại"),
        ({"consent": "y", "name": "e\u0301" * 9, "phone": "1"}, "Số điện thoại"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    visitor: Visitor, typed: dict[str, Any], told: str
) -> None:
    page = reach_check(visitor, make_token(), words=WORDS)
    page = send(visitor, page, 422, **typed)
    assert told in page.text and WORDS in page.text
    assert page.html.select("details[open] input[name=consent]")
    assert page.html.select_one("input[name=consent]").has_attr(  # type: ignore
        "checked"
    ) is ("consent" in typed)
    for name in ("name", "phone", "email"):
        shown = normalize("NFC", typed.get(name, "").replace("\ue000\u202e", ""))
        assert field(page, name) == shown
    assert list_contacts() == [] and db.session.scalars(select(Comment)).all() == []
    send(visitor, page, consent="y", name="", phone="0912345678", email="")
    assert len(list_contacts()) == 1


def test_who_does_not_ask_for_it_costs_nothing_more(app: Flask) -> None:
    counts = []
    choices: tuple[dict[str, Any], ...] = ({}, GIVEN)
    for typed in choices:
        visitor = Visitor(app)
        page = reach_check(visitor, make_token(), words=WORDS)
        with counted_statements() as sent:
            send(visitor, page, **typed)
        counts.append(len([s for s in sent if "case_contacts" in s]))
        assert counts[-1] == (1 if typed else 0)


def test_its_author_has_it_erased(visitor: Visitor) -> None:
    page = send(visitor, reach_check(visitor, make_token(), words=WORDS), **GIVEN)
    code = read_receipt(page)
    page = visitor.submit(visitor.get("/bien-nhan"), {"code": code})
    assert "Chưa ai xem." in page.text and "0912" not in page.text
    page = visitor.submit(page, action="xoa-lien-he")
    assert "Đã xóa ngày 25/3/2026." in page.text
    (contact,) = list_contacts()
    assert contact.phone is None and contact.email is None and contact.name is None
