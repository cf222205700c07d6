"""An answer with what belongs to it: remarks, promise, pictures, a second person."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.commitments import CommitmentState, InvalidPromise
from feedback.domain.outcomes import Outcome
from feedback.domain.photos import TooManyPhotos
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import Photo, ReplyBand
from feedback.models.commitments import Commitment
from feedback.models.publications import PublishedComment
from feedback.operations.drafts import Unheeded
from feedback.operations.photos import make_photo
from feedback.operations.replies import SecondPerson, send_back_reply
from feedback.operations.reply_templates import set_second_person
from feedback.queries.replies import list_answers, list_photos
from tests.factories import make_user
from tests.lives import Cast, count_events, get_comment, on_day
from tests.pictures import draw

GOOD = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."
PROMISE = {
    "outcome": Outcome.WILL_FIX,
    "promise": "Lắp máy lấy số ở quầy 3",
    "due_on": date(2026, 5, 15),
}


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def promises() -> list[Commitment]:
    db.session.expire_all()
    return list(db.session.scalars(select(Commitment).order_by(Commitment.id)))


def send_back(cast: Cast, ref: str) -> None:
    send_back_reply(
        ref, user_id=cast.head.id, seen=count_events(ref), reason="Viết lại giúp."
    )


def test_remarks_stop_an_answer_until_they_are_heeded(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with pytest.raises(Unheeded):
        cast.reply(ref, "Xin ghi nhận.", heeded=())
    with pytest.raises(Unheeded):
        cast.reply(ref, "Xin ghi nhận.", heeded=["short"])
    assert list_answers(ref) == []
    cast.reply(ref, "Xin ghi nhận.", heeded=["short", "off_point"])
    assert get_comment(ref).state == State.REPLIED


def test_an_answer_is_sketched_to_be_found_again(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    cast.reply(ref, GOOD)
    assert len(db.session.scalars(select(ReplyBand)).all()) == 16


def test_many_answers_alike_are_remarked_on(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(4)]
    for ref in refs[:3]:
        cast.reply(ref, GOOD, heeded=())
    with pytest.raises(Unheeded):
        cast.reply(refs[3], GOOD.replace("26/3", "27/3"), heeded=())
    cast.reply(refs[3], GOOD, heeded=["copied"])


def test_a_promise_becomes_public_with_its_answer(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 3, 20)):
        cast.reply(ref, GOOD, **PROMISE)
        cast.approve(ref)
        assert promises()[0].state == CommitmentState.DRAFT
        cast.publish(ref)
    (promise,) = promises()
    assert (promise.state, promise.promised_on) == ("open", date(2026, 3, 20))
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert shown.commitment == promise.code


@pytest.mark.parametrize(
    "due_on", [None, date(2026, 3, 20), date(2026, 3, 28), date(2027, 6, 1)]
)
def test_a_promise_names_a_working_day_within_a_year(
    cast: Cast, due_on: date | None
) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 3, 20)), pytest.raises(InvalidPromise):
        cast.reply(ref, GOOD, **{**PROMISE, "due_on": due_on})
    assert list_answers(ref) == [] and promises() == []


def test_a_rewritten_answer_takes_its_unpublished_promise_back(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 3, 20)):
        cast.reply(ref, GOOD, **PROMISE)
        send_back(cast, ref)
        cast.reply(ref, GOOD)
    assert [promise.state for promise in promises()] == [CommitmentState.WITHDRAWN]


def test_a_second_comment_joins_an_open_promise(cast: Cast) -> None:
    first, second = cast.live(State.OPEN), cast.live(State.OPEN)
    with on_day(date(2026, 3, 20)):
        cast.reply(first, GOOD, **PROMISE)
        cast.approve(first)
        cast.publish(first)
        code = promises()[0].code
        cast.reply(second, GOOD, outcome=Outcome.WILL_FIX, joins=code)
        cast.approve(second)
        cast.publish(second)
    assert len(promises()) == 1
    shown = db.session.get_one(PublishedComment, second, populate_existing=True)
    assert shown.commitment == code


def test_pictures_prove_what_was_fixed_and_are_public_with_it(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    made = make_photo(draw(), "Quầy 3 đã có bảng hẹn")
    cast.reply(ref, GOOD, outcome=Outcome.FIXED, photos=[made])
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert shown.photos == []
    cast.approve(ref)
    cast.publish(ref)
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert [photo["caption"] for photo in shown.photos] == ["Quầy 3 đã có bảng hẹn"]


def test_pictures_of_the_last_version_stay_if_wanted(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    made = [make_photo(draw(), f"Ảnh {n}") for n in range(2)]
    cast.reply(ref, GOOD, photos=made)
    first = list_photos(ref)
    send_back(cast, ref)
    third = make_photo(draw("JPEG"), "Ảnh mới")
    cast.reply(ref, GOOD, photos=[third], kept_photos=[first[1].id, 999])
    assert [photo.caption for photo in list_photos(ref)] == ["Ảnh 1", "Ảnh mới"]
    assert len(db.session.scalars(select(Photo.id)).all()) == 4, "old ones are kept"


def test_pictures_of_another_comment_cannot_be_taken(cast: Cast) -> None:
    other, ref = cast.live(State.OPEN), cast.live(State.OPEN)
    cast.reply(other, GOOD, photos=[make_photo(draw(), "Của ý kiến khác")])
    cast.reply(ref, GOOD, kept_photos=[list_photos(other)[0].id])
    assert list_photos(ref) == []


def test_five_pictures_are_too_many_and_nothing_is_kept(cast: Cast) -> None:
    ref, made = cast.live(State.OPEN), make_photo(draw(), "x")
    with pytest.raises(TooManyPhotos):
        cast.reply(ref, GOOD, photos=[made] * 5)
    assert list_answers(ref) == [] and list_photos(ref) == []


def test_where_two_are_needed_nobody_approves_their_own_answer(cast: Cast) -> None:
    set_second_person(user_id=cast.head.id, is_needed=True)
    other = make_user(Role.HEAD, agency_id=cast.agency.id)
    ref = cast.live(State.OPEN)
    with pytest.raises(SecondPerson):
        cast.reply(ref, GOOD, user_id=other.id, approve=True)
    cast.reply(ref, GOOD, user_id=cast.head.id)
    with pytest.raises(SecondPerson):
        cast.approve(ref)
    assert get_comment(ref).state == State.REPLIED
    cast.head = other
    cast.approve(ref)
    assert get_comment(ref).state == State.AWAITING_PUBLICATION


def test_a_lone_head_leaves_the_writing_to_others(cast: Cast) -> None:
    set_second_person(user_id=cast.head.id, is_needed=True)
    ref = cast.live(State.OPEN)
    with pytest.raises(SecondPerson):
        cast.reply(ref, GOOD, user_id=cast.head.id)
    cast.reply(ref, GOOD)
    cast.approve(ref)
    assert get_comment(ref).state == State.AWAITING_PUBLICATION
