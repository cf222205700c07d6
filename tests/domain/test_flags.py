"""How two people settle a flag, and what a flag may say."""

import pytest

from feedback.domain.errors import Conflict
from feedback.domain.families import Family
from feedback.domain.flags import (
    FACTS,
    SHARES,
    FlagState,
    check_proposal,
    tell_count,
    tell_part,
)

OPEN, CONTESTED, DISMISSED = FlagState


@pytest.mark.parametrize("family", Family)
def test_each_kind_says_in_two_languages_what_it_tests(family: Family) -> None:
    for label in (family.label, family.null, family.innocent):
        assert label.vi and label.en and label.vi != label.en


@pytest.mark.parametrize("state", FlagState)
def test_each_state_has_its_words(state: FlagState) -> None:
    assert state.label.vi and state.label.en


def test_an_open_flag_may_be_contested_or_dismissed() -> None:
    check_proposal(OPEN, None, CONTESTED)
    check_proposal(OPEN, None, DISMISSED)


def test_what_was_settled_may_be_settled_the_other_way() -> None:
    check_proposal(CONTESTED, None, DISMISSED)
    check_proposal(DISMISSED, None, CONTESTED)


@pytest.mark.parametrize(
    ("state", "proposed", "wanted"),
    [
        (OPEN, CONTESTED, DISMISSED),
        (CONTESTED, None, CONTESTED),
        (DISMISSED, None, OPEN),
    ],
    ids=["while another waits", "what holds already", "back to open"],
)
def test_other_proposals_are_refused(
    state: FlagState, proposed: FlagState | None, wanted: FlagState
) -> None:
    with pytest.raises(Conflict):
        check_proposal(state, proposed, wanted)


def test_a_count_under_ten_is_never_told() -> None:
    assert [tell_count(n) for n in (0, 9, 10)] == [None, None, 10]


@pytest.mark.parametrize(
    ("hits", "answers", "told"),
    [
        (12, 40, {"answers": 40, "hits": 12, "share": 0.3}),
        (38, 40, {"answers": 40, "at_least": 0.9}),
        (33, 40, {"answers": 40}),
        (3, 40, {"answers": 40}),
        (9, 9, {"answers": None}),
    ],
)
def test_a_part_is_told_only_if_it_and_the_rest_are_ten(
    hits: int, answers: int, told: dict[str, object]
) -> None:
    assert tell_part(hits, answers) == told


def test_shares_are_facts() -> None:
    assert set(FACTS) >= SHARES
