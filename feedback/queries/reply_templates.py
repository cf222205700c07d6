"""Reads of the words that answers begin with."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from feedback.domain.errors import NotFound
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import ReplyTemplate


def list_offered(agency_id: int) -> Sequence[ReplyTemplate]:
    """The templates an agency may choose from, its own before those for all."""
    rows = db.session.scalars(
        select(ReplyTemplate).where(
            ReplyTemplate.is_active,
            or_(
                ReplyTemplate.agency_id == agency_id, ReplyTemplate.agency_id.is_(None)
            ),
        )
    )
    return sorted(rows, key=lambda row: (row.agency_id is None, row.title, row.id))


def list_own(agency_id: int) -> Sequence[ReplyTemplate]:
    """An agency's own templates, those no longer offered included."""
    return db.session.scalars(
        select(ReplyTemplate)
        .where(ReplyTemplate.agency_id == agency_id)
        .order_by(ReplyTemplate.is_active.desc(), ReplyTemplate.title, ReplyTemplate.id)
    ).all()


def get_own(template_id: int, agency_id: int) -> ReplyTemplate:
    """One of an agency's own templates; another's is not there."""
    row = db.session.get(ReplyTemplate, template_id, populate_existing=True)
    if row is None or row.agency_id != agency_id:
        raise NotFound()
    return row


def get_release_step(agency_id: int) -> tuple[bool, str | None]:
    """Whether an agency wants a second person, and who said so when."""
    agency = db.session.get_one(Agency, agency_id, populate_existing=True)
    return agency.needs_second_person, agency.second_person_note
