"""Asking the citizen for more, and handing back."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import IllegalMove, NotFound
from feedback.domain.states import State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.publications import PublishedComment
from feedback.operations.closings import close_silent
from feedback.operations.questions import (
    AskedAlready,
    ask_more,
    hand_back_comment,
    supply_more,
)
from feedback.operations.releases import deliver_comments
from feedback.queries.comments import get_case_file
from feedback.queries.receipts import find_comment_by_receipt
from tests.lives import WORDS, Cast, count_events, get_comment, on_day


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def ask(cast: Cast, ref: str, on: date = date(2026, 3, 18)) -> None:
    with on_day(on):
        ask_more(
            ref,
            user_id=cast.officer.id,
            seen=count_events(ref),
            question="Ông/bà nộp ở quầy nào?",
        )


def test_a_question_stops_the_clock_until_it_is_answered(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    due = get_comment(ref).due_on
    ask(cast, ref)
    own = find_comment_by_receipt(receipt)
    assert own and own.question == "Ông/bà nộp ở quầy nào?"
    with on_day(date(2026, 3, 20)):
        supply_more(receipt, "Quầy số 2")
    assert get_comment(ref).state == State.SCREENING, "new words are screened too"
    assert get_comment(ref).text == f"{WORDS}\n\n[Bổ sung] Quầy số 2"
    with on_day(date(2026, 3, 23)):
        cast.screen(ref, f"{WORDS}\n\nQuầy số 2")
    assert deliver_comments(date(2026, 3, 24)) == 1
    # Asked on Wednesday 18 March, back on Tuesday 24: four working days.
    assert due == date(2026, 4, 6)
    assert get_comment(ref).due_on == date(2026, 4, 10)


def test_the_clock_stops_once(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.OPEN, receipt)
    ask(cast, ref)
    with on_day(date(2026, 3, 20)):
        supply_more(receipt, "Quầy số 2")
        cast.screen(ref)
    deliver_comments(date(2026, 3, 24))
    with pytest.raises(AskedAlready):
        ask(cast, ref)


def test_silence_lets_the_agency_answer_what_there_is(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    ask(cast, ref)
    # Ten working days after 18 March end on 1 April 2026.
    close_silent(date(2026, 4, 1))
    assert get_comment(ref).state == State.NEEDS_MORE
    close_silent(date(2026, 4, 2))
    assert get_comment(ref).state == State.SCREENED
    assert deliver_comments(date(2026, 4, 2)) == 1
    assert get_comment(ref).state == State.OPEN


def test_silence_before_screening_leads_back_to_the_screener(cast: Cast) -> None:
    ref = cast.submit()
    with on_day(date(2026, 3, 3)):
        ask_more(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            question="Ý ông/bà là thủ tục nào?",
        )
    close_silent(date(2026, 4, 1))
    assert get_comment(ref).state == State.SCREENING, "never to the agency unread"


def test_what_was_asked_before_the_batch_tells_no_day(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.submit(receipt=receipt)
    with on_day(date(2026, 3, 3)):
        ask_more(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            question="Thủ tục nào?",
        )
    with on_day(date(2026, 3, 5)):
        supply_more(receipt, "Cấp đổi sổ")
        cast.screen(ref)
    deliver_comments(date(2026, 3, 16))
    case = get_case_file(ref, cast.agency.id)
    assert [step.move for step in case.steps] == ["deliver"]
    shown = db.session.get_one(PublishedComment, ref)
    assert [step["move"] for step in shown.steps] == ["deliver"]


def test_nobody_supplies_what_was_not_asked_for(cast: Cast) -> None:
    receipt = new_code()
    cast.live(State.OPEN, receipt)
    with pytest.raises(IllegalMove):
        supply_more(receipt, "Thêm nữa")
    for code in (new_code(), "sai"):
        with pytest.raises(NotFound):
            supply_more(code, "Thêm nữa")


def test_what_is_not_its_matter_goes_back_to_the_desk(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    hand_back_comment(
        ref, user_id=cast.officer.id, seen=count_events(ref), reason="Việc của Sở khác"
    )
    assert get_comment(ref).state == State.SCREENING
    with pytest.raises(NotFound):
        cast.reply(ref)
