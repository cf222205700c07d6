from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import t as student

from feedback.analysis import variances
from feedback.analysis.arrays import IntArray
from feedback.analysis.intervals import exact_bounds, wilson_bounds
from feedback.analysis.registers import RegisterCells, make_cells
from feedback.analysis.variances import Estimates, estimate_shares, shrink_sizes
from feedback.analysis.weighting import post_stratify, rake
from tests.analysis.register_cells import (
    THREE_CHANNELS,
    Known,
    find_known,
    read_register,
    read_schools,
    registers,
)


def check(found: Estimates, known: dict[str, Any]) -> None:
    """Within the tolerances of the reference: share, error, design effect, bounds."""
    share, n_eff = found.share, found.n_eff
    assert share[0] == pytest.approx(known["p"], abs=1e-9)
    assert found.standard_error[0] == pytest.approx(known["se"], rel=1e-6)
    assert found.kish_deff[0] == pytest.approx(known["kish_deff"], abs=1e-8)
    assert n_eff[0] == pytest.approx(known["n_eff"], rel=2e-6)
    assert found.degrees.tolist() == [known["degf"]]
    sizes = shrink_sizes(n_eff, np.array([known["n"]]), found.degrees, 0.025)
    quantile = student.ppf(0.025, known["degf"])
    for (lower, upper), bounds in (
        (exact_bounds(share * sizes, sizes, 0.025), known["ci95_t"]["beta"]),
        (wilson_bounds(share * n_eff, n_eff, quantile**2), known["ci95_t"]["wilson"]),
        (
            wilson_bounds(share * n_eff, n_eff, 1.959963984540054**2),
            known["ci95_wilson_z"],
        ),
    ):
        assert [lower[0], upper[0]] == pytest.approx(bounds, abs=1e-7)


