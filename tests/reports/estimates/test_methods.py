"""Every method on units made by hand, against numbers known beforehand."""

import json
from typing import Any

import pytest

from feedback.analysis.shortfalls import count_answers_to_settle
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.reports.estimates.methods import MOST_NAMED, estimate_units
from tests.reports.estimates.sketches import (
    MARCH,
    QUARTER,
    estimate,
    make_scene,
    make_strata,
    of,
)


def test_bounds_need_no_assumption_and_a_closed_period_bears_its_own_verdict() -> None:
    """45 of 50 among 80 and 50 dossiers, as in judge_periods' own example."""
    lists = {
        ("T1", "agency"): {
            "a": [(45, 50, 80, 80, 80, 50)],
            "b": [(45, 50, 50, 50, 50, 50)],
            # More answers than dossiers: nothing is known.
            "c": [(45, 50, 40, 40, 40, 50)],
        }
    }
    assert estimate(make_scene(lists), "bounds") == {}, "a month is not binding"
    found = estimate(make_scene(lists, QUARTER), "bounds")
    assert [key for _, _, key in found] == ["a", "b"]
    some, everybody = found.values()
    assert (some["logical_lower"], some["logical_upper"]) == (0.5625, 0.9375)
    assert (some["evidence"], some["is_fact"]) == ("too_close", False)
    assert (everybody["evidence"], everybody["is_fact"]) == ("met", True)
    assert (everybody["fewest"], everybody["most"]) == (45, 45)


def test_power_says_what_would_settle_it() -> None:
    """376 of 412 against 90 %: 1,167 more at this rate (analysis.shortfalls)."""
    lists = {
        ("T1", "agency"): {"a": [(376, 412)], "b": [(90, 100)], "c": [None]},
        ("all", "agency"): {"a": [(376, 412)], "b": [(90, 100)], "c": [None]},
    }
    found = estimate(make_scene(lists), "power")
    assert set(found) == {("T1", "agency", "a"), ("T1", "agency", "b")}
    assert found["T1", "agency", "a"]["answers_to_settle"] == 1167
    assert found["T1", "agency", "b"]["answers_to_settle"] is None
    assert found["T1", "agency", "b"]["satisfied_to_meet"] == 6


def test_coverage_alarms_where_fewer_are_heard_than_in_the_units_own_past() -> None:
    lists = {
        ("all", "agency"): {
            "a": [(80, 90, 200, 200, 190, 90)] * 3 + [(18, 20, 200, 120, 110, 20)],
            "b": [(80, 90, 200, 200, 190, 90)] * 4,
            "c": [None, None, None, (80, 90, 200, 200, 190, 260)],
        }
    }
    found = estimate(make_scene(lists), "coverage")
    fell, steady, broken = (found["all", "agency", key] for key in "abc")
    assert fell["rated_drop"]["is_flagged"] and fell["invited_drop"]["is_flagged"]
    # 20 of 200 after 270 of 600.
    assert fell["rated_drop"]["change"] == -0.35
    assert (fell["rated_drop"]["other_k"], fell["rated_drop"]["periods"]) == (270, 3)
    assert not steady["rated_drop"]["is_flagged"]
    assert steady["rated_drop"]["family_size"] == 2
    shares = [share["share"] for share in steady["steps"]]
    assert shares == [1.0, 0.95, round(90 / 190, 6)]
    assert steady["overall"]["share"] == 0.45
    # More rated than delivered: that step is left out, and nothing stops.
    assert (broken["is_sound"], broken["overall"]) == (False, None)
    assert broken["rated_drop"] is None


def test_coverage_alarms_where_the_refused_are_asked_less_than_the_finished() -> None:
    endings = {
        ("agency", "a"): {Ending.FINISHED: (100, 95), Ending.REFUSED: (40, 10)},
        ("agency", "b"): {Ending.FINISHED: (100, 95), Ending.REFUSED: (9, 0)},
    }
    seen = (80, 90, 140, 105, 100, 90)
    lists = {("all", "agency"): {"a": [seen], "b": [seen]}}
    found = estimate(make_scene(lists, endings=endings), "coverage")
    some, few = (found["all", "agency", key] for key in "ab")
    assert some["refused_invited"]["is_flagged"]
    assert some["refused_invited"]["change"] == -0.7
    assert some["outcomes"]["refused"] == 40
    assert (few["outcomes"]["refused"], few["refused_invited"]) == (None, None)
    assert some["returned_invited"] is None


