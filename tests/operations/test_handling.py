"""How agencies handle comments: counts that equal the raw rows, replayed anew."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.months import Month
from feedback.domain.states import State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.jobs.handling import count_handling
from feedback.models.comments import Comment, CommentEvent
from feedback.models.publications import HandlingCount
from feedback.operations.handling import COUNTS
from feedback.operations.questions import ask_more, hand_back_comment
from feedback.operations.releases import deliver_comments
from feedback.operations.replies import send_back_reply
from feedback.operations.views import give_view, reopen_comment
from feedback.queries.calendars import load_calendar
from feedback.queries.handling import list_months_to_count, select_cases
from tests.lives import (
    PUBLISHED_ON,
    REPLIED_ON,
    VIEWED_ON,
    Cast,
    count_events,
    on_day,
)
from tests.statements import explain_query

TODAY = date(2026, 4, 20)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def stored() -> dict[tuple[int, date], dict[str, int]]:
    db.session.expire_all()
    return {
        (row.agency_id, row.month): {name: getattr(row, name) for name in COUNTS}
        for row in db.session.scalars(select(HandlingCount))
    }


def replay(on: date) -> dict[tuple[int, date], dict[str, int]]:
    """The same counts in other words: walk through every event of every comment."""
    totals: dict[tuple[int, date], Counter[str]] = {}
    for comment in db.session.scalars(select(Comment)):
        if comment.released_on is None:
            continue
        key = (comment.agency_id, comment.released_on.replace(day=1))
        total = totals.setdefault(key, Counter())
        total["delivered"] += 1
        total.update(_walk(comment, on))
    return {
        key: {name: total[name] for name in COUNTS} for key, total in totals.items()
    }


def _walk(comment: Comment, on: date) -> list[str]:
    walk = Walk(load_calendar().count_working_days)
    for event in db.session.scalars(
        select(CommentEvent)
        .where(CommentEvent.comment_ref == comment.ref)
        .order_by(CommentEvent.number)
    ):
        walk.step(event)
    return walk.seen + walk.judge(comment, on) + walk.judge_components(comment, on)


@dataclass
class Walk:
    """What has happened so far."""

    days: Callable[[date, date], int]
    seen: list[str] = field(default_factory=list)
    answered: date | None = None
    published: date | None = None
    sent: date | None = None
    due: date | None = None
    asked: date | None = None
    asked_after: int | None = None
    clock: int = 0
    is_second: bool = False

    def step(self, event: CommentEvent) -> None:
        if self.is_second:
            return
        told = event.details.get("due_on")
        if told and event.move != "reopen":
            self.due = date.fromisoformat(told)
        match event.move:
            case "deliver":
                if self.asked is not None and self.sent is not None:
                    self.clock -= self.days(self.asked, event.on)
                    self.asked = None
                else:
                    self.sent, self.clock, self.asked_after = event.on, 0, None
            case "ask_more" if self.sent is not None:
                self.asked = event.on
                self.asked_after = self.days(self.sent, event.on)
            case "approve":
                self.answered = event.on
            case "send_back":
                self.answered = None
            case "publish":
                self.published = event.on
            case "extend":
                self.seen.append("extended")
            case "reopen":
                self.is_second = True
                self.seen.append("reopened")

    def judge(self, comment: Comment, on: date) -> list[str]:
        seen = []
        if self.answered is not None:
            in_time = self.due is None or self.answered <= self.due
            seen.append("on_time" if in_time else "late")
        elif comment.state in WAITING - {"needs_more"}:
            if self.due is not None and self.due < on:
                seen.append("overdue")
        if self.published is not None and comment.view:
            seen.append(VIEWS[comment.view])
        if comment.state not in ("closed", "withheld", "moved"):
            seen.append("still_open")
        return seen

    def judge_components(self, comment: Comment, on: date) -> list[str]:
        assert self.sent is not None
        until = self.answered or on
        if self.asked is not None:
            self.clock -= self.days(self.asked, until)
        took = self.clock + self.days(self.sent, until)
        fits = (self.asked_after is None or self.asked_after <= 5) and took <= 15
        if self.answered is not None:
            fits = fits and self.days(self.answered, self.published or on) <= 2
        is_content = fits and comment.view != "no" and not self.is_second
        return ["component_on_time"] * fits + ["component_content"] * is_content


VIEWS = {
    "yes": "answers_point",
    "partly": "answers_part",
    "no": "misses_point",
    "none": "no_view",
}
WAITING = {
    *("received", "screening", "withhold_proposed", "screened", "escalated"),
    *("needs_more", "open", "replied", "sent_back", "awaiting_publication"),
}


def live_all(cast: Cast) -> None:
    """Comments at many points of their lives, some of them astray."""
    for state in (
        State.CLOSED,
        State.VIEWED,
        State.PUBLISHED,
        State.AWAITING_PUBLICATION,
        State.REPLIED,
        State.OPEN,
    ):
        cast.live(state)
    asked = cast.live(State.OPEN)
    with on_day(date(2026, 3, 25)):
        ask_more(
            asked,
            user_id=cast.officer.id,
            seen=count_events(asked),
            question="Quầy nào?",
        )
    receipt = new_code()
    disputed = cast.live(State.PUBLISHED, receipt)
    with on_day(VIEWED_ON):
        give_view(receipt, View.NO)
        reopen_comment(receipt)
    with on_day(date(2026, 3, 27)):
        cast.reply(disputed)
    late = cast.live(State.OPEN)
    with on_day(date(2026, 4, 13)):
        cast.reply(late)
        cast.approve(late)
    live_astray(cast)


def live_astray(cast: Cast) -> None:
    """An answer sent back, and a comment handed back."""
    back = cast.live(State.AWAITING_PUBLICATION)
    with on_day(PUBLISHED_ON):
        send_back_reply(
            back,
            user_id=cast.screener.id,
            seen=count_events(back),
            reason="Chưa trả lời đúng ý.",
        )
    astray = cast.live(State.OPEN)
    with on_day(REPLIED_ON):
        hand_back_comment(
            astray,
            user_id=cast.officer.id,
            seen=count_events(astray),
            reason="Không thuộc phường.",
        )


def test_a_recount_equals_a_replay_of_the_raw_rows(cast: Cast) -> None:
    live_all(cast)
    # Another agency, and a month later.
    other = Cast(service=cast.service)
    ref = other.submit(on=date(2026, 4, 1))
    with on_day(date(2026, 4, 2)):
        other.screen(ref)
    deliver_comments(date(2026, 4, 15))
    count_handling(TODAY)
    expected = replay(TODAY)
    assert stored() == expected
    march = expected[cast.agency.id, date(2026, 3, 1)]
    assert march["delivered"] == 11 and march["late"] == 1 and march["reopened"] == 1
    assert march["overdue"] == 4, "two unapproved, one sent back, one handed back"
    assert (march["answers_part"], march["misses_point"]) == (2, 1)


def test_counting_twice_changes_nothing(cast: Cast) -> None:
    cast.live(State.CLOSED)
    cast.live(State.OPEN)
    assert count_handling(TODAY) == "1 counts changed"
    assert count_handling(TODAY) == "0 counts changed"


def test_only_months_that_can_still_change_are_read_again(cast: Cast) -> None:
    cast.live(State.CLOSED)
    assert list_months_to_count() == [Month(2026, 3)], "never counted"
    count_handling(TODAY)
    assert list_months_to_count() == []
    cast.live(State.OPEN)
    assert list_months_to_count() == [Month(2026, 3)]
    count_handling(TODAY)
    key = (cast.agency.id, date(2026, 3, 1))
    assert stored()[key]["overdue"] == 1
    assert list_months_to_count() == [Month(2026, 3)], "one is still open"


def test_what_reached_no_agency_is_not_counted(cast: Cast) -> None:
    cast.live(State.SCREENED)
    assert count_handling(TODAY) == "0 counts changed" and not stored()


def test_an_agency_that_has_nothing_left_loses_its_row(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    count_handling(TODAY)
    other = Cast(service=cast.service)
    comment = db.session.get_one(Comment, ref)
    comment.agency_id = other.agency.id
    db.session.commit()
    count_handling(TODAY + timedelta(days=1))
    assert {key[0] for key in stored()} == {other.agency.id}


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 4, 6), 0), (date(2026, 4, 7), 1)]
)
def test_a_comment_is_overdue_from_the_day_after_its_day(
    cast: Cast, on: date, expected: int
) -> None:
    # Delivered on Monday 16 March, due fifteen working days later, on 6 April.
    cast.live(State.OPEN)
    count_handling(on)
    (row,) = stored().values()
    assert row["overdue"] == expected


def test_the_month_is_read_along_its_index(app: Flask) -> None:
    plan = explain_query(select_cases(Month(2026, 3)))
    assert "ix_comments_released_on" in plan and "SCAN comments" not in plan, plan
