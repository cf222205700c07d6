"""Promises as the public may see them: from the day their reply was published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from feedback.domain.commitments import (
    PUBLIC_STATES,
    CommitmentMove,
    CommitmentState,
)
from feedback.domain.errors import NotFound
from feedback.domain.labels import Label
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.commitments import Commitment, CommitmentEvent
from feedback.models.services import Service
from feedback.queries.published.slices import Slice, read_slice


class Standing(StrEnum):
    """How a promise stands, as a list is narrowed by it."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Standing.OPEN: Label("Đang thực hiện", "Open"),
    Standing.OVERDUE: Label("Quá hạn, chưa xong", "Overdue"),
    Standing.KEPT: Label("Đã thực hiện đúng hạn", "Kept"),
    Standing.LATE: Label("Đã thực hiện, trễ hạn", "Kept late"),
    Standing.BROKEN: Label("Không thực hiện", "Broken"),
}


class ListedCommitment(NamedTuple):
    """What a list shows of a promise."""

    code: str
    text: str
    state: str
    promised_on: date
    due_on: date
    ended_on: date | None
    agency_code: str
    agency: str
    agency_en: str | None
    service: str


class CommitmentStep(NamedTuple):
    """A public step in a promise's life."""

    move: str
    on: date
    details: dict[str, Any]


@dataclass(frozen=True)
class ShownCommitment:
    """A promise with the names that go with it and every public step."""

    commitment: Commitment
    agency: Agency
    service: Service
    steps: Sequence[CommitmentStep]


@dataclass(frozen=True)
class PromiseCounts:
    """How the public promises of an agency, or of all, stand."""

    #: Of those open, past their day.
    overdue: int = 0
    open: int = 0
    kept: int = 0
    late: int = 0
    broken: int = 0

    @property
    def ended(self) -> int:
        """Promises with a public end."""
        return self.kept + self.late + self.broken

    @property
    def total(self) -> int:
        """Every public promise."""
        return self.open + self.ended


#: What the day of writing a draft would tell stays out.
_PUBLIC_MOVES = (
    CommitmentMove.PUBLISH,
    CommitmentMove.PROGRESS,
    CommitmentMove.KEEP,
    CommitmentMove.BREAK,
)
_IS_PUBLIC = Commitment.state.in_(PUBLIC_STATES)


def list_commitments(
    standing: Standing | None, agency: str, on: date, page: int, size: int
) -> Slice[ListedCommitment]:
    """A page of promises: open ones soonest due first, others latest due first.

    Served by the indexes on state and day, and on agency and state.
    """
    conditions = _conditions(standing, agency, on)
    is_open = standing in (Standing.OPEN, Standing.OVERDUE)
    order = Commitment.due_on if is_open else Commitment.due_on.desc()
    rows, total, page = read_slice(
        _listed().where(*conditions).order_by(order, Commitment.id),
        select(Commitment.id).where(*conditions),
        page,
        size,
    )
    return Slice([ListedCommitment(*row) for row in rows], total, page, size)


def _listed() -> Select[Any]:
    return (
        select(
            Commitment.code,
            Commitment.text,
            Commitment.state,
            Commitment.promised_on,
            Commitment.due_on,
            Commitment.ended_on,
            *(Agency.code, Agency.name, Agency.name_en, Service.name),
        )
        .join(Agency, Agency.id == Commitment.agency_id)
        .join(Service, Service.id == Commitment.service_id)
    )


def _conditions(
    standing: Standing | None, agency: str, on: date
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]]
    if standing is None:
        conditions = [_IS_PUBLIC]
    elif standing is Standing.OVERDUE:
        conditions = [Commitment.state == CommitmentState.OPEN, Commitment.due_on < on]
    else:
        conditions = [Commitment.state == CommitmentState(standing.value)]
    if agency:
        unit = select(Agency.id).where(Agency.code == agency).scalar_subquery()
        conditions.append(Commitment.agency_id == unit)
    return conditions


def get_commitment(code: str) -> ShownCommitment:
    """A public promise by its code."""
    row = db.session.execute(
        select(Commitment, Agency, Service)
        .join(Agency, Agency.id == Commitment.agency_id)
        .join(Service, Service.id == Commitment.service_id)
        .where(Commitment.code == code, _IS_PUBLIC)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(
            f"Không có cam kết công khai nào mang mã “{code[:40]}”.",
            f"There is no public promise “{code[:40]}”.",
        )
    steps = db.session.execute(
        select(CommitmentEvent.move, CommitmentEvent.on, CommitmentEvent.details)
        .where(
            CommitmentEvent.commitment_id == row.Commitment.id,
            CommitmentEvent.move.in_(_PUBLIC_MOVES),
        )
        .order_by(CommitmentEvent.number)
    )
    return ShownCommitment(
        row.Commitment,
        row.Agency,
        row.Service,
        [CommitmentStep(*step) for step in steps],
    )


def count_promises(on: date, agency_id: int | None = None) -> PromiseCounts:
    """How the public promises stand, of one agency or of all."""
    query = select(*_counts(on)).where(_IS_PUBLIC)
    if agency_id is not None:
        query = query.where(Commitment.agency_id == agency_id)
    row = db.session.execute(query).one()
    return PromiseCounts(*(int(number or 0) for number in row))


def count_promises_of(ids: Collection[int], on: date) -> dict[int, PromiseCounts]:
    """How the public promises of some agencies stand, by the agency's id."""
    rows = db.session.execute(
        select(Commitment.agency_id, *_counts(on))
        .where(Commitment.agency_id.in_(ids), _IS_PUBLIC)
        .group_by(Commitment.agency_id)
    )
    return {row[0]: PromiseCounts(*map(int, row[1:])) for row in rows}


def _counts(on: date) -> list[ColumnElement[int]]:
    is_open = Commitment.state == CommitmentState.OPEN
    conditions = [
        is_open & (Commitment.due_on < on),
        is_open,
        *(
            Commitment.state == state
            for state in (
                CommitmentState.KEPT,
                CommitmentState.LATE,
                CommitmentState.BROKEN,
            )
        ),
    ]
    return [func.sum(case((condition, 1), else_=0)) for condition in conditions]


def list_promising_agencies() -> list[tuple[str, Label]]:
    """Code and name of the agencies that have promised anything in public."""
    rows = db.session.execute(
        select(Agency.code, Agency.name, Agency.name_en)
        .where(Agency.id.in_(select(Commitment.agency_id).where(_IS_PUBLIC)))
        .order_by(Agency.name_folded)
    )
    return [(code, Label(name, name_en or name)) for code, name, name_en in rows]
