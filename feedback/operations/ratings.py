"""A citizen's rating: given once, changed for some days, never lost or doubled.

This is the busiest write of the platform, so its statements are built once and go to
the database without the ORM.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from feedback.domain import clock
from feedback.domain.ballots import (
    BallotNotOpen,
    RatingFixed,
    oldest_open_month,
)
from feedback.domain.channels import Channel
from feedback.domain.contacts import Contact
from feedback.domain.errors import Conflict, NotFound
from feedback.domain.questionnaires import OVERALL
from feedback.domain.scales import read_level
from feedback.domain.tokens import comment_receipt_hash, rating_receipt_hash
from feedback.domain.tones import Tone
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.ratings import Rating
from feedback.operations.comments import submit_comment
from feedback.operations.contacts import keep_contact
from feedback.operations.transaction import transaction
from feedback.queries.ballots import find_ballot_state
from feedback.queries.questionnaires import VersionKey, get_questionnaire
from feedback.queries.ratings import find_rating


@dataclass(frozen=True)
class Submission:
    """All that a citizen sends; `receipt` makes a repeated sending recognisable."""

    ballot: bytes
    receipt: str
    questionnaire: VersionKey
    answers: Mapping[str, str]
    comment: str = ""
    #: What the comment mostly is, if its author said so.
    tone: Tone | None = None
    #: How to reach the author, where they have agreed to it.
    contact: Contact | None = None


@dataclass(frozen=True)
class Submitted:
    """What the citizen gets back: the comment's public reference, if there is one."""

    reference: str | None
    #: It had arrived before; nothing was written now.
    is_repeat: bool = False
    #: Whom a rating was written for; None for one that had arrived before.
    agency_id: int | None = None


_ballot = Ballot.__table__.c
_rating = Rating.__table__.c

_SPEND = (
    update(Ballot.__table__)
    .where(
        _ballot.hash == bindparam("ballot"),
        ~_ballot.is_spent,
        _ballot.month >= bindparam("oldest"),
    )
    .values(is_spent=True)
    .returning(_ballot.agency_id, _ballot.service_id, _ballot.channel, _ballot.month)
)
_ADD = insert(Rating.__table__)
_EXISTS = select(_rating.version).where(_rating.receipt_hash == bindparam("receipt"))
_CURRENT = select(Rating.__table__).where(
    _rating.receipt_hash == bindparam("receipt"),
    _rating.version == bindparam("current"),
)
_SUPERSEDE = (
    update(Rating.__table__)
    .where(
        _rating.receipt_hash == bindparam("receipt"),
        _rating.version == bindparam("current"),
        _rating.superseded_on.is_(None),
    )
    .values(superseded_on=bindparam("on"))
)
_REFERENCE = select(Comment.__table__.c.ref).where(
    Comment.__table__.c.receipt_hash == bindparam("receipt")
)


@transaction
def submit_rating(submission: Submission) -> Submitted:
    """Spend the ballot, keep the rating and the comment: all of it or nothing."""
    return _submit(submission)


@transaction
def submit_ratings(submissions: Iterable[Submission]) -> list[Submitted]:
    """Ratings collected together, kept together: one refused keeps all others out."""
    return [_submit(submission) for submission in submissions]


def _submit(submission: Submission) -> Submitted:
    connection = db.session.connection()
    today = clock.today()
    cell = connection.execute(
        _SPEND,
        {"ballot": submission.ballot, "oldest": oldest_open_month(today).first_day},
    ).first()
    if cell is None:
        return _recognise(connection, submission, today)
    connection.execute(
        _ADD,
        {
            "receipt_hash": rating_receipt_hash(submission.receipt),
            "version": 1,
            "questionnaire_id": submission.questionnaire.id,
            "agency_id": cell.agency_id,
            "service_id": cell.service_id,
            "channel": cell.channel,
            "month": cell.month,
            "rated_on": today,
            "superseded_on": None,
            **_split(submission.questionnaire, submission.answers, cell.channel),
        },
    )
    if not submission.comment:
        return Submitted(None, agency_id=cell.agency_id)
    reference = submit_comment(
        db.session(),
        receipt=submission.receipt,
        agency_id=cell.agency_id,
        service_id=cell.service_id,
        channel=cell.channel,
        month=cell.month,
        text=submission.comment,
        tone=submission.tone,
        on=today,
    )
    if submission.contact is not None:
        keep_contact(db.session(), reference, submission.contact, today)
    return Submitted(reference, agency_id=cell.agency_id)


def _recognise(
    connection: Connection, submission: Submission, today: date
) -> Submitted:
    """The same sending once more gets the same answer; any other is told why not."""
    receipt = rating_receipt_hash(submission.receipt)
    if connection.execute(_EXISTS, {"receipt": receipt}).first() is None:
        raise BallotNotOpen(find_ballot_state(submission.ballot, today))
    reference = connection.scalar(
        _REFERENCE, {"receipt": comment_receipt_hash(submission.receipt)}
    )
    return Submitted(reference, is_repeat=True)


def _split(
    key: VersionKey, answers: Mapping[str, str], channel: Channel
) -> dict[str, Any]:
    kept = get_questionnaire(key).check_answers(answers, channel)
    level = read_level(kept.pop(OVERALL))
    return {"overall": None if level is None else int(level), "answers": kept}


@transaction
def change_rating(receipt: str, answers: Mapping[str, str]) -> None:
    """Put a new version in the rating's place; the old one stays, without counting."""
    today = clock.today()
    own = find_rating(receipt)
    if own is None:
        raise NotFound()
    if today > own.last_change_day:
        raise RatingFixed()
    if dict(answers) == own.answers:
        return  # sent twice, or nothing was changed
    changed = _split(own.questionnaire, answers, own.channel)
    connection = db.session.connection()
    which = {"receipt": rating_receipt_hash(receipt), "current": own.version}
    superseded = connection.execute(_SUPERSEDE, {**which, "on": today})
    if superseded.rowcount != 1:
        raise Conflict()
    current = connection.execute(_CURRENT, which).mappings().one()
    connection.execute(
        _ADD,
        {
            **current,
            **changed,
            "version": own.version + 1,
            "rated_on": today,
            "superseded_on": None,
        },
    )
