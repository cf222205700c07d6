"""The catalogue of agencies, and who followed whom, from lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain.agencies import AgencyRow, SuccessionRow
from feedback.domain.imports import Recorded, Refusal, refuse, refuse_twice
from feedback.domain.mergers import MergerRow, plan_mergers
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession
from feedback.operations.catalogues import assign_values, settle_rows
from feedback.operations.transaction import transaction
from feedback.queries.agencies import list_units


@dataclass(frozen=True, slots=True)
class MergersRecorded:
    """What a file of mergers brought."""

    agencies: Recorded
    successions: Recorded
    #: Agencies that go on unchanged.
    kept: int
    #: Former units whose lists do not say whether they are one unit or two.
    unclear: tuple[str, ...]

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """Every refused row."""
        return self.agencies.refused + self.successions.refused


@transaction
def record_agencies(rows: Sequence[AgencyRow], *, is_partial: bool = False) -> Recorded:
    """Add agencies and correct known ones; all rows or none, unless partial."""
    session = db.session()
    recorded = _record_agencies(session, rows)
    return settle_rows(session, recorded, is_partial)


@transaction
def record_successions(
    rows: Sequence[SuccessionRow], *, is_partial: bool = False
) -> Recorded:
    """Add and correct who followed whom, by agency codes."""
    session = db.session()
    return settle_rows(session, _record_successions(session, rows), is_partial)


@transaction
def record_mergers(
    rows: Sequence[MergerRow], *, is_partial: bool = False
) -> MergersRecorded:
    """Add the former units of a reform as agencies that ended, with successions."""
    session = db.session()
    plan = plan_mergers(rows, list_units())
    agencies = _record_agencies(session, plan.formers)
    agencies += Recorded(refused=tuple(plan.refused))
    kept = session.scalars(select(Agency).where(Agency.code.in_(plan.kept)))
    for agency in kept:
        # It is older than the reform; when it began is not in the list.
        agency.valid_from = None
    session.flush()
    successions = _record_successions(session, plan.successions)
    settle_rows(session, agencies + successions, is_partial)
    return MergersRecorded(
        agencies, successions, len(set(plan.kept)), tuple(plan.unclear)
    )


def _record_agencies(session: Session, rows: Iterable[AgencyRow]) -> Recorded:
    known = {agency.code: agency for agency in session.scalars(select(Agency))}
    accepted, refused = _accept(rows, known)
    new = [row for row in accepted.values() if row.code not in known]
    changed: set[str] = set()
    for row in accepted.values():
        if row.code in known:
            if assign_values(known[row.code], _agency_values(row, False)):
                changed.add(row.code)
            continue
        known[row.code] = Agency(code=row.code, **_agency_values(row, True))
        session.add(known[row.code])
    session.flush()  # a parent may stand further down the list than its child
    added = {row.code for row in new}
    for row in accepted.values():
        if "parent" in row.given or row.code in added:
            parent_id = known[row.parent].id if row.parent else None
            is_other = assign_values(known[row.code], {"parent_id": parent_id})
            if is_other and row.code not in added:
                changed.add(row.code)
    session.flush()
    return Recorded(
        len(new),
        len(changed),
        len(accepted) - len(new) - len(changed),
        refused=tuple(refused),
        changed=tuple(sorted(changed)),
    )


def _accept(
    rows: Iterable[AgencyRow], known: Mapping[str, Agency]
) -> tuple[dict[str, AgencyRow], list[Refusal]]:
    accepted: dict[str, AgencyRow] = {}
    refused: list[Refusal] = []
    for row in rows:
        first = accepted.setdefault(row.code, row)
        if first is not row:
            refused.append(refuse_twice(row.line, "code", row.code, first.line))
    while True:
        orphans = [
            row
            for row in accepted.values()
            if row.parent == row.code
            or (row.parent and row.parent not in known and row.parent not in accepted)
        ]
        if not orphans:
            return accepted, refused
        for row in orphans:
            refused.append(_refuse_unknown(row.line, "parent", row.parent or ""))
            del accepted[row.code]


def _agency_values(row: AgencyRow, is_new: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "raw_code": row.raw_code,
        "name": row.name,
        "name_folded": fold(row.name),
        "level": row.level.value,
    }
    for name in ("name_en", "unit_code", "valid_from", "valid_to"):
        if is_new or name in row.given:
            values[name] = getattr(row, name)
    return values


def _record_successions(session: Session, rows: Iterable[SuccessionRow]) -> Recorded:
    ids = {code: id for code, id in session.execute(select(Agency.code, Agency.id))}
    known = {
        (link.predecessor_id, link.successor_id): link
        for link in session.scalars(select(Succession))
    }
    refused: list[Refusal] = []
    seen: dict[tuple[int, int], int] = {}
    new = updated = 0
    for row in rows:
        missing = [
            _refuse_unknown(row.line, column, code)
            for column, code in (
                ("predecessor", row.predecessor),
                ("successor", row.successor),
            )
            if code not in ids
        ]
        if missing:
            refused += missing
            continue
        pair = (ids[row.predecessor], ids[row.successor])
        if pair in seen:
            names = f"{row.predecessor} → {row.successor}"
            refused.append(refuse_twice(row.line, "successor", names, seen[pair]))
            continue
        seen[pair] = row.line
        values = {"on": row.on, "is_partial": row.is_partial}
        if pair not in known:
            session.add(
                Succession(predecessor_id=pair[0], successor_id=pair[1], **values)
            )
            new += 1
        elif assign_values(known[pair], values):
            updated += 1
    session.flush()
    return Recorded(new, updated, len(seen) - new - updated, 0, tuple(refused))


def _refuse_unknown(line: int, column: str, code: str) -> Refusal:
    return refuse(
        line,
        column,
        f"Chưa có cơ quan mang mã {code}, hoặc là chính cơ quan này.",
        f"There is no agency with the code {code}, or it is this one itself.",
    )
