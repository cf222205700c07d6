"""Looks at what is sent to the database: how much, and along which index."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import SelectBase, event, text

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


def explain_query(query: SelectBase) -> str:
    """The plan of a query; PostgreSQL is told not to scan because tables are small."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    if not is_sqlite:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    shown = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    # A colon inside a literal is not a name of a parameter.
    rows = db.session.connection().exec_driver_sql(f"{explain} {shown}")
    return "\n".join(str(row) for row in rows)
