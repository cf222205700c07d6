"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select, func, select

from feedback.extensions import db

T = TypeVar("T")


#: Where a list stops counting: nobody reads on beyond its last page.
MOST: Final = 10_000


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Some entries of a list, and how many the whole list has."""

    items: Sequence[T]
    total: int
    #: The page shown; the last one when a later one was asked for.
    page: int
    size: int
    #: There are more than `total`, which was counted no further.
    has_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty one has one."""
        return count_pages(self.total, self.size)


def count_pages(total: int, size: int) -> int:
    """How many pages hold so many entries; nothing fills one page."""
    return max(1, -(-total // size))


def count_rows(counted: Select[Any]) -> int:
    """How many rows a statement gives."""
    rows = select(func.count()).select_from(counted.subquery())
    return db.session.scalar(rows) or 0


def read_slice(
    query: Select[Any], counted: Select[Any], page: int, size: int
) -> tuple[list[Any], int, int]:
    """The rows of a page, the number of all rows, and the page that exists."""
    total = count_rows(counted)
    page = min(page, count_pages(total, size))
    rows = db.session.execute(query.offset((page - 1) * size).limit(size))
    return list(rows), total, page
