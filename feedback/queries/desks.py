"""The oversight desk's list: what waits to be screened, confirmed, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    case,
    literal,
    select,
)

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.signs import Check
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment
from feedback.models.services import Service
from feedback.models.users import User
from feedback.queries.signs import has_sign, list_checks
from feedback.queries.trays import count_to_most

PAGE_SIZE = 50


class Queue(StrEnum):
    """What the oversight desk has to do."""

    SCREEN = "screen"
    CONFIRM = "confirm"
    PUBLISH = "publish"
    APPROVE = "approve"
    BATCH = "batch"

    @property
    def label(self) -> Label:
        """What people read."""
        return _QUEUES[self][0]

    @property
    def states(self) -> Sequence[State]:
        """The states a comment in this queue can be in."""
        return _QUEUES[self][1]


_QUEUES: Mapping[Queue, tuple[Label, tuple[State, ...]]] = {
    Queue.SCREEN: (
        Label("Cần sàng lọc", "To screen"),
        (State.RECEIVED, State.SCREENING),
    ),
    Queue.CONFIRM: (
        Label("Chờ người thứ hai", "Second person needed"),
        (State.WITHHOLD_PROPOSED,),
    ),
    Queue.PUBLISH: (
        Label("Chờ kiểm tra để công khai", "To check and publish"),
        (State.AWAITING_PUBLICATION, State.REPLIED_AGAIN),
    ),
    Queue.APPROVE: (
        Label("Cơ quan chưa có lãnh đạo duyệt", "No head to approve"),
        (State.REPLIED,),
    ),
    Queue.BATCH: (
        Label("Chờ chuyển theo đợt", "Waiting for a batch"),
        (State.SCREENED,),
    ),
}


@dataclass(frozen=True)
class DeskFilter:
    """What a list is narrowed to; empty fields do not narrow."""

    agency_code: str = ""
    #: Only comments with a sign of this check.
    check: Check | None = None


@dataclass(frozen=True)
class DeskRow:
    """One line of a desk's list."""

    ref: str
    state: State
    agency_name: str
    service_code: str
    service_name: str
    month: Month
    text: str
    due_on: date | None
    state_on: date
    #: The checks that gave a sign, the gravest first.
    checks: Sequence[Check] = ()


def list_queue_rows(
    queue: Queue, wanted: DeskFilter, own_agency_id: int | None, page: int
) -> tuple[list[DeskRow], int]:
    """A page of what the oversight desk has to do, serious content first."""
    conditions = [_in_queue(queue), _outside(own_agency_id)]
    if wanted.agency_code:
        conditions.append(Agency.code == wanted.agency_code)
    if wanted.check:
        conditions.append(has_sign(wanted.check))
    is_grave = case((has_sign(Check.SERIOUS), 0), else_=1)
    order = (is_grave, Comment.state_on, Comment.ref)
    rows, total = _page(conditions, order, page, show_original=True)
    checks = list_checks(row.ref for row in rows)
    return [replace(row, checks=checks.get(row.ref, ())) for row in rows], total


def count_queues(own_agency_id: int | None) -> dict[Queue, int]:
    """How many comments wait in each queue, counted no further than MOST."""
    one = select(literal(1).label("one")).where(_outside(own_agency_id))
    counts = db.session.execute(
        select(*(count_to_most(one.where(_in_queue(queue))) for queue in Queue))
    ).one()
    return dict(zip(Queue, counts, strict=True))


def _in_queue(queue: Queue) -> ColumnElement[bool]:
    states = Comment.state.in_(queue.states)
    # Where a head is in office, an answer not yet approved is the agency's own draft.
    return and_(states, _has_no_head()) if queue is Queue.APPROVE else states


def _has_no_head() -> ColumnElement[bool]:
    with_head = select(User.agency_id).where(
        User.role == Role.HEAD, User.is_active, User.agency_id.is_not(None)
    )
    return Comment.agency_id.not_in(with_head)


def _outside(own_agency_id: int | None) -> ColumnElement[bool]:
    if own_agency_id is None:
        return Comment.ref.is_not(None)
    return and_(
        Comment.agency_id != own_agency_id, Comment.given_to_id != own_agency_id
    )


def _page(
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[SQLColumnExpression[Any]],
    page: int,
    show_original: bool = False,
) -> tuple[list[DeskRow], int]:
    rows: Select[tuple[Comment, Agency, Service]] = (
        select(Comment, Agency, Service)
        .join(Agency, Agency.id == Comment.agency_id)
        .join(Service, Service.id == Comment.service_id)
        .where(*conditions)
    )
    counted = count_to_most(rows.with_only_columns(Comment.ref))
    total = db.session.scalar(select(counted)) or 0
    shown = db.session.execute(
        rows.order_by(*order).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    )
    return [_desk_row(row, show_original) for row in shown], total


def _desk_row(
    row: Row[tuple[Comment, Agency, Service]], show_original: bool
) -> DeskRow:
    comment = row.Comment
    original = comment.text if show_original else ""
    return DeskRow(
        ref=comment.ref,
        state=State(comment.state),
        agency_name=row.Agency.name,
        service_code=row.Service.code,
        service_name=row.Service.name,
        month=Month.of(comment.month),
        text=comment.public_text or original,
        due_on=comment.due_on,
        state_on=comment.state_on,
    )
