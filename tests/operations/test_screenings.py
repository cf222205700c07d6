"""The oversight desk reads every comment first."""

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.errors import Conflict, IllegalMove, NotFound
from feedback.domain.grounds import UnknownGround
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.publications import PublicStamp, PublishedComment
from feedback.operations import screenings
from feedback.queries.comments import list_steps
from tests.factories import make_agency, make_user
from tests.lives import WORDS, Cast, count_events, get_comment


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def stub(ref: str) -> PublishedComment | None:
    return db.session.get(PublishedComment, ref, populate_existing=True)


def test_the_original_is_kept_beside_the_redacted_words(cast: Cast) -> None:
    ref = cast.submit("Chị Lan ở số 5 bảo tôi chờ.")
    cast.screen(ref, "[đã che] bảo tôi chờ.")
    comment = get_comment(ref)
    assert comment.text == "Chị Lan ở số 5 bảo tôi chờ."
    assert comment.public_text == "[đã che] bảo tôi chờ."
    assert comment.state == State.SCREENED
    assert [step.move for step in list_steps(ref)] == ["submit", "screen", "release"]
    assert list_steps(ref)[-1].details == {"is_redacted": True}


def test_nothing_is_public_before_the_batch(cast: Cast) -> None:
    ref = cast.submit()
    cast.screen(ref)
    assert stub(ref) is None
    assert db.session.get(PublicStamp, 1) is None


def test_a_comment_is_not_cleared_without_words(cast: Cast) -> None:
    ref = cast.submit()
    with pytest.raises(InvalidStatement) as error:
        cast.screen(ref, " \u200b ")
    assert error.value.field == "public_text"
    assert get_comment(ref).state == State.RECEIVED, "nor is the first move kept"


def test_a_cleared_comment_can_be_taken_back_until_it_leaves(cast: Cast) -> None:
    ref = cast.submit()
    cast.screen(ref)
    screenings.recall_comment(ref, user_id=cast.second.id, seen=count_events(ref))
    cast.screen(ref, "Ngắn hơn")
    assert get_comment(ref).public_text == "Ngắn hơn"
    ref = cast.live(State.OPEN)
    with pytest.raises(IllegalMove):
        screenings.recall_comment(ref, user_id=cast.second.id, seen=count_events(ref))


def propose(cast: Cast, ref: str, ground: str = "personal_data") -> None:
    screenings.propose_withholding(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        ground=ground,
        reason="Nêu tên và số nhà của hàng xóm.",
    )


def test_withholding_takes_two_people(cast: Cast) -> None:
    ref = cast.submit()
    propose(cast, ref)
    assert get_comment(ref).state == State.WITHHOLD_PROPOSED
    assert stub(ref) is None, "one person alone hides nothing in public"
    with pytest.raises(screenings.NeedsSecondPerson):
        screenings.confirm_withholding(
            ref, user_id=cast.screener.id, seen=count_events(ref)
        )
    screenings.confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
    assert get_comment(ref).state == State.WITHHELD
    assert get_comment(ref).ground == "personal_data"


def test_a_withheld_comment_leaves_a_public_stub_with_its_ground(cast: Cast) -> None:
    ref = cast.submit("Bí mật của hàng xóm")
    propose(cast, ref)
    screenings.confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))
    shown = stub(ref)
    assert shown is not None
    assert (shown.bucket, shown.ground) == ("withheld", "personal_data")
    assert shown.text is None and "hang xom" not in shown.folded
    assert [step["move"] for step in shown.steps] == ["withhold"]
    assert set(shown.steps[0]) == {"move", "on", "ground"}
    assert db.session.get_one(PublicStamp, 1).number > 0


def test_a_proposal_can_be_declined(cast: Cast) -> None:
    ref = cast.submit()
    propose(cast, ref)
    screenings.decline_withholding(
        ref, user_id=cast.second.id, seen=count_events(ref), reason="Che tên là đủ."
    )
    assert get_comment(ref).state == State.SCREENING
    assert get_comment(ref).ground is None
    cast.screen(ref)


def test_what_was_never_proposed_cannot_be_confirmed(cast: Cast) -> None:
    ref = cast.submit()
    with pytest.raises(IllegalMove):
        screenings.confirm_withholding(
            ref, user_id=cast.second.id, seen=count_events(ref)
        )


def test_a_dislike_is_no_ground(cast: Cast) -> None:
    ref = cast.submit()
    with pytest.raises(UnknownGround):
        propose(cast, ref, "embarrassing")
    assert get_comment(ref).state == State.RECEIVED


def test_a_complaint_is_moved_to_its_procedure(cast: Cast) -> None:
    ref = cast.submit()
    screenings.refer_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), referral="complaint"
    )
    shown = stub(ref)
    assert shown is not None
    assert (shown.bucket, shown.text) == ("moved", None)
    assert shown.steps[-1]["referral"] == "complaint"


def test_a_comment_is_assigned_to_the_agency_whose_matter_it_is(cast: Cast) -> None:
    ref, other = cast.submit(), make_agency()
    screenings.assign_comment(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        agency_code=other.code,
        reason="Việc cấp sổ do nơi khác làm.",
    )
    comment = get_comment(ref)
    assert comment.agency_id == other.id
    assert comment.given_to_id == cast.agency.id, "the answer keeps where it was given"
    assert comment.state == State.SCREENING


@pytest.mark.parametrize("code", ["H00.404", ""])
def test_a_comment_is_not_assigned_to_nobody(cast: Cast, code: str) -> None:
    ref = cast.submit()
    with pytest.raises(screenings.UnknownAgency):
        screenings.assign_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            agency_code=code,
            reason="Sai cơ quan",
        )


def test_the_agency_concerned_does_not_screen_itself(cast: Cast) -> None:
    ref = cast.submit()
    insider = make_user(Role.OVERSIGHT, agency_id=cast.agency.id)
    for user in (insider, cast.officer, cast.head, make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            screenings.release_comment(
                ref, user_id=user.id, seen=count_events(ref), public_text=WORDS
            )


def test_a_disabled_account_does_nothing(cast: Cast) -> None:
    ref = cast.submit()
    cast.screener.is_active = False
    db.session.commit()
    with pytest.raises(NotFound):
        cast.screen(ref)


def test_two_screeners_do_not_overwrite_each_other(cast: Cast) -> None:
    ref = cast.submit()
    seen = count_events(ref)
    cast.screen(ref, "Lời đã che")
    with pytest.raises(Conflict):
        screenings.release_comment(
            ref, user_id=cast.second.id, seen=seen, public_text="Lời khác"
        )
    assert get_comment(ref).public_text == "Lời đã che"
    assert db.session.scalars(select(PublishedComment)).all() == []
