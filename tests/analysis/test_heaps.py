import numpy as np
import pytest

from feedback.analysis.heaps import measure_heaping, measure_pile_up


def draw_units(seed: int, units: int = 400) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    n = random.integers(80, 400, units)
    return random.binomial(n, random.beta(45, 6, units)), n


def lift_over(k: np.ndarray, n: np.ndarray, percent: int) -> np.ndarray:
    """Whoever is up to two points short adds just enough."""
    needed = -(-percent * n // 100)
    is_short = (100 * k < percent * n) & (100 * k >= (percent - 2) * n)
    return np.where(is_short, needed, k)


def test_edges_are_whole_numbers() -> None:
    # 90/100 is above, 89/100 and 899/1000 below, 91/100 and 88/100 neither.
    k, n = [90, 89, 899, 91, 88], [100, 100, 1000, 100, 100]
    found = measure_pile_up(k, n, 90, seed=1, draws=9)
    assert (found.above, found.below, found.observed) == (1, 2, -1)


def test_units_lifted_over_the_target_are_seen() -> None:
    k, n = draw_units(1)
    found = measure_pile_up(lift_over(k, n, 90), n, 90, seed=1, draws=199)
    assert found.p == 1 / 200
    assert found.expected is not None and found.observed > found.expected + 20


def test_honest_units_are_seldom_accused_of_a_pile_up() -> None:
    found = [
        measure_pile_up(*draw_units(seed), 90, seed=seed, draws=99).p or 0
        for seed in range(60)
    ]
    assert np.mean(np.array(found) <= 0.05) <= 0.1


def test_whole_percents_typed_in_are_seen() -> None:
    random = np.random.default_rng(3)
    n = random.integers(150, 900, 200)
    honest = random.binomial(n, 0.87)
    typed = np.round(np.round(100 * honest / n) * n / 100).astype(int)
    assert measure_heaping(typed, n, seed=1, draws=199).p == 1 / 200
    clean = measure_heaping(honest, n, seed=1, draws=199)
    assert clean.p is not None and clean.p > 0.05


def test_honest_units_are_seldom_accused_of_heaping() -> None:
    found = [
        measure_heaping(*draw_units(seed), seed=seed, draws=99).p or 0
        for seed in range(60)
    ]
    assert np.mean(np.array(found) <= 0.05) <= 0.1


def test_small_units_are_whole_by_nature_and_no_heap() -> None:
    found = measure_heaping([18, 19, 17] * 10, [20] * 30, seed=1, draws=99)
    # 0 and 20 of 20 are as whole as any other.
    assert (found.observed, found.expected, found.p) == (30, 30.0, 1.0)


def test_the_half_width_is_a_twentieth_of_a_point() -> None:
    # 87.05 % is on, 87.06 % is not.
    assert measure_heaping([8705], [10_000], seed=1, draws=1).observed == 1
    assert measure_heaping([8706], [10_000], seed=1, draws=1).observed == 0


@pytest.mark.parametrize(("k", "n"), [([], []), ([0], [0]), ([9, 0], [9, 4])])
def test_without_units_between_the_ends_there_is_no_heaping(
    k: list[int], n: list[int]
) -> None:
    units = np.array(k, dtype=int), np.array(n, dtype=int)
    found = measure_heaping(*units, seed=1)
    assert (found.observed, found.expected, found.p) == (0, None, None)


@pytest.mark.parametrize(("k", "n"), [([], []), ([0], [0]), ([50], [100])])
def test_without_units_near_the_target_there_is_no_pile_up(
    k: list[int], n: list[int]
) -> None:
    units = np.array(k, dtype=int), np.array(n, dtype=int)
    found = measure_pile_up(*units, 90, seed=1)
    assert (found.above, found.below, found.p) == (0, 0, None)


def test_the_same_seed_gives_the_same_figures() -> None:
    k, n = draw_units(6, 50)
    first, again = (measure_pile_up(k, n, 90, seed=4, draws=50) for _ in range(2))
    assert (first.p, first.expected) == (again.p, again.expected)
