import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from feedback.analysis.breaks import find_break, measure_gains

COUNTS = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=20,
)


def test_gains_and_split_are_those_of_r(reference: Path) -> None:
    known = json.loads((reference / "binomial_change_point.json").read_text())
    gains = measure_gains(known["k"], known["n"])
    for last_before, gain in known["deviance_drop_by_split"].items():
        assert gains[int(last_before) - 1] == pytest.approx(gain, abs=1e-8)
    found = find_break(known["k"], known["n"], seed=1)
    assert found.last_before is not None
    assert found.last_before + 1 == known["best_with_min_segment_4"]
    assert found.gain == pytest.approx(known["max_deviance_drop"], abs=1e-8)
    assert found.p is not None and found.p < 0.01


def test_a_gain_is_a_ratio_of_likelihoods() -> None:
    k, n = np.array([9, 8, 5]), np.array([10, 10, 10])
    one = binom.logpmf(k, n, 22 / 30).sum()
    two = binom.logpmf(k, n, [17 / 20, 17 / 20, 5 / 10]).sum()
    assert measure_gains(k, n)[1] == pytest.approx(2 * (two - one))


def test_a_change_is_found_with_the_difference_it_made() -> None:
    k = [90, 93, 88, 91, 89, 92, 72, 70, 69, 71, 73, 70]
    found = find_break(k, [100] * 12, seed=1)
    assert found.last_before == 5
    # Of the 924 orders of six high and six low months two are as far apart.
    assert found.p is not None and found.p < 0.005
    assert found.draws == 2000
    assert found.difference is not None
    assert (found.difference.k, found.difference.n) == ((543, 425), (600, 600))
    assert found.difference.share == pytest.approx(118 / 600)
    # Newcombe: Wilson 0.8788-0.9261 and 0.6711-0.7433.
    assert found.difference.lower == pytest.approx(0.1530, abs=5e-4)
    assert found.difference.upper == pytest.approx(0.2394, abs=5e-4)


def test_a_lucky_first_month_is_no_change() -> None:
    k = [100, 90, 91, 90, 89, 91, 90, 90, 91, 89]
    gains = measure_gains(k, [100] * 10)
    assert np.argmax(gains) == 0
    found = find_break(k, [100] * 10, seed=1)
    assert found.last_before not in (0, 1, 2)
    assert found.p is not None and found.p > 0.2
    assert find_break(k, [100] * 10, seed=1, min_segment=1).last_before == 0


def test_drawing_stops_early_where_chance_does_as_well() -> None:
    found = find_break([90, 91, 90, 91, 90, 91, 90, 91], [100] * 8, seed=1)
    assert found.p is not None and found.p > 0.5
    assert found.draws == 100


def test_rates_that_vary_by_themselves_make_no_change() -> None:
    # The same leap among months that leap all the time.
    calm = [90, 90, 90, 90, 90, 90, 80, 80, 80, 80, 80, 80]
    wild = [99, 81, 97, 83, 99, 81, 89, 71, 87, 73, 89, 71]
    first, second = (find_break(k, [100] * 12, seed=1) for k in (calm, wild))
    gains = measure_gains([calm, wild], [[100] * 12] * 2)
    assert gains[0, 5] == pytest.approx(gains[1, 5])
    assert second.no_change.rho > first.no_change.rho
    assert first.p is not None and first.p < 0.02
    assert second.p is not None and second.p > 0.05


@pytest.mark.parametrize("months", [0, 1, 7])
def test_under_eight_months_there_is_no_change_point(months: int) -> None:
    found = find_break([5] * months, [10] * months, seed=1)
    assert (found.last_before, found.gain, found.p, found.draws) == (None,) * 3 + (0,)
    assert found.difference is None


def test_missing_months_fill_no_segment() -> None:
    k, n = [9, 8, 9, 0, 0, 5, 5, 4, 5], [10, 10, 10, 0, 0, 10, 10, 10, 10]
    assert find_break(k, n, seed=1).last_before is None
    found = find_break([9, *k], [10, *n], seed=1)
    # The change is named after the last month with answers before the gap.
    assert found.last_before == 3
    assert found.difference is not None and found.difference.n == (40, 40)


@pytest.mark.parametrize("k", [0, 10])
def test_answers_all_alike_never_change(k: int) -> None:
    found = find_break([k] * 10, [10] * 10, seed=1)
    assert (found.gain, found.p, found.last_before) == (0, 1, 3)


def test_the_same_seed_gives_the_same_chance() -> None:
    k = [90, 93, 88, 91, 89, 84, 85, 83, 86, 88]
    first, second = (find_break(k, [100] * 10, seed=3) for _ in range(2))
    assert first.p == second.p


@pytest.mark.parametrize("is_wild", [False, True])
def test_few_series_without_a_change_are_called_changed(is_wild: bool) -> None:
    rng = np.random.default_rng(1)
    p = []
    for seed in range(150):
        n = rng.integers(30, 300, 24)
        k = rng.binomial(n, rng.beta(45, 5, 24) if is_wild else 0.9)
        p.append(find_break(k, n, seed).p or 1.0)
    assert np.mean(np.array(p) < 0.05) < 0.08


@settings(max_examples=100)
@given(COUNTS)
def test_gains_do_not_depend_on_direction_or_side(
    counts: list[tuple[int, int]],
) -> None:
    k, n = np.array(counts).T
    gains = measure_gains(k, n)
    assert np.all(gains >= 0) and len(gains) == len(k) - 1
    np.testing.assert_allclose(measure_gains(n - k, n), gains, atol=1e-9)
    np.testing.assert_allclose(measure_gains(k[::-1], n[::-1])[::-1], gains, atol=1e-9)
    both = measure_gains(np.stack([k, n - k]), n)
    np.testing.assert_allclose(both, [gains, gains], atol=1e-9)
