"""Planted fraud, in small: the bounds are what was measured, on the safe side.

`python -m bench.fraud` is the long version, with every strength and test.
"""

import numpy as np
import pytest

from bench.cheats import (
    Province,
    add_fives,
    fill_urns,
    make_province,
    skip_refused,
    smooth_fives,
)
from bench.fraud import (
    FIVES,
    Judge,
    Plant,
    flag,
    judge_any,
    judge_fingerprint,
    judge_refused,
    judge_stuffing,
    judge_uniformity,
    measure,
    measure_copies,
)
from feedback.analysis.homogeneity import measure_homogeneity

RUNS, AGENCIES = 5, 180


@pytest.mark.parametrize(
    ("plant", "strength", "judge", "recall"),
    [
        (add_fives, 0.2, judge_stuffing, 25),
        (add_fives, 0.5, judge_stuffing, 90),
        (add_fives, 0.5, judge_any, 85),
        (fill_urns, 0.5, judge_fingerprint, 60),
        (smooth_fives, 1.0, judge_uniformity, 95),
        (skip_refused, 0.2, judge_refused, 20),
        (skip_refused, 0.5, judge_refused, 95),
    ],
)
def test_planted_fraud_is_found_without_accusing_many_others(
    plant: Plant, strength: float, judge: Judge, recall: float
) -> None:
    found = measure("fraud", plant, strength, judge, RUNS, AGENCIES)
    assert found["recall %"] >= recall
    # 10 % is promised on average; five runs stray a little.
    assert found["false discoveries %"] <= 15


@pytest.mark.parametrize("strength", [0.05, 0.1])
def test_a_few_extra_fives_are_not_found_and_nobody_should_think_so(
    strength: float,
) -> None:
    # One in ten or twenty more answers moves an office of 240 answers less than chance.
    for judge in FIVES:
        found = measure("fives", add_fives, strength, judge, RUNS, AGENCIES)
        assert found["recall %"] <= 15


@pytest.mark.parametrize("judge", [*FIVES, judge_uniformity, judge_refused])
def test_honest_provinces_are_hardly_ever_accused(judge: Judge) -> None:
    shares = [flag(judge(make(seed))).mean() for seed in range(100, 108)]
    assert np.mean(shares) <= 0.01


def test_the_clean_data_vary_more_than_chance_lets_them() -> None:
    # Otherwise low alarms would be no merit: agencies differ, and so do months.
    province = make(1)
    among = measure_homogeneity(
        province.fives.sum(axis=1), province.answers.sum(axis=1)
    )
    assert among.dispersion[0] > 5
    months = measure_homogeneity(province.fives, province.answers)
    assert np.median(months.dispersion) > 1.05


def test_copied_comments_are_found() -> None:
    agencies, comments = measure_copies(0.05, runs=1, agencies=40)
    assert agencies["recall %"] == comments["recall %"] == 100
    assert agencies["clean flagged %"] == 0 and comments["clean flagged %"] < 1


def make(seed: int) -> Province:
    return make_province(np.random.default_rng(seed), AGENCIES)
