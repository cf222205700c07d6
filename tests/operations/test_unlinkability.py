"""Nothing that is kept joins a dossier to a ballot.

Two questions, asked of every value in every table and of the database file itself:
is the token anywhere once its letter has left, and do the rows of dossiers and the rows
of ballots share anything beyond the cell, which many dossiers have in common?
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.tokens import ballot_hash, format_code
from feedback.extensions import db
from feedback.jobs.ballots import activate_ballots
from feedback.jobs.outbox import deliver_messages
from feedback.models.ballots import Ballot
from feedback.models.dossiers import Dossier
from feedback.models.invitations import Invitation
from feedback.operations.invitations import Invitee
from feedback.operations.outbox import Message
from feedback.operations.residues import erase_residues
from tests.dossiers import invite, make_dossier
from tests.factories import make_agency, make_service
from tests.letters import find_token

ISSUED = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
LEAVING = datetime(2026, 3, 23, 13, 30, tzinfo=UTC)
DOSSIERS = 12


def iterate_values() -> Iterator[tuple[str, str, Any]]:
    """Every value of every table, also of tables no model knows."""
    connection = db.session.connection()
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if connection.dialect.name == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    for table in connection.scalars(text(listing)).all():
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
            for column, value in row.items():
                yield table, column, value


def as_bytes(value: Any) -> bytes:
    """A value as it would be found by somebody searching."""
    return (
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    )


def find_places(*needles: bytes) -> set[tuple[str, str]]:
    """The columns in which any of the needles occurs, whatever its case."""
    wanted = [needle.upper() for needle in needles]
    return {
        (table, column)
        for table, column, value in iterate_values()
        if any(needle in as_bytes(value).upper() for needle in wanted)
    }


def deliver_all() -> dict[str, str]:
    """Issue, activate and deliver; the tokens by dossier code, as citizens know."""
    agency, service = make_agency(), make_service()
    dossiers = [
        make_dossier(
            f"nguoi{number}@example.vn", settled_by_id=agency.id, service_id=service.id
        )
        for number in range(DOSSIERS)
    ]
    with clock.frozen(ISSUED):
        invite(
            *[
                Invitee(
                    dossier.id,
                    agency.id,
                    service.id,
                    Channel.ONLINE,
                    date(2026, 3, 1),
                    f"nguoi{number}@example.vn",
                    False,
                )
                for number, dossier in enumerate(dossiers)
            ]
        )
    activate_ballots(date(2026, 3, 21))
    tokens: dict[str, str] = {}
    codes = {f"nguoi{n}@example.vn": d.code for n, d in enumerate(dossiers)}

    def read(message: Message) -> None:
        assert message.recipient
        tokens[codes[message.recipient]] = find_token(message.body)

    with clock.frozen(LEAVING):
        deliver_messages(read)
    erase_residues()
    return tokens


def test_no_token_is_left_in_any_value_of_any_table(app: Flask) -> None:
    tokens = deliver_all()
    assert len(set(tokens.values())) == DOSSIERS
    for token in tokens.values():
        assert find_places(token.encode(), format_code(token).encode()) == set()


def test_the_scan_would_find_a_token_that_was_left(app: Flask) -> None:
    with clock.frozen(ISSUED):
        invite(
            *[
                Invitee(
                    dossier.id,
                    dossier.settled_by_id,
                    dossier.service_id,
                    Channel.ONLINE,
                    date(2026, 3, 1),
                    None,
                    False,
                )
                for dossier in [make_dossier()]
            ]
        )
    places = find_places(b"/p/")
    assert places == {("outbox", "body")}


def test_a_ballot_hash_is_only_in_the_ballots(app: Flask) -> None:
    for token in deliver_all().values():
        digest = ballot_hash(token)
        places = find_places(digest, digest.hex().encode())
        assert places == {("ballots", "hash")}


def test_a_dossier_is_only_in_the_dossiers_and_the_invitations(app: Flask) -> None:
    deliver_all()
    for table, column, value in iterate_values():
        if column == "dossier_id":
            assert table == "invitations"
    for dossier in db.session.query(Dossier):
        places = find_places(dossier.code.encode())
        assert places <= {("dossiers", "code"), ("dossiers", "raw_code")}


def test_all_ballots_of_a_cell_are_alike_but_for_their_random_hash(app: Flask) -> None:
    deliver_all()
    ballots = {
        (b.agency_id, b.service_id, b.channel, b.month, b.is_spent)
        for b in db.session.query(Ballot)
    }
    invitations = {
        (i.month, i.is_overdue, i.delivery, i.state)
        for i in db.session.query(Invitation)
    }
    assert len(ballots) == len(invitations) == 1


def test_ballots_lie_in_the_order_of_their_hashes(app: Flask) -> None:
    deliver_all()
    is_sqlite = db.session.connection().dialect.name == "sqlite"
    order = "" if is_sqlite else " ORDER BY ctid"  # ctid: where PostgreSQL put it
    stored = db.session.scalars(text(f"SELECT hash FROM ballots{order}")).all()
    hashes = [bytes(value) for value in stored]
    assert hashes == sorted(hashes)


def test_no_file_of_the_embedded_database_holds_a_token_or_an_address(
    app: Flask,
) -> None:
    tokens = deliver_all()
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or path is None:
        return  # the server's files are its own; VACUUM FULL rewrote the tables
    files = list(Path(path).parent.glob(Path(path).name + "*"))
    assert len(files) >= 2  # the database and its write-ahead log
    content = b"".join(file.read_bytes() for file in files)
    assert b"Th\xe1\xbb\xad Nghi\xe1\xbb\x87m" in content  # names are there to be read
    for token in tokens.values():
        assert token.encode() not in content
        assert format_code(token).encode() not in content
    assert b"nguoi1@example.vn" not in content
