"""flask import dossiers: a register's dossiers, in bounded memory.

Every row is checked before anything is written. What the rows change waits in a file
without a name, so that the transaction that writes is as short as it can be: only that
one holds the database's write lock.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import click
from flask import current_app
from flask.cli import with_appcontext

from feedback.commands.tables import (
    file_argument,
    give_up,
    opened_table,
    partial_option,
    read_short_name,
    show_progress,
    tell_ignored,
    tell_recorded,
    tell_refused,
)
from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.changes import Change, SeenRows
from feedback.domain.imports import Recorded, Refusal, RowFaults, RowsRefused
from feedback.domain.registers import DossierRow, Register
from feedback.exchange.dossiers import DOSSIERS, read_dossier
from feedback.exchange.tables import Table
from feedback.operations.dossiers import list_refused, record_dossier_batches
from feedback.queries.dossiers import list_decisions, load_register

BATCH = 1000

Batches = Iterator[Sequence[DossierRow]]


@dataclass
class Check:
    """What the first pass found."""

    n_unchanged: int = 0
    seen: SeenRows = field(default_factory=SeenRows)
    #: Lines of the refused rows; the rows themselves are told and forgotten.
    refused: set[int] = field(default_factory=set)

    @property
    def n_refused(self) -> int:
        """How many rows were refused."""
        return len(self.refused)

    def refuse(self, refused: Sequence[Refusal]) -> None:
        """List refused rows at once; one refused in both passes is told once."""
        fresh = [row for row in refused if row.line not in self.refused]
        tell_refused(fresh)
        self.refused.update(row.line for row in fresh)


@click.command("dossiers")
@file_argument
@partial_option
@click.option(
    "--system",
    default="file",
    show_default=True,
    callback=read_short_name,
    help="Short name of the register; a code is unique within one.",
)
@click.option(
    "--invite-from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Dossiers that ended before this day are recorded, nobody is asked.",
)
@with_appcontext
def import_dossiers(
    file: Path, is_partial: bool, system: str, invite_from: datetime | None
) -> None:
    """Dossiers of a register; those that end are invited."""
    settings: Settings = current_app.config["SETTINGS"]
    since = invite_from.date() if invite_from else None
    today, register = clock.today(), load_register()
    check = Check()
    with TemporaryFile() as changes:
        with opened_table(file, DOSSIERS) as table:
            _check(table, register, system, today, check, changes)
        if check.n_refused and not is_partial:
            give_up(check.n_refused)
        try:
            recorded = record_dossier_batches(
                _list_changes(changes),
                system=system,
                address=settings.address,
                is_partial=is_partial,
                invite_from=since,
                hours=settings.outbox_hours,
            )
        except RowsRefused as error:
            tell_refused(error.refused)
            give_up(len(error.refused))
    recorded += Recorded(unchanged=check.n_unchanged)
    # Refused while writing: another system wrote the dossier since it was checked.
    check.refuse(recorded.refused)
    click.echo(f"Lời mời / Invitations: {recorded.invited}")
    tell_recorded(recorded, check.n_refused)


def _check(
    table: Table,
    register: Register,
    system: str,
    today: date,
    check: Check,
    changes: IO[bytes],
) -> None:
    batches = _read_batches(table, register, today, check.refuse)
    measure = partial(getattr, table, "share_read")
    for rows in show_progress(batches, "Kiểm tra / Checking", measure):
        decisions = list_decisions(rows, system=system, seen=check.seen)
        check.refuse(list_refused(decisions))
        check.n_unchanged += sum(d.change is Change.UNCHANGED for d in decisions)
        changing = [
            d.row for d in decisions if d.change in (Change.NEW, Change.UPDATED)
        ]
        pickle.dump(changing, changes)
    tell_ignored(table)


def _list_changes(changes: IO[bytes]) -> Batches:
    size = max(1, changes.tell())
    changes.seek(0)
    return show_progress(
        _load_batches(changes), "Ghi / Writing", lambda: changes.tell() / size
    )


def _load_batches(changes: IO[bytes]) -> Batches:
    while True:
        try:
            batch = pickle.load(changes)
        except EOFError:
            return
        if batch:
            yield batch


def _read_batches(
    table: Table,
    register: Register,
    today: date,
    on_refused: Callable[[Sequence[Refusal]], None],
) -> Batches:
    batch: list[DossierRow] = []
    for item in table:
        if isinstance(item, Refusal):
            on_refused([item])
            continue
        try:
            record = read_dossier(item.values, item.line, today)
            batch.append(register.resolve(record))
        except RowFaults as error:
            on_refused([Refusal(item.line, error.faults)])
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
