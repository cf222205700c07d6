"""The life of a comment: nothing is lost, nothing comes back out of order."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.errors import IllegalMove
from feedback.domain.roles import AGENCY_ROLES, Role
from feedback.domain.states import (
    HIDDEN_FROM_AGENCY,
    OWED_BY_AGENCY,
    OWED_BY_CITIZEN,
    TRANSITIONS,
    Bucket,
    Move,
    State,
    View,
    apply_move,
    list_moves,
    public_bucket,
)

HAPPY_WAY = [
    (Move.SUBMIT, Role.CITIZEN, State.RECEIVED),
    (Move.SCREEN, Role.SYSTEM, State.SCREENING),
    (Move.RELEASE, Role.OVERSIGHT, State.SCREENED),
    (Move.DELIVER, Role.SYSTEM, State.OPEN),
    (Move.REPLY, Role.OFFICER, State.REPLIED),
    (Move.APPROVE, Role.HEAD, State.AWAITING_PUBLICATION),
    (Move.PUBLISH, Role.OVERSIGHT, State.PUBLISHED),
    (Move.VIEW, Role.CITIZEN, State.VIEWED),
    (Move.CLOSE, Role.SYSTEM, State.CLOSED),
]
SECOND_ROUND = [
    (Move.REOPEN, Role.CITIZEN, State.REOPENED),
    (Move.REPLY, Role.OFFICER, State.REPLIED_AGAIN),
    (Move.SEND_BACK, Role.OVERSIGHT, State.REOPENED),
    (Move.REPLY, Role.HEAD, State.REPLIED_AGAIN),
    (Move.PUBLISH, Role.OVERSIGHT, State.PUBLISHED_AGAIN),
    (Move.VIEW, Role.CITIZEN, State.CLOSED),
]


def _walk(state: State | None, way: list[tuple[Move, Role, State]]) -> State | None:
    for move, role, expected in way:
        state = apply_move(state, move, role)
        assert state is expected
    return state


def test_a_comment_goes_from_sending_to_its_end() -> None:
    assert _walk(None, HAPPY_WAY) is State.CLOSED


def test_a_comment_is_reopened_once() -> None:
    assert _walk(State.VIEWED, SECOND_ROUND) is State.CLOSED
    with pytest.raises(IllegalMove):
        apply_move(State.PUBLISHED_AGAIN, Move.REOPEN, Role.CITIZEN)


def test_a_reply_that_misses_the_point_goes_back_and_comes_again() -> None:
    state = apply_move(State.REPLIED, Move.SEND_BACK, Role.OVERSIGHT)
    assert state is State.SENT_BACK
    assert apply_move(state, Move.REPLY, Role.OFFICER) is State.REPLIED


def test_supplied_words_are_screened_again() -> None:
    state = apply_move(State.OPEN, Move.ASK_MORE, Role.OFFICER)
    assert state is State.NEEDS_MORE
    assert apply_move(state, Move.SUPPLY, Role.CITIZEN) is State.SCREENING


@pytest.mark.parametrize("state", [None, *State])
def test_a_move_is_made_only_if_the_table_has_it(state: State | None) -> None:
    for move, role in itertools.product(Move, Role):
        rows = [r for r in TRANSITIONS if r.state == state and r.move is move]
        assert len(rows) <= 1
        if rows and role in rows[0].roles:
            assert apply_move(state, move, role) is rows[0].next_state
            assert move in list_moves(state, role)
        else:
            assert move not in list_moves(state, role)
            with pytest.raises(IllegalMove) as caught:
                apply_move(state, move, role)
            assert caught.value.message("vi") != caught.value.message("en")


def test_withholding_takes_two_steps() -> None:
    with pytest.raises(IllegalMove):
        apply_move(State.SCREENING, Move.WITHHOLD, Role.OVERSIGHT)
    state = apply_move(State.SCREENING, Move.PROPOSE_WITHHOLD, Role.OVERSIGHT)
    assert public_bucket(state) is Bucket.WAITING
    assert apply_move(state, Move.DECLINE_WITHHOLD, Role.OVERSIGHT) is State.SCREENING
    assert apply_move(state, Move.WITHHOLD, Role.OVERSIGHT) is State.WITHHELD


def test_a_wrong_role_is_told_so_and_a_wrong_step_too() -> None:
    with pytest.raises(IllegalMove, match="Agency officer"):
        apply_move(State.SCREENING, Move.RELEASE, Role.OFFICER)
    with pytest.raises(IllegalMove, match="new"):
        apply_move(None, Move.REPLY, Role.OFFICER)


def test_every_state_can_be_reached_and_every_move_is_used() -> None:
    assert {row.next_state for row in TRANSITIONS} == set(State)
    assert {row.move for row in TRANSITIONS} == set(Move)


def test_only_the_end_and_what_was_moved_have_no_way_on() -> None:
    left = {row.state for row in TRANSITIONS if row.next_state is not row.state}
    assert set(State) - left == {State.MOVED, State.CLOSED}


def test_a_comment_never_stops_being_public() -> None:
    # Nothing is hidden again: from a published state every move leads to another. Only
    # a withholding ends, when a second body overturns it.
    for row in TRANSITIONS:
        if row.state and public_bucket(row.state) is not Bucket.WAITING:
            is_kept = public_bucket(row.next_state) is public_bucket(row.state)
            assert is_kept or row.move is Move.OVERTURN


def test_what_is_public_can_be_covered_up_at_every_step() -> None:
    public = {s for s in State if public_bucket(s) is Bucket.PUBLISHED}
    assert {row.state for row in TRANSITIONS if row.move is Move.REDACT} == public


def test_an_agency_never_screens_withholds_or_publishes() -> None:
    kept_from_agencies = {Move.RELEASE, Move.WITHHOLD, Move.MOVE, Move.PUBLISH}
    for row in TRANSITIONS:
        if row.move in kept_from_agencies:
            assert not row.roles & AGENCY_ROLES


def test_an_administrator_makes_no_move() -> None:
    assert all(Role.ADMINISTRATOR not in row.roles for row in TRANSITIONS)


def test_an_agency_can_do_nothing_with_what_it_does_not_see() -> None:
    for state in HIDDEN_FROM_AGENCY:
        assert not list_moves(state, Role.OFFICER)
        assert not list_moves(state, Role.HEAD)


def test_what_is_owed_is_owed_by_somebody_who_can_act() -> None:
    assert all(list_moves(state, Role.OFFICER) for state in OWED_BY_AGENCY)
    assert all(list_moves(state, Role.CITIZEN) for state in OWED_BY_CITIZEN)


@given(st.lists(st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(Role)))))
def test_received_is_always_published_withheld_moved_and_waiting(
    lives: list[list[tuple[Move, Role]]],
) -> None:
    states: list[State] = []
    for life in lives:
        state = apply_move(None, Move.SUBMIT, Role.CITIZEN)
        for move, role in life:
            if move in list_moves(state, role):
                state = apply_move(state, move, role)
        states.append(state)
    counts = Counter(public_bucket(state) for state in states)
    assert sum(counts[bucket] for bucket in Bucket) == len(lives)


def test_buckets_are_where_people_expect_them() -> None:
    assert public_bucket(State.RECEIVED) is Bucket.WAITING
    assert public_bucket(State.NEEDS_MORE) is Bucket.WAITING
    assert public_bucket(State.WITHHELD) is Bucket.WITHHELD
    assert public_bucket(State.MOVED) is Bucket.MOVED
    assert public_bucket(State.REOPENED) is Bucket.PUBLISHED
    assert public_bucket(State.CLOSED) is Bucket.PUBLISHED


@pytest.mark.parametrize("values", [State, Move, Bucket, View])
def test_everything_has_a_name_in_both_languages(
    values: type[State] | type[Move] | type[Bucket] | type[View],
) -> None:
    labels = [value.label for value in values]
    assert all(label.vi and label.en and label.vi != label.en for label in labels)
    assert len({label.vi for label in labels}) == len(labels)
