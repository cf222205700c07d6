from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.adjustments import (
    NOT_REFUSED,
    REFUSALS,
    Refusal,
    WeightedRates,
    split_parts,
    weigh_units,
)
from feedback.analysis.arrays import IntArray
from feedback.analysis.intervals import exact_bounds
from feedback.analysis.registers import W1, RegisterCells, make_cells
from feedback.analysis.verdicts import EVIDENCE, Operator, judge, make_target
from feedback.analysis.weighting import find_weights
from tests.analysis.register_cells import THREE_CHANNELS, read_register, registers

NINETY = make_target(90)


def weigh_channels(
    counts: tuple[list[int], list[int], list[int]], percent: int = 90
) -> WeightedRates:
    """One unit post-stratified by its channels, all left apart."""
    weights = find_weights(make_cells(*counts), [np.arange(len(counts[0]))])
    return weigh_units(weights, make_target(percent))


def say(codes: npt.NDArray[np.int8]) -> list[str]:
    """The words of evidence codes."""
    return [EVIDENCE[code].value for code in codes]


def say_refusals(rates: WeightedRates) -> list[Refusal | None]:
    """The reasons of refusal codes."""
    return [None if c == NOT_REFUSED else REFUSALS[c] for c in rates.refusal.tolist()]


def test_weighting_can_turn_a_verdict_round(reference: Path) -> None:
    """methods.md 0.2: raw 92.2 %, weighted 89.7 %, in the made-up register."""
    known = read_register(reference)
    found = []
    for coding in ("both", "channel"):
        weights = find_weights(
            known.cells,
            [known.classes[coding]],
            [known.classes["agency"], known.classes["channel"]],
        )
        found.append(weigh_units(weights, NINETY))
    # Agency by channel has classes of 3 and 4 answers and is raked instead.
    raked, by_channel = found
    assert raked.weights.is_raked.tolist() == [True]
    assert round(100 * raked.raw.k[0] / raked.raw.n[0], 1) == 92.2
    assert raked.share[0] == pytest.approx(0.893164880899556, abs=1e-9)
    assert by_channel.share[0] == pytest.approx(0.891998059829176, abs=1e-9)
    for rates in found:
        assert say(rates.raw.evidence) == ["met"]
        assert say(rates.evidence) == ["too_close"]
        assert say_refusals(rates) == [None]


def test_raw_and_weighted_stand_side_by_side() -> None:
    rates = weigh_channels(THREE_CHANNELS)
    assert len(rates) == 1
    assert (rates.raw.k[0], rates.raw.n[0]) == (351, 381)
    expected = sum(size * Fraction(k, n) for size, n, k in zip(*THREE_CHANNELS)) / sum(
        THREE_CHANNELS[0]
    )
    assert rates.share[0] == pytest.approx(float(expected), abs=1e-12)
    assert rates.lower[0] < rates.share[0] < rates.upper[0]
    assert rates.raw.is_officially_met[0] and say(rates.raw.evidence) == ["too_close"]
    assert rates.n_eff[0] < 381
    sizes = rates.n_eff
    lower, upper = exact_bounds(rates.share * sizes, sizes, 0.05)
    assert (rates.lower[0], rates.upper[0]) == (lower[0], upper[0])


@pytest.mark.parametrize(
    ("percent", "evidence"), [(70, "met"), (90, "too_close"), (97, "not_met")]
)
def test_weighted_evidence_follows_the_bounds(percent: int, evidence: str) -> None:
    assert say(weigh_channels(THREE_CHANNELS, percent).evidence) == [evidence]


