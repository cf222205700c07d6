"""Rates weighted to the register, against numbers worked out by hand."""

from typing import Any

import pytest

from feedback.reports.estimates.methods import estimate_units
from tests.reports.estimates.sketches import (
    MARCH,
    QUARTER,
    estimate,
    make_scene,
    make_strata,
)

WHOLE = ("all", "province", "-")
A = ("all", "agency", "a")
#: 72 of 80 from 400 dossiers: 48 of 50 online (of 100), 24 of 30 elsewhere (300).
ALL, ONLINE = (72, 80, 400, 400, 380, 82), (48, 50, 100, 100, 90, 50)
TWO_SIDES = ((1, 7, 0, 100, 50, 48), (1, 7, 1, 300, 30, 24))

Lists = dict[tuple[str, str], Any]


def make_agency(**changes: Any) -> Lists:
    """What is shown of an agency: all answers and those of online users."""
    return {
        ("all", "agency"): {"a": [changes.get("all", ALL)]},
        ("T1", "agency"): {"a": [changes.get("online", ONLINE)]},
    }


def weigh(lists: Lists, **changes: Any) -> Any:
    """The estimate of an agency's quarter."""
    changes.setdefault("strata", [make_strata(*TWO_SIDES)])
    return estimate(make_scene(lists, QUARTER, **changes), "weighted")[A]


def list_classes(values: Any) -> list[tuple[Any, ...]]:
    return [tuple(each.values()) for each in values["classes"]]


def test_a_weighted_rate_stands_beside_the_raw_one_with_its_channels() -> None:
    """(100 · 48/50 + 300 · 24/30) / 400 = 0.84; the raw rate is 0.9."""
    lists: Lists = {
        ("all", "province"): {"-": [ALL]},
        ("all", "sector"): {"x": [ALL]},
        ("T1", "sector"): {"x": [ONLINE]},
        ("all", "channel"): {"online": [(48, 50)], "counter": [None]},
    }
    scene = make_scene(lists, strata=[make_strata(*TWO_SIDES)])
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
    assert found["deff"] == pytest.approx(1.6)
    assert found["evidence"] is None, "all answers have no target"
    assert list_classes(found) == [
        ("x", "online", None, 100, 50, 48),
        ("x", "other", None, 300, 30, 24),
    ]
    online, counter = found["parts"]
    assert (online["channel"], online["rate"]) == ("online", 0.96)
    assert (online["dossier_share"], online["answer_share"]) == (0.25, 0.625)
    # Hidden in the results, so that only the register's own numbers stand here.
    assert (counter["N"], counter["dossier_share"]) == (300, 0.75)
    assert counter["n"] is counter["k"] is counter["rate"] is None


def test_agencies_and_sectors_are_weighted_in_quarters_alone() -> None:
    lists: Lists = {
        ("all", "agency"): {"a": [ALL], "b": [(20, 29, 100, 100, 90, 29)]},
        ("T1", "agency"): {"a": [ONLINE], "b": [None]},
    }
    strata = [make_strata(*TWO_SIDES, (2, 7, 1, 100, 29, 20))]
    assert estimate(make_scene(lists, MARCH, strata=strata), "weighted") == {}
    found = estimate(make_scene(lists, QUARTER, strata=strata), "weighted")
    assert set(found) == {A, ("T1", "agency", "a")}, "b has 29"
    assert found[A]["rate"] == 0.84
    parts = {part["channel"]: part["rate"] for part in found[A]["parts"]}
    assert parts == {"online": 0.96, "other": 0.8}


