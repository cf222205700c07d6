import json
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from feedback.analysis.trends import Trends, measure_seasonal_trends, measure_trends

#: 24 months that hang together: an autoregression of 0.8, made up.
SLUGGISH = [90.0, 90.1, 90.1, 90.5, 90.5, 90.2, 90.5, 91.1, 91.5, 91.0, 90.3, 90.1]
SLUGGISH += [90.2, 89.2, 89.4, 89.1, 89.1, 89.2, 89.4, 90.0, 90.8, 90.8, 91.6, 91.2]
RESULTS = ("s", "variance", "z", "p", "tau", "slope", "slope_lower", "slope_upper")
SERIES = arrays(float, (3, 15), elements=st.integers(0, 6).map(float))


def plain(values: npt.ArrayLike, min_months: int = 10) -> Trends:
    """Trends without correction for correlation of the months."""
    return measure_trends(values, min_months, is_corrected=False)


def test_trends_are_those_of_r(reference: Path) -> None:
    known_series = json.loads((reference / "trend.json").read_text())
    assert len(known_series) == 5
    for known in known_series:
        found = plain([known["x"]], min_months=5)
        lower, upper = known["sen_ci95"]
        for value, expected in (
            (found.s, known["S"]),
            (found.variance, known["varS"]),
            (found.z, known["z"]),
            (found.p, known["p"]),
            (found.tau, known["tau_b"]),
            (found.slope, known["sen_slope"]),
            (found.slope_lower, lower),
            (found.slope_upper, upper),
        ):
            assert value[0] == pytest.approx(expected, rel=1e-8, abs=1e-8)
        assert found.p[0] == pytest.approx(known["p"], rel=1e-8)
        if "seasonal" in known:
            seasonal = known["seasonal"]
            found = measure_seasonal_trends([known["x"]])
            assert found.s[0] == sum(seasonal["S_by_season"])
            assert found.variance[0] == pytest.approx(sum(seasonal["varS_by_season"]))
            assert found.z[0] == pytest.approx(seasonal["z"], abs=1e-8)
            assert found.p[0] == pytest.approx(seasonal["p"], rel=1e-8)
            per_year = 12 * found.slope[0]
            assert per_year == pytest.approx(seasonal["sen_slope_seasonal"], abs=1e-8)
            assert 12 * found.slope_lower[0] < per_year < 12 * found.slope_upper[0]


@pytest.mark.parametrize(
    ("name", "variance"), [("Nile", 241565.3569166269), ("airmiles", 5398.05837944664)]
)
def test_the_correction_for_correlated_months_is_that_of_pymannkendall(
    reference: Path, name: str, variance: float
) -> None:
    # pymannkendall 1.4.3: hamed_rao_modification_test(x).var_s
    series = json.loads((reference / "trend.json").read_text())
    (known,) = (each for each in series if each["series"] == name)
    found = measure_trends([known["x"]])
    assert found.variance[0] * found.factor[0] == pytest.approx(variance, rel=1e-10)
    assert found.p[0] > known["p"]


def test_correlated_months_make_the_test_more_careful() -> None:
    # pymannkendall 1.4.3: hamed_rao_modification_test(SLUGGISH) gives var_s and z so,
    # original_test z = 0.17434741848535126.
    found, bold = measure_trends([SLUGGISH]), plain([SLUGGISH])
    assert found.lag_one[0] > 0.4
    assert found.variance[0] * found.factor[0] == pytest.approx(2898.65873645735)
    assert found.z[0] == pytest.approx(0.13001680689141168)
    assert bold.z[0] == pytest.approx(0.17434741848535126)
    assert bold.factor[0] == 1
    assert found.slope_lower[0] <= bold.slope_lower[0]
    assert found.slope_upper[0] >= bold.slope_upper[0]
    assert found.s[0] == bold.s[0] and found.slope[0] == bold.slope[0]


def test_the_variance_of_s_is_that_over_all_orders() -> None:
    # Exact enumeration of the 5,040 orders of seven values, three of them equal.
    values = [1.0, 2, 2, 2, 3, 4, 5]
    found = plain(np.array(list(permutations(values))), min_months=7)
    assert found.s.mean() == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.variance, found.s.var())


def test_a_straight_rise_has_its_slope_and_every_pair() -> None:
    found = measure_trends([88 + 0.25 * np.arange(12)])
    assert found.s[0] == 66
    assert found.tau[0] == 1
    assert found.slope[0] == found.slope_lower[0] == found.slope_upper[0] == 0.25
    assert found.factor[0] == 1
    assert np.isnan(found.lag_one[0])  # nothing remains once the slope is taken away
    assert found.p[0] < 1e-4


