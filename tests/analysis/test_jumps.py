import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from feedback.analysis.jumps import Jumps, measure_jumps


def draw_changes(
    seed: int, units: int, sd: float = 0.03
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(seed)
    n = random.integers(80, 200, units), random.integers(80, 200, units)
    rate = random.beta(30, 12, units)
    later = np.clip(rate + 0.02 + random.normal(0, sd, units), 0, 1)
    return (random.binomial(n[0], rate), random.binomial(n[1], later)), n


def test_the_jump_is_the_change_less_that_of_the_sisters() -> None:
    # Sisters of one size and rate go from 60 % to 66 %, the unit from 60 % to 80 %.
    k = [60] * 7, [66] * 6 + [80]
    found = measure_jumps(k, ([100] * 7, [100] * 7), [0] * 7)
    assert found.change[-1] == pytest.approx(0.2)
    assert found.sisters_change[-1] == pytest.approx(0.06)
    assert found.jump[-1] == pytest.approx(0.14)
    assert found.spread[-1] == 0


def test_interval_and_p_are_of_one_t_statistic() -> None:
    k = [60] * 7, [66] * 6 + [80]
    found = measure_jumps(k, ([100] * 7, [100] * 7), [0] * 7)

    def variance(count: int) -> float:
        p = (count + 0.5) / 101
        return p * (1 - p) / 100

    own = variance(60) + variance(80)
    sisters = (variance(60) + variance(66)) / 6
    t = 0.14 / np.sqrt(own + sisters)
    assert found.p[-1] == pytest.approx(stats.t.sf(t, 5))
    half = stats.t.ppf(0.95, 5) * 0.14 / t
    assert found.lower[-1] == pytest.approx(0.14 - half)
    assert found.upper[-1] == pytest.approx(0.14 + half)


def test_sisters_who_leap_about_excuse_a_leap() -> None:
    n = [200] * 9, [200] * 9
    calm = measure_jumps(([120] * 9, [120] * 8 + [150]), n, [0] * 9)
    moving = [90, 150, 100, 140, 95, 145, 105, 135, 150]
    wild = measure_jumps(([120] * 9, moving), n, [0] * 9)
    # The sisters' own changes, beyond chance, by the moments of equal weights.
    assert wild.spread[-1] == pytest.approx(0.1, abs=0.03)
    assert calm.p[-1] < 0.01 < 0.05 < wild.p[-1]


def test_honest_changes_are_seldom_accused() -> None:
    k, n = draw_changes(1, 3000)
    found = measure_jumps(k, n, np.arange(3000) % 150)
    assert len(found) == 3000
    assert np.mean(found.p < 0.05) == pytest.approx(0.05, abs=0.015)


def test_without_answers_or_sisters_there_is_no_jump() -> None:
    k = [5] * 8, [5] * 6 + [0, 5]
    n = [10] * 8, [10] * 6 + [0, 10]
    found = measure_jumps(k, n, [0] * 7 + [1])
    for values in (found.jump, found.lower, found.p, found.spread):
        assert np.isnan(values[6:]).all() and np.isfinite(values[:6]).all()
    assert np.isnan(found.change[6]) and found.change[7] == 0
    assert found.n_sisters.tolist() == [5] * 6 + [6, 0]


def test_all_satisfied_before_and_after_is_no_jump() -> None:
    found = measure_jumps(([30] * 6, [30] * 6), ([30] * 6, [30] * 6), [0] * 6)
    assert found.jump.tolist() == [0] * 6
    assert found.p.tolist() == pytest.approx([0.5] * 6)


def test_no_units_give_an_empty_result() -> None:
    empty = np.zeros(0, dtype=int)
    assert len(measure_jumps((empty, empty), (empty, empty), empty)) == 0


@given(st.permutations(range(9)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    k, n = draw_changes(2, 9)
    group = np.zeros(9, int)

    def measure(places: list[int]) -> Jumps:
        return measure_jumps(
            (k[0][places], k[1][places]), (n[0][places], n[1][places]), group
        )

    whole = measure(list(range(9)))
    np.testing.assert_allclose(measure(order).p, whole.p[order], rtol=1e-9)
