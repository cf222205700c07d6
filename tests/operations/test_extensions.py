"""More time, once, with a reason; and a word on progress."""

from datetime import date

import pytest
from flask import Flask

from feedback.domain.errors import Conflict, IllegalMove, NoDeadlineRule, NotFound
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import Move, State
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.plans import DeadlineRule
from feedback.models.publications import PublishedComment
from feedback.operations.extensions import (
    ExtendedAlready,
    InvalidDays,
    TellsPersonalData,
    TooLateToExtend,
    extend_deadline,
    report_progress,
)
from feedback.operations.questions import hand_back_comment
from feedback.operations.releases import deliver_comments
from feedback.operations.screenings import assign_comment
from feedback.operations.views import reopen_comment
from feedback.queries.comments import find_last_event
from tests.factories import make_agency
from tests.lives import DELIVERED_ON, VIEWED_ON, Cast, count_events, get_comment, on_day

WHY = "Phải đo đạc lại thửa đất, đoàn đo đến ngày 10/4/2026 mới về."
NOTE = "Đã gửi hồ sơ sang chi nhánh, có kết quả trước 8 giờ sáng thứ Hai."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def extend(cast: Cast, ref: str, days: int = 5, reason: str = WHY) -> None:
    extend_deadline(
        ref, user_id=cast.officer.id, seen=count_events(ref), days=days, reason=reason
    )


def report(cast: Cast, ref: str, note: str = NOTE) -> None:
    report_progress(ref, user_id=cast.officer.id, seen=count_events(ref), note=note)


def list_steps(ref: str) -> list[dict[str, object]]:
    return db.session.get_one(PublishedComment, ref, populate_existing=True).steps


def test_an_extension_moves_the_due_date_and_says_why_in_public(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 4, 1)):
        extend(cast, ref)
    # Due on Monday 6 April; five working days more.
    comment = get_comment(ref)
    assert (comment.state, comment.due_on) == (State.OPEN, date(2026, 4, 13))
    shown = db.session.get_one(PublishedComment, ref, populate_existing=True)
    assert shown.due_on == comment.due_on
    assert shown.steps[-1] == {
        "move": "extend",
        "on": "2026-04-01",
        "due_on": "2026-04-13",
        "why": WHY,
    }
    event = find_last_event(ref, Move.EXTEND)
    assert event is not None and event.details["days"] == 5


def test_the_last_day_still_allows_it_and_the_next_does_not(cast: Cast) -> None:
    ref, late = cast.live(State.OPEN), cast.live(State.OPEN)
    with on_day(date(2026, 4, 6)):
        extend(cast, ref)
    with on_day(date(2026, 4, 7)), pytest.raises(TooLateToExtend):
        extend(cast, late)


def test_it_happens_once_whichever_agency_has_it(cast: Cast) -> None:
    ref, other = cast.live(State.OPEN), Cast(agency=make_agency())
    with on_day(date(2026, 3, 18)):
        extend(cast, ref)
        with pytest.raises(ExtendedAlready):
            extend(cast, ref)
        hand_back_comment(
            ref, user_id=cast.officer.id, seen=count_events(ref), reason="Không phải"
        )
        assign_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            agency_code=other.agency.code,
            reason="Việc của phường bên",
        )
        cast.screen(ref)
    deliver_comments(date(2026, 3, 19))
    with on_day(date(2026, 3, 20)), pytest.raises(ExtendedAlready):
        extend(other, ref)


def test_a_reopening_begins_a_clock_that_may_be_extended_again(cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.VIEWED, receipt)
    with on_day(VIEWED_ON):
        reopen_comment(receipt)
    due = get_comment(ref).due_on
    with on_day(date(2026, 3, 26)):
        extend(cast, ref, days=1)
        with pytest.raises(ExtendedAlready):
            extend(cast, ref, days=1)
    extended = get_comment(ref).due_on
    assert due and extended and extended > due


@pytest.mark.parametrize("days", [0, -1, 11])
def test_only_so_many_days_as_the_rule_allows(cast: Cast, days: int) -> None:
    ref = cast.live(State.OPEN)
    with on_day(DELIVERED_ON), pytest.raises(InvalidDays, match="1 to 10") as caught:
        extend(cast, ref, days=days)
    assert caught.value.field == "days"


def test_without_a_rule_nobody_extends(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    for rule in db.session.query(DeadlineRule).filter_by(step="extend"):
        db.session.delete(rule)
    db.session.commit()
    with on_day(DELIVERED_ON), pytest.raises(NoDeadlineRule):
        extend(cast, ref)


def test_a_reason_is_needed_and_a_second_tab_is_refused(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(DELIVERED_ON):
        with pytest.raises(InvalidStatement):
            extend(cast, ref, reason=" ")
        with pytest.raises(Conflict):
            extend_deadline(ref, user_id=cast.officer.id, seen=1, days=1, reason=WHY)


def test_nobody_else_extends_or_reports(cast: Cast) -> None:
    ref, other = cast.live(State.OPEN), Cast(agency=make_agency())
    with on_day(DELIVERED_ON):
        with pytest.raises(NotFound):
            extend(other, ref)
        with pytest.raises(NotFound):
            report(other, ref)


def test_an_answered_comment_takes_neither(cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    with on_day(date(2026, 3, 23)):
        with pytest.raises(IllegalMove):
            extend(cast, ref)
        with pytest.raises(IllegalMove):
            report(cast, ref)


def test_a_note_is_public_and_puts_the_next_one_off(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    assert list_steps(ref)[-1]["interim_on"] == "2026-03-30"
    with on_day(date(2026, 3, 17)):
        report(cast, ref)
    assert list_steps(ref)[-1] == {
        "move": "progress",
        "on": "2026-03-17",
        "note": NOTE,
        "interim_on": "2026-03-31",
    }
    assert get_comment(ref).due_on == date(2026, 4, 6), "the clock runs on"
    with on_day(date(2026, 3, 30)):
        report(cast, ref)
    # Ten working days later the answer is due already.
    assert "interim_on" not in list_steps(ref)[-1]


def test_an_overdue_agency_may_still_report(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    with on_day(date(2026, 4, 20)):
        report(cast, ref)
    assert list_steps(ref)[-1]["note"] == NOTE


@pytest.mark.parametrize(
    "words",
    [
        "Mời bà gọi 0912 345 678 để biết thêm.",
        "Hồ sơ H29.15-260315-0021 đang chờ ký.",
        "Viết thư tới lan@example.vn giúp.",
        "Ông Nguyễn Văn An đang giữ hồ sơ.",
        "Đã đo xong thửa 12 của gia đình.",
    ],
)
def test_a_public_word_that_tells_on_somebody_is_refused(
    cast: Cast, words: str
) -> None:
    ref = cast.live(State.OPEN)
    with on_day(DELIVERED_ON):
        with pytest.raises(TellsPersonalData, match="leave out: “") as caught:
            report(cast, ref, words)
        assert caught.value.field == "note"
        with pytest.raises(TellsPersonalData):
            extend(cast, ref, reason=words)
    assert get_comment(ref).due_on == date(2026, 4, 6)