@given(registers(), st.integers(1, 99), st.sampled_from(Operator))
def test_evidence_agrees_with_bounds_and_direction(
    made: tuple[RegisterCells, IntArray], percent: int, operator: Operator
) -> None:
    cells, channel = made
    weights = find_weights(cells, [channel, np.zeros_like(channel)])
    target = make_target(percent, operator)
    rates = weigh_units(weights, target)
    share = percent / 100
    for unit, evidence in enumerate(say(rates.evidence)):
        low, high = rates.lower[unit], rates.upper[unit]
        if rates.refusal[unit] != NOT_REFUSED:
            assert evidence == "not_enough"
            assert np.isnan([low, high, rates.share[unit]]).all()
        elif evidence in ("met", "not_met"):
            is_high = (evidence == "met") == target.is_upward
            assert low > share - 1e-9 if is_high else high < share + 1e-9
        elif evidence == "too_close":
            assert low < share + 1e-6 and high > share - 1e-6
        else:
            assert rates.n_eff[unit] < 30


@given(st.integers(1, 40), st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_answers_in_proportion_to_the_register_change_nothing(
    n: int, satisfied: list[int]
) -> None:
    k = [min(count, n) for count in satisfied]
    cells = make_cells([7 * n] * 3, [n] * 3, k)
    rates = weigh_units(find_weights(cells, [[0, 1, 2], [0, 0, 0]]), NINETY)
    if 3 * n >= 5:
        alone = judge(sum(k), 3 * n, NINETY)
        assert rates.share[0] == sum(k) / (3 * n)
        assert rates.n_eff[0] == 3 * n
        assert say(rates.evidence) == [alone.evidence.value]
        assert (rates.lower[0], rates.upper[0]) == (alone.lower, alone.upper)


@given(registers())
def test_the_order_of_the_cells_changes_nothing(
    made: tuple[RegisterCells, IntArray],
) -> None:
    cells, channel = made
    back = make_cells(
        cells.population[::-1], cells.n[::-1], cells.k[::-1], cells.unit[::-1], 3
    )
    one = weigh_units(find_weights(cells, [channel], [channel]), NINETY)
    other = weigh_units(find_weights(back, [channel[::-1]], [channel[::-1]]), NINETY)
    np.testing.assert_allclose(one.share, other.share, rtol=1e-12)
    np.testing.assert_allclose(one.n_eff, other.n_eff, rtol=1e-9)
    assert one.evidence.tolist() == other.evidence.tolist()
    assert one.refusal.tolist() == other.refusal.tolist()


def test_everybody_satisfied_is_no_certainty() -> None:
    rates = weigh_channels(([400, 500], [200, 50], [200, 50]))
    assert (rates.share[0], rates.upper[0], rates.standard_error[0]) == (1, 1, 0)
    # n over Kish's design effect: (200 * 2 + 50 * 10)^2 / (200 * 4 + 50 * 100)
    assert rates.n_eff[0] <= 900**2 / 5800
    assert rates.lower[0] == pytest.approx(0.05 ** (1 / rates.n_eff[0]), rel=1e-9)
    none = weigh_channels(([400, 500], [200, 50], [0, 0]))
    assert (none.share[0], none.lower[0]) == (0, 0)
    assert none.upper[0] == pytest.approx(1 - rates.lower[0])
    assert say(none.evidence) == ["not_met"]


def test_each_unit_is_refused_for_its_own_reason() -> None:
    units = {
        None: [(400, 220, 213), (500, 125, 112)],
        Refusal.NO_ANSWERS: [(50, 0, 0)],
        Refusal.IMPOSSIBLE_COUNTS: [(50, 60, 60)],
        Refusal.UNHEARD_CLASS: [(400, 220, 213), (100, 0, 0)],
        Refusal.SMALL_CLASSES: [(400, 220, 213), (300, 4, 4)],
        # Weights of 1.1, 4 and 40: a design effect of 2.39.
        Refusal.DESIGN_EFFECT: [(1100, 1000, 900), (5600, 1400, 900), (800, 20, 9)],
    }
    rows = [(at, *row) for at, unit in enumerate(units.values()) for row in unit]
    of, population, n, k = (np.array(column) for column in zip(*rows))
    cells = make_cells(population, n, k, of)
    strict = replace(W1, trim_at=40, most_deff=1.7)
    rates = weigh_units(find_weights(cells, [np.arange(len(rows))], (), strict), NINETY)
    assert say_refusals(rates) == list(units)
    assert np.isnan(rates.share).tolist() == [False] + [True] * 5
    assert rates.kish_deff[5] == pytest.approx(2.39, abs=0.005)
    assert say(rates.evidence)[1:] == ["not_enough"] * 5
    # The raw rates are all there.
    assert rates.raw.n.tolist() == [345, 0, 60, 220, 224, 2420]


def test_raking_that_contradicts_itself_is_refused() -> None:
    population, n = [0, 90, 10, 0], [5, 0, 0, 5]
    cells = make_cells(population, n, n)
    weights = find_weights(cells, [[0, 1, 2, 3]], [[0, 0, 1, 1], [0, 1, 0, 1]])
    assert weights.is_raked.tolist() == [True]
    assert Refusal.NOT_CONVERGED in REFUSALS
    # Its impossible counts are named first; with dossiers in those cells it is the fit.
    assert say_refusals(weigh_units(weights, NINETY)) == [Refusal.IMPOSSIBLE_COUNTS]
    cells = make_cells([6, 900, 100, 6], n, n)
    weights = find_weights(cells, [[0, 1, 2, 3]], [[0, 0, 1, 1], [0, 1, 0, 1]])
    assert say_refusals(weigh_units(weights, NINETY)) == [Refusal.NOT_CONVERGED]


def test_a_class_of_a_tenth_may_be_unheard_and_is_shown_as_such() -> None:
    cells = make_cells([450, 450, 100], [220, 100, 0], [213, 92, 0])
    rates = weigh_units(
        find_weights(cells, [[0, 0, 1], [0, 0, 1]], [[0, 1, 2]]), NINETY
    )
    assert say_refusals(rates) == [None]
    assert rates.weights.fitted.unheard.tolist() == [0.1]
    assert rates.share[0] == pytest.approx((213 / 220 + 92 / 100) / 2)


def test_parts_explain_the_difference() -> None:
    cells = make_cells(
        [400, 500, 300, 100, 50, 0],
        [220, 125, 36, 0, 0, 0],
        [213, 112, 26, 0, 0, 0],
        unit=[0, 0, 0, 0, 1, 2],
    )
    parts = split_parts(cells, [7, 8, 9, 9, 7, 8])
    assert parts.unit.tolist() == [0, 0, 0, 1, 2]
    assert parts.code.tolist() == [7, 8, 9, 7, 8]
    assert parts.population.tolist() == [400, 500, 400, 50, 0]
    assert (parts.n.tolist(), parts.k.tolist()) == (
        [220, 125, 36, 0, 0],
        [213, 112, 26, 0, 0],
    )
    shares = parts.dossier_share[:4] * 1300
    np.testing.assert_allclose(shares, [400, 500, 400, 1300])
    np.testing.assert_allclose(parts.answer_share[:3] * 381, [220, 125, 36])
    np.testing.assert_allclose(parts.rate[:3], [213 / 220, 112 / 125, 26 / 36])
    assert np.isnan(parts.answer_share[3:]).all() and np.isnan(parts.rate[3:]).all()
    assert np.isnan(parts.dossier_share[4])


@given(registers())
def test_parts_put_the_two_rates_together_again(
    made: tuple[RegisterCells, IntArray],
) -> None:
    cells, channel = made
    parts = split_parts(cells, channel)
    rates = weigh_units(find_weights(cells, [channel]), NINETY)
    for unit in range(3):
        of = (parts.unit == unit) & (parts.n > 0)
        if not of.any():
            continue
        raw = (parts.answer_share * parts.rate)[of].sum()
        assert raw == pytest.approx(rates.raw.k[unit] / rates.raw.n[unit])
        if rates.refusal[unit] == NOT_REFUSED and not rates.weights.trimmed[unit]:
            weighted = (parts.dossier_share * parts.rate)[of].sum()
            heard = parts.dossier_share[of].sum()
            assert weighted / heard == pytest.approx(rates.share[unit])
