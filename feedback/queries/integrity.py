"""Reads for the integrity checks: counts by agency, month and channel, and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from feedback.domain.channels import Channel
from feedback.domain.clock import LOCAL_ZONE
from feedback.domain.doors import DayCount
from feedback.domain.flags import FlagMove
from feedback.domain.months import Month
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.ballots import Ballot, BufferedBallot
from feedback.models.comments import Comment
from feedback.models.doors import DoorDay
from feedback.models.dossiers import Dossier
from feedback.models.flags import ContestedBatch, Flag, FlagEvent
from feedback.models.invitations import Invitation
from feedback.models.measures import Measure
from feedback.models.plans import Plan


@dataclass(frozen=True)
class Unit:
    """An agency as the checks name it, and by what it finds its peers."""

    code: str
    level: str


def list_units() -> Mapping[int, Unit]:
    """Every agency by its number."""
    rows = db.session.execute(select(Agency.id, Agency.code, Agency.level))
    return {row.id: Unit(row.code, row.level) for row in rows}


@dataclass(frozen=True)
class LevelCount:
    """The ratings of an agency in a month and channel, by overall level."""

    agency_id: int
    month: Month
    channel: Channel
    levels: tuple[int, int, int, int, int]
    no_opinion: int


def list_level_counts(first: Month, last: Month) -> list[LevelCount]:
    """The measures of some months, services added up."""
    cell = (Measure.agency_id, Measure.month, Measure.channel)
    levels = (Measure.n1, Measure.n2, Measure.n3, Measure.n4, Measure.n5)
    rows = db.session.execute(
        select(*cell, *map(func.sum, (*levels, Measure.n_none)))
        .where(Measure.month.between(first.first_day, last.first_day))
        .group_by(*cell)
        .order_by(*cell)
    )
    return [
        LevelCount(a, Month.of(m), c, (int(n1), int(n2), int(n3), int(n4), int(n5)), x)
        for a, m, c, n1, n2, n3, n4, n5, x in rows
    ]


@dataclass(frozen=True)
class Account:
    """What must add up for an agency and channel in a month."""

    ended: int = 0
    invited: int = 0
    delivered: int = 0
    ballots: int = 0


def list_accounts(month: Month) -> dict[tuple[int, Channel | None], Account]:
    """Dossiers, invitations and ballots of a month by agency and channel."""
    on = month.first_day
    invited: dict[tuple[int, Channel], tuple[int, int]] = {}
    cell = (Dossier.settled_by_id, Dossier.channel)
    is_delivered = case((Invitation.state == "delivered", 1), else_=0)
    for agency, channel, n, delivered in db.session.execute(
        select(*cell, func.count(), func.sum(is_delivered))
        .join(Invitation, Invitation.dossier_id == Dossier.id)
        .where(Invitation.month == on)
        .group_by(*cell)
    ):
        invited[agency, channel] = (n, int(delivered))
    not_asked = _count(
        select(*cell, func.count())
        .outerjoin(Invitation, Invitation.dossier_id == Dossier.id)
        .where(
            Dossier.ended_on.between(on, month.last_day),
            Invitation.dossier_id.is_(None),
        )
        .group_by(*cell)
    )
    live, waiting = (_count_ballots(table, on) for table in (Ballot, BufferedBallot))
    accounts: dict[tuple[int, Channel | None], Account] = {}
    for key in {*invited, *not_asked, *live, *waiting}:
        n, delivered = invited.get(key, (0, 0))
        ballots = live.get(key, 0) + waiting.get(key, 0)
        ended = n + not_asked.get(key, 0)
        accounts[key] = Account(ended, n, delivered, ballots)
    return accounts


def _count_ballots(
    table: type[Ballot] | type[BufferedBallot], on: date
) -> dict[tuple[int, Channel], int]:
    cell: tuple[InstrumentedAttribute[Any], ...] = (table.agency_id, table.channel)
    return _count(select(*cell, func.count()).where(table.month == on).group_by(*cell))


def _count(rows: Any) -> dict[tuple[int, Channel], int]:
    return {(agency, channel): n for agency, channel, n in db.session.execute(rows)}


def list_words(month: Month) -> list[tuple[int, str]]:
    """Agency and words of every comment of a month, in no order of arrival.

    The agency it was given to, but for what left for the inspectorate or another
    procedure: a flag on the unit concerned would speak of it.
    """
    has_left = Comment.state.in_((State.ESCALATED, State.MOVED))
    agency = case((has_left, Comment.agency_id), else_=Comment.given_to_id)
    rows = db.session.execute(
        select(agency, Comment.text)
        .where(Comment.month == month.first_day)
        .order_by(Comment.ref)
    )
    return [(agency, text) for agency, text in rows]


def list_signing_days(plan_code: str) -> list[date]:
    """The days on which plans of the province of this one were signed."""
    named = select(Plan.province).where(Plan.code == plan_code).scalar_subquery()
    rows = select(Plan.signed_on).where(Plan.province == named).distinct()
    return sorted(db.session.scalars(rows))


def list_door_days(month: Month) -> list[DayCount]:
    """What was counted at the door on the days of a month."""
    rows = (
        select(DoorDay)
        .where(DoorDay.day.between(month.first_day, month.last_day))
        .order_by(DoorDay.day, DoorDay.agency_id, DoorDay.channel)
    )
    return [
        DayCount(
            row.day,
            row.agency_id,
            row.channel,
            row.answers,
            tuple(row.by_network),
            tuple(row.by_device),
            tuple(row.by_seconds),
            tuple(row.by_window),
        )
        for row in db.session.scalars(rows)
    ]


def list_contested(first: Month, last: Month) -> set[tuple[int, Month, Channel]]:
    """Agency, month and channel of the batches that are contested."""
    rows = db.session.execute(
        select(
            ContestedBatch.agency_id, ContestedBatch.month, ContestedBatch.channel
        ).where(ContestedBatch.month.between(first.first_day, last.first_day))
    )
    return {(agency, Month.of(month), channel) for agency, month, channel in rows}


@dataclass(frozen=True)
class FlagDays:
    """When a flag on a unit was opened and, if it was, settled."""

    key: str
    opened_on: date
    closed_on: date | None


def list_flag_days(first: Month, last: Month) -> list[FlagDays]:
    """Every flag whose window ends in some months."""
    settled = (
        select(FlagEvent.flag_id, func.min(FlagEvent.at).label("at"))
        .where(FlagEvent.move == FlagMove.CONFIRM)
        .group_by(FlagEvent.flag_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Flag.key, Flag.opened_on, settled.c.at)
        .outerjoin(settled, settled.c.flag_id == Flag.id)
        .where(Flag.last.between(first.first_day, last.first_day))
        .order_by(Flag.id)
    )
    return [
        FlagDays(key, on, None if at is None else at.astimezone(LOCAL_ZONE).date())
        for key, on, at in rows
    ]
