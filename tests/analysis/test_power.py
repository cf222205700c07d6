from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.intervals import (
    Intervals,
    exact_intervals,
    jeffreys_intervals,
    midp_intervals,
    wilson_intervals,
)
from feedback.analysis.power import (
    find_critical_counts,
    measure_false_verdicts,
    measure_power,
)
from feedback.analysis.verdicts import (
    EVIDENCE,
    V1,
    Evidence,
    Operator,
    judge_units,
    make_target,
)
from tests.analysis.tables import read_rows

NINETY = make_target(90)
Kind = Callable[..., Intervals]


@pytest.mark.parametrize(
    ("percent", "n", "chance"),
    # methods.md (b), "power to expect": exact, target 90, one-sided 95 %
    [(95, 50, 28), (95, 100, 44), (95, 200, 80), (95, 300, 95), (93, 1000, 96)],
)
def test_good_offices_are_confirmed_as_often_as_the_table_says(
    percent: int, n: int, chance: int
) -> None:
    power = measure_power(Fraction(percent, 100), n, NINETY)
    assert round(100 * float(power.met[0])) == chance


@pytest.mark.parametrize(("n", "chance"), [(100, 43), (300, 81)])
def test_a_true_85_percent_is_caught_as_often_as_the_table_says(
    n: int, chance: int
) -> None:
    power = measure_power(Fraction(85, 100), n, NINETY)
    assert round(100 * float(power.not_met[0])) == chance


def test_the_plain_rule_at_thirty_answers_is_a_coin() -> None:
    # methods.md (b): 88 % called "met" half of the time, 92 % "not met" 22 %
    assert measure_power(Fraction(88, 100), 30, NINETY).official[0] == pytest.approx(
        0.5, abs=0.01
    )
    missed = 1 - measure_power(Fraction(92, 100), 30, NINETY).official[0]
    assert round(100 * missed) == 22


@pytest.mark.parametrize(
    ("kind", "worst"),
    # methods.md (a) to one decimal: false "met" for n >= 1 and n >= 30, then false
    # "not met". For mid-p it prints 9.9, 8.1 and 8.2, a rounding upwards of what the
    # sums in integers below give as 9.848, 8.047 and 8.146.
    [
        (wilson_intervals, (7.18, 6.78, 19.00, 9.44)),
        (exact_intervals, (5.00, 5.00, 5.00, 5.00)),
        (midp_intervals, (9.85, 8.05, 8.15, 7.32)),
        (jeffreys_intervals, (15.01, 9.53, 11.43, 7.57)),
    ],
)
def test_worst_false_verdicts_are_those_of_the_table(
    kind: Kind, worst: tuple[float, ...]
) -> None:
    found = measure_false_verdicts(np.arange(1, 401), NINETY, kind)
    seen = [
        100 * rates[start:].max()
        for rates in (found.met, found.not_met)
        for start in (0, 29)
    ]
    assert seen == pytest.approx(worst, abs=0.005)


def sum_false_midp(n: int) -> tuple[Fraction, Fraction]:
    """How often mid-p decides at a true 9/10, in integers over 10 ** n."""
    ways = [comb(n, k) * 9**k for k in range(n + 1)]
    # P(X > k) + P(X = k) / 2 <= 1/20, in multiples of 1 / (2 * 10 ** n).
    tails = [2 * sum(ways[k + 1 :]) + ways[k] for k in range(n + 1)]
    heads = [2 * sum(ways[:k]) + ways[k] for k in range(n + 1)]
    met = sum(w for w, tail in zip(ways, tails) if 10 * tail <= 10**n)
    missed = sum(w for w, head in zip(ways, heads) if 10 * head < 10**n)
    return Fraction(met, 10**n), Fraction(missed, 10**n)


def test_false_verdicts_are_the_sums_of_integers() -> None:
    ns = np.arange(1, 61)
    found = measure_false_verdicts(ns, NINETY, midp_intervals)
    known = [sum_false_midp(n) for n in ns.tolist()]
    np.testing.assert_allclose(found.met, [float(met) for met, _ in known], atol=1e-12)
    np.testing.assert_allclose(
        found.not_met, [float(missed) for _, missed in known], atol=1e-12
    )


