import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logit

from feedback.analysis.fingerprints import Fingerprints, measure_fingerprints


def draw_units(seed: int, units: int = 400) -> tuple[np.ndarray, ...]:
    """Honest units: both shares vary, and go together a little."""
    random = np.random.default_rng(seed)
    shared = random.normal(0, 0.2, units)
    invited = random.integers(60, 300, units)
    chance = 1 / (1 + np.exp(-(-1 + shared + random.normal(0, 0.3, units))))
    answers = random.binomial(invited, chance)
    share = 1 / (1 + np.exp(-(0.4 + shared + random.normal(0, 0.3, units))))
    return random.binomial(answers, share), answers, invited


def measure(*, extra: tuple[int, int, int], units: int = 40) -> Fingerprints:
    drawn = draw_units(1, units)
    fives, answers, invited = (np.append(a, b) for a, b in zip(drawn, extra))
    return measure_fingerprints(fives, answers, invited, np.zeros(units + 1, int))


def test_a_stuffed_unit_stands_out() -> None:
    found = measure(extra=(197, 198, 200))
    assert len(found) == 41 and found.n_peers[-1] >= 38
    assert found.is_high[-1] and found.p[-1] < 1e-4
    assert found.distance[-1] == np.nanmax(found.distance)
    assert found.answer_rate[-1] == 0.99
    assert found.five_share[-1] == pytest.approx(197 / 198)


@pytest.mark.parametrize("extra", [(1, 198, 200), (12, 12, 200), (1, 12, 200)])
def test_only_high_in_both_is_the_fingerprint(extra: tuple[int, int, int]) -> None:
    found = measure(extra=extra)
    assert not found.is_high[-1] and found.p[-1] == 1


def test_distance_and_tail_are_hotellings() -> None:
    fives, answers, invited = draw_units(3, 12)
    found = measure_fingerprints(fives, answers, invited, np.zeros(12, int), 4)
    assert set(found.n_peers) == {11}
    x = logit((answers + 0.5) / (invited + 1))
    y = logit((fives + 0.5) / (answers + 1))
    for unit in range(12):
        others = np.delete(np.stack([x, y]), unit, axis=1)
        own = np.diag(
            [
                1 / (answers[unit] + 0.5) + 1 / (invited[unit] - answers[unit] + 0.5),
                1 / (fives[unit] + 0.5) + 1 / (answers[unit] - fives[unit] + 0.5),
            ]
        )
        spread = np.cov(others) / 0.954 * (1 + 1 / 11) + own
        gap = np.array([x[unit], y[unit]]) - others.mean(axis=1)
        squared = gap @ np.linalg.solve(spread, gap)
        assert found.distance[unit] == pytest.approx(np.sqrt(squared))
        # T^2 (m - p) / (p (m - 1)) with m = 11 peers in p = 2 directions.
        tail = stats.f.sf(squared * 9 / 20, 2, 9)
        assert found.p[unit] == pytest.approx(tail if found.is_high[unit] else 1)


def test_honest_units_are_seldom_accused() -> None:
    fives, answers, invited = draw_units(2, 2000)
    found = measure_fingerprints(fives, answers, invited, np.arange(2000) % 40)
    assert np.nanmean(found.p < 0.05) < 0.05


def test_one_cheat_in_ten_cannot_hide_among_the_others() -> None:
    fives, answers, invited = draw_units(6, 60)
    answers[:6] = invited[:6] - 2
    fives[:6] = answers[:6] - 2
    found = measure_fingerprints(fives, answers, invited, np.zeros(60, int))
    assert (found.p[:6] < 1e-4).all() and found.n_peers[-1] >= 50


def test_few_answers_or_few_peers_give_nothing() -> None:
    fives, answers, invited = draw_units(4, 14)
    answers[0], fives[0] = 9, 5
    group = np.array([0] * 12 + [1] * 2)
    found = measure_fingerprints(fives, answers, invited, group)
    assert np.isnan(found.p[[0, 12, 13]]).all()
    assert np.isnan(found.distance[[0, 12, 13]]).all()
    assert np.isfinite(found.p[1:12]).all() and set(found.n_peers[1:12]) == {10}


def test_nobody_invited_has_no_rates() -> None:
    found = measure_fingerprints([0], [0], [0], [0])
    assert np.isnan([found.answer_rate[0], found.five_share[0], found.p[0]]).all()


def test_peers_all_alike_leave_chance_as_the_yardstick() -> None:
    found = measure_fingerprints([60] * 12, [100] * 12, [200] * 12, [0] * 12)
    assert found.distance.tolist() == pytest.approx([0] * 12)


def test_no_units_give_an_empty_result() -> None:
    empty = np.zeros(0, dtype=int)
    assert len(measure_fingerprints(empty, empty, empty, empty)) == 0


@given(st.permutations(range(15)))
def test_the_order_of_the_units_does_not_matter(order: list[int]) -> None:
    fives, answers, invited = draw_units(5, 15)
    group = np.zeros(15, int)
    whole = measure_fingerprints(fives, answers, invited, group)
    turned = measure_fingerprints(fives[order], answers[order], invited[order], group)
    np.testing.assert_allclose(turned.p, whole.p[order], rtol=1e-9)
