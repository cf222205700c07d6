"""The nightly opening of ballots."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.extensions import db
from feedback.jobs.ballots import activate_ballots
from feedback.models.ballots import Ballot, BufferedBallot
from feedback.models.invitations import OutboxMessage
from tests.dossiers import invite, make_invitee
from tests.letters import find_token

ISSUED = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
ON = date(2026, 3, 21)


def count_rows(table: type[Ballot] | type[BufferedBallot]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_buffered_ballot_comes_alive_unspent(app: Flask) -> None:
    with clock.frozen(ISSUED):
        invite(*[make_invitee() for _ in range(3)])
    buffered = {
        (b.hash, b.agency_id, b.service_id, b.channel, b.month)
        for b in db.session.scalars(select(BufferedBallot))
    }
    assert activate_ballots(ON) == "3 ballots"
    alive = db.session.scalars(select(Ballot)).all()
    assert {
        (b.hash, b.agency_id, b.service_id, b.channel, b.month) for b in alive
    } == buffered
    assert not any(ballot.is_spent for ballot in alive)
    assert count_rows(BufferedBallot) == 0


def test_the_job_run_twice_changes_nothing_the_second_time(app: Flask) -> None:
    with clock.frozen(ISSUED):
        invite(make_invitee())
    activate_ballots(ON)
    assert activate_ballots(ON) == "0 ballots"
    assert count_rows(Ballot) == 1


def test_a_letter_never_leaves_before_its_ballot_is_open(app: Flask) -> None:
    with clock.frozen(ISSUED):
        invite(*[make_invitee() for _ in range(10)])
    first = db.session.scalars(select(func.min(OutboxMessage.not_before))).one()
    # The job runs at 00:20; the first letter leaves at 7:00 at the earliest.
    assert first >= clock.local_moment(ON, 7)
    activate_ballots(ON)
    letter = db.session.scalars(select(OutboxMessage)).first()
    assert letter and len(find_token(letter.body)) == 26
