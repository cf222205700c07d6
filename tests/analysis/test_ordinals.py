import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from feedback.analysis import ordinals
from feedback.analysis.drivers import find_drivers
from feedback.analysis.ordinals import Ordinal, compare_order, fit_ordinal
from tests.analysis.tables import read_rows

LEVELS = ["Low", "Medium", "High"]


def draw_levels(people: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Answers whose log odds are 1.5 and 0.5 times the items, cut at -1 and 1."""
    rng = np.random.default_rng(seed)
    items = rng.normal(size=(people, 2))
    hidden = items @ [1.5, 0.5] + rng.logistic(size=people)
    return items, np.searchsorted([-1, 1], hidden).astype(float)


def test_the_model_is_that_of_two_packages_of_r(reference: Path) -> None:
    known = json.loads((reference / "drivers.json").read_text())["ordinal"]
    rows = read_rows(reference / known["data"])
    frequency = [int(row["Freq"]) for row in rows]
    items = [
        [
            row["Infl"] == "Medium",
            row["Infl"] == "High",
            *(row["Type"] == name for name in ("Apartment", "Atrium", "Terrace")),
            row["Cont"] == "High",
        ]
        for row in rows
    ]
    overall = [LEVELS.index(row["Sat"]) for row in rows]
    found = fit_ordinal(
        np.repeat(items, frequency, axis=0), np.repeat(overall, frequency), seed=1
    )
    assert found.people == 1681
    np.testing.assert_allclose(found.effect, list(known["coef"].values()), atol=1e-3)
    np.testing.assert_allclose(
        found.thresholds, list(known["thresholds"].values()), atol=1e-3
    )
    errors = list(known["se"].values())[2:]
    np.testing.assert_allclose(found.error, errors, atol=1e-3)
    assert found.log_likelihood == pytest.approx(known["loglik"], abs=1e-3)


def test_of_two_groups_and_two_levels_the_effect_is_the_log_odds_ratio() -> None:
    # 30 of 40 against 20 of 50 high: log((30/10) / (20/30)), by Woolf's error.
    items = np.repeat([[1.0], [1], [0], [0]], [30, 10, 20, 30], axis=0)
    overall = np.repeat([1, 0, 1, 0], [30, 10, 20, 30])
    found = fit_ordinal(items, overall, seed=1)
    assert found.is_fitted
    assert found.effect[0] == pytest.approx(np.log(4.5), abs=1e-5)
    error = np.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 30)
    assert found.error[0] == pytest.approx(error, abs=1e-4)
    assert found.thresholds[0] == pytest.approx(np.log(30 / 20), abs=1e-5)
    assert found.standardised[0] == pytest.approx(np.log(4.5) * items.std(ddof=1))


def test_the_effects_that_made_the_levels_are_found_again() -> None:
    found = fit_ordinal(*draw_levels(4000), seed=1)
    np.testing.assert_allclose(found.effect, [1.5, 0.5], atol=0.1)
    np.testing.assert_allclose(found.thresholds, [-1, 1], atol=0.1)


def test_names_of_the_levels_do_not_matter_but_their_order() -> None:
    items, overall = draw_levels(300)
    found = fit_ordinal(items, overall, seed=1)
    stretched = fit_ordinal(items, 10 * overall**2, seed=1)
    np.testing.assert_array_equal(stretched.effect, found.effect)
    turned = fit_ordinal(items, -overall, seed=1)
    np.testing.assert_allclose(turned.effect, -found.effect, atol=1e-5)


def test_people_who_left_something_out_do_not_count() -> None:
    items, overall = draw_levels(100)
    whole = fit_ordinal(items, overall, seed=1)
    found = fit_ordinal([*items, [np.nan, 1], [1, 1]], [*overall, 1, np.nan], seed=1)
    assert found.people == 100
    np.testing.assert_array_equal(found.effect, whole.effect)


def test_of_very_many_people_some_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordinals, "MOST_PEOPLE", 200)
    items, overall = draw_levels(300)
    first, again, other = (fit_ordinal(items, overall, seed) for seed in (1, 1, 2))
    assert first.people == 200
    np.testing.assert_array_equal(first.effect, again.effect)
    assert first.effect[0] != other.effect[0]


def assert_nothing(found: Ordinal, items: int) -> None:
    assert not found.is_fitted
    assert found.effect.shape == found.error.shape == (items,)
    assert np.isnan(found.effect).all() and np.isnan(found.standardised).all()
    assert np.isnan(found.thresholds).all()
    assert np.isnan(compare_order(np.arange(items), found))


@pytest.mark.parametrize(
    ("items", "overall"),
    [
        (np.zeros((0, 2)), []),
        ([[1, 2]], [1]),
        ([[1], [2], [3]], [1, 2, 3]),  # as many parameters as people
        ([[1], [2], [3], [4]], [5, 5, 5, 5]),
        ([[3]] * 6, [1, 2, 1, 2, 1, 2]),  # the item never differs
        ([[x, x] for x in range(9)], [1, 2, 1] * 3),  # repeats the other
        ([[x] for x in range(10)], [0] * 5 + [1] * 5),  # parts the levels
    ],
)
def test_where_nothing_can_be_fitted_nothing_is(
    items: list[list[int]], overall: list[int]
) -> None:
    assert_nothing(fit_ordinal(items, overall, seed=1), np.shape(items)[1])


def test_rows_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError):
        fit_ordinal([[1, 2]], [1, 2], seed=1)


def test_drivers_and_model_put_the_items_in_one_order() -> None:
    items, overall = draw_levels(500)
    model = fit_ordinal(items, overall, seed=1)
    drivers = find_drivers(items, overall, seed=1, resamples=0)
    assert compare_order(drivers.importance, model) == 1
    assert compare_order(drivers.importance[::-1], model) == -1
    # A negative effect is as strong as a positive one.
    turned = replace(model, standardised=-model.standardised)
    assert compare_order(drivers.importance, turned) == 1
