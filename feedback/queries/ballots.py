"""Reads of ballots by their hash; nobody can list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, true

from feedback.domain.ballots import BallotState, oldest_open_month
from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.extensions import connect_for_one_read, db
from feedback.models.agencies import Agency
from feedback.models.ballots import Ballot, BufferedBallot
from feedback.models.services import Service
from feedback.queries.questionnaires import CURRENT, DOSSIER, VersionKey


@dataclass(frozen=True)
class FoundBallot:
    """A ballot with what its citizen is shown of it."""

    hash: bytes
    state: BallotState
    channel: Channel
    month: Month
    agency: str
    service: str
    #: What is asked from today on, if anything is.
    questionnaire: VersionKey | None


_ballot = Ballot.__table__.c
_version = CURRENT.subquery("version")
_BY_HASH = (
    select(
        _ballot.is_spent,
        _ballot.channel,
        _ballot.month,
        Agency.__table__.c.name.label("agency"),
        Service.__table__.c.name.label("service"),
        _version.c.id.label("version_id"),
        _version.c.digest,
    )
    .join_from(Ballot.__table__, Agency.__table__)
    .join(Service.__table__, Service.__table__.c.id == _ballot.service_id)
    .outerjoin(_version, true())
    .where(_ballot.hash == bindparam("digest"))
)
_BUFFERED = select(BufferedBallot.__table__.c.hash).where(
    BufferedBallot.__table__.c.hash == bindparam("digest")
)


def find_ballot(digest: bytes, on: date) -> FoundBallot | None:
    """The ballot with this hash as it stands on a day; None while not yet alive."""
    asked = {"digest": digest, "code": DOSSIER, "on": on}
    with connect_for_one_read() as connection:
        row = connection.execute(_BY_HASH, asked).first()
    if row is None:
        return None
    return FoundBallot(
        hash=digest,
        state=_judge(row.is_spent, row.month, on),
        channel=row.channel,
        month=Month.of(row.month),
        agency=row.agency,
        service=row.service,
        questionnaire=row.version_id and VersionKey(row.version_id, row.digest),
    )


def is_buffered(digest: bytes) -> bool:
    """Whether the ballot was issued and waits for the next batch."""
    return db.session.execute(_BUFFERED, {"digest": digest}).first() is not None


def find_ballot_state(digest: bytes, on: date) -> BallotState:
    """Where a ballot stands, whatever it is."""
    found = find_ballot(digest, on)
    if found is not None:
        return found.state
    return BallotState.WAITING if is_buffered(digest) else BallotState.UNKNOWN


def _judge(is_spent: bool, month: date, on: date) -> BallotState:
    if is_spent:
        return BallotState.SPENT
    is_closed = month < oldest_open_month(on).first_day
    return BallotState.CLOSED if is_closed else BallotState.OPEN


@dataclass(frozen=True)
class BallotCell:
    """What a ballot is for."""

    agency_id: int
    service_id: int
    channel: Channel
    month: date


def list_cells(hashes: Sequence[bytes]) -> dict[bytes, BallotCell]:
    """The cells of the ballots with these hashes, for who holds their tokens."""
    rows = db.session.execute(
        select(
            _ballot.hash,
            _ballot.agency_id,
            _ballot.service_id,
            _ballot.channel,
            _ballot.month,
        ).where(_ballot.hash.in_(hashes))
    )
    return {row[0]: BallotCell(*row[1:]) for row in rows}
