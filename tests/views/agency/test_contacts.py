"""The contact of an author who asked for it: a button, a record, nothing else."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import ContactLook
from feedback.operations.releases import deliver_comments
from tests.contacts import CONTACT, give_contact
from tests.desks import sign_in
from tests.lives import DELIVERED_ON, Cast, on_day

DESK = "/can-bo/y-kien"
PHONE, EMAIL = str(CONTACT.phone), str(CONTACT.email)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def ref(cast: Cast) -> str:
    ref = cast.live(State.SCREENED)
    give_contact(ref)
    with on_day(DELIVERED_ON):
        deliver_comments(DELIVERED_ON)
    return ref


def count_looks() -> int:
    return db.session.scalar(select(func.count()).select_from(ContactLook)) or 0


def test_the_head_presses_a_button_and_it_is_recorded(
    app: Flask, cast: Cast, ref: str
) -> None:
    with on_day(DELIVERED_ON):
        desk = sign_in(app, cast.head)
        page = desk.get(f"{DESK}/{ref}")
        assert page.html.select(f'a[href$="{ref}/lien-he"]')
        page = desk.get(f"{DESK}/{ref}/lien-he")
        assert "Chưa ai xem." in page.text and PHONE not in page.text
        page = desk.submit(page)
        assert PHONE in page.text and EMAIL in page.text
        assert count_looks() == 1
        page = desk.get(f"{DESK}/{ref}/lien-he")
    assert PHONE not in page.text and cast.head.name in page.text
    assert count_looks() == 1, "opening the page is no look"


def test_an_officer_who_was_not_named_sees_no_button(
    app: Flask, cast: Cast, ref: str
) -> None:
    with on_day(DELIVERED_ON):
        desk = sign_in(app, cast.officer)
        page = desk.get(f"{DESK}/{ref}/lien-he")
    assert "Chỉ người được giao xử lý" in page.text
    assert not page.html.select('main button[type="submit"]')


def test_no_page_of_the_agency_shows_it_unasked(
    app: Flask, cast: Cast, ref: str
) -> None:
    with on_day(DELIVERED_ON):
        for user in (cast.head, cast.officer):
            desk = sign_in(app, user)
            for address in (DESK, f"{DESK}/{ref}", f"{DESK}/{ref}/tra-loi"):
                text = desk.get(address).text
                assert PHONE not in text and EMAIL not in text
        text = sign_in(app, cast.screener).get(f"/giam-sat/y-kien/{ref}").text
    assert PHONE not in text and EMAIL not in text


def test_a_comment_without_contact_has_no_such_page(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(DELIVERED_ON):
        desk = sign_in(app, cast.head)
        assert not desk.get(f"{DESK}/{ref}").html.select('a[href$="/lien-he"]')
        desk.get(f"{DESK}/{ref}/lien-he", status=404)
