import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from feedback.analysis.reliability import Reliability, measure_reliability
from tests.analysis.tables import read_rows

#: Three items of six people.
ANSWERS = [[1, 2, 2], [4, 3, 5], [5, 5, 4], [2, 3, 1], [3, 3, 4], [4, 5, 5]]


def draw_answers(people: int, loadings: list[float], seed: int = 1) -> np.ndarray:
    """Answers that one opinion stands behind, not cut into levels."""
    rng = np.random.default_rng(seed)
    weights = np.array(loadings)
    noise = rng.normal(size=(people, len(weights))) * np.sqrt(1 - weights**2)
    found: np.ndarray = rng.normal(size=(people, 1)) * weights + noise
    return found


@pytest.mark.parametrize("place", [0, 1])
def test_reliability_is_that_of_r(reference: Path, place: int) -> None:
    known = json.loads((reference / "reliability.json").read_text())[place]
    rows = read_rows(reference / known["data"])
    items = [
        [float(row[name].replace("NA", "") or "nan") for name in known["items"]]
        for row in rows
    ]
    found = measure_reliability(items, keeps_straight_liners=True)
    assert found.people == known["n_complete"]
    assert found.incomplete == len(rows) - found.people
    for value, name in (
        (found.alpha, "raw_alpha"),
        (found.standardised_alpha, "std_alpha"),
    ):
        assert value == pytest.approx(known[name], abs=1e-10)
    interval = [found.lower, found.upper]
    np.testing.assert_allclose(interval, known["feldt_ci95"], atol=1e-10)
    for values, name in (
        (found.alpha_without, "alpha_if_dropped"),
        (found.item_total, "corrected_item_total_r"),
    ):
        np.testing.assert_allclose(values, list(known[name].values()), atol=1e-10)
    assert found.omega == pytest.approx(known["omega_one_factor_cov_ML"], abs=1e-4)
    assert found.standardised_omega == pytest.approx(
        known["omega_one_factor_cor_ML"], abs=1e-4
    )
    if known["ordinal_alpha_polychoric"] is None:
        assert np.isnan(found.ordinal_alpha)  # a scale of 0 to 100 has no levels
    else:
        ordinal = known["ordinal_alpha_polychoric"]
        assert found.ordinal_alpha == pytest.approx(ordinal, abs=5e-3)


def test_every_figure_is_what_its_definition_says() -> None:
    found = measure_reliability(ANSWERS)
    covariance = np.cov(np.array(ANSWERS).T)
    total = np.var([sum(row) for row in ANSWERS], ddof=1)
    alpha = 3 / 2 * (1 - np.trace(covariance) / total)
    assert found.alpha == pytest.approx(alpha)
    assert found.is_measured
    columns = np.array(ANSWERS).T
    for item, column in enumerate(columns):
        rest = np.delete(columns, item, 0)
        correlation = np.corrcoef(column, rest.sum(axis=0))[0, 1]
        assert found.item_total[item] == pytest.approx(correlation)
        pair = np.cov(rest)
        assert found.alpha_without[item] == pytest.approx(4 * pair[0, 1] / pair.sum())
    # Feldt: 1 - (1 - alpha) F(0.975; 5, 10), and F(0.025; 5, 10) from a table:
    # 4.236 and 1 / 6.619.
    assert found.lower == pytest.approx(1 - (1 - alpha) * 4.236, abs=1e-3)
    assert found.upper == pytest.approx(1 - (1 - alpha) / 6.619, abs=1e-3)
    correlation_matrix = np.corrcoef(columns)
    np.testing.assert_allclose(
        found.eigenvalues, np.sort(np.linalg.eigvalsh(correlation_matrix))[::-1]
    )


def test_three_items_have_the_loadings_of_a_triad() -> None:
    # With three items one factor fits exactly: l1^2 = r12 r13 / r23.
    answers = draw_answers(5000, [0.8, 0.7, 0.6])
    found = measure_reliability(answers)
    r = np.corrcoef(answers.T)
    known = np.sqrt([r[0, 1] * r[0, 2] / r[1, 2], r[0, 1] * r[1, 2] / r[0, 2]])
    np.testing.assert_allclose(found.loadings[:2], known, atol=1e-4)


