"""One operation is one transaction; the only module that commits."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from feedback.extensions import WRITES, db

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
