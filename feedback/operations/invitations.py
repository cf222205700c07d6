"""Issue and forget: a ballot for a dossier, whose token is only in the letter.

What is stored of one invitation is on purpose in three places without a common value:
the invitation knows the dossier, the ballot knows the hash, and the letter, which alone
holds the token, is destroyed when it has left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.dossiers import OVERDUE_DAYS, ballot_month
from feedback.domain.invitations import (
    choose_departure,
    choose_month,
    write_invitation,
)
from feedback.domain.months import Month
from feedback.domain.tokens import ballot_hash, new_code
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.ballots import BufferedBallot
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.models.services import Service
from feedback.operations.transaction import transaction

#: Rows in one statement; SQLite allows 32,766 values in it.
_CHUNK = 1000

_INSERTS: dict[str, Any] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True)
class Invitee:
    """A dossier whose citizen is to be asked."""

    dossier_id: int
    agency_id: int
    service_id: int
    channel: Channel
    #: First day of the month the dossier ended in, or of the asking.
    month: date
    email: str | None
    is_overdue: bool


def issue_invitations(
    session: Session, invitees: Sequence[Invitee], address: str, hours: int = 72
) -> int:
    """Invite each dossier that was not yet, in the caller's transaction.

    `address` is where the links lead; a letter's text lives at most `hours` from the
    moment it may leave. Returns how many were invited now.
    """
    invited = 0
    for start in range(0, len(invitees), _CHUNK):
        chunk = {i.dossier_id: i for i in invitees[start : start + _CHUNK]}
        invited += _invite(session, chunk, address, hours)
    return invited


@transaction
def invite_overdue_dossiers(
    on: date, address: str, hours: int = 72, limit: int = _CHUNK
) -> int:
    """Invite one batch of the dossiers 30 days past due; 0 when none is left."""
    rows = db.session.execute(
        select(Dossier, Contact.email)
        .outerjoin(Contact, Contact.dossier_id == Dossier.id)
        .where(
            Dossier.ended_on.is_(None),
            Dossier.due_on <= on - timedelta(days=OVERDUE_DAYS),
            ~exists().where(Invitation.dossier_id == Dossier.id),
        )
        .order_by(Dossier.id)
        .limit(limit)
    )
    invitees = [
        Invitee(
            dossier_id=dossier.id,
            agency_id=dossier.settled_by_id,
            service_id=dossier.service_id,
            channel=dossier.channel,
            month=ballot_month(None, on).first_day,
            email=email,
            is_overdue=True,
        )
        for dossier, email in rows
    ]
    return issue_invitations(db.session(), invitees, address, hours)


def _invite(
    session: Session, chunk: dict[int, Invitee], address: str, hours: int
) -> int:
    today = clock.today()
    months = {
        invitee.month: choose_month(Month.of(invitee.month), today)
        for invitee in chunk.values()
    }
    fresh = [chunk[id] for id in _mark_invited(session, chunk.values(), months)]
    tokens = [new_code() for _ in fresh]
    _add_letters(session, fresh, tokens, months, address, hours)
    ballots: list[dict[str, Any]] = [
        {
            "hash": ballot_hash(token),
            "agency_id": invitee.agency_id,
            "service_id": invitee.service_id,
            "channel": invitee.channel,
            "month": months[invitee.month].first_day,
        }
        for invitee, token in zip(fresh, tokens, strict=True)
    ]
    if ballots:
        # In the order of the hashes, so that no engine keeps another one.
        ballots.sort(key=lambda ballot: ballot["hash"])
        session.execute(insert(BufferedBallot), ballots)
    session.execute(delete(Contact).where(Contact.dossier_id.in_(list(chunk))))
    return len(fresh)


def _mark_invited(
    session: Session, invitees: Iterable[Invitee], months: dict[date, Month]
) -> list[int]:
    rows = [
        {
            "dossier_id": invitee.dossier_id,
            "is_overdue": invitee.is_overdue,
            "month": months[invitee.month].first_day,
            "delivery": "email" if invitee.email else "console",
            "state": "queued",
        }
        for invitee in invitees
    ]
    if not rows:
        return []
    add = _INSERTS[session.get_bind().dialect.name](Invitation.__table__)
    statement = add.on_conflict_do_nothing().returning(Invitation.dossier_id)
    return list(session.scalars(statement, rows))


def _add_letters(
    session: Session,
    fresh: Sequence[Invitee],
    tokens: Sequence[str],
    months: dict[date, Month],
    address: str,
    hours: int,
) -> None:
    agencies = _find_names(session, Agency, {i.agency_id for i in fresh})
    services = _find_names(session, Service, {i.service_id for i in fresh})
    today = clock.today()
    rows: list[dict[str, Any]] = []
    for invitee, token in zip(fresh, tokens, strict=True):
        letter = write_invitation(
            address=address,
            token=token,
            agency=agencies[invitee.agency_id],
            service=services[invitee.service_id],
            until=months[invitee.month].ballots_close_on,
            is_overdue=invitee.is_overdue,
        )
        departure = choose_departure(today, hours)
        rows.append(
            {
                "key": f"invitation:{invitee.dossier_id}",
                "delivery": "email" if invitee.email else "console",
                "recipient": invitee.email,
                "subject": letter.subject,
                "body": letter.body,
                "dossier_id": invitee.dossier_id,
                "not_before": departure.not_before,
                "expires_at": departure.expires_at,
                "attempts": 0,
            }
        )
    if rows:
        # Into the table, not the entity: that would send a statement of its own
        # whenever letters with and without an address take turns.
        session.execute(insert(OutboxMessage.__table__), rows)


def _find_names(
    session: Session, table: type[Agency] | type[Service], ids: set[int]
) -> dict[int, str]:
    rows = session.execute(select(table.id, table.name).where(table.id.in_(ids)))
    return {id: name for id, name in rows}
