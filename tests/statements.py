"""Counts what is sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from feedback.extensions import db


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement sent to the database, BEGIN and COMMIT included."""
    sent: list[str] = []

    def note_statement(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    def note_begin(_connection: Any) -> None:
        sent.append("BEGIN")

    def note_end(_connection: Any) -> None:
        sent.append("COMMIT")

    listeners: list[tuple[Any, str, Any]] = [
        (engine, "before_cursor_execute", note_statement)
        for engine in db.engines.values()
    ]
    listeners.append((db.engine, "commit", note_end))
    if db.engine.dialect.name != "sqlite":  # there BEGIN is a statement of our own
        listeners.append((db.engine, "begin", note_begin))
    for listener in listeners:
        event.listen(*listener)
    try:
        yield sent
    finally:
        for listener in listeners:
            event.remove(*listener)
