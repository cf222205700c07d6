"""Serious content goes past the unit concerned."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import IllegalMove, NotFound
from feedback.domain.referrals import UnknownReferral
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import PublishedComment
from feedback.models.services import Service
from feedback.models.users import User
from feedback.operations import escalations
from feedback.operations.questions import hand_back_comment
from feedback.operations.screenings import assign_comment
from feedback.queries.inspections import Docket, get_inspection_file, list_docket
from tests.factories import make_agency, make_user
from tests.lives import RECEIVED_ON, Cast, count_events, get_comment, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def inspector(cast: Cast) -> User:
    body = make_agency(name="Thanh tra tỉnh", level="department")
    return make_user(Role.INSPECTORATE, agency_id=body.id)


def escalate(cast: Cast, ref: str) -> None:
    escalations.escalate_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), reason="Đòi phong bì"
    )


def refer(inspector: User, ref: str, referral: str = "denunciation") -> None:
    escalations.refer_serious(
        ref,
        user_id=inspector.id,
        seen=count_events(ref),
        referral=referral,
        reason="Đã mời làm việc",
    )


def stub(ref: str) -> PublishedComment | None:
    return db.session.get(PublishedComment, ref, populate_existing=True)


def test_it_belongs_to_the_inspectorate_at_once(cast: Cast, inspector: User) -> None:
    ref = cast.submit()
    escalate(cast, ref)
    comment = get_comment(ref)
    assert comment.state == State.ESCALATED
    assert comment.agency_id == inspector.agency_id
    assert comment.given_to_id == cast.agency.id, "for the record"
    assert stub(ref) is None, "the public sees nothing before the decision"
    assert inspector.agency_id is not None
    (row,) = list_docket(Docket.SERIOUS, inspector.agency_id, 1)
    assert row.ref == ref
    case = get_inspection_file(ref, inspector.agency_id)
    assert (case.unit_name, case.appeal) == (cast.agency.name, None)


def test_without_an_inspector_outside_the_unit_it_stays_in_screening(
    cast: Cast,
) -> None:
    ref = cast.submit()
    make_user(Role.INSPECTORATE, agency_id=cast.agency.id)
    make_user(Role.INSPECTORATE, agency_id=make_agency().id, is_active=False)
    with pytest.raises(escalations.NoInspectorate):
        escalate(cast, ref)
    assert get_comment(ref).state == State.RECEIVED


def test_a_reason_is_needed(cast: Cast, inspector: User) -> None:
    ref = cast.submit()
    with pytest.raises(InvalidStatement):
        escalations.escalate_comment(
            ref, user_id=cast.screener.id, seen=count_events(ref), reason=" "
        )


def test_it_is_given_back_to_the_unit_it_was_with(cast: Cast, inspector: User) -> None:
    ref, other = cast.submit(), make_agency()
    assign_comment(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        agency_code=other.code,
        reason="Sai nơi",
    )
    escalate(cast, ref)
    escalations.return_comment(
        ref, user_id=inspector.id, seen=count_events(ref), reason="Góp ý thường"
    )
    comment = get_comment(ref)
    assert (comment.state, comment.agency_id) == (State.SCREENING, other.id)
    cast.screen(ref)


def test_a_referred_comment_leaves_a_stub_without_unit_and_service(
    cast: Cast, inspector: User
) -> None:
    ref = cast.submit()
    escalate(cast, ref)
    refer(inspector, ref)
    shown = stub(ref)
    assert shown is not None and shown.bucket == "moved"
    assert shown.agency_id == inspector.agency_id
    service = db.session.get_one(Service, shown.service_id)
    assert service.name == "Không nêu, để giữ kín"
    assert [step["move"] for step in shown.steps] == ["move"]
    assert set(shown.steps[0]) == {"move", "on", "referral"}
    assert cast.service.name.casefold() not in shown.folded


def test_two_stubs_share_the_service_that_names_none(
    cast: Cast, inspector: User
) -> None:
    refs = [cast.submit(), cast.submit()]
    for ref in refs:
        escalate(cast, ref)
        refer(inspector, ref)
    first, second = (stub(ref) for ref in refs)
    assert first and second and first.service_id == second.service_id


def test_what_the_unit_had_is_no_longer_named_with_it(
    cast: Cast, inspector: User
) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 3, 17)):
        hand_back_comment(
            ref, user_id=cast.officer.id, seen=count_events(ref), reason="Không rõ"
        )
        escalate(cast, ref)
    shown = stub(ref)
    assert shown is not None, "a page that was public stays"
    assert shown.agency_id == inspector.agency_id
    assert shown.steps == [] and shown.due_on is None and shown.released_on is None
    assert cast.agency.code not in str(shown.steps)


def test_only_the_inspectors_of_that_body_decide(cast: Cast, inspector: User) -> None:
    ref = cast.submit()
    escalate(cast, ref)
    others = (
        cast.screener,
        cast.officer,
        cast.head,
        make_user(Role.INSPECTORATE, agency_id=make_agency().id),
        make_user(Role.OFFICER, agency_id=inspector.agency_id),
        make_user(Role.HEAD, agency_id=inspector.agency_id),
    )
    for user in others:
        with pytest.raises(NotFound):
            refer(user, ref)
        if user.role is Role.INSPECTORATE:
            with pytest.raises(NotFound):
                get_inspection_file(ref, user.agency_id)
    with pytest.raises(UnknownReferral):
        refer(inspector, ref, "nowhere")
    refer(inspector, ref)


def test_only_what_is_being_screened_is_escalated(cast: Cast, inspector: User) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(IllegalMove):
        escalate(cast, ref)


def test_the_body_is_the_first_by_its_code(cast: Cast, inspector: User) -> None:
    first = make_agency(code="H99.0")
    make_user(Role.INSPECTORATE, agency_id=first.id)
    ref = cast.submit(on=RECEIVED_ON)
    escalate(cast, ref)
    assert get_comment(ref).agency_id == first.id
    assert db.session.get_one(Agency, first.id).code == "H99.0"
