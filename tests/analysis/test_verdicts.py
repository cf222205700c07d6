from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.intervals import wilson_intervals
from feedback.analysis.verdicts import (
    EVIDENCE,
    V1,
    Evidence,
    ImpossibleVerdict,
    Operator,
    Verdict,
    VerdictRule,
    judge,
    judge_units,
    make_target,
)
from tests.analysis.tables import read_rows

NINETY = make_target(90)
#: The words of the reference table for ours.
WORDS = {
    Evidence.MET: "met",
    Evidence.NOT_MET: "not_met",
    Evidence.TOO_CLOSE: "too_close",
    Evidence.NOT_ENOUGH: "not_enough_answers",
}
PERCENTS = st.one_of(
    st.integers(0, 100).map(Fraction),
    st.decimals(0, 100, places=2).map(Fraction),
)


def make_rule(error: Fraction) -> VerdictRule:
    """The house rule with another error and without a minimum."""
    return replace(V1, error=error, min_answers=0)


def say_without_minimum(evidence: Evidence) -> str:
    """The reference calls it insufficient when neither bound decides."""
    return "insufficient" if evidence is Evidence.TOO_CLOSE else WORDS[evidence]


def test_verdicts_are_those_of_the_yardstick(reference: Path) -> None:
    rows = read_rows(reference / "target_tests.csv")
    assert len(rows) == 114
    for row in rows:
        k, n = int(row["k"]), int(row["n"])
        target = make_target(int(row["target_num"]))
        verdict = judge(k, n, target)
        assert WORDS[verdict.evidence] == row["verdict_exact_onesided95_min30"], row
        assert verdict.is_officially_met is (row["official_met"] == "TRUE"), row
        for column, error in (
            ("state_exact90", Fraction(1, 20)),
            ("state_exact95", Fraction(1, 40)),
        ):
            evidence = judge(k, n, target, make_rule(error)).evidence
            assert say_without_minimum(evidence) == row[column], row


def test_wilson_would_decide_where_the_yardstick_says(reference: Path) -> None:
    """The table's Wilson columns, so that what we refuse to do is on record."""
    early = 0
    for row in read_rows(reference / "target_tests.csv"):
        k, n, target = int(row["k"]), int(row["n"]), int(row["target_num"]) / 100
        interval = wilson_intervals(k, n, 0.05).at(0)
        assert interval.lower is not None and interval.upper is not None
        state = "too_close"
        if interval.lower >= target:
            state = "met"
        elif interval.upper < target:
            state = "not_met"
        if n < 30:
            state = "not_enough_answers"
        assert state == row["verdict_wilson_onesided95_min30"], row
        early += state != row["verdict_exact_onesided95_min30"]
        for level, error in (("90", 0.05), ("95", 0.025)):
            interval = wilson_intervals(k, n, error).at(0)
            assert interval.lower is not None and interval.upper is not None
            state = "not_met" if interval.upper < target else "insufficient"
            state = "met" if interval.lower >= target else state
            assert state == row[f"state_wilson{level}"], row
    assert early > 0


@pytest.mark.parametrize(
    ("k", "n", "percent", "official", "evidence"),
    [
        (27, 29, 85, True, Evidence.NOT_ENOUGH),
        (29, 29, 90, True, Evidence.NOT_ENOUGH),  # the bound alone would say met
        (30, 30, 90, True, Evidence.MET),
        (30, 30, 95, True, Evidence.TOO_CLOSE),
        (376, 412, 90, True, Evidence.TOO_CLOSE),
        (1799, 2000, 90, False, Evidence.TOO_CLOSE),
        (1800, 2000, 90, True, Evidence.TOO_CLOSE),
        (1700, 2000, 90, False, Evidence.NOT_MET),
        (1900, 2000, 90, True, Evidence.MET),
    ],
)
def test_house_rule_on_known_cases(
    k: int, n: int, percent: int, official: bool, evidence: Evidence
) -> None:
    verdict = judge(k, n, make_target(percent))
    assert (verdict.is_officially_met, verdict.evidence) == (official, evidence)


@pytest.mark.parametrize("scale", [1, 10**6, 10**8])
def test_an_official_tie_is_met_at_any_size(scale: int) -> None:
    verdict = judge(9 * scale, 10 * scale, NINETY)
    assert verdict.is_officially_met is True
    below = judge(9 * scale - 1, 10 * scale, NINETY)
    assert below.is_officially_met is False


