"""Issuing ballots and letters, and forgetting who got which."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.tokens import ballot_hash, format_code
from feedback.extensions import db
from feedback.models.ballots import BufferedBallot
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.operations.invitations import Invitee, invite_overdue_dossiers
from tests.dossiers import ADDRESS, invite, make_dossier, make_invitee
from tests.letters import find_link, find_token

NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam


@pytest.fixture(autouse=True)
def _on_a_march_morning() -> Any:
    with clock.frozen(NOW):
        yield


def test_a_dossier_gets_an_invitation_a_buffered_ballot_and_a_letter(
    app: Flask,
) -> None:
    invitee = make_invitee()
    assert invite(invitee) == 1
    invitation = db.session.get_one(Invitation, invitee.dossier_id)
    assert (invitation.state, invitation.delivery) == ("queued", "email")
    assert invitation.month == date(2026, 3, 1)
    letter = db.session.scalars(select(OutboxMessage)).one()
    token = find_token(letter.body)
    assert find_link(letter.body) == f"{ADDRESS}/p/{token}"
    assert format_code(token) in letter.body
    assert letter.recipient == "an@example.vn"
    ballot = db.session.scalars(select(BufferedBallot)).one()
    assert ballot.hash == ballot_hash(token)
    assert (ballot.agency_id, ballot.service_id, ballot.channel, ballot.month) == (
        invitee.agency_id,
        invitee.service_id,
        Channel.ONLINE,
        date(2026, 3, 1),
    )


def test_a_letter_is_in_vietnamese_first_and_names_agency_and_service(
    app: Flask,
) -> None:
    invite(make_invitee())
    body = db.session.scalars(select(OutboxMessage.body)).one()
    assert body.index("Kính gửi") < body.index("Dear")
    assert "UBND phường Thử Nghiệm" in body
    assert "Thủ tục thử nghiệm" in body
    assert "15/04/2026" in body  # ballots of March close on 15 April


def test_the_contact_is_destroyed_once_the_letter_is_written(app: Flask) -> None:
    invite(make_invitee())
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0


def test_a_dossier_is_invited_once_however_often_it_is_reported(app: Flask) -> None:
    first, second = make_invitee(), make_invitee(None)
    assert invite(first, first) == 1
    assert invite(first, second) == 1
    for table in (Invitation, BufferedBallot, OutboxMessage):
        assert db.session.scalar(select(func.count()).select_from(table)) == 2


def test_without_an_address_the_letter_is_a_slip(app: Flask) -> None:
    invitee = make_invitee(None)
    invite(invitee)
    assert db.session.get_one(Invitation, invitee.dossier_id).delivery == "console"
    assert db.session.scalars(select(OutboxMessage.delivery)).one() == "console"


def test_a_letter_leaves_by_day_after_the_ballot_opened_and_lasts_72_hours(
    app: Flask,
) -> None:
    invite(*[make_invitee() for _ in range(20)])
    letters = db.session.scalars(select(OutboxMessage)).all()
    for letter in letters:
        local = letter.not_before.astimezone(clock.LOCAL_ZONE)
        assert 7 <= local.hour < 20
        assert date(2026, 3, 21) <= local.date() <= date(2026, 3, 23)
        assert letter.expires_at - letter.not_before == timedelta(hours=72)
    assert len({letter.not_before for letter in letters}) > 15


def test_an_overdue_dossier_is_told_so(app: Flask) -> None:
    invite(make_invitee(is_overdue=True))
    body = db.session.scalars(select(OutboxMessage.body)).one()
    assert "quá ngày hẹn trả 30 ngày" in body


def test_an_ending_reported_after_its_month_closed_counts_in_the_present_month(
    app: Flask,
) -> None:
    invitee = make_invitee(month=date(2025, 11, 1))
    invite(invitee)
    assert db.session.scalars(select(BufferedBallot.month)).one() == date(2026, 3, 1)
    assert db.session.get_one(Invitation, invitee.dossier_id).month == date(2026, 3, 1)


def test_a_batch_larger_than_one_statement_is_issued_whole(app: Flask) -> None:
    one = make_invitee()
    dossiers = [
        {
            "system": "lon",
            "code": f"H99.1-260302-{number:05}",
            "raw_code": "x",
            "service_id": one.service_id,
            "received_by_id": one.agency_id,
            "settled_by_id": one.agency_id,
            "channel": Channel.COUNTER,
            "received_on": date(2026, 3, 2),
        }
        for number in range(1500)
    ]
    ids = db.session.scalars(
        Dossier.__table__.insert().returning(Dossier.id), dossiers
    ).all()
    db.session.commit()
    many = [
        Invitee(
            id, one.agency_id, one.service_id, Channel.COUNTER, one.month, None, False
        )
        for id in ids
    ]
    assert invite(*many) == 1500
    assert db.session.scalar(select(func.count()).select_from(BufferedBallot)) == 1500


def test_dossiers_thirty_days_overdue_are_invited_in_the_month_of_the_asking(
    app: Flask,
) -> None:
    due = make_dossier("a@example.vn", due_on=date(2026, 2, 18))
    make_dossier(due_on=date(2026, 2, 19))  # 29 days
    make_dossier(due_on=date(2026, 1, 5), ended_on=date(2026, 3, 1))
    make_dossier(due_on=None)
    assert invite_overdue_dossiers(date(2026, 3, 20), ADDRESS) == 1
    invitation = db.session.scalars(select(Invitation)).one()
    assert invitation.dossier_id == due.id
    assert invitation.is_overdue
    assert invitation.month == date(2026, 3, 1)
    assert db.session.scalars(select(OutboxMessage.recipient)).one() == "a@example.vn"
    assert invite_overdue_dossiers(date(2026, 3, 20), ADDRESS) == 0


def test_overdue_dossiers_are_invited_batch_by_batch(app: Flask) -> None:
    for _ in range(5):
        make_dossier(due_on=date(2026, 1, 5))
    on = date(2026, 3, 20)
    batches = [invite_overdue_dossiers(on, ADDRESS, limit=2) for _ in range(4)]
    assert batches == [2, 2, 1, 0]
