from typing import Any

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import t as student

from feedback.analysis import variances
from feedback.analysis.arrays import IntArray
from feedback.analysis.registers import RegisterCells, make_cells
from feedback.analysis.variances import estimate_shares, shrink_sizes
from feedback.analysis.weighting import post_stratify, rake
from tests.analysis.register_cells import THREE_CHANNELS, registers


def expand(cells: RegisterCells) -> tuple[Any, Any]:
    """The answers one by one: to which cell each belongs, and whether satisfied."""
    cell = np.repeat(np.arange(len(cells)), cells.n)
    first = np.cumsum(cells.n) - cells.n
    return cell, (np.arange(len(cell)) - first[cell] < cells.k[cell]).astype(float)


def test_sums_over_cells_are_sums_over_people() -> None:
    # methods.md (c): z, its least-squares residual on the dummies, u, and the variance.
    population, n, k = [60, 90, 80, 70], [20, 15, 12, 25], [18, 11, 12, 20]
    cells = make_cells(population, n, k)
    rows, columns = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    weight = rake(cells, [rows, columns]).weight
    cell, y = expand(cells)
    w = weight[cell]
    p = (w * y).sum() / w.sum()
    z = (y - p) / w.sum()
    dummies = np.column_stack([np.eye(2)[rows[cell]], np.eye(2)[columns[cell]]])
    e = z - dummies @ np.linalg.lstsq(dummies, z, rcond=None)[0]
    u = w * e
    count, whole = len(cell), sum(population)
    expected = (1 - count / whole) * count / (count - 1) * ((u - u.mean()) ** 2).sum()
    found = estimate_shares(cells, weight, [rows, columns], is_finite=True)
    assert found.standard_error[0] == pytest.approx(expected**0.5, rel=1e-10)
    assert found.share[0] == pytest.approx(p, abs=1e-12)
    assert found.variance[0] == pytest.approx(expected, rel=1e-10)
    assert found.n_eff[0] == pytest.approx(p * (1 - p) / expected, rel=1e-10)


def test_fixed_post_strata_have_the_textbook_variance() -> None:
    # methods.md (c): sum (N_h/N)^2 (1 - f_h) p_h q_h / (n_h - 1)
    cells = make_cells(*THREE_CHANNELS)
    code = np.arange(3)
    weight = post_stratify(cells, code).weight
    size, n = np.array(THREE_CHANNELS[0]), np.array(THREE_CHANNELS[1])
    p = np.array(THREE_CHANNELS[2]) / n
    part = (size / size.sum()) ** 2 * p * (1 - p) / (n - 1)
    for is_finite, factor in ((False, np.ones(3)), (True, 1 - n / size)):
        found = estimate_shares(cells, weight, strata=code, is_finite=is_finite)
        assert found.variance[0] == pytest.approx((part * factor).sum(), rel=1e-12)
    assert found.degrees.tolist() == [378]


@given(registers())
def test_units_are_estimated_each_by_itself_in_any_order(
    made: tuple[RegisterCells, IntArray],
) -> None:
    cells, channel = made
    margin = cells.unit * 3 + channel
    weight = post_stratify(cells, margin).weight
    found = estimate_shares(cells, weight, [margin])
    turned = make_cells(
        cells.population[::-1], cells.n[::-1], cells.k[::-1], cells.unit[::-1], 3
    )
    back = estimate_shares(turned, weight[::-1], [margin[::-1]])
    for one, other in ((found.share, back.share), (found.variance, back.variance)):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-15)
    for unit in range(3):
        of = cells.unit == unit
        alone = make_cells(cells.population[of], cells.n[of], cells.k[of], units=1)
        single = estimate_shares(alone, weight[of], [channel[of]])
        np.testing.assert_allclose(single.share[0], found.share[unit], rtol=1e-12)
        np.testing.assert_allclose(
            single.variance[0], found.variance[unit], rtol=1e-9, atol=1e-15
        )


@given(registers(units=1))
def test_equal_weights_change_no_rate(made: tuple[RegisterCells, IntArray]) -> None:
    cells, _ = made
    found = estimate_shares(cells, np.full(len(cells), 3.5))
    n, k = cells.n.sum(), cells.k.sum()
    if not n:
        assert np.isnan(found.share[0]) and found.n_eff[0] == 0
        return
    assert found.share[0] == pytest.approx(k / n, abs=1e-12)
    assert found.kish_deff[0] == pytest.approx(1)
    if 0 < k < n:
        # p q / (n - 1), the variance of a simple random sample
        assert found.variance[0] == pytest.approx(k / n * (1 - k / n) / (n - 1))
        assert found.n_eff[0] == pytest.approx(n - 1)


def test_a_variance_of_nothing_falls_back_on_the_weights() -> None:
    # Everybody satisfied; then one stratum all and the other none.
    for k, strata in (([30, 10], [0, 0]), ([30, 0], [0, 1])):
        cells = make_cells([100, 300], [30, 10], k)
        found = estimate_shares(
            cells, np.array([1.0, 4.0]), strata=np.array(strata), is_finite=True
        )
        assert found.variance[0] == pytest.approx(0, abs=1e-20)
        # 40 answers over Kish's 40 (30 + 160) / 70^2
        assert found.n_eff[0] == pytest.approx(70**2 / 190)


@pytest.mark.parametrize("is_finite", [True, False])
def test_a_lone_answer_has_no_variance_unless_it_is_all_there_is(
    is_finite: bool,
) -> None:
    cells = make_cells([100, 1], [30, 1], [15, 0])
    weight = np.array([100 / 30, 1.0])
    found = estimate_shares(cells, weight, strata=np.array([0, 1]), is_finite=is_finite)
    assert np.isnan(found.variance[0]) == (not is_finite)
    if not is_finite:
        assert found.n_eff[0] == pytest.approx(31 / found.kish_deff[0])


def test_units_without_answers_or_weights_have_no_estimate() -> None:
    cells = make_cells([100, 9], [10, 3], [9, 3], unit=[0, 2], units=4)
    found = estimate_shares(cells, np.array([10.0, 0.0]))
    assert np.isnan(found.share).tolist() == [False, True, True, True]
    assert np.isnan(found.variance).tolist() == [False, True, True, True]
    assert np.isnan(found.kish_deff).tolist() == [False, True, True, True]
    assert found.n_eff.tolist()[1:] == [0, 0, 0]
    assert found.degrees.tolist() == [9, 0, 2, 0]


def test_sweeping_stopped_early_errs_to_the_safe_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = make_cells([60, 90, 80, 70], [20, 5, 2, 25], [18, 1, 2, 9])
    sides = [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])]
    weight = rake(cells, sides).weight
    settled = estimate_shares(cells, weight, sides)
    monkeypatch.setattr(variances, "MOST_SWEEPS", 1)
    assert estimate_shares(cells, weight, sides).variance[0] > settled.variance[0]


def test_few_degrees_make_an_answer_worth_less() -> None:
    # The quantiles of t are those of scipy.stats.
    found = shrink_sizes(
        np.array([90.0] * 2), np.array([80] * 2), np.array([3, 79]), 0.05
    )
    expected = 90 * (student.ppf(0.05, 79) / student.ppf(0.05, 3)) ** 2
    assert found == pytest.approx([expected, 90.0])
    assert shrink_sizes(np.zeros(1), np.array([0]), np.array([0]), 0.05).tolist() == [0]
