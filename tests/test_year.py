"""A winter of comments with everybody at work: what holds on every day of it.

The whole year of 20,000 comments is `python -m bench.years`.
"""

from datetime import date, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.commitments import COMMITMENT_TRANSITIONS
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import CommentEvent
from feedback.models.commitments import CommitmentEvent
from feedback.operations.transaction import relaxed_commits
from tests.conftest import get_bench
from tests.invariants import (
    check_balances,
    check_comments,
    check_public_rows,
    check_runs,
    digest_lives,
)
from tests.promise_invariants import check_promise_pages, check_promises
from tests.years import Year

#: From before Tết (16 to 20 February 2026) to after the two days without a worker.
FIRST, DAYS = date(2026, 2, 2), 66
COMMENTS = 150
#: Come about when a year is long enough.
_RARE = {State.REPLIED_AGAIN.value, State.PUBLISHED_AGAIN.value}


#: Every move of a promise, on each side of its day, by people and by the clock.
_PROMISES = {
    (row.move.value, state.value, role is Role.SYSTEM)
    for row in COMMITMENT_TRANSITIONS
    for state in (row.next_state, row.when_late)
    for role in row.roles
}


def list_promises_lived() -> set[tuple[str, str, bool]]:
    """What was done with promises, where it led, and whether a job did it."""
    rows = select(CommitmentEvent.move, CommitmentEvent.state, CommitmentEvent.user_id)
    return {
        (move, state, user_id is None)
        for move, state, user_id in db.session.execute(rows)
    }


def live_a_winter() -> str:
    """Live through it and check every day; returns the digest of all lives."""
    year = Year(COMMENTS, DAYS, FIRST)
    for on in year.live():
        check_comments(year.calendar)
        check_public_rows()
        check_promises(year.calendar, on, is_worked=on not in year.outage)
    last = FIRST + timedelta(DAYS - 1)
    check_runs([FIRST + timedelta(n) for n in range(DAYS)])
    year.run_jobs(last + timedelta(1))
    check_balances()
    with clock.frozen(local_moment(last, 18)):
        check_promise_pages(current_app, last)
    return digest_lives({ref: story.number for ref, story in year.stories.items()})


def test_a_winter_lived_again_on_another_database_is_the_same(
    request: pytest.FixtureRequest,
) -> None:
    digests = set()
    for name in ("sqlite", "postgresql"):
        bench = get_bench(name, request)
        bench.empty()
        with bench.app.app_context(), relaxed_commits():
            digests.add(live_a_winter())
            states = set(db.session.scalars(select(CommentEvent.state).distinct()))
            assert states >= {state.value for state in State} - _RARE
            assert list_promises_lived() >= _PROMISES
    assert len(digests) == 1
