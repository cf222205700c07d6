"""The account of all comments always adds up, and nothing leaves it."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from feedback.domain.errors import DomainError
from feedback.domain.roles import Role
from feedback.domain.states import State, View, public_bucket
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.jobs.balances import count_balances
from feedback.models.balances import Balance
from feedback.models.comments import Comment, CommentEvent
from feedback.models.publications import PublicStamp
from feedback.operations import (
    allotments,
    appeals,
    escalations,
    extensions,
    questions,
    redactions,
    replies,
    screenings,
    views,
)
from feedback.operations.closings import close_silent
from feedback.operations.releases import deliver_comments
from feedback.queries.published.balances import list_balances_of
from tests.factories import make_agency, make_user
from tests.lives import RECEIVED_ON, Cast, count_events, get_comment, on_day

#: Enough comments that each state of the table is met, on a fixed seed.
COMMENTS = 300


class Chance:
    """People who do what they may, at random; what the rules refuse stays undone."""

    def __init__(self, casts: list[Cast], seed: int) -> None:
        self.casts = casts
        self.random = random.Random(seed)
        self.inspector = make_user(Role.INSPECTORATE, agency_id=make_agency().id)
        self.receipts: dict[str, str] = {}
        self.owners: dict[str, Cast] = {}

    def submit(self, on: date) -> None:
        """One more comment, somewhere."""
        cast, receipt = self.random.choice(self.casts), new_code()
        ref = cast.submit(on=on, receipt=receipt)
        self.receipts[ref], self.owners[ref] = receipt, cast

    def act(self, ref: str) -> None:
        """One stroke that fits where the comment stands."""
        strokes = STROKES.get(State(get_comment(ref).state), ())
        if strokes:
            try:
                self.random.choice(strokes)(self, ref)
            except DomainError:
                pass  # the wrong person, or asked already

    def agency(self, ref: str) -> Cast:
        """The cast of the agency that has the comment now."""
        comment = get_comment(ref)
        return next(c for c in self.casts if c.agency.id == comment.agency_id)

    def desk(self, ref: str) -> dict[str, int]:
        """Somebody at the desk who has the page open."""
        user = self.random.choice([self.casts[0].screener, self.casts[0].second])
        return {"user_id": user.id, "seen": count_events(ref)}

    def body(self, ref: str) -> dict[str, int]:
        """The inspector who has the page open."""
        return {"user_id": self.inspector.id, "seen": count_events(ref)}

    def officer(self, ref: str) -> dict[str, int]:
        """The officer who has the page open."""
        return {"user_id": self.agency(ref).officer.id, "seen": count_events(ref)}

    def assign(self, ref: str) -> None:
        """Give it to another agency."""
        code = self.random.choice(self.casts).agency.code
        screenings.assign_comment(ref, agency_code=code, reason="x", **self.desk(ref))

    def view(self, ref: str) -> None:
        """The citizen judges."""
        views.give_view(self.receipts[ref], self.random.choice(list(View)[:3]))


Stroke = Callable[[Chance, str], None]


def _screen(chance: Chance, ref: str) -> None:
    chance.casts[0].screen(ref)


def _ask(chance: Chance, ref: str) -> None:
    questions.ask_more(ref, question="x", **chance.officer(ref))


def _extend(chance: Chance, ref: str) -> None:
    extensions.report_progress(ref, note="x", **chance.officer(ref))
    extensions.extend_deadline(ref, days=3, reason="x", **chance.officer(ref))


def _reply(chance: Chance, ref: str) -> None:
    chance.agency(ref).reply(ref)


def _allot(chance: Chance, ref: str) -> None:
    cast = chance.agency(ref)
    chosen = chance.random.choice([cast.officer, cast.head])
    allotments.allot_comment(ref, assignee_id=chosen.id, **chance.officer(ref))


def _send_back(chance: Chance, ref: str) -> None:
    replies.send_back_reply(ref, reason="x", **chance.desk(ref))


def _publish(chance: Chance, ref: str) -> None:
    chance.casts[0].publish(ref)


def _redact(chance: Chance, ref: str) -> None:
    text = f"[…]{(get_comment(ref).public_text or '')[4:]}"
    redactions.redact_comment(ref, public_text=text, reason="x", **chance.desk(ref))


def _escalate(chance: Chance, ref: str) -> None:
    escalations.escalate_comment(ref, reason="x", **chance.desk(ref))


def _refer_serious(chance: Chance, ref: str) -> None:
    escalations.refer_serious(
        ref, referral="denunciation", reason="x", **chance.body(ref)
    )


STROKES: dict[State, tuple[Stroke, ...]] = {
    State.RECEIVED: (_screen, _screen, _screen, Chance.assign, _escalate),
    State.SCREENING: (
        _screen,
        _screen,
        lambda c, ref: screenings.refer_comment(
            ref,
            user_id=c.desk(ref)["user_id"],
            seen=c.desk(ref)["seen"],
            referral="dossier",
        ),
        lambda c, ref: screenings.propose_withholding(
            ref, ground="insult", reason="x", **c.desk(ref)
        ),
        _escalate,
    ),
    State.WITHHELD: (
        lambda c, ref: appeals.appeal_withholding(c.receipts[ref], "Vì sao?"),
    ),
    State.APPEALED: (
        lambda c, ref: appeals.uphold_withholding(ref, reason="x", **c.body(ref)),
        lambda c, ref: appeals.overturn_withholding(ref, reason="x", **c.body(ref)),
    ),
    State.ESCALATED: (
        _refer_serious,
        lambda c, ref: escalations.return_comment(ref, reason="x", **c.body(ref)),
    ),
    State.SCREENED: (
        Chance.assign,
        lambda c, ref: screenings.recall_comment(ref, **c.desk(ref)),
    ),
    State.WITHHOLD_PROPOSED: (
        lambda c, ref: screenings.confirm_withholding(ref, **c.desk(ref)),
        lambda c, ref: screenings.decline_withholding(ref, reason="x", **c.desk(ref)),
    ),
    State.OPEN: (
        _reply,
        _reply,
        _reply,
        _ask,
        _allot,
        lambda c, ref: questions.hand_back_comment(ref, reason="x", **c.officer(ref)),
        _extend,
    ),
    State.NEEDS_MORE: (lambda c, ref: questions.supply_more(c.receipts[ref], "thêm"),),
    State.SENT_BACK: (_reply,),
    State.REPLIED: (lambda c, ref: c.agency(ref).approve(ref),),
    State.AWAITING_PUBLICATION: (_publish, _publish, _send_back),
    State.PUBLISHED: (Chance.view, Chance.view, _redact),
    State.VIEWED: (lambda c, ref: views.reopen_comment(c.receipts[ref]),),
    State.REOPENED: (_allot, _reply, _reply),
    State.REPLIED_AGAIN: (_publish, _publish, _send_back),
    State.PUBLISHED_AGAIN: (Chance.view, _redact),
    State.CLOSED: (_redact,),
}


def live_at_random(count: int, seed: int = 20260301) -> date:
    """Many comments over some months; returns the last day."""
    chance = Chance([Cast(), Cast(), Cast()], seed)
    on = RECEIVED_ON
    for _ in range(count):
        with on_day(on):
            chance.submit(on)
    patience = {ref: chance.random.randrange(16) for ref in chance.receipts}
    while any(patience.values()):
        on += timedelta(days=3)
        with on_day(on):
            for ref in [ref for ref, left in patience.items() if left]:
                chance.act(ref)
                patience[ref] -= 1
            deliver_comments(on)
            close_silent(on)
    return on


def recount(on: date) -> dict[tuple[int, date], Counter[str]]:
    """The balance from raw rows, counted a second way: in Python, one by one."""
    counts: dict[tuple[int, date], Counter[str]] = {}
    for comment in db.session.scalars(select(Comment)):
        counter = counts.setdefault((comment.agency_id, comment.month), Counter())
        bucket = public_bucket(State(comment.state)).value
        counter["received"] += 1
        counter[bucket] += 1
        is_late = comment.due_on is not None and comment.due_on < on
        stands = comment.state == State.NEEDS_MORE or comment.replied_on is not None
        counter["overdue"] += bucket == "waiting" and is_late and not stands
    return counts


def stored() -> dict[tuple[int, date], Counter[str]]:
    names = ("received", "published", "withheld", "moved", "waiting", "overdue")
    db.session.expire_all()
    return {
        (row.agency_id, row.month): Counter({n: getattr(row, n) for n in names})
        for row in db.session.scalars(select(Balance))
    }


def test_balances_equal_a_recount_of_raw_rows(app: Flask) -> None:
    on = live_at_random(COMMENTS)
    count_balances(on)
    balances = stored()
    assert balances == recount(on)
    assert sum(b["received"] for b in balances.values()) == COMMENTS
    for name in ("published", "withheld", "moved", "waiting", "overdue"):
        assert sum(b[name] for b in balances.values()) > 0, f"some are {name}"
    for month, whole in list_balances_of()[0]:
        parts = [b for (_, on), b in balances.items() if on == month.first_day]
        for name in ("received", "published", "withheld", "moved", "waiting"):
            assert getattr(whole, name) == sum(part[name] for part in parts)
    seen = set(db.session.scalars(select(CommentEvent.state).distinct()))
    assert seen == {state.value for state in State}, "every state was lived through"


def test_replaying_the_events_of_a_life_gives_its_state(app: Flask) -> None:
    live_at_random(60, seed=7)
    last: dict[str, CommentEvent] = {}
    for event in db.session.scalars(select(CommentEvent).order_by(CommentEvent.number)):
        before = last.get(event.comment_ref)
        assert event.number == (before.number + 1 if before else 1)
        last[event.comment_ref] = event
    for ref, event in last.items():
        comment = get_comment(ref)
        assert (comment.state, comment.n_events) == (event.state, event.number)
        assert comment.state_on == event.on


def test_counting_again_changes_nothing(app: Flask) -> None:
    cast = Cast()
    cast.submit()
    assert count_balances(RECEIVED_ON) == "1 balances changed"
    stamp = db.session.get_one(PublicStamp, 1).number
    assert count_balances(RECEIVED_ON) == "0 balances changed"
    db.session.expire_all()
    assert db.session.get_one(PublicStamp, 1).number == stamp


def test_a_row_that_went_stale_is_mended(app: Flask) -> None:
    cast, other = Cast(), Cast()
    ref = cast.submit()
    count_balances(RECEIVED_ON)
    screenings.assign_comment(
        ref,
        user_id=cast.screener.id,
        seen=count_events(ref),
        agency_code=other.agency.code,
        reason="Sai nơi",
    )
    count_balances(RECEIVED_ON + timedelta(days=1))
    db.session.expire_all()
    (row,) = db.session.scalars(select(Balance))
    assert (row.agency_id, row.received, row.waiting) == (other.agency.id, 1, 1)
    assert row.counted_on == RECEIVED_ON + timedelta(days=1)
