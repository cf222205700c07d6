"""Letters leave, are tried again, and are destroyed."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.extensions import db
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.operations.outbox import (
    claim_messages,
    expire_messages,
    next_wait,
    settle_messages,
)
from tests.dossiers import invite, make_invitee

ISSUED = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
#: Every letter issued then may leave by now, and none has expired.
LEAVING = datetime(2026, 3, 23, 13, 30, tzinfo=UTC)


def issue(count: int = 1) -> None:
    """Letters waiting in the outbox."""
    with clock.frozen(ISSUED):
        invite(*[make_invitee() for _ in range(count)])


def find_states() -> list[str]:
    """The states of all invitations."""
    return list(db.session.scalars(select(Invitation.state)))


def count_letters() -> int:
    """How many letters still exist."""
    return len(db.session.scalars(select(OutboxMessage.id)).all())


def test_nothing_leaves_before_its_time(app: Flask) -> None:
    issue()
    with clock.frozen(ISSUED + timedelta(hours=3)):
        assert claim_messages() == []


def test_a_delivered_letter_is_destroyed_and_its_invitation_says_so(
    app: Flask,
) -> None:
    issue()
    with clock.frozen(LEAVING):
        (message,) = claim_messages()
        settle_messages([message.id], [])
    assert count_letters() == 0
    assert find_states() == ["delivered"]


def test_a_refused_letter_is_destroyed_and_its_invitation_failed(app: Flask) -> None:
    issue()
    with clock.frozen(LEAVING):
        (message,) = claim_messages()
        settle_messages([], [message.id])
    assert count_letters() == 0
    assert find_states() == ["failed"]


def test_a_claimed_letter_is_nobody_elses_until_its_wait_is_over(app: Flask) -> None:
    issue()
    with clock.frozen(LEAVING):
        assert len(claim_messages()) == 1
        assert claim_messages() == []
    with clock.frozen(LEAVING + timedelta(minutes=5)):
        assert len(claim_messages()) == 1


def test_a_crash_between_sending_and_settling_repeats_the_same_letter(
    app: Flask,
) -> None:
    issue()
    with clock.frozen(LEAVING):
        (first,) = claim_messages()
    with clock.frozen(LEAVING + timedelta(minutes=5)):
        (again,) = claim_messages()
    assert again == first  # the same Message-ID too
    assert db.session.scalars(select(OutboxMessage.attempts)).one() == 2


def test_two_letters_never_share_a_stable_id(app: Flask) -> None:
    issue(5)
    with clock.frozen(LEAVING):
        messages = claim_messages()
    assert len({message.stable_id for message in messages}) == 5


def test_waits_double_up_to_four_hours() -> None:
    waits = [next_wait(attempts) for attempts in (1, 2, 3, 6, 7, 8, 500)]
    minutes = [int(wait.total_seconds() // 60) for wait in waits]
    assert minutes == [5, 10, 20, 160, 240, 240, 240]


def test_a_letter_is_destroyed_72_hours_after_it_could_leave(app: Flask) -> None:
    issue()
    expires_at = db.session.scalars(select(OutboxMessage.expires_at)).one()
    with clock.frozen(expires_at - timedelta(seconds=1)):
        assert expire_messages() == 0
    with clock.frozen(expires_at):
        assert claim_messages() == []
        assert expire_messages() == 1
    assert count_letters() == 0
    assert find_states() == ["failed"]


def test_a_claim_takes_no_more_than_a_batch(app: Flask) -> None:
    issue(5)
    with clock.frozen(LEAVING):
        assert [len(claim_messages(2)) for _ in range(4)] == [2, 2, 1, 0]