@given(st.integers(1, 60), st.integers(1, 99))
def test_exact_bounds_alone_never_err_more_than_they_say(n: int, percent: int) -> None:
    found = measure_false_verdicts([n], make_target(percent), exact_intervals)
    assert found.met[0] <= 0.05 + 1e-9
    assert found.not_met[0] <= 0.05 + 1e-9


@given(
    st.integers(0, 120), st.integers(0, 100), st.sampled_from(Operator), st.booleans()
)
def test_critical_counts_are_where_the_verdict_falls(
    n: int, percent: int, operator: Operator, has_minimum: bool
) -> None:
    target = make_target(percent, operator)
    rule = V1 if has_minimum else replace(V1, min_answers=0)
    ks = np.arange(n + 1)
    verdicts = judge_units(ks, n, target, rule)
    favourable = ks if target.is_upward else n - ks
    met = favourable[verdicts.evidence == EVIDENCE.index(Evidence.MET)]
    missed = favourable[verdicts.evidence == EVIDENCE.index(Evidence.NOT_MET)]
    official = favourable[verdicts.is_officially_met]
    critical = find_critical_counts(n, target, rule)
    assert critical.met[0] == min(met, default=n + 1)
    assert critical.not_met[0] == max(missed, default=-1)
    assert critical.official[0] == min(official, default=n + 1)


@given(st.integers(1, 60), st.integers(0, 20), st.sampled_from([">=", "<="]))
def test_power_is_the_sum_of_the_counts_that_decide(
    n: int, twentieths: int, operator: str
) -> None:
    share, target = Fraction(twentieths, 20), make_target(90, operator)
    verdicts = judge_units(np.arange(n + 1), n, target)
    chances = [
        float(comb(n, k) * share**k * (1 - share) ** (n - k)) for k in range(n + 1)
    ]
    power = measure_power(share, n, target)
    for found, is_called in (
        (power.met, verdicts.evidence == EVIDENCE.index(Evidence.MET)),
        (power.not_met, verdicts.evidence == EVIDENCE.index(Evidence.NOT_MET)),
        (power.official, verdicts.is_officially_met),
    ):
        expected = np.array(chances)[is_called].sum()
        assert found[0] == pytest.approx(expected, abs=1e-12)


def test_without_answers_nothing_is_ever_called() -> None:
    power = measure_power(Fraction(1), [0, 30], NINETY)
    assert power.met.tolist() == [0.0, 1.0]
    assert power.not_met.tolist() == [0.0, 0.0]
    assert power.official.tolist() == [0.0, 1.0]
    assert (power.true_share, power.critical.n.tolist()) == (Fraction(1), [0, 30])


def test_perfection_can_be_missed_but_never_confirmed() -> None:
    power = measure_power(Fraction(99, 100), [200], make_target(100, ">="))
    assert power.met[0] == 0
    assert power.not_met[0] == pytest.approx(1 - 0.99**200, abs=1e-12)
    assert power.official[0] == pytest.approx(0.99**200, abs=1e-12)
    beyond = measure_power(Fraction(1), [200], make_target(100, ">"))
    assert (beyond.official[0], beyond.critical.official[0]) == (0, 201)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (wilson_intervals, "wilson"),
        (exact_intervals, "clopper_pearson"),
        (jeffreys_intervals, "jeffreys"),
    ],
)
def test_fewest_all_satisfied_that_confirm_are_those_of_r(
    kind: Kind, name: str, reference: Path
) -> None:
    ns = np.arange(1, 200)
    for row in read_rows(reference / "min_n_to_confirm.csv"):
        lower = kind(ns, ns, (1 - float(row["conf"])) / 2).lower
        confirms = lower >= int(row["target_num"]) / int(row["target_den"])
        assert ns[confirms][0] == int(row[f"min_n_all_satisfied_{name}"]), row
