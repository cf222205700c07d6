from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.finite import (
    V2,
    chance_of_draw,
    find_count_bounds,
    find_logical_bounds,
    judge_periods,
    wilson_finite_intervals,
)
from feedback.analysis.intervals import exact_intervals, wilson_intervals
from feedback.analysis.verdicts import EVIDENCE, VerdictRule, make_target
from tests.analysis.tables import read_rows

ERROR = Fraction(1, 40)
#: The rule of the reference table: 97.5 % each way, no minimum.
TABLE_RULE = VerdictRule("table", 1, ERROR, min_answers=0, min_shown=0)
NINETY = make_target(90)


def say(evidence: npt.NDArray[np.int8]) -> list[str]:
    """The words of evidence codes."""
    return [EVIDENCE[code].value for code in evidence]


def sum_draws(k: int, n: int, population: int, satisfied: int) -> Fraction:
    """P(X >= k) of the hypergeometric distribution by its definition."""
    ways = sum(
        comb(satisfied, j) * comb(population - satisfied, n - j)
        for j in range(k, n + 1)
    )
    return Fraction(ways, comb(population, n))


def list_kept(k: int, n: int, population: int, error: Fraction) -> list[int]:
    """Every number of satisfied that neither one-sided test rejects."""
    return [
        satisfied
        for satisfied in range(k, population - n + k + 1)
        if sum_draws(k, n, population, satisfied) > error
        and sum_draws(n - k, n, population, population - satisfied) > error
    ]


def test_bounds_and_states_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "proportion_ci_fpc.csv")
    assert len(rows) == 28
    k, n, population = ([int(row[name]) for row in rows] for name in "knN")
    bounds = find_count_bounds(k, n, population, ERROR)
    assert bounds.fewest.tolist() == [int(row["hyper_M_lo"]) for row in rows]
    assert bounds.most.tolist() == [int(row["hyper_M_hi"]) for row in rows]
    for found, name in ((bounds.lower, "hyper_lo"), (bounds.upper, "hyper_hi")):
        known = [float(row[name]) for row in rows]
        np.testing.assert_allclose(found, known, rtol=0, atol=1e-10)
    for percent in (85, 90):
        verdicts = judge_periods(k, n, population, make_target(percent), TABLE_RULE)
        states = say(verdicts.evidence)
        known_states = [row[f"state_hyper95_target{percent}"] for row in rows]
        assert [s.replace("too_close", "insufficient") for s in states] == known_states


def test_stretched_wilson_bounds_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "proportion_ci_fpc.csv")
    k, n, population = ([int(row[name]) for row in rows] for name in "knN")
    found = wilson_finite_intervals(k, n, population)
    for bound, side in ((found.lower, "lo"), (found.upper, "hi")):
        known = [float(row[f"wilson_fpc_{side}"]) for row in rows]
        np.testing.assert_allclose(bound, known, rtol=0, atol=1e-10)


@given(
    st.integers(1, 24),
    st.integers(1, 24),
    st.integers(0, 24),
    st.sampled_from([Fraction(1, 20), ERROR, Fraction(1, 4)]),
)
def test_bounds_hold_just_what_no_test_rejects(
    population: int, n: int, k: int, error: Fraction
) -> None:
    n = min(n, population)
    k = min(k, n)
    kept = list_kept(k, n, population, error)
    bounds = find_count_bounds(k, n, population, error)
    assert (bounds.fewest[0], bounds.most[0]) == (kept[0], kept[-1])


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), st.integers(-1, 31))
def test_the_chance_of_a_draw_is_the_sum_of_its_ways(
    population: int, n: int, satisfied: int, k: int
) -> None:
    n, satisfied = min(n, population), min(satisfied, population)
    k = max(0, min(k, n))
    assert chance_of_draw(k, n, population, satisfied) == sum_draws(
        k, n, population, satisfied
    )


def test_a_chance_of_just_the_error_is_rejected() -> None:
    # One satisfied among 20 is drawn first with a chance of exactly 1/20.
    bounds = find_count_bounds([1, 0], [1, 1], [20, 20], Fraction(1, 20))
    assert bounds.fewest.tolist() == [2, 0]
    assert bounds.most.tolist() == [20, 18]


@pytest.mark.parametrize("satisfied", [0, 3, 36, 40])
def test_either_bound_is_wrong_no_more_often_than_it_says(satisfied: int) -> None:
    population, n = 40, 17
    ks = np.arange(n + 1)
    bounds = find_count_bounds(ks, n, population, Fraction(1, 20))
    chances = [
        Fraction(
            comb(satisfied, k) * comb(population - satisfied, n - k),
            comb(population, n),
        )
        for k in range(n + 1)
    ]
    too_high = bounds.fewest > satisfied
    too_low = bounds.most < satisfied
    for is_wrong in (too_high, too_low):
        assert sum(np.array(chances)[is_wrong]) <= Fraction(1, 20)


