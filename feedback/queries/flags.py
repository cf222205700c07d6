"""Flags as the oversight desk reads them; nobody else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from feedback.domain.channels import Channel
from feedback.domain.errors import NotFound
from feedback.domain.families import Family
from feedback.domain.flags import WHOLE, Facts, FlagMove, FlagState
from feedback.domain.months import Month, iterate_months
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.flags import ContestedBatch, Flag, FlagEvent
from feedback.models.users import User

PAGE_SIZE = 50


@dataclass(frozen=True)
class FlagFilter:
    """What a reader looks for; empty fields do not narrow."""

    agency_code: str = ""
    family: str = ""
    state: str = ""


@dataclass(frozen=True)
class ShownFlag:
    """A flag with the name of its agency; none for the province."""

    id: int
    family: Family
    key: str
    agency: str | None
    channel: Channel | None
    first: Month
    last: Month
    p: float | None
    adjusted: float | None
    family_size: int | None
    facts: Facts
    opened_on: date
    state: FlagState
    proposal: FlagState | None
    seen: int

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of its window."""
        return tuple(iterate_months(self.first, self.last))

    @property
    def is_on_agency(self) -> bool:
        """Whether there is a batch that could be contested."""
        return self.key != WHOLE


def list_flags(
    wanted: FlagFilter, own_agency_id: int | None, page: int
) -> tuple[list[ShownFlag], int]:
    """A page of flags: those that wait for somebody first, then the newest."""
    conditions = [_outside(own_agency_id)]
    for column, value in (
        (Flag.key, wanted.agency_code),
        (Flag.family, wanted.family),
        (Flag.state, wanted.state),
    ):
        if value:
            conditions.append(column == value)
    rows = _with_names().where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    is_waiting = or_(Flag.state == FlagState.OPEN, Flag.proposal.is_not(None))
    shown = db.session.execute(
        rows.order_by(
            case((is_waiting, 0), else_=1), Flag.last.desc(), Flag.adjusted, Flag.id
        )
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return [_show(row) for row in shown], total


def get_flag(flag_id: int, own_agency_id: int | None) -> ShownFlag:
    """One flag, unless it is on the agency of who asks."""
    row = db.session.execute(
        _with_names().where(Flag.id == flag_id, _outside(own_agency_id))
    ).one_or_none()
    if row is None:
        raise NotFound()
    return _show(row)


@dataclass(frozen=True)
class ReviewStep:
    """A step of a review: who, when, why."""

    move: FlagMove
    state: FlagState
    at: datetime
    user_id: int
    name: str
    reason: str | None
    #: Of a proposal to contest: months and channel.
    batch: dict[str, Any] | None


def list_review_steps(flag_id: int) -> list[ReviewStep]:
    """The steps of a review, oldest first."""
    rows = db.session.execute(
        select(FlagEvent, User.name)
        .join(User, User.id == FlagEvent.user_id)
        .where(FlagEvent.flag_id == flag_id)
        .order_by(FlagEvent.number)
    )
    return [
        ReviewStep(e.move, e.state, e.at, e.user_id, name, e.reason, e.batch)
        for e, name in rows
    ]


def list_contested_of(flag_id: int) -> Sequence[tuple[Month, Channel]]:
    """Month and channel of what a flag contests now."""
    rows = db.session.execute(
        select(ContestedBatch.month, ContestedBatch.channel)
        .where(ContestedBatch.flag_id == flag_id)
        .order_by(ContestedBatch.month, ContestedBatch.channel)
    )
    return [(Month.of(month), channel) for month, channel in rows]


def _with_names() -> Select[Any]:
    return select(Flag, Agency.name).outerjoin(Agency, Agency.code == Flag.key)


def _outside(own_agency_id: int | None) -> ColumnElement[bool]:
    if own_agency_id is None:
        return Flag.id.is_not(None)
    return and_(or_(Agency.id.is_(None), Agency.id != own_agency_id))


def _show(row: Row[Any]) -> ShownFlag:
    flag, name = row
    return ShownFlag(
        flag.id,
        Family(flag.family),
        flag.key,
        name,
        None if flag.channel == WHOLE else Channel(flag.channel),
        Month.of(flag.first),
        Month.of(flag.last),
        flag.p,
        flag.adjusted,
        flag.family_size,
        flag.facts,
        flag.opened_on,
        flag.state,
        flag.proposal,
        flag.n_events,
    )