def test_shown_months_part_a_side_and_hidden_ones_stay_together() -> None:
    """January shows both sides, February only all answers, March nothing."""
    parts: Lists = {
        ("all", "agency"): {
            "a": [(30, 35, 150, 150, 140, 35), (30, 30, 150, 150, 140, 30), None, ALL]
        },
        ("T1", "agency"): {"a": [(19, 20, 40, 40, 38, 20), None, None, ONLINE]},
    }
    found = weigh(make_agency(), parts=parts)
    assert list_classes(found) == [
        (None, "online", "2026-01", 40, 20, 19),
        (None, "online", None, 60, 30, 29),
        (None, "other", "2026-01", 110, 15, 11),
        (None, "other", None, 190, 15, 13),
    ]
    # Weights 2, 2, 110/15 and, cut from 190/15 to five medians, 10.
    expected = (2 * 19 + 2 * 29 + 110 / 15 * 11 + 10 * 13) / (40 + 60 + 110 + 150)
    assert found["rate"] == pytest.approx(expected, abs=1e-6)
    assert found["trimmed"] == 15


def test_what_is_left_with_few_answers_takes_the_months_of_its_side_with_it() -> None:
    parts: Lists = {
        ("all", "agency"): {"a": [(54, 60, 300, 300, 290, 60), None, None, ALL]},
        ("T1", "agency"): {"a": [(39, 41, 80, 80, 70, 41), None, None, ONLINE]},
    }
    assert list_classes(weigh(make_agency(), parts=parts)) == [
        (None, "online", None, 100, 50, 48),
        (None, "other", "2026-01", 220, 19, 15),
        (None, "other", None, 80, 11, 9),
    ]


@pytest.mark.parametrize(("filed", "refused"), [(40, None), (41, "unparted")])
def test_hidden_online_users_may_be_a_tenth_of_the_dossiers(
    filed: int, refused: str | None
) -> None:
    """Their answers are not told apart, and cannot be weighted by themselves."""
    lists = make_agency()
    scene = make_scene(lists, QUARTER, strata=[make_strata(*TWO_SIDES)])
    for history in (scene.history, scene.parts):
        online = history.lists["T1", "agency"]
        online.is_hidden[:] = True
        online.values[:, :, 2] = filed
    found = estimate(scene, "weighted")[A]
    assert found["refused"] == refused
    assert list_classes(found) == [(None, None, None, 400, 80, 72)]
    assert found["rate"] == (0.9 if refused is None else None)
    assert found["raw_rate"] == 0.9
    for part in found["parts"]:
        assert part["n"] is part["k"] is part["rate"] is part["answer_share"] is None


def test_a_rate_is_refused_where_nobody_of_many_at_the_counter_answered() -> None:
    lists = make_agency(all=(48, 50, 400, 400, 380, 50))
    found = weigh(lists)
    assert found["refused"] == "unparted"
    assert found["rate"] is found["lower"] is found["n_eff"] is None
    assert found["agrees_with_finer"] is None
    # Online users have no other side.
    online = estimate(
        make_scene(lists, QUARTER, strata=[make_strata(*TWO_SIDES)]), "weighted"
    )["T1", "agency", "a"]
    assert (online["refused"], online["rate"]) == (None, 0.96)


def test_weights_that_differ_too_much_are_refused() -> None:
    """Kish: 210 (200 + 10 · 150²) / (200 + 10 · 150)², cut to five medians, is 4.9."""
    lists = make_agency(
        all=(200, 210, 1_700, 1_700, 1_600, 210), online=(195, 200, 200, 200, 190, 200)
    )
    found = weigh(lists, strata=[make_strata((1, 7, 0, 200, 200, 195))])
    assert found["refused"] is None, "cut to five medians: 210 · 450 / 250² = 1.5"
    assert (found["trimmed"], found["deff"]) == (10, pytest.approx(1.512))
    lists = make_agency(
        all=(40, 43, 420, 420, 400, 43), online=(30, 33, 20, 40, 20, 33)
    )
    assert weigh(lists)["refused"] == "impossible_counts"


def test_the_group_of_an_agency_is_parted_only_where_it_is_all_there_is() -> None:
    lists = {**make_agency(), ("T2", "agency"): {"a": [ALL]}}
    scene = make_scene(lists, QUARTER, strata=[make_strata(*TWO_SIDES)])
    found = estimate(scene, "weighted")["T2", "agency", "a"]
    assert [each["side"] for each in found["classes"]] == ["online", "other"]
    lists["T2", "agency"] = {"a": [(50, 60, 300, 300, 280, 60)]}
    scene = make_scene(lists, QUARTER, strata=[make_strata(*TWO_SIDES)])
    found = estimate(scene, "weighted")["T2", "agency", "a"]
    assert list_classes(found) == [(None, None, None, 300, 60, 50)]


