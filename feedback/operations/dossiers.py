"""Dossiers enter, change and end; each ending invites its citizen."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from feedback.domain.changes import Change, Decision, SeenRows
from feedback.domain.errors import Conflict
from feedback.domain.imports import Recorded, Refusal, RowsRefused
from feedback.domain.months import Month
from feedback.domain.registers import DossierRow
from feedback.extensions import db
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation
from feedback.operations.invitations import Invitee, issue_invitations
from feedback.operations.transaction import transaction
from feedback.queries.dossiers import list_decisions


class RegisterBusy(Conflict):
    """Another transaction is writing dossiers of this register."""

    vi = "Một lô khác của hệ thống này đang được ghi. Mời gửi lại sau ít giây."
    en = "Another batch of this register is being written. Send again in a moment."


@transaction
def record_dossiers(
    rows: Sequence[DossierRow],
    *,
    system: str,
    address: str,
    is_partial: bool = False,
    invite_from: date | None = None,
    hours: int = 72,
) -> Recorded:
    """Record what a register says of dossiers; those that end are invited.

    Without `is_partial` one refused row keeps all others out (RowsRefused). Dossiers
    that ended before `invite_from` are recorded without asking anybody: the history
    that a province brings along. `address` is where the invitations' links lead, and
    a letter's text lives at most `hours`.
    """
    session = db.session()
    lock_register(session, system)
    decisions = list_decisions(rows, system=system)
    return record_decisions(
        session,
        decisions,
        system=system,
        address=address,
        is_partial=is_partial,
        invite_from=invite_from,
        hours=hours,
    )


@transaction
def record_dossier_batches(
    batches: Iterable[Sequence[DossierRow]],
    *,
    system: str,
    address: str,
    is_partial: bool = False,
    invite_from: date | None = None,
    hours: int = 72,
    on_batch: Callable[[int], None] = lambda n: None,
) -> Recorded:
    """The same for a whole file, batch by batch, in one transaction.

    `on_batch` hears how many rows each batch had.
    """
    session = db.session()
    lock_register(session, system, seconds=0)
    total, seen = Recorded(), SeenRows()
    for rows in batches:
        total += record_decisions(
            session,
            list_decisions(rows, system=system, seen=seen),
            system=system,
            address=address,
            is_partial=is_partial,
            invite_from=invite_from,
            hours=hours,
        )
        on_batch(len(rows))
    return total


def lock_register(session: Session, system: str, seconds: int = 5) -> None:
    """Let one transaction at a time write a register's dossiers; 0 waits for good.

    Two that write the same dossier would otherwise both decide on what was there
    before. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    key = func.hashtext(f"dossiers:{system}")
    session.execute(select(func.set_config("lock_timeout", f"{seconds}s", True)))
    try:
        session.execute(select(func.pg_advisory_xact_lock(key)))
    except OperationalError as error:
        raise RegisterBusy() from error


def record_decisions(
    session: Session,
    decisions: Sequence[Decision],
    *,
    system: str,
    address: str,
    is_partial: bool = False,
    invite_from: date | None = None,
    hours: int = 72,
) -> Recorded:
    """Write what was decided of a batch, in the caller's transaction."""
    refused = list_refused(decisions)
    if refused and not is_partial:
        raise RowsRefused(refused)
    new = [d for d in decisions if d.change is Change.NEW]
    updated = [d for d in decisions if d.change is Change.UPDATED]
    ids = _insert(session, new, system)
    ids.update(_update(session, updated))
    _keep_contacts(session, [*new, *updated], ids)
    invited = _invite(session, [*new, *updated], ids, address, hours, invite_from)
    unchanged = len(decisions) - len(new) - len(updated) - len(refused)
    return Recorded(len(new), len(updated), unchanged, invited, tuple(refused))


def list_refused(decisions: Iterable[Decision]) -> list[Refusal]:
    """The refused rows among decisions, with their reasons."""
    return [
        Refusal(d.row.line, d.faults) for d in decisions if d.change is Change.REFUSED
    ]


def _values(row: DossierRow) -> dict[str, Any]:
    return {
        "service_id": row.service_id,
        "received_by_id": row.received_by_id,
        "settled_by_id": row.settled_by_id,
        "channel": row.channel,
        "received_on": row.received_on,
        "due_on": row.due_on,
        "ended_on": row.ended_on,
        "ending": row.ending,
    }


def _insert(
    session: Session, decisions: Sequence[Decision], system: str
) -> dict[str, int]:
    if not decisions:
        return {}
    rows = [
        {
            "system": system,
            "code": d.row.code,
            "raw_code": d.row.raw_code,
            **_values(d.row),
        }
        for d in decisions
    ]
    added = session.execute(
        insert(Dossier.__table__).returning(Dossier.id, Dossier.code),
        rows,
    )
    return {code: id for id, code in added}


def _update(session: Session, decisions: Sequence[Decision]) -> dict[str, int]:
    ids = {d.row.code: d.stored.id for d in decisions if d.stored is not None}
    if ids:
        table = Dossier.__table__
        session.execute(
            update(table).where(table.c.id == bindparam("of")),
            [{"of": ids[d.row.code], **_values(d.row)} for d in decisions],
        )
    return ids


def _keep_contacts(
    session: Session, decisions: Sequence[Decision], ids: dict[str, int]
) -> None:
    """Addresses live beside open dossiers only, and only until they are asked."""
    ended = [ids[d.row.code] for d in decisions if d.stored and d.is_ending]
    emails = {
        ids[d.row.code]: d.row.email
        for d in decisions
        if d.row.email and not d.is_ending
    }
    if emails:
        asked = select(Invitation.dossier_id).where(
            Invitation.dossier_id.in_(list(emails))
        )
        for dossier_id in session.scalars(asked):
            del emails[dossier_id]
    gone = [*ended, *emails]
    if gone:
        session.execute(delete(Contact).where(Contact.dossier_id.in_(gone)))
    if emails:
        session.execute(
            insert(Contact),
            [{"dossier_id": id, "email": email} for id, email in emails.items()],
        )


def _invite(
    session: Session,
    decisions: Sequence[Decision],
    ids: dict[str, int],
    address: str,
    hours: int,
    invite_from: date | None,
) -> int:
    invitees = [
        Invitee(
            dossier_id=ids[d.row.code],
            agency_id=d.row.settled_by_id,
            service_id=d.row.service_id,
            channel=d.row.channel,
            month=Month.of(d.row.ended_on).first_day,
            email=d.email,
            is_overdue=False,
        )
        for d in decisions
        if d.is_ending
        and d.row.ended_on is not None
        and (invite_from is None or d.row.ended_on >= invite_from)
    ]
    return issue_invitations(session, invitees, address, hours) if invitees else 0
