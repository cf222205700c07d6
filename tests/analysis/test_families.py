from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from feedback.analysis.families import Procedure, adjust_family
from tests.analysis.tables import read_rows

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("procedure", "column"),
    [
        (Procedure.BENJAMINI_HOCHBERG, "BH"),
        (Procedure.BENJAMINI_YEKUTIELI, "BY"),
    ],
)
def test_adjusted_p_values_are_those_of_r(
    procedure: Procedure, column: str, reference: Path
) -> None:
    rows = read_rows(reference / "p_adjust.csv")
    sets = {row["set"] for row in rows}
    assert len(sets) >= 2
    for name in sets:
        of_set = [row for row in rows if row["set"] == name]
        found = adjust_family([float(row["p"]) for row in of_set], 0.05, procedure)
        known = [float(row[column]) for row in of_set]
        np.testing.assert_allclose(found.adjusted, known, rtol=0, atol=1e-12)
        if procedure is Procedure.BENJAMINI_HOCHBERG:
            rejected = [row["reject_BH_05"] == "TRUE" for row in of_set]
            assert found.is_rejected.tolist() == rejected


def test_the_example_of_benjamini_and_hochberg_rejects_four() -> None:
    # Benjamini, Hochberg (1995), section 3.2: 15 p-values, the first four rejected.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    found = adjust_family(p)
    assert found.is_rejected.tolist() == [True] * 4 + [False] * 11
    # 15/4 x 0.0095, and for Yekutieli that times 1 + 1/2 + ... + 1/15.
    assert found.adjusted[3] == pytest.approx(0.035625)
    harmonic = sum(1 / i for i in range(1, 16))
    by = adjust_family(p, procedure=Procedure.BENJAMINI_YEKUTIELI)
    assert by.adjusted[3] == pytest.approx(0.035625 * harmonic)


def test_each_result_keeps_p_adjusted_p_and_the_size_of_its_family() -> None:
    found = adjust_family([0.01, np.nan, 0.2], q=0.1)
    assert (len(found), found.size) == (3, 2)
    one = found.at(0)
    assert (one.p, one.adjusted, one.is_rejected) == (0.01, 0.02, True)
    assert (one.procedure, one.q, one.family_size) == ("bh", 0.1, 2)


def test_a_unit_without_a_test_is_not_rejected_and_does_not_count() -> None:
    found = adjust_family([np.nan, 0.04])
    assert found.adjusted[1] == 0.04
    missing = found.at(0)
    assert (missing.p, missing.adjusted, missing.is_rejected) == (None, None, False)


@pytest.mark.parametrize("p", [[], [np.nan, np.nan]])
def test_a_family_without_tests_rejects_nothing(p: list[float]) -> None:
    found = adjust_family(p)
    assert (found.size, len(found)) == (0, len(p))
    assert not found.is_rejected.any()


@pytest.mark.parametrize("wrong", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError):
        adjust_family([0.5, wrong])


@given(P_VALUES, st.sampled_from(list(Procedure)))
def test_adjusting_only_raises_and_keeps_the_order(
    p: list[float], procedure: Procedure
) -> None:
    found = adjust_family(p, procedure=procedure)
    order = np.argsort(p, kind="stable")
    assert np.all(found.adjusted >= np.array(p))
    assert np.all(np.diff(found.adjusted[order]) >= 0)
    assert np.all(found.adjusted <= 1)


@given(P_VALUES, st.integers(0, 2**32))
def test_the_order_of_the_units_does_not_matter(p: list[float], seed: int) -> None:
    places = np.random.default_rng(seed).permutation(len(p))
    straight = adjust_family(p).adjusted
    shuffled = adjust_family(np.array(p)[places]).adjusted
    np.testing.assert_allclose(shuffled, straight[places], rtol=1e-15)


def test_few_of_the_rejected_are_false() -> None:
    # 100 null units and 20 with z shifted by 4, 200 runs: the mean share of false
    # ones among the rejected stays under q x 100/120 = 4.2 % but for chance.
    rng = np.random.default_rng(3)
    shares = []
    for _ in range(200):
        z = rng.normal(size=120) + np.repeat([0, 4], [100, 20])
        rejected = adjust_family(ndtr(-z)).is_rejected
        shares.append(rejected[:100].sum() / max(rejected.sum(), 1))
    assert 0.02 < np.mean(shares) < 0.06
