import json
from pathlib import Path

import numpy as np
import pytest

from feedback.analysis.control import Baseline, ControlChart, chart_months, smooth_rates
from tests.analysis.tables import read_rows

YEAR = Baseline(0, 0, 12)


def chart(k: list[int], n: list[int] | int = 100, *more: Baseline) -> ControlChart:
    """The chart of one unit whose first year is the baseline."""
    return chart_months([k], np.broadcast_to(n, (1, len(k))), [YEAR, *more])


#: Twelve months around 90 of 100, with a chi-square well under its degrees of freedom.
QUIET = [90, 93, 88, 91, 89, 92, 90, 87, 91, 90, 88, 91]


def test_limits_rules_and_averages_are_those_of_r(reference: Path) -> None:
    rows = read_rows(reference / "control_charts.csv")
    for known in json.loads((reference / "control_charts.json").read_text()):
        of_series = [row for row in rows if row["series"] == known["series"]]
        column = {
            name: np.array([float(row[name]) for row in of_series])
            for name in rows[0]
            if name not in ("series", "p_out", "laney_out")
        }
        k, n = column["k"].astype(int), column["n"].astype(int)
        found = chart_months([k], [n], [Baseline(0, 0, len(k))])
        assert found.centre[0] == pytest.approx(known["center"], abs=1e-9)
        assert found.sigma_z[0] == pytest.approx(known["sigma_z_in_limits"], abs=1e-9)
        assert found.is_laney.all()
        np.testing.assert_allclose(found.drawn_lower[0], column["laney_lcl"], atol=1e-9)
        np.testing.assert_allclose(found.drawn_upper[0], column["laney_ucl"], atol=1e-9)
        is_out = [row["laney_out"] == "TRUE" for row in of_series]
        assert found.is_out[0].tolist() == is_out
        plain = found.centre[0] + np.outer([-3, 3], found.sigma[0]).reshape(2, -1)
        np.testing.assert_allclose(
            plain.clip(0, 1), [column["p_lcl"], column["p_ucl"]], atol=1e-9
        )
        is_out = [row["p_out"] == "TRUE" for row in of_series]
        outside = (found.rate[0] < plain[0]) | (found.rate[0] > plain[1])
        assert outside.tolist() == is_out
        runs = found.runs
        assert (runs.longest[0], runs.longest_allowed[0], runs.crossings[0]) == (
            known["longest_run"],
            known["longest_run_max"],
            known["crossings"],
        )
        assert runs.crossings_needed[0] == known["crossings_min"]
        assert runs.is_signal[0] == known["runs_signal"]
        assert known["ewma_lambda"] == 0.2
        sigma = np.full((1, len(k)), known["ewma_sigma_from_moving_range"])
        lines = smooth_rates(found.rate, np.array([known["center"]]), sigma)
        for line, name in zip(lines, ("ewma", "ewma_lcl", "ewma_ucl"), strict=True):
            np.testing.assert_allclose(line[0], column[name], rtol=0, atol=1e-9)


def test_plain_limits_are_three_binomial_standard_deviations() -> None:
    found = chart([*QUIET, 79, 80, 100], [100] * 15)
    centre = sum(QUIET) / 1200
    half = 3 * np.sqrt(centre * (1 - centre) / 100)
    assert not found.is_laney.any()
    np.testing.assert_allclose(found.lower[0], centre - half)
    np.testing.assert_allclose(found.upper[0], centre + half)
    # 0.9 - 0.09 = 0.81 below; the upper limit 0.99 leaves 100 % outside.
    assert np.flatnonzero(found.is_out[0]).tolist() == [12, 13, 14]


def test_limits_are_cut_for_drawing_only() -> None:
    found = chart([9, 10, 9, 10, 10, 9, 10, 10, 9, 10, 10, 9], 10)
    assert found.upper[0, 0] > 1
    assert found.drawn_upper[0, 0] == 1
    assert found.drawn_lower[0, 0] == found.lower[0, 0] > 0


def test_limits_follow_the_size_of_the_month() -> None:
    found = chart([*QUIET, 9], [*[100] * 12, 10])
    width = found.upper[0] - found.lower[0]
    assert width[12] == pytest.approx(width[0] * np.sqrt(10))


def test_an_overdispersed_baseline_has_laneys_limits() -> None:
    k = [95, 80, 96, 82, 94, 79, 95, 81, 96, 80, 95, 82, 75]
    found = chart(k)
    assert found.is_laney.all()
    assert not found.is_out.any()
    centre = sum(k[:12]) / 1200
    sigma = np.sqrt(centre * (1 - centre) / 100)
    ranges = np.abs(np.diff(k[:12])) / 100 / sigma
    sigma_z = ranges.mean() / 1.128
    assert found.sigma_z[0, 0] == pytest.approx(sigma_z)
    assert found.upper[0, 0] == pytest.approx(centre + 3 * sigma * sigma_z)
    # Nelson's screen would drop nothing: no range is 3.267 times the mean.
    assert ranges.max() < 3.267 * ranges.mean()


def test_a_single_leap_is_screened_out_of_the_moving_ranges() -> None:
    k = [900, 901, 902, 901, 900, 901, 1000, 901, 900, 901, 902, 901, 900]
    found = chart_months([k], [[1000] * 13], [Baseline(0, 0, 13)])
    centre = sum(k) / 13_000
    sigma = np.sqrt(centre * (1 - centre) / 1000)
    ranges = np.abs(np.diff(k)) / 1000 / sigma
    small = ranges[ranges < ranges.max() * 0.9]
    assert len(small) == 10
    assert found.sigma_z[0, 0] == pytest.approx(small.mean() / 1.128)