def test_what_no_field_shows_is_a_class_or_goes_with_the_smallest_field() -> None:
    total = (160, 200, 1_000, 1_000, 900, 200)
    lists: Lists = {
        ("all", "province"): {"-": [total]},
        ("all", "sector"): {
            "x": [(100, 120, 500, 500, 450, 120)],
            "y": [(50, 65, 400, 400, 350, 65)],
            "z": [None],
        },
        ("T1", "sector"): {
            "x": [(60, 70, 250, 250, 240, 70)],
            "y": [None],
            "z": [None],
        },
    }
    for name in ("y", "z"):
        lists["T1", "sector"][name] = ["-"]
    scene = make_scene(lists, strata=[make_strata(*TWO_SIDES)])
    x = [("x", "online", None, 250, 70, 60), ("x", "other", None, 250, 50, 40)]
    assert list_classes(estimate(scene, "weighted")[WHOLE]) == [
        *x,
        ("y", None, None, 400, 65, 50),
        (None, None, None, 100, 15, 10),
    ]
    lists["all", "sector"]["y"] = [(57, 75, 450, 450, 400, 75)]
    scene = make_scene(lists, strata=[make_strata(*TWO_SIDES)])
    assert list_classes(estimate(scene, "weighted")[WHOLE]) == [
        *x,
        (None, None, None, 500, 80, 60),
    ]


def test_a_unit_whose_parts_are_more_than_its_whole_is_left_out_by_name() -> None:
    parts: Lists = {
        ("all", "agency"): {"a": [(72, 90, 500, 500, 480, 90), None, None, ALL]}
    }
    lists = {("all", "agency"): {"a": [ALL]}}
    scene = make_scene(lists, QUARTER, parts=parts)
    rows, notes = estimate_units(scene)
    assert notes == ("left out: weighted all agency a (ValueError)",)
    assert "weighted" not in {row.method for row in rows}


@pytest.mark.parametrize(
    ("rows", "agrees"),
    [
        (TWO_SIDES, True),
        # The same answers by field as well: (300 · 10/10 + 100 · 62/70) / 400.
        (((1, 7, 0, 300, 10, 10), (1, 8, 1, 100, 70, 62)), False),
        # Classes too small, raked on field and channel.
        (
            (
                *((1, 7, channel, 40, 16, 14) for channel in (0, 1)),
                *((1, 8, channel, 12, 4, 3) for channel in (0, 1)),
            ),
            True,
        ),
        # Nobody of 300 answered: the finer rate is refused.
        (((1, 7, 0, 100, 80, 72), (1, 8, 1, 300, 0, 0)), None),
    ],
)
def test_finer_classes_only_say_whether_they_agree(
    rows: tuple[tuple[int, ...], ...], agrees: bool | None
) -> None:
    found = weigh(make_agency(), strata=[make_strata(*rows)])
    assert found["agrees_with_finer"] is agrees


def test_a_sector_is_held_against_its_agencies_by_their_level() -> None:
    """Agencies with 3 answers each: all of the level together are enough."""
    rows = [
        row
        for agency in (1, 2, 3)
        for row in ((agency, 7, 0, 20, 8, 8), (agency, 7, 1, 40, 4, 2))
    ]
    lists: Lists = {
        ("all", "sector"): {"x": [(30, 36, 180, 180, 170, 36)]},
        ("T1", "sector"): {"x": [(24, 24, 60, 60, 50, 24)]},
    }
    scene = make_scene(lists, QUARTER, strata=[make_strata(*rows)])
    found = estimate(scene, "weighted")["all", "sector", "x"]
    # (60 · 24/24 + 120 · 6/12) / 180, both ways.
    assert found["rate"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["agrees_with_finer"] is True
    assert found["deff"] == pytest.approx(1.5)
