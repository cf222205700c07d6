"""Near copies beside the editor, and what they are read from."""

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.outcomes import Outcome
from feedback.domain.replies import Remark
from feedback.domain.sketches import make_bands
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import CommentBand
from feedback.queries.likes import SHOWN, find_likes, list_owed_copies, review_reply
from tests.lives import WORDS, Cast, get_comment

COPY = "Toi cho ba thang ma dat dai van chua co so!!"
OTHER = "Cán bộ quầy 3 giải thích đất đai rất chậm, chờ lâu."
REPLY = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def bring(cast: Cast, state: State, text: str = WORDS) -> str:
    """A comment at a point of its life, with these words and their sketch."""
    ref = cast.live(state)
    comment = get_comment(ref)
    comment.text = comment.public_text = text
    known = set(
        db.session.scalars(
            select(CommentBand.band).where(CommentBand.comment_ref == ref)
        )
    )
    db.session.add_all(
        CommentBand(band=band, comment_ref=ref)
        for band in set(make_bands(text)) - known
    )
    db.session.commit()
    return ref


def find(cast: Cast, ref: str, text: str = WORDS) -> list[tuple[str, bool]]:
    likes = find_likes(ref, cast.service.code, text)
    return [(like.ref, like.is_copy) for like in likes.shown]


def test_a_published_answer_to_a_near_copy_is_shown(cast: Cast) -> None:
    published, mine = bring(cast, State.PUBLISHED), bring(cast, State.OPEN, COPY)
    likes = find_likes(mine, cast.service.code, COPY)
    assert (likes.n_copies, [like.ref for like in likes.shown]) == (1, [published])
    assert likes.shown[0].is_copy and likes.shown[0].outcome is Outcome.EXPLAINED


@pytest.mark.parametrize(
    "state", [State.OPEN, State.REPLIED, State.AWAITING_PUBLICATION]
)
def test_what_is_not_public_is_shown_to_nobody(cast: Cast, state: State) -> None:
    bring(cast, state)
    assert find(cast, bring(cast, State.OPEN)) == []


def test_answers_on_the_same_service_come_by_shared_words(cast: Cast) -> None:
    mine = bring(cast, State.OPEN, OTHER)
    shares_words = bring(cast, State.PUBLISHED)
    assert find(cast, mine, OTHER) == [(shares_words, False)]
    assert find(cast, mine, "Nhà vệ sinh bẩn") == []
    elsewhere = Cast(agency=cast.agency)
    assert find(elsewhere, mine, OTHER) == []


def test_at_most_five_are_shown_and_all_copies_counted(cast: Cast) -> None:
    for _ in range(SHOWN + 2):
        bring(cast, State.PUBLISHED)
    mine = bring(cast, State.OPEN)
    likes = find_likes(mine, cast.service.code, WORDS)
    assert (len(likes.shown), likes.n_copies) == (SHOWN, SHOWN + 2)


def test_copies_that_wait_at_the_same_agency_make_a_group(cast: Cast) -> None:
    mine, copy = bring(cast, State.OPEN), bring(cast, State.OPEN, COPY)
    bring(cast, State.OPEN, OTHER)
    bring(cast, State.REPLIED)
    bring(Cast(service=cast.service), State.OPEN)
    group = list_owed_copies(mine, cast.agency.id, WORDS)
    assert [(one.ref, one.text) for one in group] == [(copy, COPY)]
    assert group[0].seen == get_comment(copy).n_events


def test_the_review_names_how_many_answers_are_alike(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(4)]
    for ref in refs[:3]:
        cast.reply(ref, REPLY)
    stranger = Cast(service=cast.service)
    stranger.reply(stranger.live(State.OPEN), REPLY)
    review = review_reply(
        refs[3], cast.agency.id, WORDS, REPLY.replace("26", "30"), Outcome.EXPLAINED
    )
    assert (review.n_alike, review.alike_ref) == (3, refs[2])
    assert review.remarks == (Remark.COPIED,)
    fresh = review_reply(refs[3], cast.agency.id, WORDS, "Chào ông/bà", None)
    assert (fresh.n_alike, fresh.alike_ref) == (0, None)