def test_large_months_have_laneys_limits_even_if_quiet() -> None:
    assert chart([20 * k for k in QUIET], 2000).is_laney.all()


def test_a_missing_month_has_no_point_and_interrupts_nothing() -> None:
    k, n = [*QUIET[:5], 0, *QUIET[5:], 60], [*[100] * 5, 0, *[100] * 8]
    found = chart_months([k], [n], [Baseline(0, 0, 13)])
    whole = chart([*QUIET, 60])
    for name in ("rate", "centre", "lower", "upper", "average", "average_lower"):
        line = getattr(found, name)[0]
        assert np.isnan(line[5])
        kept = np.delete(line, 5)
        np.testing.assert_allclose(kept, getattr(whole, name)[0], err_msg=name)
    assert not found.is_out[0, 5] and not found.is_drifting[0, 5]
    assert found.sigma_z[0, 0] == pytest.approx(whole.sigma_z[0, 0])
    assert found.runs.longest.tolist() == whole.runs.longest.tolist()


def test_a_short_baseline_gives_no_limits_and_spares_the_other_units() -> None:
    k = np.array([[*QUIET, 60], [*QUIET, 60], [0] * 13])
    n = np.where(k > 0, 100, 0)
    n[1, 3] = k[1, 3] = 0
    found = chart_months(k, n, [YEAR])
    assert np.isnan(found.centre[:, 0]).tolist() == [False, True, True]
    assert np.isnan(found.lower[1:]).all() and np.isnan(found.average[1:]).all()
    assert found.is_out.sum(axis=1).tolist() == [1, 0, 0]
    assert found.rate[1, 12] == 0.6
    # Three of the thirteen months lie on the centre itself.
    assert found.runs.points.tolist() == [10, 0, 0]


def test_answers_all_alike_leave_no_width() -> None:
    found = chart([100] * 12 + [99])
    assert found.upper[0, 0] == found.lower[0, 0] == 1
    assert np.flatnonzero(found.is_out[0]).tolist() == [12]
    assert found.sigma_z[0, 0] == 0


def test_slow_drift_shows_in_the_moving_average_before_any_month_is_out() -> None:
    found = chart([*QUIET, 87, 86, 86, 85, 86, 85, 86, 85])
    assert not found.is_out.any()
    assert found.is_drifting[0, -1]
    assert not found.is_drifting[0, :13].any()


def test_moving_average_uses_laneys_sigma() -> None:
    k = [95, 80, 96, 82, 94, 79, 95, 81, 96, 80, 95, 82]
    found = chart(k)
    first = found.average_upper[0, 0] - found.centre[0, 0]
    assert first == pytest.approx(0.2 * 3 * (found.sigma * found.sigma_z)[0, 0])


def test_a_recorded_decision_begins_new_limits_and_new_runs() -> None:
    low = [k - 15 for k in QUIET]
    k = [*QUIET, *low]
    frozen = chart(k)
    rebased = chart(k, 100, Baseline(12, 12, 24))
    assert frozen.is_out[0, 12:].sum() >= 10
    assert not rebased.is_out.any()
    np.testing.assert_array_equal(frozen.lower[0, :12], rebased.lower[0, :12])
    assert rebased.centre[0, 12] == pytest.approx(sum(low) / 1200)
    assert frozen.runs.is_signal[0]
    assert rebased.runs.points[0] <= 12
    assert not rebased.runs.is_signal[0]
    assert rebased.average[0, 12] == pytest.approx(
        0.8 * rebased.centre[0, 12] + 0.2 * k[12] / 100
    )
    assert rebased.baselines == (YEAR, Baseline(12, 12, 24))


def test_months_still_to_come_do_not_move_frozen_limits() -> None:
    short, long = chart([*QUIET, 60]), chart([*QUIET, 60, 99, 20])
    np.testing.assert_array_equal(long.lower[0, :13], short.lower[0])
    np.testing.assert_array_equal(long.average[0, :13], short.average[0])


@pytest.mark.parametrize(
    "baselines",
    [
        [],
        [Baseline(1, 0, 12)],
        [YEAR, Baseline(0, 0, 12)],
        [YEAR, Baseline(12, 0, 12)],
        [Baseline(0, 0, 13)],
        [Baseline(0, 5, 5)],
        [Baseline(0, -1, 12)],
    ],
)
def test_baselines_outside_the_series_are_refused(baselines: list[Baseline]) -> None:
    with pytest.raises(ValueError):
        chart_months([QUIET], [[100] * 12], baselines)


def test_chance_alone_seldom_puts_a_month_outside() -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(100, 600, (500, 24))
    found = chart_months(rng.binomial(n, 0.85), n, [YEAR])
    assert found.is_out[:, 12:].mean() < 0.02
    # Rates that vary by themselves: plain limits would cry out. A year's ranges tell
    # Laney's sigma only roughly, so about 3 % fall outside and not 0.3 %.
    n = np.full((500, 24), 2000)
    wild = chart_months(rng.binomial(n, rng.beta(85, 15, n.shape)), n, [YEAR])
    plain = np.abs(wild.rate - wild.centre) > 3 * wild.sigma
    assert plain[:, 12:].mean() > 0.3
    assert wild.is_out[:, 12:].mean() < 0.04
