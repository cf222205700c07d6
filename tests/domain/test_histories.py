"""Replaying events gives the present state; what cannot have happened is refused."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.histories import IllegalHistory, replay
from feedback.domain.roles import Role
from feedback.domain.states import Bucket, Move, State, public_bucket
from tests.domain.lives import MadeEvent, walk

LIVES = 10_000


def test_ten_thousand_random_lives_replay_to_where_they_stand() -> None:
    random = Random(20260401)
    buckets: Counter[Bucket] = Counter()
    states: Counter[State] = Counter()
    for _ in range(LIVES):
        life = walk(random, random.randrange(1, 40))
        state = replay(life)
        assert state is life[-1].state
        # Every earlier moment too: the buckets add up on any day.
        cut = random.randrange(1, len(life) + 1)
        assert replay(life[:cut]) is life[cut - 1].state
        states[state] += 1
        buckets[public_bucket(state)] += 1
    assert sum(buckets.values()) == LIVES, "received = the four public counts"
    assert set(buckets) == set(Bucket) and set(states) == set(State)


@given(st.integers(0, 2**32), st.integers(2, 40))
def test_a_life_with_an_event_left_out_is_refused(seed: int, steps: int) -> None:
    life = walk(Random(seed), steps)
    gap = seed % (len(life) - 1) if len(life) > 1 else 0
    if len(life) > 1:
        with pytest.raises(IllegalHistory, match="should be number"):
            replay(life[:gap] + life[gap + 1 :])


def make_life() -> list[MadeEvent]:
    day = date(2026, 3, 2)
    return [
        MadeEvent(1, Move.SUBMIT, State.RECEIVED, day, Role.CITIZEN),
        MadeEvent(2, Move.SCREEN, State.SCREENING, day, Role.OVERSIGHT),
        MadeEvent(3, Move.RELEASE, State.SCREENED, day, Role.OVERSIGHT),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"move": Move.DELIVER}, "Event 3, “deliver”.*cannot take"),
        ({"role": Role.OFFICER}, "Event 3, “release”.*may not take"),
        ({"state": State.OPEN}, "should lead to “screened”"),
        ({"on": date(2026, 3, 1)}, "goes back in time"),
        ({"number": 4}, "should be number 3"),
    ],
)
def test_what_cannot_have_happened_is_refused_by_name(
    changes: dict[str, object], reason: str
) -> None:
    *before, last = make_life()
    assert replay([*before, last]) is State.SCREENED
    with pytest.raises(IllegalHistory, match=reason):
        replay([*before, replace(last, **changes)])  # type: ignore[arg-type]


def test_a_comment_without_events_is_none() -> None:
    with pytest.raises(IllegalHistory, match="no event"):
        replay([])