@given(st.integers(1, 60), st.integers(0, 200))
def test_more_satisfied_answers_raise_both_bounds_and_mirror(
    n: int, others: int
) -> None:
    ks, population = np.arange(n + 1), n + others
    bounds = find_count_bounds(ks, n, population, ERROR)
    logical = find_logical_bounds(ks, n, population)
    assert np.all(np.diff(bounds.fewest) > 0) and np.all(np.diff(bounds.most) > 0)
    assert bounds.fewest.tolist() == (population - bounds.most[::-1]).tolist()
    assert np.all(logical.fewest <= bounds.fewest)
    assert np.all(bounds.most <= logical.most)
    wilson = wilson_finite_intervals(ks, n, population)
    assert np.all((0 <= wilson.lower) & (wilson.upper <= 1))
    assert np.all(np.diff(wilson.lower) > 0) and np.all(np.diff(wilson.upper) > 0)
    np.testing.assert_allclose(wilson.lower, 1 - wilson.upper[::-1], atol=1e-12)


def test_a_vast_population_is_an_endless_one() -> None:
    size = 10**9
    bounds = find_count_bounds([376], [412], [size], ERROR)
    exact = exact_intervals([376], [412], 0.025)
    assert bounds.lower[0] == pytest.approx(exact.lower[0], abs=1e-5)
    assert bounds.upper[0] == pytest.approx(exact.upper[0], abs=1e-5)
    wilson = wilson_finite_intervals([376], [412], [size])
    known = wilson_intervals([376], [412])
    assert wilson.lower[0] == pytest.approx(known.lower[0], abs=1e-7)


def test_when_all_have_answered_it_is_a_fact() -> None:
    verdicts = judge_periods([9, 8, 27, 1], [10, 10, 30, 1], [10, 10, 30, 1], NINETY)
    assert verdicts.bounds.is_fact.all()
    assert verdicts.bounds.fewest.tolist() == verdicts.bounds.most.tolist()
    assert say(verdicts.evidence) == ["met", "not_met", "met", "met"]
    wilson = wilson_finite_intervals([9], [10], [10])
    assert (wilson.lower[0], wilson.upper[0]) == (0.9, 0.9)


def test_the_house_rule_asks_for_thirty_answers_until_it_is_a_fact() -> None:
    verdicts = judge_periods([29, 30, 28], [29, 30, 30], [30, 31, 40], NINETY)
    assert say(verdicts.evidence) == ["not_enough", "met", "too_close"]
    assert (verdicts.rule, verdicts.target) == (V2, NINETY)


def test_a_target_downwards_is_judged_from_the_other_end() -> None:
    up = judge_periods([380, 340, 360], 400, 500, NINETY)
    down = judge_periods([20, 60, 40], 400, 500, make_target(10, "<="))
    assert say(up.evidence) == ["met", "not_met", "too_close"]
    assert say(down.evidence) == say(up.evidence)


def test_a_threshold_met_exactly_is_met_only_where_it_counts() -> None:
    counts = ([36], [40], [40])
    assert say(judge_periods(*counts, NINETY).evidence) == ["met"]
    assert say(judge_periods(*counts, make_target(90, ">")).evidence) == ["not_met"]


def test_units_without_answers_or_population_are_unknown_and_stop_nobody() -> None:
    # Nobody answered; no dossiers at all; more answers than dossiers; a sound unit.
    k, n, population = [0, 0, 30, 45], [0, 0, 40, 50], [80, 0, 39, 80]
    bounds = find_count_bounds(k, n, population, ERROR)
    logical = find_logical_bounds(k, n, population)
    wilson = wilson_finite_intervals(k, n, population)
    for found in (bounds, logical):
        assert found.is_known.tolist() == [False, False, False, True]
        assert found.fewest.tolist()[:3] == found.most.tolist()[:3] == [-1, -1, -1]
        assert np.isnan(found.lower[:3]).all() and np.isnan(found.upper[:3]).all()
        assert not found.is_fact.any()
    assert np.isnan(wilson.lower).tolist() == [True, True, True, False]
    assert np.isnan(wilson.upper).tolist() == [True, True, True, False]
    # R: smallest and largest M by phyper, as in the reference table
    assert (bounds.fewest[3], bounds.most[3]) == (66, 75)
    assert (logical.fewest[3], logical.most[3]) == (45, 75)
    verdicts = judge_periods(k, n, population, NINETY)
    assert say(verdicts.evidence) == ["not_enough"] * 3 + ["too_close"]


def test_no_units_give_no_verdicts() -> None:
    none = np.array([], dtype=np.int64)
    assert say(judge_periods(none, none, none, NINETY).evidence) == []


def test_impossible_populations_are_refused_before_they_overflow() -> None:
    with pytest.raises(ValueError, match="more than"):
        find_count_bounds([1], [1], [10**11], ERROR)
    with pytest.raises(ValueError, match="more than n"):
        find_logical_bounds([0], [0], [-1])
