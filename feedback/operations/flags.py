"""Flags are opened by a job and settled by two people of the oversight desk."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.errors import Conflict, InvalidCode, NotFound
from feedback.domain.flags import (
    WHOLE,
    FlagMove,
    FlagState,
    NoBatch,
    SecondPersonNeeded,
    check_proposal,
)
from feedback.domain.months import Month, iterate_months
from feedback.domain.roles import Role
from feedback.domain.statements import read_statement
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.flags import ContestedBatch, Flag, FlagEvent
from feedback.models.users import User
from feedback.operations.transaction import transaction
from feedback.queries.users import get_user
from feedback.reports.suspicions import Suspicion


@transaction
def open_flags(found: Iterable[Suspicion]) -> int:
    """Open what is not open yet; what was reviewed before stays as it is."""
    session = db.session()
    opened = 0
    for suspicion in found:
        values: dict[str, Any] = {
            "family": suspicion.family.value,
            "key": suspicion.key,
            "channel": suspicion.channel,
            "first": suspicion.first.first_day,
            "last": suspicion.last.first_day,
        }
        if session.scalar(select(Flag.id).filter_by(**values)) is not None:
            continue
        session.add(
            Flag(
                **values,
                p=suspicion.p,
                adjusted=suspicion.adjusted,
                family_size=suspicion.family_size,
                facts=dict(suspicion.facts),
                opened_on=clock.today(),
                state=FlagState.OPEN,
                proposal=None,
                n_events=0,
            )
        )
        opened += 1
    return opened


@transaction
def propose_contest(
    flag_id: int,
    *,
    user_id: int,
    seen: int,
    months: Sequence[str],
    channel: str,
    reason: str,
) -> None:
    """Say that a batch of the flag's agency should count as contested, and why."""
    session = db.session()
    flag, user = _hold(session, flag_id, user_id, seen)
    if flag.key == WHOLE:
        raise NoBatch()
    batch = {"months": _read_months(flag, months), "channel": _read_channel(channel)}
    _propose(session, flag, user, FlagState.CONTESTED, reason, batch)


@transaction
def propose_dismissal(flag_id: int, *, user_id: int, seen: int, reason: str) -> None:
    """Say that there is nothing behind a flag, and why."""
    session = db.session()
    flag, user = _hold(session, flag_id, user_id, seen)
    _propose(session, flag, user, FlagState.DISMISSED, reason, None)


@transaction
def confirm_proposal(flag_id: int, *, user_id: int, seen: int) -> None:
    """Agree as a second person: the flag takes the state that was proposed."""
    session = db.session()
    flag, user = _hold(session, flag_id, user_id, seen)
    proposal = _find_proposal(session, flag)
    if proposal.user_id == user.id:
        raise SecondPersonNeeded()
    flag.state, flag.proposal = proposal.state, None
    session.execute(delete(ContestedBatch).where(ContestedBatch.flag_id == flag.id))
    if proposal.batch is not None:
        _contest(session, flag, proposal.batch)
    _record(session, flag, user, FlagMove.CONFIRM, flag.state)


@transaction
def decline_proposal(flag_id: int, *, user_id: int, seen: int, reason: str) -> None:
    """Disagree, or take one's own proposal back; the flag stays as it was."""
    session = db.session()
    flag, user = _hold(session, flag_id, user_id, seen)
    _find_proposal(session, flag)
    why = read_statement(reason, "reason")
    flag.proposal = None
    _record(session, flag, user, FlagMove.DECLINE, flag.state, reason=why)


def _hold(session: Session, flag_id: int, user_id: int, seen: int) -> tuple[Flag, User]:
    """The flag for somebody of the desk whose own agency it is not on."""
    flag = session.scalar(
        select(Flag)
        .where(Flag.id == flag_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    user = get_user(user_id)
    if flag is None or user.role is not Role.OVERSIGHT:
        raise NotFound()
    agency = session.get(Agency, user.agency_id) if user.agency_id else None
    if agency is not None and agency.code == flag.key:
        raise NotFound()
    if flag.n_events != seen:
        raise Conflict()
    return flag, user


def _propose(
    session: Session,
    flag: Flag,
    user: User,
    wanted: FlagState,
    reason: str,
    batch: dict[str, Any] | None,
) -> None:
    check_proposal(flag.state, flag.proposal, wanted)
    why = read_statement(reason, "reason")
    flag.proposal = wanted
    _record(session, flag, user, FlagMove.PROPOSE, wanted, reason=why, batch=batch)


def _find_proposal(session: Session, flag: Flag) -> FlagEvent:
    """The proposal that waits for a second person."""
    last = session.scalars(
        select(FlagEvent)
        .where(FlagEvent.flag_id == flag.id)
        .order_by(FlagEvent.number.desc())
        .limit(1)
    ).first()
    if flag.proposal is None or last is None:
        raise Conflict()
    return last


def _record(
    session: Session,
    flag: Flag,
    user: User,
    move: FlagMove,
    state: FlagState,
    *,
    reason: str | None = None,
    batch: dict[str, Any] | None = None,
) -> None:
    flag.n_events += 1
    session.add(
        FlagEvent(
            flag_id=flag.id,
            number=flag.n_events,
            move=move,
            state=state,
            at=clock.now(),
            user_id=user.id,
            reason=reason,
            batch=batch,
        )
    )


def _contest(session: Session, flag: Flag, batch: dict[str, Any]) -> None:
    agency = session.scalars(select(Agency).where(Agency.code == flag.key)).one()
    name = batch["channel"]
    channels = tuple(Channel) if name == WHOLE else (Channel(name),)
    session.add_all(
        ContestedBatch(
            flag_id=flag.id,
            agency_id=agency.id,
            month=Month.parse(month).first_day,
            channel=channel,
        )
        for month in batch["months"]
        for channel in channels
    )


def _read_months(flag: Flag, months: Sequence[str]) -> list[str]:
    window = iterate_months(Month.of(flag.first), Month.of(flag.last))
    chosen = [str(month) for month in window if str(month) in months]
    if not chosen or len(chosen) != len(set(months)):
        raise InvalidCode(
            "Mời chọn tháng trong khoảng của dấu hiệu.",
            "Choose months within the flag's window.",
            field="months",
        )
    return chosen


def _read_channel(channel: str) -> str:
    if channel not in {WHOLE, *Channel}:
        raise InvalidCode(
            "Mời chọn một kênh, hoặc mọi kênh.",
            "Choose one channel, or all of them.",
            field="channel",
        )
    return channel
