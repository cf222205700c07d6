"""What the inspectorate sees: withholdings appealed, serious content passed on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select

from feedback.domain.errors import NotFound
from feedback.domain.grounds import APPEAL_MARK
from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.states import Move, State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment
from feedback.models.services import Service
from feedback.models.users import User
from feedback.queries.comments import DeskFile, read_desk_file

PAGE_SIZE = 50


class Docket(StrEnum):
    """What the inspectorate has to decide."""

    SERIOUS = "serious"
    APPEALS = "appeals"

    @property
    def label(self) -> Label:
        """What people read."""
        return _DOCKETS[self][0]

    @property
    def state(self) -> State:
        """The state of the comments in it."""
        return _DOCKETS[self][1]


_DOCKETS = {
    Docket.SERIOUS: (
        Label("Nội dung nghiêm trọng", "Serious content"),
        State.ESCALATED,
    ),
    Docket.APPEALS: (
        Label("Đề nghị xem xét lại việc không công khai", "Appeals"),
        State.APPEALED,
    ),
}


@dataclass(frozen=True)
class DocketRow:
    """One line of a docket."""

    ref: str
    service_name: str
    month: Month
    text: str
    #: Since when it waits.
    since: date


@dataclass(frozen=True)
class InspectionFile(DeskFile):
    """A comment before the inspectorate, with the unit concerned."""

    unit_name: str
    #: What its author says against the withholding.
    appeal: str | None


def list_docket(docket: Docket, agency_id: int, page: int) -> list[DocketRow]:
    """A page of what an inspector of a body has to decide, longest waiting first."""
    rows = db.session.execute(
        select(Comment, Service.name)
        .join(Service, Service.id == Comment.service_id)
        .where(_is_before(docket, agency_id))
        .order_by(Comment.state_on, Comment.ref)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return [
        DocketRow(
            comment.ref,
            service,
            Month.of(comment.month),
            comment.text,
            comment.state_on,
        )
        for comment, service in rows
    ]


def count_dockets(agency_id: int) -> dict[Docket, int]:
    """How many comments an inspector of a body has to decide."""
    return {
        docket: db.session.scalar(
            select(func.count())
            .select_from(Comment)
            .where(_is_before(docket, agency_id))
        )
        or 0
        for docket in Docket
    }


def _is_before(docket: Docket, agency_id: int) -> ColumnElement[bool]:
    """By the index on state; the same rule as `is_before_inspectorate`."""
    is_own = Comment.agency_id == agency_id
    is_concerned = is_own | (Comment.given_to_id == agency_id)
    return and_(
        Comment.state == docket.state,
        is_own if docket is Docket.SERIOUS else ~is_concerned,
    )


def is_before_inspectorate(comment: Comment, agency_id: int | None) -> bool:
    """Whether a comment waits for a decision by inspectors of a body."""
    if agency_id is None:
        return False
    if comment.state == State.ESCALATED:
        return comment.agency_id == agency_id
    concerned = (comment.agency_id, comment.given_to_id)
    return comment.state == State.APPEALED and agency_id not in concerned


def get_inspection_file(ref: str, agency_id: int | None) -> InspectionFile:
    """A comment before the inspectors of a body; any other is not there."""
    comment = db.session.get(Comment, ref, populate_existing=True)
    if comment is None or not is_before_inspectorate(comment, agency_id):
        raise NotFound()
    case = read_desk_file(ref)
    escalated = case.find_step(Move.ESCALATE)
    is_serious = case.state is State.ESCALATED and escalated is not None
    unit = escalated.details["unit"] if escalated and is_serious else case.agency_code
    appeal = None if is_serious else comment.text.rpartition(APPEAL_MARK)[2]
    name = db.session.scalar(select(Agency.name).where(Agency.code == unit))
    return InspectionFile(**vars(case), unit_name=name or unit, appeal=appeal)


def find_inspectorate(outside: Collection[int]) -> Agency | None:
    """The body with an inspector in office that is none of these; first by its code."""
    seats = select(User.agency_id).where(User.role == Role.INSPECTORATE, User.is_active)
    return db.session.scalar(
        select(Agency)
        .where(Agency.id.in_(seats), Agency.id.not_in(outside))
        .order_by(Agency.code)
        .limit(1)
    )
