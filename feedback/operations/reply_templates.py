"""Words that answers begin with, and how an agency lets them leave."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.domain import clock
from feedback.domain.errors import NotFound
from feedback.domain.imports import Recorded
from feedback.domain.limits import REPLY_LENGTH, TEMPLATE_TITLE_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.reply_templates import ReplyWords, check_places
from feedback.domain.roles import Role
from feedback.domain.statements import read_statement
from feedback.domain.text import clean_line
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import ReplyTemplate
from feedback.models.users import User
from feedback.operations.transaction import transaction
from feedback.queries.users import get_user


@transaction
def save_template(
    template_id: int | None,
    *,
    user_id: int,
    title: str,
    text: str,
    outcome: Outcome,
    is_active: bool = True,
) -> None:
    """Write a template of the head's own agency, a new one without a number."""
    session = db.session()
    user, agency_id = _get_head(user_id)
    words = check_places(read_statement(text, "text", REPLY_LENGTH), field="text")
    name = clean_line(read_statement(title, "title", TEMPLATE_TITLE_LENGTH))
    template = ReplyTemplate(agency_id=agency_id)
    if template_id is not None:
        template = _hold_template(session, template_id, agency_id)
    template.outcome, template.title, template.text = outcome, name, words
    template.author_id, template.changed_on = user.id, clock.today()
    template.is_active = is_active
    session.add(template)


def _get_head(user_id: int) -> tuple[User, int]:
    user = get_user(user_id)
    if user.role is not Role.HEAD or user.agency_id is None:
        raise NotFound()
    return user, user.agency_id


def _hold_template(session: Session, template_id: int, agency_id: int) -> ReplyTemplate:
    """One of this agency; those for all are the platform's."""
    template = session.scalar(
        select(ReplyTemplate)
        .where(ReplyTemplate.id == template_id, ReplyTemplate.agency_id == agency_id)
        .with_for_update()
    )
    if template is None:
        raise NotFound()
    return template


@transaction
def load_reply_templates(rows: Sequence[ReplyWords]) -> Recorded:
    """Bring the templates for all agencies up to a file; others are not offered."""
    session = db.session()
    stored = {
        row.title: row
        for row in session.scalars(
            select(ReplyTemplate).where(ReplyTemplate.agency_id.is_(None))
        )
    }
    recorded = Recorded()
    for words in rows:
        row = stored.pop(words.title, None)
        kept = (words.outcome, words.text, True)
        if row is not None and (row.outcome, row.text, row.is_active) == kept:
            recorded += Recorded(unchanged=1)
            continue
        recorded += Recorded(updated=1) if row else Recorded(new=1)
        row = row or ReplyTemplate(title=words.title)
        row.outcome, row.text, row.is_active = kept
        row.changed_on = clock.today()
        session.add(row)
    for row in stored.values():
        row.is_active = False
    return recorded


@transaction
def set_second_person(*, user_id: int, is_needed: bool) -> None:
    """Turn on or off that somebody other than its writer approves each answer."""
    session = db.session()
    user, agency_id = _get_head(user_id)
    agency = session.get_one(Agency, agency_id, with_for_update=True)
    if agency.needs_second_person == is_needed:
        return
    agency.needs_second_person = is_needed
    day = clock.today()
    agency.second_person_note = f"{day.day}/{day.month}/{day.year}, {user.name}"[:300]