def test_months_in_their_places_count_though_others_are_missing() -> None:
    values = 88 + 0.25 * np.arange(14.0)
    values[[3, 9]] = np.nan
    found = measure_trends([values, values[::-1]])
    assert found.months.tolist() == [12, 12]
    assert found.s.tolist() == [66, -66]
    assert found.slope.tolist() == [0.25, -0.25]
    # 12 x 11 x 29 / 18
    assert found.variance.tolist() == pytest.approx([212 + 2 / 3] * 2)


def test_a_series_that_never_changes_has_no_trend() -> None:
    found = measure_trends([[90.0] * 12])
    assert (found.s[0], found.variance[0], found.z[0], found.p[0]) == (0, 0, 0, 1)
    assert found.slope[0] == found.slope_lower[0] == found.slope_upper[0] == 0
    assert np.isnan(found.tau[0])


@pytest.mark.parametrize("months", [0, 1, 2, 9])
def test_under_ten_months_there_is_no_test(months: int) -> None:
    found = measure_trends(np.arange(3.0 * months).reshape(3, months))
    assert len(found) == 3
    assert not found.is_tested.any()
    for name in (*RESULTS, "lag_one", "factor"):
        assert np.isnan(getattr(found, name)).all(), name


def test_a_short_series_spares_the_others() -> None:
    values = np.full((3, 12), np.nan)
    values[0] = np.arange(12)
    values[2, :9] = np.arange(9)
    found = measure_trends(values)
    assert found.is_tested.tolist() == [True, False, False]
    assert found.months.tolist() == [12, 0, 9]
    assert np.isnan(found.p).tolist() == [False, True, True]
    assert measure_seasonal_trends(values).is_tested.tolist() == [False] * 3


def test_infinite_values_are_refused() -> None:
    with pytest.raises(ValueError):
        measure_trends([[1.0, np.inf]])


def test_seasons_are_compared_with_themselves() -> None:
    # Summers are high every year, and each year lies one point above the last.
    year = np.array([90, 91, 92, 94, 96, 97, 96, 95, 93, 92, 91, 90.0])
    values = np.concatenate([year, year + 1, year + 2])
    found = measure_seasonal_trends([values, -values])
    assert found.period == 12
    assert found.s.tolist() == [36, -36]
    # Each month: 3 x 2 x 11 / 18.
    assert found.variance.tolist() == pytest.approx([12 * 66 / 18] * 2)
    assert found.tau.tolist() == [1, -1]
    np.testing.assert_allclose(12 * found.slope, [1, -1])
    assert np.isnan(found.lag_one).all() and np.all(found.factor == 1)
    assert found.p[0] < 1e-6 < plain([values]).p[0]


def test_seasonal_series_may_end_within_a_year_and_lack_months() -> None:
    values = np.arange(30.0)
    values[2] = np.nan
    found = measure_seasonal_trends([values])
    assert found.months.tolist() == [29]
    # Six months occur three times, but March only twice.
    assert found.s.tolist() == [5 * 3 + 7 * 1]
    np.testing.assert_allclose(12 * found.slope, [12])


def test_few_series_without_a_trend_are_called_trends() -> None:
    values = np.random.default_rng(1).normal(size=(2000, 24))
    assert np.mean(plain(values).p < 0.05) == pytest.approx(0.05, abs=0.015)
    seasonal = measure_seasonal_trends(values)
    assert np.mean(seasonal.p < 0.05) < 0.06


def test_the_interval_holds_the_slope_as_often_as_it_says() -> None:
    noise = np.random.default_rng(2).normal(size=(2000, 24))
    found = plain(noise + 0.1 * np.arange(24))
    held = (found.slope_lower <= 0.1) & (0.1 <= found.slope_upper)
    assert held.mean() == pytest.approx(0.95, abs=0.015)


@settings(max_examples=50)
@given(SERIES)
def test_turning_time_or_value_round_turns_the_trend_round(
    values: np.ndarray,
) -> None:
    found = measure_trends(values)
    for turned in (measure_trends(-values), measure_trends(values[:, ::-1])):
        np.testing.assert_array_equal(turned.s, -found.s)
        np.testing.assert_allclose(turned.slope, -found.slope, atol=1e-12)
        np.testing.assert_allclose(turned.p, found.p, rtol=1e-6)
        np.testing.assert_allclose(turned.slope_upper, -found.slope_lower, atol=1e-12)


@settings(max_examples=50)
@given(SERIES)
def test_each_series_is_measured_by_itself(values: np.ndarray) -> None:
    together = measure_trends(values)
    for place, series in enumerate(values):
        alone = measure_trends([series])
        for name in RESULTS:
            np.testing.assert_array_equal(
                getattr(alone, name)[0], getattr(together, name)[place]
            )
