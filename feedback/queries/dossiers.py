"""Reads of dossiers, and what a batch of rows would change."""

from collections.abc import Sequence

from sqlalchemy import func, select

from feedback.domain.changes import Decision, SeenRows, StoredDossier, decide
from feedback.domain.registers import DossierRecord, DossierRow, Register
from feedback.extensions import db
from feedback.models.dossiers import Contact, Dossier
from feedback.queries.agencies import list_known_agencies
from feedback.queries.services import list_service_ids


def load_register(records: Sequence[DossierRecord] | None = None) -> Register:
    """The catalogue that codes are looked up in: all, or what these records name."""
    if records is None:
        return Register(list_known_agencies(), list_service_ids())
    agencies = {
        code
        for record in records
        for code in (record.received_by, record.settled_by, record.code_agency)
    }
    return Register(
        list_known_agencies(agencies),
        list_service_ids({record.service for record in records}),
    )


def list_decisions(
    rows: Sequence[DossierRow], *, system: str, seen: SeenRows | None = None
) -> list[Decision]:
    """What each row of a batch means, given what is stored, in one read.

    `seen` is shared by the batches of one file.
    """
    stored = find_stored(system, [row.code for row in rows])
    seen = seen or SeenRows()
    return [decide(row, stored.get(row.code), seen) for row in rows]


#: Looked up by key for each row: while a large file comes in, PostgreSQL still believes
#: the tables empty, and a join would read them whole for every batch.
_EMAIL = select(Contact.email).where(Contact.dossier_id == Dossier.id).scalar_subquery()


def find_stored(system: str, codes: Sequence[str]) -> dict[str, StoredDossier]:
    """What is stored of a register's dossiers, by code."""
    _plan_each_time()
    found = db.session.execute(
        select(
            Dossier.id,
            Dossier.code,
            Dossier.raw_code,
            Dossier.service_id,
            Dossier.received_by_id,
            Dossier.settled_by_id,
            Dossier.channel,
            Dossier.received_on,
            Dossier.due_on,
            Dossier.ended_on,
            Dossier.ending,
            _EMAIL,
        ).where(Dossier.system == system, Dossier.code.in_(codes))
    )
    return {row.code: StoredDossier(row[0], DossierRow(*row[1:])) for row in found}


def _plan_each_time() -> None:
    """Keep PostgreSQL from one plan for all batches of a file.

    Such a plan knows no codes, so it reads the whole table and compares every row with
    every code; a plan of each batch's own looks them up.
    """
    if db.engine.dialect.name == "postgresql":
        mode = func.set_config("plan_cache_mode", "force_custom_plan", True)
        db.session.execute(select(mode))
