"""An agency's desk: what lies in each tray, soonest due first.

Every read follows ix_comments_agency_id_state_due_on state by state and stops at a
bound, so a page costs the same whether an agency has a hundred comments or a million.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    func,
    literal,
    select,
    union_all,
)

from feedback.domain.months import Month
from feedback.domain.states import State, View
from feedback.domain.text import fold
from feedback.domain.trays import WEEK, Due, Tray
from feedback.extensions import db
from feedback.models.comments import Comment
from feedback.models.services import Service
from feedback.models.users import User

PAGE_SIZE: Final = 50
#: Comments of a tray that are counted and can be paged through.
MOST: Final = 1000


@dataclass(frozen=True)
class TrayFilter:
    """What a tray is narrowed to; empty fields do not narrow."""

    service_code: str = ""
    #: A value of Due.
    due: str = ""
    #: `nobody`, or the number of a colleague.
    assignee: str = ""
    kind: str = ""
    #: Only those whose author disputed an answer.
    is_disputed: bool = False
    #: Words, with or without diacritics.
    q: str = ""


@dataclass(frozen=True)
class TrayRow:
    """One line of an agency's list."""

    ref: str
    state: State
    service_code: str
    service_name: str
    month: Month
    text: str
    due_on: date | None
    state_on: date
    assignee: str | None
    view: View | None


@dataclass(frozen=True)
class TrayPage:
    """A page of a tray; `total` counts no further than MOST."""

    rows: Sequence[TrayRow]
    total: int


def list_tray_rows(
    agency_id: int, tray: Tray, wanted: TrayFilter, on: date, page: int
) -> TrayPage:
    """A page of an agency's tray, soonest due first; what is done, latest first.

    Words are looked for in the first MOST comments that the rest of the filter leaves.
    """
    narrowed = _narrow(wanted, on)
    # Words can only be looked for in the texts; else a page reads no further than it.
    limit = MOST if wanted.q else min(page * PAGE_SIZE, MOST)
    refs = _list_refs(agency_id, tray, narrowed, wanted.q, limit)
    shown = refs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    is_all = wanted.q or len(refs) < limit
    total = len(refs) if is_all else _count_tray(agency_id, tray, narrowed)
    rows = db.session.execute(
        select(Comment, Service, User.name)
        .join(Service, Service.id == Comment.service_id)
        .outerjoin(User, User.id == Comment.assignee_id)
        .where(Comment.ref.in_(shown))
    )
    by_ref = {row.Comment.ref: _tray_row(row) for row in rows}
    return TrayPage([by_ref[ref] for ref in shown], total)


def _count_tray(
    agency_id: int, tray: Tray, narrowed: Sequence[ColumnElement[bool]]
) -> int:
    counts = db.session.execute(
        select(
            *(
                _count(_in_state(agency_id, state).where(*narrowed))
                for state in tray.states
            )
        )
    ).one()
    return min(sum(counts), MOST)


def _list_refs(
    agency_id: int,
    tray: Tray,
    narrowed: Sequence[ColumnElement[bool]],
    words: str,
    limit: int,
) -> list[str]:
    text = Comment.public_text if words else literal(None)
    newest_first = tray is Tray.DONE
    order = Comment.due_on.desc() if newest_first else Comment.due_on.asc()
    parts = [
        _in_state(agency_id, state, Comment.ref, Comment.due_on, text.label("text"))
        .where(*narrowed)
        .order_by(order, Comment.ref)
        .limit(limit)
        .subquery()
        for state in tray.states
    ]
    read = union_all(*(select(part) for part in parts))
    found = list(db.session.execute(read))
    found.sort(key=lambda row: row.ref)
    found.sort(key=lambda row: row.due_on or date.max, reverse=newest_first)
    wanted = fold(words)
    return [
        row.ref for row in found[:limit] if not wanted or wanted in fold(row.text or "")
    ]


def _in_state(agency_id: int, state: State, *columns: Any) -> Select[Any]:
    """Comments of one state; without columns, as many ones."""
    rows = select(*(columns or (literal(1).label("one"),))).where(
        Comment.agency_id == agency_id, Comment.state == state
    )
    if state is State.NEEDS_MORE:
        # The screener can ask as well, of what the agency does not know yet.
        rows = rows.where(Comment.released_on.is_not(None))
    return rows


def _narrow(wanted: TrayFilter, on: date) -> list[ColumnElement[bool]]:
    week_end = on + timedelta(days=WEEK)
    dues: dict[str, Callable[[], ColumnElement[bool]]] = {
        Due.LATE: lambda: Comment.due_on < on,
        Due.TODAY: lambda: Comment.due_on == on,
        Due.WEEK: lambda: Comment.due_on.between(on, week_end),
        Due.LATER: lambda: Comment.due_on > week_end,
    }
    conditions = [dues[wanted.due]()] if wanted.due else []
    if wanted.service_code:
        service = select(Service.id).where(Service.code == wanted.service_code)
        conditions.append(Comment.service_id == service.scalar_subquery())
    if wanted.assignee == "nobody":
        conditions.append(Comment.assignee_id.is_(None))
    elif wanted.assignee:
        conditions.append(Comment.assignee_id == int(wanted.assignee))
    if wanted.kind:
        conditions.append(Comment.kind == wanted.kind)
    if wanted.is_disputed:
        conditions.append(Comment.view.in_((View.PARTLY, View.NO)))
    return conditions


def _tray_row(row: Row[Any]) -> TrayRow:
    comment = row.Comment
    return TrayRow(
        ref=comment.ref,
        state=State(comment.state),
        service_code=row.Service.code,
        service_name=row.Service.name,
        month=Month.of(comment.month),
        text=comment.public_text or "",
        due_on=comment.due_on,
        state_on=comment.state_on,
        assignee=row.name,
        view=View(comment.view) if comment.view else None,
    )


def count_agency_trays(agency_id: int, on: date) -> tuple[dict[Tray, int], int]:
    """How many comments lie in each tray, and how many to answer are overdue.

    Of each state no more than MOST are counted.
    """
    states = [state for tray in Tray for state in tray.states]
    late = [
        _count(_in_state(agency_id, state).where(Comment.due_on < on))
        for state in Tray.TO_ANSWER.states
    ]
    counts = db.session.execute(
        select(
            *(_count(_in_state(agency_id, state)) for state in states),
            *late,
        )
    ).one()
    by_state = dict(zip(states, counts, strict=False))
    trays = {tray: sum(by_state[state] for state in tray.states) for tray in Tray}
    return trays, sum(counts[len(states) :])


def count_to_most(rows: Select[Any]) -> ScalarSelect[int]:
    """How many rows a statement gives, counted no further than MOST."""
    counted = rows.limit(MOST).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def _count(rows: Select[Any]) -> ScalarSelect[int]:
    return count_to_most(_in_order(rows))


def _in_order(rows: Select[Any]) -> Select[Any]:
    """That of the index, or PostgreSQL would begin to read the table itself."""
    return rows.order_by(Comment.due_on)


def list_services_in(agency_id: int, tray: Tray) -> list[tuple[str, str]]:
    """Code and name of the services that the comments of a tray are about."""
    parts = [
        _in_order(_in_state(agency_id, state, Comment.service_id))
        .limit(MOST)
        .subquery()
        for state in tray.states
    ]
    rows = db.session.execute(
        select(Service.code, Service.name)
        .where(Service.id.in_(union_all(*(select(part) for part in parts))))
        .order_by(Service.name_folded)
    )
    return [(code, name) for code, name in rows]