def make_even(cells: RegisterCells) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Weights of a simple random sample."""
    return np.full(len(cells), cells.population.sum() / cells.n.sum())


def weigh_register(known: Known, estimator: str) -> dict[str, Any]:
    """The arguments of an estimator of the register."""
    agency, channel, both = (known.classes[n] for n in ("agency", "channel", "both"))
    post = post_stratify(known.cells, both).weight
    ways: dict[str, dict[str, Any]] = {
        "unweighted": {"weight": make_even(known.cells)},
        "post-stratified by channel": {
            "weight": post_stratify(known.cells, channel).weight,
            "margins": [channel],
        },
        "raked": {
            "weight": rake(known.cells, [agency, channel]).weight,
            "margins": [agency, channel],
        },
        "post-stratified by agency": {"weight": post, "margins": [both]},
        "stratified": {"weight": post, "strata": both},
    }
    return ways[estimator]


@pytest.mark.parametrize(
    "estimator",
    [
        "unweighted",
        "post-stratified by channel",
        "raked",
        "post-stratified by agency",
        "stratified",
    ],
)
def test_estimates_of_the_register_are_those_of_r(
    estimator: str, reference: Path
) -> None:
    known = read_register(reference)
    way = weigh_register(known, estimator)
    found = estimate_shares(known.cells, is_finite=True, **way)
    check(found, find_known(known.results["results"], estimator))


@pytest.mark.parametrize("estimator", ["unweighted", "raked", "stratified"])
def test_rates_of_agencies_are_those_of_r(estimator: str, reference: Path) -> None:
    known = read_register(reference)
    way = weigh_register(known, estimator)
    agencies = np.array(known.names["agency"])
    for row in known.results["agency_rates"][estimator]:
        found = estimate_shares(
            known.cells, is_finite=True, within=agencies == row["domain"], **way
        )
        assert found.share[0] == pytest.approx(row["p"], abs=1e-9)
        assert found.standard_error[0] == pytest.approx(row["se"], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("is_finite", [True, False])
@pytest.mark.parametrize(
    ("estimator", "margins"),
    [
        ("simple random sample", ()),
        ("post-stratified by stype", ("stype",)),
        ("raked on stype, mealcat, region", ("stype", "mealcat", "region")),
    ],
)
def test_estimates_of_the_school_sample_are_those_of_r(
    estimator: str, margins: tuple[str, ...], is_finite: bool, reference: Path
) -> None:
    known, _ = read_schools(reference, "survey_api_sample.csv")
    sides = [known.classes[name] for name in margins]
    weight = rake(known.cells, sides).weight if sides else make_even(known.cells)
    found = estimate_shares(known.cells, weight, sides, is_finite=is_finite)
    name = f"{estimator}, {'finite' if is_finite else 'no finite'}"
    check(found, find_known(known.results["sample"], name))


def test_the_variance_of_calibrated_weights_is_that_of_r(reference: Path) -> None:
    # The weights themselves, by linear calibration, are taken from the file.
    known, rows = read_schools(reference, "survey_api_sample.csv")
    given_weights = {
        (row["stype"], row["mealcat"]): float(row["w_calibrated_linear"])
        for row in rows
    }
    keys = zip(known.names["stype"], known.names["mealcat"])
    weight = np.array([given_weights.get(key, 0.0) for key in keys])
    sides = [known.classes["stype"], known.classes["mealcat"]]
    found = estimate_shares(known.cells, weight, sides, is_finite=True)
    check(found, find_known(known.results["sample"], "linear calibration"))


@pytest.mark.parametrize("is_raked", [False, True])
def test_estimates_of_the_stratified_schools_are_those_of_r(
    is_raked: bool, reference: Path
) -> None:
    known, rows = read_schools(reference, "survey_api_stratified.csv")
    strata = known.classes["stype"]
    if is_raked:
        sides = [strata, known.classes["mealcat"]]
        weight = rake(known.cells, sides).weight
        name = "stratified, then raked"
    else:
        # The file's design weights were kept in single precision.
        design = {row["stype"]: float(row["pw"]) for row in rows}
        sides = []
        weight = np.array([design[name] for name in known.names["stype"]])
        name = "stratified by stype"
    found = estimate_shares(known.cells, weight, sides, strata, is_finite=True)
    check(found, find_known(known.results["stratified"], name))
    if not is_raked:
        meals = np.array(known.names["mealcat"])
        for row in known.results["domains_by_mealcat_stratified"]:
            part = estimate_shares(
                known.cells, weight, (), strata, True, meals == row["domain"]
            )
            assert part.share[0] == pytest.approx(row["p"], abs=1e-9)
            assert part.standard_error[0] == pytest.approx(row["se"], rel=1e-6)


@pytest.mark.parametrize(
    ("table", "way", "by", "margins"),
    [
        ("domains_by_stype", "simple", "stype", ()),
        ("domains_by_stype", "raked", "stype", ("stype", "mealcat", "region")),
        ("domains_by_mealcat", "poststratified", "mealcat", ("stype",)),
    ],
)
def test_rates_of_parts_of_the_schools_are_those_of_r(
    table: str, way: str, by: str, margins: tuple[str, ...], reference: Path
) -> None:
    known, _ = read_schools(reference, "survey_api_sample.csv")
    sides = [known.classes[name] for name in margins]
    weight = rake(known.cells, sides).weight if sides else make_even(known.cells)
    for row in known.results[table][way]:
        within = np.array(known.names[by]) == row["domain"]
        found = estimate_shares(known.cells, weight, sides, None, True, within)
        assert found.share[0] == pytest.approx(row["p"], abs=1e-9)
        assert found.standard_error[0] == pytest.approx(row["se"], rel=1e-6)


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
    # Cochran (1977), 5.9 and 5.13: sum (N_h/N)^2 (1 - f_h) p_h q_h / (n_h - 1)
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
    # R: 90 * (qt(0.05, 79) / qt(0.05, 3))^2
    found = shrink_sizes(
        np.array([90.0] * 2), np.array([80] * 2), np.array([3, 79]), 0.05
    )
    expected = 90 * (student.ppf(0.05, 79) / student.ppf(0.05, 3)) ** 2
    assert found == pytest.approx([expected, 90.0])
    assert shrink_sizes(np.zeros(1), np.array([0]), np.array([0]), 0.05).tolist() == [0]
