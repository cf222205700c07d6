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

WHOLE = ("all", "province", "-")
#: 72 of 80 from 400 dossiers: 48 of 50 online (of 100), 24 of 30 at the counter (300).
TWO_CHANNELS = ((1, 7, 0, 100, 50, 48), (1, 7, 1, 300, 30, 24))


def test_a_weighted_rate_stands_beside_the_raw_one_with_its_channels() -> None:
    """(100 · 48/50 + 300 · 24/30) / 400 = 0.84; the raw rate is 0.9."""
    lists = {
        ("all", "province"): {"-": [(72, 80, 400, 400, 380, 82)]},
        ("all", "channel"): {"online": [(48, 50)], "counter": [None]},
    }
    scene = make_scene(lists, strata=[make_strata(*TWO_CHANNELS)])
    found = estimate(scene, "weighted")[WHOLE]
    assert (found["n"], found["k"], found["N"]) == (80, 72, 400)
    assert (found["raw_rate"], found["rate"]) == (0.9, 0.84)
    assert found["lower"] < 0.84 < found["upper"]
    assert (found["way"], found["refused"], found["trimmed"]) == (
        "post_stratified",
        None,
        0,
    )
    # Kish: 80 (50 · 2² + 30 · 10²) / (50 · 2 + 30 · 10)² = 1.6.
    assert found["deff"] == 1.6
    assert found["evidence"] is None, "all answers have no target"
    online, counter = found["parts"]
    assert (online["channel"], online["rate"]) == ("online", 0.96)
    assert (online["dossier_share"], online["answer_share"]) == (0.25, 0.625)
    # Hidden in the results, so that only the register's own numbers stand here.
    assert (counter["N"], counter["dossier_share"]) == (300, 0.75)
    assert counter["n"] is counter["k"] is counter["rate"] is None


def test_a_weighted_rate_is_refused_where_answers_cannot_stand_for_the_register() -> (
    None
):
    """Nobody of the 300 at the counter answered."""
    strata = make_strata((1, 7, 0, 100, 50, 48), (1, 7, 1, 300, 0, 0))
    lists = {("T1", "province"): {"-": [(48, 50, 400, 400, 380, 50)]}}
    refused = estimate(make_scene(lists, strata=[strata]), "weighted")
    # Online users have no other channel; all answers do.
    assert refused["T1", "province", "-"]["refused"] is None
    lists = {("all", "province"): {"-": [(48, 50, 400, 400, 380, 50)]}}
    found = estimate(make_scene(lists, strata=[strata]), "weighted")[WHOLE]
    assert found["refused"] == "unheard_class"
    assert found["rate"] is found["lower"] is found["n_eff"] is None
    assert found["raw_rate"] == 0.96


def test_agencies_and_sectors_are_weighted_in_quarters_alone() -> None:
    lists = {
        ("all", "agency"): {
            "a": [(72, 80, 400, 400, 380, 82)],
            "b": [(20, 29, 100, 100, 90, 29)],
        },
        ("T1", "agency"): {"a": [(48, 50, 100, 100, 90, 50)], "b": [None]},
    }
    strata = [make_strata(*TWO_CHANNELS, (2, 7, 1, 100, 29, 20))]
    assert estimate(make_scene(lists, strata=strata), "weighted") == {}
    scene = make_scene(lists, QUARTER, strata=strata)
    found = estimate(scene, "weighted")
    assert set(found) == {("all", "agency", "a"), ("T1", "agency", "a")}, "b has 29"
    parts = found["all", "agency", "a"]["parts"]
    assert {part["channel"]: part["rate"] for part in parts} == {
        "online": 0.96,
        "other": 0.8,
    }
    # Rounded, so that no small class can be solved for.
    assert found["all", "agency", "a"]["rate"] == 0.84


def test_channels_of_a_unit_whose_online_answers_are_hidden_are_not_told() -> None:
    lists = {
        ("all", "agency"): {"a": [(72, 80, 400, 400, 380, 82)]},
        ("T1", "agency"): {"a": [None]},
    }
    scene = make_scene(lists, QUARTER, strata=[make_strata(*TWO_CHANNELS)])
    for part in estimate(scene, "weighted")["all", "agency", "a"]["parts"]:
        assert part["n"] is part["k"] is part["rate"] is part["answer_share"] is None


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
    strata = [make_strata(*TWO_CHANNELS)] * 3
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


def test_a_sector_with_many_small_agencies_is_weighted_by_their_level() -> None:
    """Agencies with 3 answers each: all of the level together are enough."""
    rows = [
        row
        for agency in (1, 2, 3)
        for row in ((agency, 7, 0, 20, 8, 8), (agency, 7, 1, 40, 4, 2))
    ]
    lists = {("all", "sector"): {"x": [(30, 36, 180, 180, 170, 36)]}}
    scene = make_scene(lists, QUARTER, strata=[make_strata(*rows)])
    found = estimate(scene, "weighted")["all", "sector", "x"]
    # (60 · 24/24 + 120 · 6/12) / 180.
    assert (found["way"], found["rate"]) == ("post_stratified", 0.667)
    assert (found["deff"], found["refused"]) == (1.5, None)


def test_an_agency_with_many_small_sectors_is_raked() -> None:
    """Six sectors with 3 or 4 answers online and elsewhere: no class holds five."""
    rows = [(1, 7, channel, 40, 16, 14) for channel in (0, 1)]
    rows += [(1, 8, 0, 12, 3, 3), (1, 8, 1, 12, 4, 2)]
    lists = {("all", "agency"): {"a": [(33, 39, 104, 104, 90, 39)]}}
    scene = make_scene(lists, QUARTER, strata=[make_strata(*rows)])
    found = estimate(scene, "weighted")["all", "agency", "a"]
    assert (found["way"], found["refused"], found["n"]) == ("raked", None, 39)
    assert found["lower"] < found["rate"] < found["upper"]
