"""A withholding is looked at again once, by a second body."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import IllegalMove, NotFound
from feedback.domain.grounds import OverturnedGround
from feedback.domain.roles import Role
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.models.users import User
from feedback.operations import appeals, screenings
from feedback.queries.comments import get_desk_file
from feedback.queries.inspections import (
    Docket,
    count_dockets,
    get_inspection_file,
    list_docket,
)
from tests.factories import make_agency, make_user
from tests.lives import SCREENED_ON, WORDS, Cast, count_events, get_comment, on_day

PLEA = "Tôi không nêu tên ai."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture
def inspector(app: Flask) -> User:
    return make_user(Role.INSPECTORATE, agency_id=make_agency().id)


def withhold(cast: Cast, receipt: str, ground: str = "personal_data") -> str:
    ref = cast.submit(receipt=receipt)
    with on_day(SCREENED_ON):
        withhold_again(cast, ref, ground)
    return ref


def withhold_again(cast: Cast, ref: str, ground: str) -> None:
    screenings.propose_withholding(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        ground=ground,
        reason="Nêu tên hàng xóm",
    )
    screenings.confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))


def decide(inspector: User, ref: str, is_upheld: bool) -> None:
    decision = appeals.uphold_withholding if is_upheld else appeals.overturn_withholding
    decision(ref, user_id=inspector.id, seen=count_events(ref), reason="Vì che là đủ")


def appealed(cast: Cast, receipt: str) -> str:
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON):
        appeals.appeal_withholding(receipt, PLEA)
    return ref


def stub(ref: str) -> PublishedComment:
    return db.session.get_one(PublishedComment, ref, populate_existing=True)


def test_an_appeal_waits_before_the_second_body_with_its_words(
    cast: Cast, inspector: User
) -> None:
    ref = appealed(cast, new_code())
    assert get_comment(ref).state == State.APPEALED
    assert inspector.agency_id is not None
    (row,) = list_docket(Docket.APPEALS, inspector.agency_id, 1)
    assert (row.ref, row.since) == (ref, SCREENED_ON)
    assert count_dockets(inspector.agency_id)[Docket.APPEALS] == 1
    case = get_inspection_file(ref, inspector.agency_id)
    assert (case.original, case.appeal) == (WORDS, PLEA)
    assert case.unit_name == cast.agency.name


def test_the_public_sees_that_it_is_looked_at_again(cast: Cast) -> None:
    ref = appealed(cast, new_code())
    assert (stub(ref).bucket, stub(ref).state) == ("withheld", "appealed")
    assert [step["move"] for step in stub(ref).steps] == ["withhold", "appeal"]
    assert PLEA not in str(stub(ref).steps) and stub(ref).text is None


def test_what_is_upheld_stays_and_is_not_looked_at_again(
    cast: Cast, inspector: User
) -> None:
    receipt = new_code()
    ref = appealed(cast, receipt)
    decide(inspector, ref, is_upheld=True)
    assert (get_comment(ref).state, get_comment(ref).ground) == (
        State.WITHHELD,
        "personal_data",
    )
    with on_day(SCREENED_ON), pytest.raises(appeals.AppealedAlready):
        appeals.appeal_withholding(receipt, "Lần nữa")


def test_what_is_overturned_goes_on_without_that_ground(
    cast: Cast, inspector: User
) -> None:
    receipt = new_code()
    ref = appealed(cast, receipt)
    decide(inspector, ref, is_upheld=False)
    assert (get_comment(ref).state, get_comment(ref).ground) == (State.SCREENING, None)
    assert (stub(ref).bucket, stub(ref).ground) == ("waiting", None)
    with on_day(SCREENED_ON):
        with pytest.raises(OverturnedGround) as error:
            withhold_again(cast, ref, "personal_data")
        assert error.value.field == "ground"
        # On another ground it is a new decision, and may be appealed against again.
        withhold_again(cast, ref, "insult")
        appeals.appeal_withholding(receipt, "Tôi không xúc phạm ai.")
    assert get_comment(ref).state == State.APPEALED


def test_the_plea_is_not_a_part_of_what_the_desk_clears(
    cast: Cast, inspector: User
) -> None:
    ref = appealed(cast, new_code())
    decide(inspector, ref, is_upheld=False)
    assert get_desk_file(ref, None).original == WORDS
    cast.screen(ref)
    *_, released = get_desk_file(ref, None).steps
    assert released.details == {"is_redacted": False}


def test_an_appeal_has_a_time_limit(cast: Cast) -> None:
    receipt = new_code()
    withhold(cast, receipt)
    # Withheld on Tuesday 3 March; ten working days end on Tuesday 17 March.
    with on_day(date(2026, 3, 18)), pytest.raises(appeals.AppealTooLate):
        appeals.appeal_withholding(receipt, PLEA)
    with on_day(date(2026, 3, 17)):
        appeals.appeal_withholding(receipt, PLEA)


@pytest.mark.parametrize("words", ["", " \u200b\u202e ", "x" * 1001, "x" * 1_000_000])
def test_an_appeal_needs_words_and_not_too_many(cast: Cast, words: str) -> None:
    receipt = new_code()
    ref = withhold(cast, receipt)
    with on_day(SCREENED_ON), pytest.raises(InvalidStatement) as error:
        appeals.appeal_withholding(receipt, words)
    assert error.value.field == "text"
    assert get_comment(ref).state == State.WITHHELD


def test_only_what_is_withheld_can_be_appealed(cast: Cast) -> None:
    receipt = new_code()
    cast.live(State.OPEN, receipt)
    with pytest.raises(IllegalMove):
        appeals.appeal_withholding(receipt, PLEA)
    with pytest.raises(NotFound):
        appeals.appeal_withholding("khong-co", PLEA)


def test_who_withheld_never_decides_the_appeal(cast: Cast) -> None:
    ref = appealed(cast, new_code())
    for user in (cast.screener, cast.second, cast.officer, cast.head):
        with pytest.raises(NotFound):
            decide(user, ref, is_upheld=True)
    assert get_comment(ref).state == State.APPEALED


def test_an_inspector_of_the_body_concerned_does_not_decide(cast: Cast) -> None:
    ref = appealed(cast, new_code())
    own = make_user(Role.INSPECTORATE, agency_id=cast.agency.id)
    assert own.agency_id is not None
    assert list_docket(Docket.APPEALS, own.agency_id, 1) == []
    with pytest.raises(NotFound):
        get_inspection_file(ref, own.agency_id)
    with pytest.raises(NotFound):
        decide(own, ref, is_upheld=True)
