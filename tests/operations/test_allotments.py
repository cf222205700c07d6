"""Who in the agency writes the answer."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import Conflict, IllegalMove, NotFound
from feedback.domain.roles import Role
from feedback.domain.states import Move, State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.operations.allotments import AnotherWriter, NotColleague, allot_comment
from feedback.operations.views import give_view, reopen_comment
from feedback.queries.allotments import (
    find_assignee,
    find_barred_writer,
    list_colleagues,
)
from feedback.queries.comments import find_last_event, get_case_file
from feedback.queries.receipts import find_comment_by_receipt
from tests.factories import make_agency, make_user
from tests.lives import Cast, count_events, get_comment, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def allot(cast: Cast, ref: str, assignee_id: int, by: int | None = None) -> None:
    allot_comment(
        ref,
        user_id=by or cast.head.id,
        seen=count_events(ref),
        assignee_id=assignee_id,
    )


def reopen(cast: Cast) -> str:
    """A comment whose answer, the officer's, was disputed."""
    receipt = new_code()
    ref = cast.live(State.VIEWED, receipt)
    with on_day(date(2026, 3, 26)):
        reopen_comment(receipt)
    return ref


def test_head_and_officer_give_a_comment_to_a_colleague(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    assert find_assignee(ref) is None
    allot(cast, ref, cast.officer.id)
    allot(cast, ref, cast.head.id, by=cast.officer.id)
    found = find_assignee(ref)
    assert found and found.user_id == cast.head.id
    event = find_last_event(ref, Move.ALLOT)
    assert event and event.details == {"to": cast.head.id}
    assert get_comment(ref).state == State.OPEN


def test_the_same_once_more_leaves_no_trace(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    allot(cast, ref, cast.officer.id)
    before = count_events(ref)
    allot(cast, ref, cast.officer.id)
    assert count_events(ref) == before


def test_colleagues_see_the_step_and_its_author_does_not(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    allot(cast, ref, cast.officer.id)
    case = get_case_file(ref, cast.agency.id)
    assert case.steps[-1].move is Move.ALLOT
    own = find_comment_by_receipt(receipt)
    assert own and Move.ALLOT not in {step.move for step in own.steps}


def test_nothing_of_it_is_public(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    allot(cast, ref, cast.officer.id)
    with on_day(date(2026, 3, 20)):
        cast.reply(ref)
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert "allot" not in str(shown.steps) and '"to"' not in str(shown.steps)


def test_only_active_colleagues_can_be_chosen(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    gone = make_user(agency_id=cast.agency.id, is_active=False)
    strangers = (make_user(agency_id=make_agency().id), cast.screener, gone)
    for user_id in (*(user.id for user in strangers), 0, 999_999):
        with pytest.raises(NotColleague) as error:
            allot(cast, ref, user_id)
        assert error.value.field == "assignee"
    names = {one.user_id for one in list_colleagues(cast.agency.id)}
    assert names == {cast.officer.id, cast.head.id}


def test_outsiders_and_late_pages_give_nothing(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(NotFound):
        allot(cast, ref, cast.officer.id, by=make_user(agency_id=make_agency().id).id)
    with pytest.raises(Conflict):
        allot_comment(ref, user_id=cast.head.id, seen=1, assignee_id=cast.officer.id)
    done = cast.live(State.REPLIED)
    with pytest.raises(IllegalMove):
        allot(cast, done, cast.officer.id)


def test_a_disputed_answer_is_written_again_by_somebody_else(cast: Cast) -> None:
    ref = reopen(cast)
    assert find_barred_writer(ref) == cast.officer.id
    with pytest.raises(AnotherWriter):
        cast.reply(ref, user_id=cast.officer.id)
    with pytest.raises(AnotherWriter):
        allot(cast, ref, cast.officer.id)
    cast.reply(ref, user_id=cast.head.id)
    assert get_comment(ref).state == State.REPLIED_AGAIN


def test_an_agency_of_one_may_answer_again(cast: Cast) -> None:
    ref = reopen(cast)
    cast.head.is_active = False
    db.session.commit()
    assert find_barred_writer(ref) is None
    cast.reply(ref, user_id=cast.officer.id)
    assert get_comment(ref).state == State.REPLIED_AGAIN


def test_reopening_takes_the_comment_from_its_first_writer(cast: Cast) -> None:
    for assignee, stays in ((cast.officer.id, False), (cast.head.id, True)):
        receipt = new_code()
        ref = cast.live(State.OPEN, receipt)
        allot(cast, ref, assignee)
        _publish_and_dispute(cast, ref, receipt)
        assert (get_comment(ref).assignee_id == assignee) is stays


def _publish_and_dispute(cast: Cast, ref: str, receipt: str) -> None:
    with on_day(date(2026, 3, 20)):
        cast.reply(ref)
        cast.approve(ref)
        cast.publish(ref)
    give_view(receipt, View.NO)
    with on_day(date(2026, 3, 26)):
        reopen_comment(receipt)


def test_heads_count_as_colleagues_too(cast: Cast) -> None:
    other = make_user(Role.HEAD, agency_id=cast.agency.id)
    assert other.id in {one.user_id for one in list_colleagues(cast.agency.id)}
