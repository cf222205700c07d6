"""What was not published, moved elsewhere, or covered up afterwards: all of it.

The lists go by the indexes on bucket and on the day of covering up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column, select

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.states import Bucket, Move, State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import TAKEN, PublishedComment
from feedback.queries.published.balances import BalanceSum, sum_balances_of
from feedback.queries.published.catalogue import list_agencies, list_agency_choices
from feedback.queries.published.slices import Slice, read_slice

_row = PublishedComment
_TAKEN: Final[ColumnElement[bool]] = literal_column(TAKEN)


class Takedown(StrEnum):
    """Why the words of a comment, or some of them, are not to be read."""

    WITHHELD = "withheld"
    MOVED = "moved"
    REDACTED = "redacted"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Takedown.WITHHELD: Label("Không công khai, có căn cứ", "Withheld, with a ground"),
    Takedown.MOVED: Label("Đã chuyển theo thủ tục khác", "Moved"),
    Takedown.REDACTED: Label("Che bớt sau khi công khai", "Redacted after publication"),
}


@dataclass(frozen=True)
class TakenDown:
    """One stub, or one comment that was covered up in part."""

    ref: str
    agency_code: str
    agency: Label
    month: Month
    state: State
    ground: str | None
    #: The last day it was withheld, moved or covered up.
    on: date
    #: Where it was moved to, and why it was covered up.
    referral: str | None
    note: str | None


@dataclass(frozen=True)
class AgencyTakedowns:
    """What of an agency's comments cannot be read."""

    agency: Agency
    #: Empty until the night after its first comment.
    balance: BalanceSum | None
    #: Withheld comments by ground, the most first.
    grounds: Sequence[tuple[str, int]]


def list_takedowns(
    kind: Takedown, agency: str, page: int, size: int
) -> Slice[TakenDown]:
    """One page of a kind, the newest first, and how many there are."""
    conditions = [_is(kind)]
    if agency:
        unit = select(Agency.id).where(Agency.code == agency).scalar_subquery()
        conditions.append(_row.agency_id == unit)
    newest = _row.redacted_on if kind is Takedown.REDACTED else _row.shown_on
    rows, total, page = read_slice(
        select(PublishedComment, Agency)
        .join(Agency, Agency.id == _row.agency_id)
        .where(*conditions)
        .order_by(newest.desc(), _row.ref.desc()),
        select(_row.ref).where(*conditions),
        page,
        size,
    )
    return Slice([_read(kind, *row) for row in rows], total, page, size)


def list_agencies_taken_down(language: str) -> list[tuple[str, str]]:
    """Code and name of the agencies of which there is any, by name."""
    taken = select(_row.agency_id).where(_TAKEN)
    redacted = select(_row.agency_id).where(_row.redacted_on.is_not(None))
    return list_agency_choices(language, Agency.id.in_(taken) | Agency.id.in_(redacted))


def count_kinds() -> dict[Takedown, int]:
    """How many there are of each kind."""
    return {
        kind: db.session.scalar(
            select(func.count()).select_from(PublishedComment).where(_is(kind))
        )
        or 0
        for kind in Takedown
    }


def count_grounds() -> list[tuple[str, int]]:
    """Withheld comments by ground, the most first."""
    n = func.count()
    rows = db.session.execute(
        select(_row.ground, n)
        .where(_TAKEN, _is(Takedown.WITHHELD))
        .group_by(_row.ground)
        .order_by(n.desc(), _row.ground)
    )
    return [(ground or "", count) for ground, count in rows]


def list_agency_takedowns(q: str, page: int, size: int) -> Slice[AgencyTakedowns]:
    """A page of the agencies of which something cannot be read, by name.

    Grounds are counted now, the shares are those of the nightly balance.
    """
    taken = select(_row.agency_id).where(_TAKEN)
    found = list_agencies(q, page, size, Agency.id.in_(taken))
    ids = [agency.id for agency in found.items]
    balances, grounds = sum_balances_of(ids), _count_grounds_of(ids)
    items = [
        AgencyTakedowns(agency, balances.get(agency.id), grounds.get(agency.id, []))
        for agency in found.items
    ]
    return Slice(items, found.total, found.page, size)


def _count_grounds_of(ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    n = func.count()
    rows = db.session.execute(
        select(_row.agency_id, _row.ground, n)
        .where(_TAKEN, _is(Takedown.WITHHELD), _row.agency_id.in_(ids))
        .group_by(_row.agency_id, _row.ground)
        .order_by(n.desc(), _row.ground)
    )
    grounds: dict[int, list[tuple[str, int]]] = {}
    for agency_id, ground, count in rows:
        grounds.setdefault(agency_id, []).append((ground or "", count))
    return grounds


def _is(kind: Takedown) -> ColumnElement[bool]:
    if kind is Takedown.REDACTED:
        return _row.redacted_on.is_not(None)
    bucket = Bucket.WITHHELD if kind is Takedown.WITHHELD else Bucket.MOVED
    return _row.bucket == bucket.value


#: The step that says when and why.
_MOVES = {
    Takedown.WITHHELD: Move.WITHHOLD,
    Takedown.MOVED: Move.MOVE,
    Takedown.REDACTED: Move.REDACT,
}


def _read(kind: Takedown, row: PublishedComment, agency: Agency) -> TakenDown:
    steps = [step for step in row.steps if step["move"] == _MOVES[kind]]
    last = steps[-1] if steps else {}
    return TakenDown(
        row.ref,
        agency.code,
        Label(agency.name, agency.name_en or agency.name),
        Month.of(row.month),
        State(row.state),
        row.ground,
        date.fromisoformat(last["on"]) if last else row.shown_on,
        last.get("referral"),
        last.get("note"),
    )
