"""The due date in the database is what the events explain, whatever happened."""

from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask

from feedback.domain.explanations import explain_due
from feedback.domain.histories import replay
from feedback.domain.states import State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.plans import DeadlineRule
from feedback.operations.extensions import extend_deadline, report_progress
from feedback.operations.questions import ask_more, hand_back_comment, supply_more
from feedback.operations.releases import deliver_comments
from feedback.operations.screenings import assign_comment
from feedback.operations.views import give_view, reopen_comment
from feedback.queries.calendars import load_calendar, load_deadline_rules
from feedback.queries.comments import list_steps
from tests.factories import make_agency
from tests.lives import Cast, count_events, get_comment, on_day

LIVES = 12


class Life:
    """One comment that goes its random way across Tết 2026."""

    def __init__(self, casts: list[Cast], random: Random) -> None:
        self.casts, self.random, self.receipt = casts, random, new_code()
        self.on = date(2026, 1, 5) + timedelta(days=random.randrange(40))
        self.ref = casts[0].submit(receipt=self.receipt, on=self.on)
        get_comment(self.ref).kind = random.choice(("feedback", "conduct"))
        db.session.commit()

    @property
    def cast(self) -> Cast:
        """Who has it now."""
        agency_id = get_comment(self.ref).agency_id
        return next(c for c in self.casts if c.agency.id == agency_id)

    def later(self, most: int = 4) -> None:
        """Some days go by."""
        self.on += timedelta(days=self.random.randrange(1, most))

    def act(self, name: str) -> None:
        """Do one thing to it, if it can be done now."""
        ref, seen = self.ref, count_events(self.ref)
        officer = {"user_id": self.cast.officer.id, "seen": seen}
        with on_day(self.on):
            if name == "ask":
                ask_more(ref, question="x", **officer)
                self.later(20)
                self.supply()
                self.redeliver()
            elif name == "transfer":
                hand_back_comment(ref, reason="x", **officer)
                other = next(c for c in self.casts if c is not self.cast)
                desk = {"user_id": self.casts[0].screener.id}
                assign_comment(
                    ref,
                    seen=seen + 1,
                    agency_code=other.agency.code,
                    reason="x",
                    **desk,
                )
                self.redeliver()
            elif name == "extend":
                days = self.random.randrange(1, 11)
                extend_deadline(ref, days=days, reason="đo lại", **officer)
            elif name == "progress":
                report_progress(ref, note="đang đo lại", **officer)
        self.later()

    def supply(self) -> None:
        """The citizen answers."""
        with on_day(self.on):
            supply_more(self.receipt, "thêm")

    def redeliver(self) -> None:
        """Screened again, and back at an agency."""
        with on_day(self.on):
            self.casts[0].screen(self.ref)
        self.later()
        deliver_comments(self.on)

    def reopen(self) -> None:
        """Answered, judged and opened again."""
        with on_day(self.on):
            self.cast.reply(self.ref)
            self.cast.approve(self.ref)
            self.casts[0].publish(self.ref)
            give_view(self.receipt, View.NO)
            self.later(20)
        with on_day(self.on):
            reopen_comment(self.receipt)
        self.later()


@pytest.mark.parametrize("seed", range(LIVES))
def test_what_is_explained_from_events_is_what_is_stored(app: Flask, seed: int) -> None:
    random, casts = Random(seed), [Cast(), Cast(agency=make_agency(level="province"))]
    for kind, level, days in (("conduct", "", 9), ("", "province", 12)):
        db.session.add(
            DeadlineRule(
                step="answer",
                kind=kind,
                agency_level=level,
                working_days=days,
                basis="thử",
                valid_from=date(2026, 2, 1),
            )
        )
    db.session.commit()
    life = Life(casts, random)
    life.on += timedelta(days=14)
    life.redeliver()
    life.later()
    for name in random.sample(("ask", "transfer", "extend", "progress"), 3):
        life.act(name)
    if random.random() < 0.5:
        life.reopen()
        life.act(random.choice(("extend", "progress")))
    comment, events = get_comment(life.ref), list_steps(life.ref)
    lines = explain_due(events, load_deadline_rules(), load_calendar())
    assert lines[-1].due_on == comment.due_on
    assert replay(events) is State(comment.state)
