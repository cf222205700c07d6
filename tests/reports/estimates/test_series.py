"""Methods that look back over published periods, on units made by hand."""

from typing import Any

import pytest

from feedback.domain.months import Month
from tests.reports.estimates.sketches import estimate, make_scene


def test_changes_are_held_against_the_period_before_and_a_year_earlier() -> None:
    """45 of 50 after 40 of 50: Newcombe's interval is -0.0434 to 0.2421."""
    lists: dict[Any, Any] = {
        ("all", "agency"): {
            "a": [(90, 100)] + [None] * 10 + [(40, 50), (45, 50)],
            "b": [(90, 100)] + [None] * 11 + [(45, 50)],
            "c": [None] * 12 + [(45, 50)],
        }
    }
    found = estimate(make_scene(lists), "change")
    assert set(found) == {("all", "agency", "a"), ("all", "agency", "b")}
    before = found["all", "agency", "a"]["before"]
    assert (before["period"], before["difference"]) == ("2026-02", 0.1)
    assert before["lower"] == pytest.approx(-0.0434, abs=5e-5)
    assert before["upper"] == pytest.approx(0.2421, abs=5e-5)
    assert before["family_size"] == 1
    earlier = found["all", "agency", "b"]
    assert earlier["before"] is None
    assert earlier["year_earlier"]["period"] == "2025-03"
    assert earlier["year_earlier"]["family_size"] == 2


#: Twelve months that only chance moves, as in chart_months' own example.
USUAL = [90, 91, 89, 92, 90, 88, 91, 90, 89, 92, 90, 91]


def test_a_month_is_charted_against_the_first_twelve() -> None:
    months = [Month(2025, 3).shift(n) for n in range(13)]
    lists: dict[Any, Any] = {
        ("all", "agency"): {
            "a": [(k, 100) for k in [*USUAL, 70]],
            "b": [(k, 100) for k in [*USUAL, 91]],
            # Hidden once: no series at all.
            "c": [None] + [(90, 100)] * 12,
        }
    }
    assert estimate(make_scene(lists), "control") == {}, "no baseline yet"
    found = estimate(make_scene(lists, baseline=months[:12]), "control")
    assert set(found) == {("all", "agency", "a"), ("all", "agency", "b")}
    out, usual = found.values()
    assert (out["is_out"], out["out"], out["is_flagged"]) == (True, ["2026-03"], True)
    assert not usual["is_out"] and not usual["is_flagged"]
    # 1083 of 1200 and three times the root of p (1 - p) / 100 below it.
    assert out["centre"] == 0.9025
    assert out["lower"] == pytest.approx(0.9025 - 3 * 0.0296636, abs=1e-6)
    assert (out["baseline_first"], out["baseline_last"]) == ("2025-03", "2026-02")


def test_trends_and_breaks_are_found_in_shown_months() -> None:
    rising = [88.0, 88.5, 89, 89, 90, 89.5, 90, 91, 90.5, 91.5]
    broken = [90, 93, 88, 91, 89, 70, 72, 69, 71, 70]
    lists: dict[Any, Any] = {
        ("all", "agency"): {
            "a": [(int(2 * share), 200) for share in rising],
            "b": [(k, 100) for k in broken],
            "c": [(90, 100)] * 9 + [None],
        }
    }
    scene = make_scene(lists)
    trends = estimate(scene, "trend")
    assert set(trends) == {("all", "agency", "a"), ("all", "agency", "b")}
    assert round(trends["all", "agency", "a"]["points_per_month"], 2) == 0.33
    found = estimate(scene, "break")["all", "agency", "b"]
    assert (found["last_before"], found["is_flagged"]) == ("2025-10", True)
    # 352 of 500 after 451 of 500.
    assert found["difference"] == pytest.approx(352 / 500 - 451 / 500)
    assert found["lower"] < found["difference"] < found["upper"] < 0
    still = estimate(make_scene({("all", "agency"): {"a": [(9, 10)] * 10}}), "break")
    assert still["all", "agency", "a"]["p"] == 1.0
    assert still["all", "agency", "a"]["draws"] == 0


def test_a_month_a_unit_did_not_exist_in_is_no_hidden_one() -> None:
    lists: dict[Any, Any] = {
        ("all", "agency"): {"a": ["-"] * 3 + [(90, 100)] * 10, "b": ["-"] * 13}
    }
    found = estimate(make_scene(lists), "trend")
    assert found["all", "agency", "a"]["months"] == 10
    assert len(found) == 1
