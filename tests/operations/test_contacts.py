"""Contact details: kept by consent, seen by the named handler, erased."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain.contacts import CONSENT, KEPT_DAYS
from feedback.domain.errors import NotFound
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.jobs.contacts import erase_contacts
from feedback.models.comments import CaseContact, ContactLook
from feedback.models.invitations import OutboxMessage
from feedback.operations.contacts import NotNamed, erase_contact, look_at_contact
from feedback.operations.questions import ask_more
from feedback.operations.releases import deliver_comments
from feedback.operations.residues import erase_residues
from feedback.operations.transaction import transaction
from feedback.queries.contacts import find_contact, find_own_contact
from tests.contacts import CONTACT, give_contact
from tests.factories import make_agency, make_user
from tests.lives import (
    ANSWER,
    CLOSED_ON,
    DELIVERED_ON,
    REPLIED_ON,
    WORDS,
    Cast,
    count_events,
    get_comment,
    on_day,
)
from tests.operations.test_unlinkability import find_places


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def deliver(cast: Cast, receipt: str | None = None) -> str:
    ref = cast.live(State.SCREENED, receipt)
    give_contact(ref)
    with on_day(DELIVERED_ON):
        deliver_comments(DELIVERED_ON)
    return ref


def kept(ref: str) -> CaseContact:
    return db.session.get_one(CaseContact, ref, populate_existing=True)


@transaction
def assign(ref: str, user_id: int) -> None:
    get_comment(ref).assignee_id = user_id


def list_letters() -> list[OutboxMessage]:
    db.session.expire_all()
    rows = select(OutboxMessage).order_by(OutboxMessage.id)
    return list(db.session.scalars(rows))


def test_the_consent_is_kept_with_its_version_and_day(cast: Cast) -> None:
    ref = deliver(cast)
    assert get_comment(ref).kind == "case"
    assert kept(ref).consent == CONSENT and kept(ref).consented_on is not None


def test_the_head_looks_while_nobody_is_named(cast: Cast) -> None:
    ref = deliver(cast)
    assert look_at_contact(ref, user_id=cast.head.id) == CONTACT
    with pytest.raises(NotNamed):
        look_at_contact(ref, user_id=cast.officer.id)


def test_the_named_handler_looks_and_nobody_else(cast: Cast) -> None:
    ref = deliver(cast)
    assign(ref, cast.officer.id)
    assert look_at_contact(ref, user_id=cast.officer.id) == CONTACT
    colleague = make_user(Role.OFFICER, agency_id=cast.agency.id)
    for user in (cast.head, colleague):
        with pytest.raises(NotNamed):
            look_at_contact(ref, user_id=user.id)
    stranger = make_user(Role.HEAD, agency_id=make_agency().id)
    for user in (cast.screener, stranger, make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            look_at_contact(ref, user_id=user.id)


def test_nobody_looks_before_it_reaches_the_agency(cast: Cast) -> None:
    ref = cast.live(State.SCREENED)
    give_contact(ref)
    with pytest.raises(NotFound):
        look_at_contact(ref, user_id=cast.head.id)


def test_each_look_is_recorded_and_told(cast: Cast) -> None:
    ref = deliver(cast)
    for _ in range(2):
        look_at_contact(ref, user_id=cast.head.id)
    with pytest.raises(NotNamed):
        look_at_contact(ref, user_id=cast.officer.id)
    assert db.session.scalar(select(func.count()).select_from(ContactLook)) == 2
    own, staff = find_own_contact(ref), find_contact(ref)
    assert own is not None and own.looks == {Role.HEAD: 2}
    assert staff is not None and [name for name, _ in staff.looks] == [
        cast.head.name,
        cast.head.name,
    ]


def test_its_author_erases_it_at_once(cast: Cast) -> None:
    receipt = new_code()
    ref = deliver(cast, receipt)
    assert len(list_letters()) == 1
    erase_contact(receipt)
    erase_contact(receipt)
    row = kept(ref)
    assert (row.name, row.phone, row.email) == (None, None, None)
    assert row.erased_on is not None and row.consent == CONSENT
    assert list_letters() == [], "no letter leaves any more"
    with pytest.raises(NotFound):
        look_at_contact(ref, user_id=cast.head.id)
    with on_day(REPLIED_ON):
        cast.reply(ref)
        cast.approve(ref)
        cast.publish(ref)
    assert list_letters() == []


def test_an_erased_contact_is_in_no_value_of_any_table(cast: Cast) -> None:
    receipt = new_code()
    deliver(cast, receipt)
    given = [str(CONTACT.phone).encode(), str(CONTACT.email).encode()]
    assert {table for table, _ in find_places(*given)} == {"case_contacts", "outbox"}
    erase_contact(receipt)
    assert erase_residues()
    assert find_places(*given) == set()


def test_without_contact_or_receipt_there_is_nothing_to_erase(cast: Cast) -> None:
    receipt = new_code()
    cast.live(State.OPEN, receipt)
    for code in (receipt, new_code(), "sai"):
        with pytest.raises(NotFound):
            erase_contact(code)


def test_the_job_erases_what_ended_long_enough_ago(cast: Cast) -> None:
    ended = cast.live(State.CLOSED)
    open_one = deliver(cast)
    give_contact(ended)
    last = CLOSED_ON + timedelta(days=KEPT_DAYS)
    assert erase_contacts(last - timedelta(days=1)) == "0 contacts erased"
    assert erase_contacts(last) == "1 contacts erased"
    assert erase_contacts(last) == "0 contacts erased"
    assert kept(ended).phone is None and kept(ended).erased_on == last
    assert kept(open_one).phone == CONTACT.phone


def test_letters_tell_what_happened_and_no_word_of_it(cast: Cast) -> None:
    receipt = new_code()
    ref = deliver(cast, receipt)
    with on_day(date(2026, 3, 18)):
        ask_more(
            ref, user_id=cast.officer.id, seen=count_events(ref), question="Quầy nào?"
        )
    first, second = list_letters()
    assert "đã được chuyển đến cơ quan" in first.subject
    assert "Cần ông/bà cho biết thêm" in second.subject
    for letter in (first, second):
        assert (letter.recipient, letter.delivery) == (CONTACT.email, "email")
        assert "http://localhost/bien-nhan" in letter.body
        whole = letter.subject + letter.body
        for secret in (WORDS, ANSWER, "Quầy nào", ref, receipt, cast.agency.name):
            assert secret not in whole


def test_nobody_else_is_written_to(cast: Cast) -> None:
    cast.live(State.PUBLISHED)
    assert list_letters() == []
    ref = cast.live(State.SCREENED)
    give_contact(ref, CONTACT.__class__(phone="0912345678"))
    with on_day(DELIVERED_ON):
        deliver_comments(DELIVERED_ON)
    assert list_letters() == [], "a telephone gets no letters"
