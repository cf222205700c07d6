"""Every estimator of the reference files: R's survey, on its school data and ours."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import t as student

from feedback.analysis.intervals import exact_bounds, wilson_bounds
from feedback.analysis.registers import RegisterCells
from feedback.analysis.variances import Estimates, estimate_shares, shrink_sizes
from feedback.analysis.weighting import post_stratify, rake
from tests.analysis.register_cells import Known, find_known, read_register, read_schools


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
        assert [lower[0], upper[0]] == pytest.approx(bounds, abs=1e-8)


def make_even(cells: RegisterCells) -> npt.NDArray[np.float64]:
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
