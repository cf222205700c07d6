from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.counts import count_answers
from feedback.analysis.rates import (
    R1,
    R2,
    R3,
    RateRule,
    find_lowest_levels,
    measure_rate,
    measure_rates,
)

#: April 2023 of the deputy report survey of the Office of the Public Guardian.
APRIL = (23, 46, 153, 419, 528)
COUNTS = st.tuples(*[st.integers(0, 10**6)] * 5)


def test_r1_is_the_share_of_satisfied_and_very_satisfied() -> None:
    rate = measure_rate(APRIL)
    assert (rate.numerator, rate.denominator) == (947, 1169)
    assert rate.share == 947 / 1169
    assert rate.n == 1169


def test_r2_is_the_mean_index_in_quarters() -> None:
    rate = measure_rate(APRIL, R2)
    # (25*46 + 50*153 + 75*419 + 100*528) / 1169 = 79.57, published as 80
    assert Fraction(rate.numerator, rate.denominator) == Fraction(93025, 116900)
    assert rate.percent == 80


def test_rules_carry_id_and_version() -> None:
    assert [(r.id, r.version) for r in (R1, R2)] == [("R1", 1), ("R2", 1)]


@pytest.mark.parametrize("rule", [R1, R2])
def test_without_answers_there_is_no_rate(rule: RateRule) -> None:
    rates = measure_rates([[0] * 5, [0, 0, 0, 0, 1]], rule)
    assert np.isnan(rates.share).tolist() == [True, False]
    assert rates.at(0).share is None
    assert rates.at(0).percent is None
    assert rates.at(1).percent == 100


def test_a_result_carries_what_it_was_made_from_and_cannot_be_changed() -> None:
    rates = measure_rates(np.array([APRIL], dtype=np.int16))
    assert rates.at(0).counts == APRIL
    with pytest.raises(ValueError, match="read-only"):
        rates.counts[0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        rates.at(0).numerator = 0  # type: ignore[misc]


@pytest.mark.parametrize("counts", [[1, 2, 3, 4, 5], [[1, 2, 3]]])
def test_counts_need_five_columns(counts: list[object]) -> None:
    with pytest.raises(ValueError, match="five columns"):
        measure_rates(counts)  # type: ignore[arg-type]


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        measure_rate([0, 0, 0, -1, 2])


@given(st.lists(COUNTS, min_size=1, max_size=6), st.sampled_from([R1, R2]))
def test_many_units_give_what_each_gives_alone(
    table: list[tuple[int, ...]], rule: RateRule
) -> None:
    rates = measure_rates(table, rule)
    assert len(rates) == len(table)
    assert [rates.at(i) for i in range(len(table))] == [
        measure_rate(row, rule) for row in table
    ]


@given(COUNTS)
def test_turning_the_scale_round_turns_the_index_round(
    counts: tuple[int, ...],
) -> None:
    index, turned = measure_rate(counts, R2), measure_rate(counts[::-1], R2)
    assert index.numerator + turned.numerator == index.denominator


def test_all_items_are_satisfied_when_the_lowest_is() -> None:
    answers = np.array(
        [
            [5, 4, 4],
            [5, 5, 3],
            [4, 0, 5],  # no opinion on one item, satisfied with the others
            [0, 0, 1],
            [0, 0, 0],  # no opinion at all
        ],
        dtype=np.uint8,
    )
    lowest = find_lowest_levels(answers)
    assert lowest.tolist() == [4, 3, 4, 1, 0]
    assert lowest.dtype == np.uint8
    cells = count_answers([np.zeros(5, dtype=np.int64)], lowest)
    rate = measure_rates(cells.counts, R3).at(0)
    assert (rate.rule.id, rate.rule.version) == ("R3", 1)
    assert (rate.numerator, rate.n) == (2, 4)
    assert cells.no_opinion.tolist() == [1]


@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), max_size=30))
def test_all_items_are_counted_as_people_would(table: list[list[int]]) -> None:
    people = [[level for level in answers if level] for answers in table]
    answered = [levels for levels in people if levels]
    satisfied = sum(all(level >= 4 for level in levels) for levels in answered)
    lowest = find_lowest_levels(np.array(table, dtype=np.int64).reshape(-1, 4))
    counts = np.bincount(lowest, minlength=6)[1:].tolist()
    rate = measure_rate(counts, R3)
    assert (rate.numerator, rate.n) == (satisfied, len(answered))
    # Nobody is satisfied with everything more easily than with one item.
    first = np.bincount([levels[0] for levels in answered], minlength=6)[1:]
    assert rate.numerator <= measure_rate(first.tolist(), R1).numerator


def test_a_questionnaire_without_items_has_no_levels() -> None:
    assert find_lowest_levels(np.zeros((2, 0), dtype=np.int64)).tolist() == [0, 0]
    assert find_lowest_levels(np.zeros((0, 3), dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("level", [-1, 6])
def test_levels_off_the_scale_are_refused(level: int) -> None:
    with pytest.raises(ValueError, match="0 \\(no opinion\\) to 5"):
        find_lowest_levels(np.array([[5, level]]))
