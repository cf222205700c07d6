"""Dossiers enter, change and end; each ending invites its citizen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.imports import RowsRefused
from feedback.domain.registers import DossierRow
from feedback.extensions import db
from feedback.models.ballots import BufferedBallot
from feedback.models.dossiers import Contact, Dossier
from feedback.models.invitations import Invitation, OutboxMessage
from feedback.operations.dossiers import record_dossier_batches, record_dossiers
from tests.factories import make_agency, make_service

ADDRESS = "http://localhost"
NOON = clock.local_moment(date(2026, 3, 20), 12)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _on_20_march_2026() -> Any:
    with clock.frozen(NOON):
        yield


def make_row(number: int = 1, **changes: Any) -> DossierRow:
    """An open dossier, its agency and service made when not given."""
    values: dict[str, Any] = {
        "code": f"H99.1-260301-{number:04}",
        "channel": Channel.ONLINE,
        "received_on": date(2026, 3, 1),
        "due_on": date(2026, 3, 15),
        **changes,
    }
    values.setdefault("raw_code", values["code"])
    if "service_id" not in values:
        values["service_id"] = make_service().id
    if "settled_by_id" not in values:
        values["settled_by_id"] = make_agency().id
    values.setdefault("received_by_id", values["settled_by_id"])
    return DossierRow(**values)


def end(row: DossierRow, **changes: Any) -> DossierRow:
    """The same dossier, finished."""
    values = {"ended_on": date(2026, 3, 10), "ending": Ending.FINISHED, **changes}
    return replace(row, **values)


def record(*rows: DossierRow, **options: Any) -> Any:
    return record_dossiers(rows, system="mot-cua", address=ADDRESS, **options)


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_open_dossier_waits_and_asks_nobody() -> None:
    recorded = record(make_row(email="an@example.vn"))
    assert (recorded.new, recorded.invited) == (1, 0)
    assert db.session.scalars(select(Contact.email)).all() == ["an@example.vn"]
    assert count(Invitation) == 0


@pytest.mark.parametrize("ending", list(Ending))
def test_every_ending_good_or_bad_invites(ending: Ending) -> None:
    recorded = record(end(make_row(), ending=ending))
    assert (recorded.new, recorded.invited) == (1, 1)
    invitation = db.session.scalars(select(Invitation)).one()
    assert invitation.month == date(2026, 3, 1)
    assert not invitation.is_overdue
    assert count(BufferedBallot) == 1


def test_the_ballot_is_for_the_agency_that_settles() -> None:
    received_by, settled_by = make_agency(), make_agency()
    record(end(make_row(received_by_id=received_by.id, settled_by_id=settled_by.id)))
    assert db.session.scalars(select(BufferedBallot.agency_id)).one() == settled_by.id


def test_an_ending_takes_the_earlier_address_into_the_letter_and_nowhere_else() -> None:
    row = make_row(email="an@example.vn")
    record(row)
    recorded = record(end(replace(row, email=None)))
    assert (recorded.updated, recorded.invited) == (1, 1)
    assert db.session.scalars(select(OutboxMessage.recipient)).one() == "an@example.vn"
    assert count(Contact) == 0


def test_an_address_sent_with_the_ending_is_never_a_contact() -> None:
    record(end(make_row(email="an@example.vn")))
    assert db.session.scalars(select(OutboxMessage.recipient)).one() == "an@example.vn"
    assert count(Contact) == 0


def test_a_new_address_replaces_the_old_one() -> None:
    row = make_row(email="an@example.vn")
    record(row)
    assert record(replace(row, email="binh@example.vn")).updated == 1
    assert record(replace(row, email=None)).unchanged == 1
    assert db.session.scalars(select(Contact.email)).all() == ["binh@example.vn"]


def test_the_same_rows_again_change_nothing() -> None:
    rows = [make_row(1, email="an@example.vn"), end(make_row(2, email="b@example.vn"))]
    record(*rows)
    recorded = record(*rows)
    assert (recorded.new, recorded.updated, recorded.unchanged) == (0, 0, 2)
    assert recorded.invited == 0
    assert (count(Dossier), count(Invitation), count(OutboxMessage)) == (2, 1, 1)


def test_an_ended_dossier_never_opens_again_nor_changes() -> None:
    row = end(make_row())
    record(row)
    for other in (
        replace(row, ended_on=None, ending=None),
        replace(row, ending=Ending.REFUSED),
        replace(row, channel=Channel.POST),
    ):
        with pytest.raises(RowsRefused) as raised:
            record(other)
        assert raised.value.refused[0].faults[0].column == "ended_on"
    stored = db.session.scalars(select(Dossier)).one()
    assert (stored.ending, stored.channel) == (Ending.FINISHED, Channel.ONLINE)


def test_one_refused_row_keeps_all_out_unless_partial_is_asked() -> None:
    first = end(make_row(1))
    record(first)
    rows = [replace(first, ending=Ending.REFUSED, line=2), make_row(2, line=3)]
    with pytest.raises(RowsRefused):
        record(*rows)
    assert count(Dossier) == 1
    recorded = record(*rows, is_partial=True)
    assert (recorded.new, [r.line for r in recorded.refused]) == (1, [2])
    assert count(Dossier) == 2


def test_a_dossier_named_twice_with_other_content_is_refused() -> None:
    row = make_row(line=2)
    with pytest.raises(RowsRefused) as raised:
        record(row, end(replace(row, line=3)))
    assert raised.value.refused[0].line == 3
    assert "dòng 2" in raised.value.refused[0].faults[0].vi
    assert record(row, row).new == 1
    assert count(Dossier) == 1


def test_the_same_code_of_two_registers_is_two_dossiers() -> None:
    row = make_row()
    record(row)
    other = record_dossiers([row], system="bo-tai-chinh", address=ADDRESS)
    assert other.new == 1
    assert count(Dossier) == 2


def test_history_is_recorded_without_asking_anybody() -> None:
    old = end(make_row(1, email="a@example.vn"), ended_on=date(2026, 3, 2))
    recorded = record(old, end(make_row(2)), invite_from=date(2026, 3, 10))
    assert (recorded.new, recorded.invited) == (2, 1)
    assert count(Contact) == 0


def test_batches_are_one_transaction() -> None:
    first = end(make_row(1))
    record(first)
    batches = [[make_row(2)], [replace(first, ending=Ending.REFUSED)]]
    with pytest.raises(RowsRefused):
        record_dossier_batches(batches, system="mot-cua", address=ADDRESS)
    assert count(Dossier) == 1
    heard: list[int] = []
    recorded = record_dossier_batches(
        batches,
        system="mot-cua",
        address=ADDRESS,
        is_partial=True,
        on_batch=heard.append,
    )
    assert (recorded.new, len(recorded.refused), heard) == (1, 1, [1, 1])


def test_a_dossier_asked_when_overdue_keeps_no_address_and_is_asked_once() -> None:
    row = make_row(email="an@example.vn")
    record(row)
    dossier = db.session.scalars(select(Dossier)).one()
    db.session.add(
        Invitation(
            dossier_id=dossier.id,
            is_overdue=True,
            month=date(2026, 3, 1),
            delivery="email",
        )
    )
    db.session.execute(delete(Contact))
    db.session.commit()
    record(replace(row, email="binh@example.vn"))
    assert count(Contact) == 0
    assert record(end(row)).invited == 0
    assert count(OutboxMessage) == 0
