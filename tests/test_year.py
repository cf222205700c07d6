"""A winter of comments with everybody at work: what holds on every day of it.

The whole year of 20,000 comments is `python -m bench.years`.
"""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.comments import CommentEvent
from feedback.operations.transaction import relaxed_commits
from tests.conftest import get_bench
from tests.invariants import (
    check_balances,
    check_comments,
    check_public_rows,
    check_runs,
    digest_lives,
)
from tests.years import Year

#: From before Tết (16 to 20 February 2026) to after the two days without a worker.
FIRST, DAYS = date(2026, 2, 2), 60
COMMENTS = 150
#: Come about when a year is long enough.
_RARE = {State.REPLIED_AGAIN.value, State.PUBLISHED_AGAIN.value}


def live_a_winter() -> str:
    """Live through it and check every day; returns the digest of all lives."""
    year = Year(COMMENTS, DAYS, FIRST)
    for _on in year.live():
        check_comments(year.calendar)
        check_public_rows()
    last = FIRST + timedelta(DAYS - 1)
    check_runs([FIRST + timedelta(n) for n in range(DAYS)])
    year.run_jobs(last + timedelta(1))
    check_balances()
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
    assert len(digests) == 1
