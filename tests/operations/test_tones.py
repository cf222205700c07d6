"""The tone an author names: kept with the words, public with the words alone."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.retention import find_last_end
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.domain.tones import Tone
from feedback.extensions import db
from feedback.jobs.retention import erase_originals
from feedback.models.publications import PublishedComment
from feedback.operations.escalations import escalate_comment
from feedback.operations.screenings import confirm_withholding, propose_withholding
from feedback.queries.published.comments import list_newest_answers
from feedback.queries.receipts import find_comment_by_receipt
from tests.factories import make_agency, make_user
from tests.lives import CLOSED_ON, RECEIVED_ON, Cast, count_events, get_comment

#: Two years to the day after the comment was closed.
OVER = CLOSED_ON.replace(year=2028)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def stub(ref: str) -> PublishedComment | None:
    return db.session.get(PublishedComment, ref, populate_existing=True)


def withhold(cast: Cast, ref: str) -> None:
    propose_withholding(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        ground="personal_data",
        reason="Nêu tên và số nhà của hàng xóm.",
    )
    confirm_withholding(ref, user_id=cast.second.id, seen=count_events(ref))


@pytest.mark.parametrize("tone", [*Tone, None])
def test_a_tone_is_public_once_the_words_are(cast: Cast, tone: Tone | None) -> None:
    ref = cast.live(State.PUBLISHED, tone=tone)
    assert get_comment(ref).tone == tone
    shown = stub(ref)
    assert shown is not None and shown.text and shown.tone == tone
    assert [row.tone for row in list_newest_answers()] == [tone]


def test_a_comment_without_public_words_shows_no_tone(cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION, tone=Tone.PROBLEM)
    waiting = stub(ref)
    assert waiting is not None and (waiting.text, waiting.tone) == (None, None)


def test_a_withheld_comment_shows_no_tone(cast: Cast) -> None:
    ref = cast.submit(tone=Tone.PROBLEM)
    withhold(cast, ref)
    shown = stub(ref)
    assert shown is not None and (shown.bucket, shown.tone) == ("withheld", None)
    assert get_comment(ref).tone == Tone.PROBLEM, "it may be published after an appeal"


def test_an_escalated_comment_shows_nothing_at_all(cast: Cast) -> None:
    make_user(Role.INSPECTORATE, agency_id=make_agency().id)
    ref = cast.submit(tone=Tone.PROBLEM)
    escalate_comment(
        ref, user_id=cast.screener.id, seen=count_events(ref), reason="Đòi tiền."
    )
    assert stub(ref) is None


def test_its_author_reads_it_on_the_receipt(cast: Cast) -> None:
    receipt = new_code()
    cast.submit(receipt=receipt, tone=Tone.PRAISE)
    own = find_comment_by_receipt(receipt)
    assert own is not None and own.tone is Tone.PRAISE


def test_a_tone_is_erased_with_words_that_were_never_public(cast: Cast) -> None:
    hidden = cast.submit(tone=Tone.PROBLEM)
    withhold(cast, hidden)
    public = cast.live(State.CLOSED, tone=Tone.PRAISE)
    assert RECEIVED_ON < find_last_end(OVER)
    get_comment(hidden).state_on = CLOSED_ON
    db.session.commit()
    erase_originals(date(2028, 12, 31))
    assert get_comment(hidden).text == get_comment(public).text == ""
    assert get_comment(hidden).tone is None
    shown = stub(public)
    assert shown is not None and get_comment(public).tone == shown.tone == Tone.PRAISE
