"""One operation is one transaction; the only module that commits."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import event

from feedback.extensions import WRITES, close_database, db

P = ParamSpec("P")
R = TypeVar("R")

_OPEN = "operation"


class NestedOperation(RuntimeError):
    """An operation was called inside another; share a private function instead."""


def transaction(operation: Callable[P, R]) -> Callable[P, R]:
    """Run an operation in one write transaction of its own.

    The read transaction of the request ends first, so that what the operation
    decides on is read again under the write lock. Everything is committed at the
    end, or nothing is.
    """

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if _OPEN in session.info:
            raise NestedOperation(f"{operation.__name__} in {session.info[_OPEN]}")
        session.rollback()
        session.info[_OPEN] = operation.__name__
        try:
            session.connection(execution_options={WRITES: True})
            result = operation(*args, **kwargs)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info[_OPEN]
        return result

    return run


@contextmanager
def relaxed_commits() -> Iterator[None]:
    """Do not wait for the disk at each commit: for data that can be made again.

    A power cut may undo the newest commits; it spoils neither database.
    """
    is_sqlite = db.engine.dialect.name == "sqlite"
    how = "PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit=off"

    def relax(connection: Any, _record: Any) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(how)
        if not is_sqlite:
            connection.commit()

    _reopen()
    event.listen(db.engine, "connect", relax)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", relax)
        _reopen()


def _reopen() -> None:
    db.session.remove()
    close_database()
