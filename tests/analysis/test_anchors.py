from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.analysis.anchors import Anchor, AnchorState, Sample, measure_anchor
from tests.analysis.tables import read_rows


def measure(
    *counts: int, continuous: tuple[int, int] = (900, 1000), error: float = 0.025
) -> Anchor:
    return measure_anchor(Sample(*counts), continuous, error)


def test_the_interval_is_that_of_r_with_the_population(reference: Path) -> None:
    rows = read_rows(reference / "proportion_ci_fpc.csv")
    for row in rows:
        k, n, population = int(row["k"]), int(row["n"]), int(row["N"])
        error = (1 - float(row.get("conf", "0.95"))) / 2
        found = measure(k, n, n, population, error=error)
        assert found.lower == pytest.approx(float(row["wilson_fpc_lo"]), abs=1e-10)
        assert found.upper == pytest.approx(float(row["wilson_fpc_hi"]), abs=1e-10)


def test_the_gap_is_newcombes(reference: Path) -> None:
    for row in read_rows(reference / "two_proportions.csv"):
        k1, n1, k2, n2 = (int(row[name]) for name in ("k1", "n1", "k2", "n2"))
        gap = measure(k2, n2, n2, 10**6, continuous=(k1, n1)).gap
        assert gap.share == pytest.approx(float(row["diff"]), abs=1e-10)
        assert gap.lower == pytest.approx(float(row["newcombe_lo"]), abs=1e-10)
        assert gap.upper == pytest.approx(float(row["newcombe_hi"]), abs=1e-10)


def test_a_yearly_anchor_with_its_response_and_gap() -> None:
    found = measure(164, 200, 260, 40_000, continuous=(9_120, 10_000))
    assert found.rate == 0.82 and found.state is AnchorState.SOUND
    # Wilson for 164 of 200 is 0.7608 to 0.8671 (R: prop.test, correct = FALSE).
    assert found.lower == pytest.approx(0.7608, abs=5e-4)
    assert found.upper == pytest.approx(0.8671, abs=5e-4)
    assert (found.response.k, found.response.n) == (200, 260)
    assert found.gap.share == pytest.approx(0.092) and found.is_gap_clear


def test_once_all_were_called_and_answered_it_is_a_fact() -> None:
    found = measure(40, 50, 50, 50)
    assert found.lower == found.upper == found.rate == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ((0, 0, 0, 0), AnchorState.EMPTY),
        ((0, 0, 50, 900), AnchorState.EMPTY),
        ((20, 29, 40, 900), AnchorState.SMALL),
        ((30, 49, 100, 900), AnchorState.SHY),
        ((30, 50, 100, 900), AnchorState.SOUND),
    ],
)
def test_what_an_anchor_is_good_for(
    counts: tuple[int, int, int, int], state: AnchorState
) -> None:
    assert measure(*counts).state is state


def test_without_answers_there_is_no_rate_and_no_gap() -> None:
    for found in (measure(0, 0, 0, 0), measure(0, 0, 50, 900)):
        assert (found.rate, found.lower, found.upper) == (None, None, None)
        assert (found.gap.share, found.gap.lower) == (None, None)
        assert not found.is_gap_clear
    assert measure(0, 0, 0, 0).response.lower is None
    alone = measure(30, 50, 80, 900, continuous=(0, 0))
    assert alone.rate == 0.6 and alone.gap.share is None


def test_a_gap_may_be_clear_either_way_or_not_at_all() -> None:
    assert measure(50, 100, 100, 9000).is_gap_clear
    assert measure(100, 100, 100, 9000, continuous=(50, 100)).is_gap_clear
    assert not measure(90, 100, 100, 9000).is_gap_clear


@pytest.mark.parametrize(
    "counts", [(5, 4, 9, 9), (1, 9, 8, 9), (1, 2, 9, 8), (-1, 2, 3, 4)]
)
def test_a_sample_that_is_no_chain_is_refused(
    counts: tuple[int, int, int, int],
) -> None:
    with pytest.raises(ValueError, match="must hold"):
        Sample(*counts)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    satisfied = 1640
    drawn = random.hypergeometric(satisfied, 2000 - satisfied, 300, 400)
    found = [measure(int(k), 300, 300, 2000) for k in drawn]
    share = np.mean([(a.lower or 0) <= 0.82 <= (a.upper or 0) for a in found])
    assert 0.92 <= share <= 0.98


@given(st.integers(30, 300), st.integers(0, 300))
def test_a_smaller_population_never_widens_the_interval(n: int, k: int) -> None:
    few, many = measure(min(k, n), n, n, n + 50), measure(min(k, n), n, n, 10**6)
    assert (few.lower or 0) >= (many.lower or 0) - 1e-12
    assert (few.upper or 0) <= (many.upper or 0) + 1e-12
