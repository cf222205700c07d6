import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.invariants import (
    COUNTS,
    Accounts,
    Breach,
    Invariant,
    find_breaches,
    make_accounts,
)


def make_row(**changes: int) -> Accounts:
    sound = {
        "ended": 100,
        "invited": 90,
        "invited_dossiers": 90,
        "delivered": 80,
        "ballots": 85,
        "ratings": 30,
    }
    counts = {name: [count] for name, count in {**sound, **changes}.items()}
    return make_accounts(["H1"], ["2026-05"], **counts)


def test_sound_accounts_break_nothing() -> None:
    assert find_breaches(make_row()) == ()


@pytest.mark.parametrize(
    ("changes", "invariant", "count", "limit"),
    [
        ({"ended": 89}, Invariant.INVITED, 90, 89),
        ({"invited": 91}, Invariant.ONE_EACH, 91, 90),
        ({"delivered": 91}, Invariant.DELIVERED, 91, 90),
        ({"ballots": 91}, Invariant.BALLOTS, 91, 90),
        ({"ratings": 86}, Invariant.RATINGS, 86, 85),
        ({"ratings": -1}, Invariant.NOT_NEGATIVE, -1, 0),
    ],
)
def test_each_broken_invariant_is_named_with_its_numbers(
    changes: dict[str, int], invariant: Invariant, count: int, limit: int
) -> None:
    assert find_breaches(make_row(**changes)) == (
        Breach("H1", "2026-05", invariant, count, limit),
    )


def test_breaches_come_by_row_and_one_bad_row_hides_no_other() -> None:
    accounts = make_accounts(
        ["H1", "H2", "H3"],
        ["2026-05", "2026-05", "2026-06"],
        ended=[10, 10, 10],
        invited=[12, 10, 10],
        invited_dossiers=[11, 10, 10],
        delivered=[0, 0, 0],
        ballots=[10, 10, 10],
        ratings=[0, 3, 11],
    )
    assert [(b.agency, b.invariant) for b in find_breaches(accounts)] == [
        ("H1", Invariant.INVITED),
        ("H1", Invariant.ONE_EACH),
        ("H3", Invariant.RATINGS),
    ]


def test_without_rows_nothing_is_broken() -> None:
    accounts = make_accounts([], [], **{name: [] for name in COUNTS})
    assert find_breaches(accounts) == ()


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        make_accounts(["H1"], [], **{name: [1] for name in COUNTS})


def test_half_a_dossier_is_refused() -> None:
    with pytest.raises(TypeError, match="ended must hold integers"):
        make_accounts(["H1"], ["m"], **{name: [1.5] for name in COUNTS})


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_a_chain_that_only_falls_is_always_sound(counts: list[int]) -> None:
    ended, dossiers, ballots, ratings, delivered, _ = sorted(counts, reverse=True)
    accounts = make_row(
        ended=ended,
        invited=dossiers,
        invited_dossiers=dossiers,
        delivered=delivered,
        ballots=ballots,
        ratings=ratings,
    )
    assert find_breaches(accounts) == ()