def test_a_bound_that_ties_with_the_target_counts_as_reaching_it() -> None:
    # The upper bound of 0 of 1 is exactly 0.95, the lower bound of 1 of 1 exactly 0.05.
    rule = make_rule(Fraction(1, 20))
    assert judge(0, 1, make_target(95), rule).evidence is Evidence.TOO_CLOSE
    assert judge(1, 1, make_target(5), rule).evidence is Evidence.MET
    assert judge(1, 1, make_target(5, ">"), rule).evidence is Evidence.TOO_CLOSE
    assert judge(0, 1, make_target(95, "<="), rule).evidence is Evidence.MET
    assert judge(0, 1, make_target(95, "<"), rule).evidence is Evidence.TOO_CLOSE


def test_without_answers_nothing_is_said() -> None:
    verdict = judge(0, 0, NINETY)
    assert verdict.evidence is Evidence.NOT_ENOUGH
    assert verdict.is_officially_met is None
    assert (verdict.lower, verdict.upper) == (None, None)
    assert not verdict.is_shown


def test_nothing_is_shown_under_ten_answers() -> None:
    assert not judge(9, 9, NINETY).is_shown
    assert judge(9, 10, NINETY).is_shown


def test_a_verdict_carries_what_is_needed_to_repeat_it() -> None:
    verdict = judge(376, 412, NINETY)
    assert (verdict.rule.id, verdict.rule.version) == ("V1", 1)
    assert judge(verdict.k, verdict.n, verdict.target, verdict.rule) == verdict


@pytest.mark.parametrize(
    ("evidence", "official"), [(Evidence.MET, False), (Evidence.NOT_MET, True)]
)
def test_contradictions_cannot_be_made(evidence: Evidence, official: bool) -> None:
    with pytest.raises(ImpossibleVerdict, match="376 of 412"):
        Verdict(V1, NINETY, 376, 412, 0.88, 0.93, official, evidence)
    units = judge_units([20, 376], [30, 412], NINETY)
    with pytest.raises(ImpossibleVerdict, match="376 of 412"):
        replace(
            units,
            evidence=np.array([3, EVIDENCE.index(evidence)], dtype=np.int8),
            is_officially_met=np.array([True, official]),
        )


@pytest.mark.parametrize(
    ("percent", "share"),
    [(85, "17/20"), ("92.5", "37/40"), (Decimal("95.00"), "19/20")],
)
def test_a_target_is_exact(percent: int | str | Decimal, share: str) -> None:
    assert make_target(percent).share == Fraction(share)


def test_targets_that_make_no_sense_are_refused() -> None:
    with pytest.raises(TypeError, match="must not be a float"):
        make_target(92.1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 100"):
        make_target(101)
    with pytest.raises(ValueError, match="six decimals"):
        make_target("90.0000001")
    with pytest.raises(ValueError, match="is not a valid Operator"):
        make_target(90, "=")


@given(st.integers(1, 300), PERCENTS, st.sampled_from(Operator))
def test_more_satisfied_people_never_worsen_an_upward_verdict(
    n: int, percent: Fraction, operator: Operator
) -> None:
    target = make_target(percent, operator)
    verdicts = judge_units(np.arange(n + 1), n, target, make_rule(V1.error))
    order = {Evidence.NOT_MET: -1, Evidence.TOO_CLOSE: 0, Evidence.MET: 1}
    ranks = [order[EVIDENCE[code]] for code in verdicts.evidence]
    if not target.is_upward:
        ranks = ranks[::-1]
    assert len(verdicts) == n + 1
    assert ranks == sorted(ranks)


MIRRORED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.ABOVE: Operator.BELOW,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
}


@given(st.integers(0, 2000), st.integers(0, 2000), PERCENTS, st.sampled_from(Operator))
def test_counting_the_dissatisfied_instead_gives_the_same_verdict(
    n: int, k: int, percent: Fraction, operator: Operator
) -> None:
    k = min(k, n)
    one = judge(k, n, make_target(percent, operator))
    other = judge(n - k, n, make_target(100 - percent, MIRRORED[operator]))
    assert one.evidence is other.evidence
    assert one.is_officially_met is other.is_officially_met


@given(st.integers(30, 3000), st.integers(0, 3000), PERCENTS)
def test_evidence_is_what_the_shown_bounds_say(
    n: int, k: int, percent: Fraction
) -> None:
    verdict = judge(min(k, n), n, make_target(percent))
    assert verdict.lower is not None and verdict.upper is not None
    share = float(percent) / 100
    if verdict.evidence is Evidence.MET:
        assert verdict.lower >= share - 1e-9
    elif verdict.evidence is Evidence.NOT_MET:
        assert verdict.upper < share + 1e-9
    else:
        assert verdict.lower < share + 1e-9 and verdict.upper > share - 1e-9
