"""What colleagues write to each other about a comment stays among them."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.domain.errors import NotFound
from feedback.domain.limits import NOTE_LENGTH
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import HIDDEN_FROM_AGENCY, State
from feedback.extensions import db
from feedback.operations.notes import add_note
from feedback.queries.notes import list_notes
from tests.places import PLACES
from tests.worlds import (
    ADMINISTRATOR,
    ANONYMOUS,
    HEAD,
    OFFICER,
    OVERSIGHT,
    ROLE_OF,
    STRANGER,
    World,
    make_world,
)

MARK = "matlonoibo7f3"


@pytest.fixture
def world(app: Flask) -> World:
    """The small province, with a note at every comment its agency has."""
    world = make_world()
    officer = world.users[OFFICER].id
    for state, ref in world.refs.items():
        if state not in HIDDEN_FROM_AGENCY:
            add_note(ref, user_id=officer, text=f"{MARK}: hỏi lại quầy 3")
    return world


def list_addresses(app: Flask, world: World) -> Iterator[str]:
    """Every route that can be read, and the pages of every comment."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint in PLACES:
                place = PLACES[rule.endpoint]
                yield url_for(rule.endpoint, **place.values(world), **place.query)
        for ref in world.refs.values():
            yield url_for("transparency.comments.show", ref=ref)
            yield url_for("oversight.comments.show", ref=ref)


def read_all(client: FlaskClient, address: str) -> bytes:
    """What an address answers; of an archive all that is in it."""
    data = client.get(address, buffered=True).get_data()
    if not is_zipfile(BytesIO(data)):
        return data
    with ZipFile(BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_no_page_or_file_outside_the_agency_shows_a_note(
    app: Flask, world: World
) -> None:
    addresses = list(list_addresses(app, world))
    others = (ANONYMOUS, OVERSIGHT, ADMINISTRATOR, STRANGER)
    inspectors = tuple(role for role in ROLE_OF if role == "inspectorate")
    for visitor in (*others, *inspectors):
        client = app.test_client()
        token = world.sign_in(visitor)
        if token:
            client.set_cookie("staff", token)
        for address in addresses:
            if "dang-xuat" not in address:
                body = read_all(client, address)
                assert MARK.encode() not in body, f"{visitor} {address}"


def test_no_other_table_holds_it_so_no_letter_feed_or_export_can(world: World) -> None:
    for table in db.metadata.sorted_tables:
        if table.name == "comment_notes":
            continue
        bind = table.info.get("bind_key")
        if bind is None:
            rows = db.session.execute(select(table)).all()
            assert MARK not in str(rows), table.name


def test_colleagues_read_it(app: Flask, world: World) -> None:
    ref = next(r for s, r in world.refs.items() if s not in HIDDEN_FROM_AGENCY)
    for visitor in (OFFICER, HEAD):
        client = app.test_client()
        client.set_cookie("staff", world.sign_in(visitor) or "")
        assert MARK.encode() in client.get(f"/can-bo/y-kien/{ref}").get_data()
    (note,) = list_notes(ref, world.agency.id)
    assert note.author == world.users[OFFICER].name
    assert list_notes(ref, world.agency.id + 1) == []


def test_who_does_not_belong_there_writes_none(app: Flask, world: World) -> None:
    ref = next(r for s, r in world.refs.items() if s not in HIDDEN_FROM_AGENCY)
    hidden = world.refs[State.RECEIVED]
    for visitor in (STRANGER, OVERSIGHT, ADMINISTRATOR):
        with pytest.raises(NotFound):
            add_note(ref, user_id=world.users[visitor].id, text="x")
    officer = world.users[OFFICER].id
    with pytest.raises(NotFound):
        add_note(hidden, user_id=officer, text="x")
    for text in ("", "\u200b", "x" * (NOTE_LENGTH + 1)):
        with pytest.raises(InvalidStatement) as error:
            add_note(ref, user_id=officer, text=text)
        assert error.value.field == "note"