def test_the_factor_that_made_the_answers_is_found_again() -> None:
    loadings = [0.9, 0.8, 0.7, 0.6, 0.5]
    found = measure_reliability(draw_answers(20_000, loadings))
    np.testing.assert_allclose(found.loadings, loadings, atol=0.02)
    common = sum(loadings) ** 2
    omega = common / (common + sum(1 - x**2 for x in loadings))
    assert found.standardised_omega == pytest.approx(omega, abs=0.01)
    assert found.standardised_alpha < found.standardised_omega
    # The scale of an item changes the sum, not the factor.
    stretched = measure_reliability(draw_answers(20_000, loadings) * [1, 2, 3, 4, 5])
    np.testing.assert_allclose(stretched.loadings, found.loadings, atol=1e-6)
    assert stretched.omega != pytest.approx(found.omega, abs=1e-3)


def test_loadings_point_the_way_most_items_do() -> None:
    answers = draw_answers(2000, [0.8, 0.8, 0.8, 0.8])
    for turned in (answers, -answers, answers * [1, 1, 1, -1]):
        assert measure_reliability(turned).loadings.sum() > 0


def test_people_with_one_answer_to_all_items_are_left_out() -> None:
    straight = [[5, 5, 5]] * 4 + [[1, 1, 1]]
    found = measure_reliability(ANSWERS + straight)
    assert (found.people, found.straight_liners, found.incomplete) == (6, 5, 0)
    assert found.alpha == measure_reliability(ANSWERS).alpha
    kept = measure_reliability(ANSWERS + straight, keeps_straight_liners=True)
    assert (kept.people, kept.straight_liners) == (11, 5)
    assert kept.alpha > found.alpha


def test_people_who_left_an_item_out_do_not_count() -> None:
    some = [[np.nan, 5, 5], [np.nan] * 3]
    found = measure_reliability(ANSWERS + some)
    assert (found.people, found.incomplete, found.straight_liners) == (6, 2, 0)
    assert found.alpha == measure_reliability(ANSWERS).alpha


def assert_nothing(found: Reliability) -> None:
    assert not found.is_measured
    for name in ("alpha", "lower", "upper", "omega", "ordinal_alpha"):
        assert np.isnan(getattr(found, name)), name
    for name in ("loadings", "item_total", "alpha_without", "eigenvalues"):
        assert np.isnan(getattr(found, name)).all(), name


@pytest.mark.parametrize(
    "items",
    [
        [],
        np.zeros((0, 4)),
        [[1, 2, 3], [2, 1, 3]],  # two people
        [[1, 2], [2, 3], [4, 3], [3, 5]],  # two items
        [[1], [2], [3]],
        [[1, 2, 3]] * 9,  # nobody differs
        [[4, 4, 4], [5, 5, 5], [3, 3, 3]],  # straight-liners only
    ],
)
def test_without_items_people_or_differences_nothing_is_measured(
    items: npt.ArrayLike,
) -> None:
    assert_nothing(measure_reliability(items))


def test_an_item_answered_alike_by_all_has_no_correlations() -> None:
    found = measure_reliability([[*row, 5] for row in ANSWERS])
    assert found.is_measured
    assert np.isnan(found.omega) and np.isnan(found.ordinal_alpha)
    assert np.isnan(found.eigenvalues).all() and np.isnan(found.loadings).all()
    assert np.isnan(found.item_total).tolist() == [False] * 3 + [True]
    assert found.alpha_without[3] == pytest.approx(measure_reliability(ANSWERS).alpha)


def test_items_that_repeat_each_other_have_no_omega() -> None:
    found = measure_reliability([[*row, row[0]] for row in ANSWERS])
    assert found.is_measured
    assert np.isnan(found.omega)
    assert found.eigenvalues[-1] == pytest.approx(0, abs=1e-9)


def test_the_order_of_people_and_items_does_not_matter() -> None:
    answers = draw_answers(300, [0.8, 0.7, 0.6, 0.5])
    found = measure_reliability(answers)
    turned = measure_reliability(answers[::-1, ::-1])
    assert turned.alpha == pytest.approx(found.alpha)
    assert turned.omega == pytest.approx(found.omega, abs=1e-6)
    np.testing.assert_allclose(turned.loadings[::-1], found.loadings, atol=1e-6)


def test_the_interval_holds_alpha_as_often_as_it_says() -> None:
    # Four parallel items with correlation 0.5: alpha is 4 x 0.5 / 2.5 = 0.8.
    held = []
    for seed in range(100):
        answers = draw_answers(60, [np.sqrt(0.5)] * 4, seed)
        found = measure_reliability(answers)
        held.append(found.lower <= 0.8 <= found.upper)
    assert np.mean(held) == pytest.approx(0.95, abs=0.05)