def test_rates_are_pooled_over_four_shown_quarters() -> None:
    lists: dict[Any, Any] = {
        ("T1", "agency"): {
            "a": [(240, 250)] * 4,
            "b": [(175, 250)] * 4,
            # Hidden in three of four quarters; too few answers for a place.
            "c": [None, None, None, (25, 29)],
            **{key: [(210, 250)] * 4 for key in "defgh"},
        }
    }
    assert estimate(make_scene(lists), "pooled") == {}, "months are not pooled"
    found = estimate(make_scene(lists, QUARTER), "pooled")
    high, low, few = (found["T1", "agency", key] for key in "abc")
    assert (high["n"], high["k"], high["field"]) == (1000, 960, "commune")
    assert (high["group"], low["group"], few["group"]) == ("above", "below", None)
    assert (few["n"], few["rank"]) == (29, None)
    assert high["chance_of_target"] > 0.99 > 0.01 > low["chance_of_target"]
    # Pulled towards the field, most where least is known.
    assert low["rate"] > 0.7 and few["lower"] < 25 / 29 < few["upper"]
    three = {name: {k: v[1:] for k, v in rows.items()} for name, rows in lists.items()}
    assert estimate(make_scene(three, QUARTER), "pooled") == {}, "the window is fixed"


def test_a_unit_that_fails_is_named_and_the_others_are_published(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(k: Any, n: Any, target: Any) -> Any:
        if 13 in n:
            raise ZeroDivisionError
        return count_answers_to_settle(k, n, target)

    place = "feedback.reports.estimates.power.count_answers_to_settle"
    monkeypatch.setattr(place, refuse)
    lists = {("T1", "agency"): {"a": [(9, 12)], "b": [(9, 13)], "c": [(9, 14)]}}
    rows, notes = estimate_units(make_scene(lists))
    assert [row.key for row in of(rows, "power")] == ["a", "c"]
    assert notes == ("left out: power T1 agency b (ZeroDivisionError)",)
    assert "power T1 agency b" in caplog.text
    lists = {("T1", "agency"): {f"u{n}": [(9, 13)] for n in range(MOST_NAMED + 2)}}
    _, notes = estimate_units(make_scene(lists))
    assert len(notes) == MOST_NAMED + 1 and notes[-1] == "left out: and 2 more"


def test_nothing_is_said_of_hidden_units_and_all_of_it_is_json() -> None:
    lists: dict[Any, Any] = {
        (indicator, scope): {"a": [(90, 100, 200, 200, 190, 100)] * 12 + [None]}
        for indicator in ("all", "T1")
        for scope in ("province", "agency", "sector", "service")
    }
    strata = [make_strata((1, 7, 0, 100, 50, 48), (1, 7, 1, 300, 30, 24))] * 3
    months = [Month(2025, 3).shift(n) for n in range(12)]
    for period in (MARCH, QUARTER):
        scene = make_scene(
            lists, period, strata=strata, baseline=months, sectors={"a": "x"}
        )
        rows, notes = estimate_units(scene)
        assert (rows, notes) == ((), ())
    shown: dict[Any, Any] = {
        name: {"a": [(90, 100, 200, 200, 190, 100)] * 13} for name in lists
    }
    scene = make_scene(shown, strata=strata[:1], baseline=months, sectors={"a": "x"})
    rows, _ = estimate_units(scene)
    assert {row.method for row in rows} >= {"power", "coverage", "control", "trend"}
    for row in rows:
        assert json.loads(json.dumps(row.values, allow_nan=False)) == row.values
        assert {"n"} <= row.values.keys()
