"""Connections to the database: what each of them begins, and what a rest does to it."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from feedback import extensions
from feedback.extensions import (
    close_database,
    connect_for_one_read,
    db,
)
from feedback.operations.transaction import relaxed_commits, transaction
from tests.statements import counted_statements


def test_one_read_is_one_statement(app: Flask) -> None:
    with counted_statements() as sent, connect_for_one_read() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert [statement for statement in sent if statement != "BEGIN"] == ["SELECT 1"]


def test_a_read_alone_leaves_transactions_as_they_are(app: Flask) -> None:
    """Reads have connections of their own, which see at once what others wrote."""
    with connect_for_one_read() as connection:
        connection.execute(text("SELECT 1"))

    @transaction
    def write_and_fail() -> None:
        db.session.execute(text("INSERT INTO public_stamp (id, number) VALUES (7, 7)"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with connect_for_one_read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM public_stamp")) == 0


def test_commits_wait_for_the_disk_again_after_those_that_did_not(app: Flask) -> None:
    # The tests' PostgreSQL never waits; there it shows who told a connection so.
    asked, relaxed = (
        (text("PRAGMA synchronous"), 1)
        if db.engine.dialect.name == "sqlite"
        else (
            text("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'"),
            "session",
        )
    )
    with db.engine.connect() as connection:
        before = connection.scalar(asked)
    with relaxed_commits(), db.engine.connect() as connection:
        assert connection.scalar(asked) == relaxed
    with db.engine.connect() as connection:
        assert connection.scalar(asked) == before != relaxed


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_connection_that_died_in_its_sleep_is_replaced(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extensions, "_IDLE_SECONDS", 0.0)
    close_database()  # so that the pool holds this one connection
    with connect_for_one_read() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    elsewhere = create_engine(db.engine.url)
    with elsewhere.connect() as killer:
        kill = text("SELECT pg_terminate_backend(:pid, 5000)")
        assert killer.scalar(kill, {"pid": pid})
    elsewhere.dispose()
    with connect_for_one_read() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != pid
