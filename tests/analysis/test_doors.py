import numpy as np
import pytest

from feedback.analysis.doors import DoorCounts, DoorFlags, judge_doors, make_door_counts

WINDOWS = 48


def draw_doors(seed: int, units: int = 60) -> list[np.ndarray]:
    """Honest days of one channel: a morning peak, rates that differ by agency."""
    random = np.random.default_rng(seed)
    n = random.integers(20, 120, units)
    profile = np.concatenate([np.full(12, 3.0), np.full(36, 1.0)])
    by_key = random.multinomial(n, [0.9, 0.08, 0.02])
    fast = random.beta(2, 40, units)
    by_seconds = np.stack([slow := random.binomial(n, fast), n - slow], axis=1)
    by_window = random.multinomial(n, profile / profile.sum())
    return [by_key, by_seconds, by_window, np.zeros(units, int)]


def judge(tables: list[np.ndarray]) -> DoorFlags:
    return judge_doors(make_door_counts(*tables), many_from=2, fast_below=1)


def test_honest_days_are_seldom_flagged() -> None:
    found = judge(draw_doors(1, 1500))
    for p in (found.p_keys, found.p_fast, found.p_even, found.p_burst):
        assert np.mean(p < 0.01) < 0.02


def test_many_answers_from_one_key_are_flagged() -> None:
    tables = draw_doors(2)
    tables[0][0] = [20, 0, 50]
    found = judge(tables)
    assert found.p_keys[0] < 1e-4
    assert np.nanmin(found.p_fast[0]) > 1e-3 and found.many_from == 2


def test_forms_filled_in_too_fast_are_flagged() -> None:
    tables = draw_doors(3)
    tables[1][0] = [45, 15]
    assert judge(tables).p_fast[0] < 1e-4


def test_answers_at_even_intervals_are_flagged() -> None:
    tables = draw_doors(4)
    tables[2][0] = [2] * WINDOWS
    found = judge(tables)
    assert found.p_even[0] < 1e-6 < np.min(found.p_even[1:])


def test_evenness_by_hand() -> None:
    # Pairs (3, 1), (2, 2), (1, 0): 4/4 + 0 over two telling pairs; the tail of
    # chi-square with 2 degrees of freedom is 1 - exp(-1/2).
    row = [3, 1, 2, 2, 1, 0, 9]
    counts = make_door_counts([[18]], [[18]], [row], [0])
    found = judge_doors(counts, 1, 0)
    assert found.p_even[0] == pytest.approx(1 - np.exp(-0.5))


def test_a_burst_within_ten_minutes_is_flagged() -> None:
    tables = draw_doors(5)
    tables[2][0, 30] += 40
    found = judge(tables)
    assert found.p_burst[0] < 1e-6 < np.min(found.p_burst[1:])


def test_the_morning_peak_is_no_burst() -> None:
    tables = draw_doors(6, 300)
    assert np.mean(judge(tables).p_burst < 0.05) < 0.06


def test_small_days_are_dropped_and_nobodys_peers() -> None:
    tables = draw_doors(7, 14)
    for table in tables[:3]:
        table[0] = 0
        table[0, 0] = 9
    found = judge(tables)
    for p in (found.p_keys, found.p_fast, found.p_even, found.p_burst):
        assert np.isnan(p[0]) and np.isfinite(p[1:]).all()


def test_channels_are_judged_apart() -> None:
    tables = draw_doors(8, 12)
    tables[3] = np.array([0] * 11 + [1])
    found = judge(tables)
    assert np.isfinite(found.p_keys[:11]).all() and np.isnan(found.p_keys[11])


def test_answers_in_pairs_of_one_say_nothing_of_evenness() -> None:
    tables = draw_doors(9, 12)
    tables[2][0] = [1, 0] * (WINDOWS // 2)
    assert np.isnan(judge(tables).p_even[0])


def test_no_days_give_an_empty_result() -> None:
    empty = np.zeros((0, 3), dtype=int)
    counts = make_door_counts(empty, empty, empty, np.zeros(0, dtype=int))
    assert isinstance(counts, DoorCounts) and len(counts) == 0
    assert len(judge_doors(counts, 1, 1).p_even) == 0


def test_tables_with_other_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="one row for each"):
        make_door_counts([[1]], [[1]], [[1], [2]], [0])
