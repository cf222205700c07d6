from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.shortfalls import (
    NEVER,
    count_answers_to_meet,
    count_answers_to_settle,
    count_satisfied_to_meet,
)
from feedback.analysis.verdicts import (
    EVIDENCE,
    V1,
    Evidence,
    Operator,
    Target,
    VerdictRule,
    judge,
    judge_units,
    make_target,
)
from tests.analysis.tables import read_rows

NINETY = make_target(90)
TARGETS = st.builds(make_target, st.integers(0, 100), st.sampled_from(Operator))


def find_where(k: object, n: object, target: Target, wanted: Evidence) -> list[int]:
    """Where in a row of counts the verdict is the wanted one."""
    evidence = judge_units(k, n, target).evidence  # type: ignore[arg-type]
    return np.flatnonzero(evidence == EVIDENCE.index(wanted)).tolist()


def test_smallest_confirming_samples_are_those_of_the_yardstick(
    reference: Path,
) -> None:
    for row in read_rows(reference / "min_n_to_confirm.csv"):
        error = (1 - Fraction(row["conf"])) / 2
        rule = replace(V1, error=error, min_answers=0)
        target = make_target(int(row["target_num"]))
        fewest = count_answers_to_meet(0, 0, target, rule)
        assert fewest.tolist() == [int(row["min_n_all_satisfied_clopper_pearson"])], row


@pytest.mark.parametrize(
    ("percent", "one_sided", "two_sided"),
    # methods.md (a), "k = n"
    [(85, 19, 23), (90, 29, 36), (95, 59, 72)],
)
def test_smallest_confirming_samples_are_those_of_the_methods(
    percent: int, one_sided: int, two_sided: int
) -> None:
    for error, fewest in ((Fraction(1, 20), one_sided), (Fraction(1, 40), two_sided)):
        rule = VerdictRule("bare", 1, error, min_answers=0, min_shown=0)
        found = count_answers_to_meet([0], [0], make_target(percent), rule)
        assert found.tolist() == [fewest]


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5), TARGETS
)
def test_answers_to_meet_is_the_fewest_that_do(
    cases: list[tuple[int, int]], target: Target
) -> None:
    n = np.array([size for size, _ in cases], dtype=np.int64)
    k = np.minimum([count for _, count in cases], n).astype(np.int64)
    found = count_answers_to_meet(k, n, target, most=300)
    assert len(found) == len(cases)
    more = np.arange(301)
    for at, needed in enumerate(found.tolist()):
        gained = more if target.is_upward else 0
        reached = find_where(k[at] + gained, n[at] + more, target, Evidence.MET)
        assert needed == (reached[0] if reached else NEVER)


def test_downward_targets_are_settled_by_the_dissatisfied() -> None:
    # 0 of 29 has the upper bound 1 - 0.05 ** (1/29) = 0.098; 30 is the minimum.
    found = count_answers_to_meet([0, 1], [0, 30], make_target(10, "<="))
    assert found.tolist() == [30, 16]


@pytest.mark.parametrize(("percent", "operator"), [(100, ">="), (0, "<")])
def test_no_number_of_answers_proves_perfection(percent: int, operator: str) -> None:
    target = make_target(percent, operator)
    assert count_answers_to_meet(50, 50, target).tolist() == [NEVER]
    assert count_satisfied_to_meet(50, 50, target).tolist() == [NEVER]


@given(st.integers(0, 150), st.integers(0, 150), TARGETS)
def test_satisfied_to_meet_is_the_fewest_of_those_who_answered(
    n: int, k: int, target: Target
) -> None:
    k = min(k, n)
    ks = np.arange(k, n + 1) if target.is_upward else np.arange(k, -1, -1)
    reached = find_where(ks, n, target, Evidence.MET)
    found = count_satisfied_to_meet(k, n, target)
    assert found.tolist() == [reached[0] if reached else NEVER]


def list_futures(
    k: int, n: int, target: Target, most: int
) -> tuple[list[int], Evidence]:
    """Satisfied after each number of further answers, and the verdict that comes."""
    is_met = judge(k, n, target).is_officially_met
    rounds_up = is_met is not target.is_upward
    satisfied = [
        k + (-(-more * k // n) if rounds_up else more * k // n)
        for more in range(most + 1)
    ]
    return satisfied, Evidence.MET if is_met else Evidence.NOT_MET


@given(st.integers(1, 300), st.integers(0, 300), TARGETS)
def test_answers_to_settle_is_the_fewest_at_the_present_rate(
    n: int, k: int, target: Target
) -> None:
    k = min(k, n)
    satisfied, coming = list_futures(k, n, target, most=400)
    reached = find_where(satisfied, n + np.arange(401), target, coming)
    found = count_answers_to_settle([k], [n], target, most=400)
    assert found.tolist() == [reached[0] if reached else NEVER]


def test_many_units_are_settled_each_by_itself() -> None:
    # Far ahead; ahead; just at the target; behind; too few; nobody at all.
    k, n = [1900, 376, 90, 350, 10, 0], [2000, 412, 100, 400, 10, 0]
    found = count_answers_to_settle(k, n, NINETY).tolist()
    assert (found[0], found[2], found[5]) == (0, NEVER, NEVER)
    # With everybody satisfied 20 more make the 30 that the rule asks for.
    assert found[4] == 20
    assert judge(376 + 1167 * 376 // 412, 412 + 1167, NINETY).evidence is Evidence.MET
    assert found[1] == 1167
    alone = [int(count_answers_to_settle([a], [b], NINETY)[0]) for a, b in zip(k, n)]
    assert found == alone


def test_what_takes_more_than_the_cap_never_settles() -> None:
    assert count_answers_to_settle([376], [412], NINETY, most=1166).tolist() == [NEVER]
    assert count_answers_to_settle([376], [412], NINETY, most=1167).tolist() == [1167]
    assert count_answers_to_meet([80], [100], NINETY, most=10).tolist() == [NEVER]


def test_no_units_need_nothing() -> None:
    none = np.array([], dtype=np.int64)
    for count in (
        count_answers_to_meet,
        count_answers_to_settle,
        count_satisfied_to_meet,
    ):
        assert count(none, none, NINETY).tolist() == []
