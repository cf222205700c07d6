"""Rates with and without contested batches, and what of them may be told."""

from datetime import date
from typing import Any

import pytest

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.queries.integrity import FlagDays
from feedback.queries.measures import CHANNELS
from feedback.reports.estimates.contests import may_tell
from feedback.reports.estimates.scenes import Scene
from tests.reports.estimates.sketches import (
    MARCH,
    QUARTER,
    estimate,
    make_scene,
    make_strata,
)

ONLINE, COUNTER = (CHANNELS.index(c) for c in (Channel.ONLINE, Channel.COUNTER))
#: 80 of 100 at a (60 of 60 at the counter), 45 of 50 at b, all online.
STRATA = make_strata(
    (1, 7, ONLINE, 60, 40, 20),
    (1, 7, COUNTER, 90, 60, 60),
    (2, 7, ONLINE, 90, 50, 45),
)
LISTS: dict[tuple[str, str], Any] = {
    ("all", "province"): {"-": [(125, 150)]},
    ("all", "agency"): {"a": [(80, 100)], "b": [(45, 50)]},
    ("T1", "agency"): {"a": [(20, 40)], "b": [(45, 50)]},
}
WHOLE, A, B = (
    ("all", scope, key)
    for scope, key in (("province", "-"), ("agency", "a"), ("agency", "b"))
)


def scene_with(
    *contested: tuple[int, Month, Channel], lists: Any = LISTS, **changes: Any
) -> Scene:
    values = {"strata": [STRATA], **changes}
    values.setdefault("flags", ())
    flags = values.pop("flags")
    scene = make_scene(lists, **values)
    fields = {name: getattr(scene, name) for name in scene.__dataclass_fields__}
    return Scene(**{**fields, "contested": frozenset(contested), "flags": flags})


def test_without_a_contest_both_rates_are_one() -> None:
    found = estimate(scene_with(), "integrity")
    assert found[A] == {
        "n": 100,
        "k": 80,
        "rate": 0.8,
        "is_told": True,
        "contested": 0,
        "share_contested": 0,
        "n_without": 100,
        "k_without": 80,
        "rate_without": 0.8,
        "flags_open": 0,
        "flags_closed": 0,
    }


def test_a_contested_batch_is_left_out_of_the_second_rate() -> None:
    """60 of 60 at a's counter: 20 of 40 are left there, 65 of 90 in the province."""
    found = estimate(scene_with((1, MARCH.last, Channel.COUNTER)), "integrity")
    assert (found[A]["n_without"], found[A]["rate_without"]) == (40, 0.5)
    assert (found[A]["contested"], found[A]["share_contested"]) == (60, 0.6)
    assert found[B]["contested"] == 0
    assert (found[WHOLE]["n_without"], found[WHOLE]["k_without"]) == (90, 65)
    assert found[A]["rate"] == 0.8, "the published rate itself does not change"


@pytest.mark.parametrize(
    ("contested", "rest"),
    [((9, 5), (91, 75)), ((15, 15), (85, 65)), ((95, 76), (5, 4)), ((100, 80), (0, 0))],
    ids=["under ten", "all alike", "hardly anything left", "nothing left"],
)
def test_what_would_tell_a_small_cell_is_not_told(
    contested: tuple[int, int], rest: tuple[int, int]
) -> None:
    strata = make_strata(
        (1, 7, COUNTER, 100, *contested),
        (1, 7, ONLINE, 100, *rest),
        (2, 7, ONLINE, 90, 50, 45),
    )
    scene = scene_with((1, MARCH.last, Channel.COUNTER), strata=[strata])
    found = estimate(scene, "integrity")
    for key in (A, WHOLE):
        assert not found[key]["is_told"]
        assert found[key]["contested"] is found[key]["n_without"] is None
        assert found[key]["share_contested"] is found[key]["rate_without"] is None
    assert found[B]["is_told"]


def test_nothing_is_told_where_online_users_are_hidden() -> None:
    lists = {**LISTS, ("T1", "agency"): {"a": [None], "b": [(45, 50)]}}
    scene = scene_with((1, MARCH.last, Channel.COUNTER), lists=lists)
    found = estimate(scene, "integrity")
    assert not found[A]["is_told"] and not found[WHOLE]["is_told"]


def test_two_untold_agencies_hide_each_other_in_the_province() -> None:
    lists = {**LISTS, ("T1", "agency"): {"a": [None], "b": [None]}}
    both = [(number, MARCH.last, Channel.ONLINE) for number in (1, 2)]
    found = estimate(scene_with(*both, lists=lists), "integrity")
    assert not found[A]["is_told"] and not found[B]["is_told"]
    assert (found[WHOLE]["n_without"], found[WHOLE]["k_without"]) == (60, 60)


def test_each_month_of_a_quarter_must_be_tellable_alone() -> None:
    january, february = QUARTER.first, QUARTER.months[1]
    small = make_strata((1, 7, COUNTER, 20, 9, 9), (1, 7, ONLINE, 60, 40, 20))
    lists = {**LISTS, ("all", "agency"): {"a": [(189, 258)], "b": [(45, 50)]}}
    large = [(1, february, Channel.COUNTER)]
    scene = scene_with(
        *large, lists=lists, period=QUARTER, strata=[small, STRATA, STRATA]
    )
    assert estimate(scene, "integrity")[A]["contested"] == 60
    scene = scene_with(
        *large,
        (1, january, Channel.COUNTER),
        lists=lists,
        period=QUARTER,
        strata=[small, STRATA, STRATA],
    )
    assert not estimate(scene, "integrity")[A]["is_told"]


def test_a_batch_without_answers_is_no_batch() -> None:
    found = estimate(scene_with((1, MARCH.last, Channel.POST)), "integrity")
    assert found[A]["contested"] == 0 and found[A]["is_told"]


def test_flags_are_counted_as_of_the_day_of_publication() -> None:
    """March is published on 25 April."""
    checked, late = date(2026, 4, 23), date(2026, 4, 26)
    flags = (
        FlagDays("a", checked, None),
        FlagDays("a", checked, date(2026, 4, 25)),
        FlagDays("a", checked, late),
        FlagDays("a", late, None),
        FlagDays("-", checked, None),
    )
    found = estimate(scene_with(flags=flags), "integrity")
    assert (found[A]["flags_open"], found[A]["flags_closed"]) == (2, 1)
    assert (found[B]["flags_open"], found[B]["flags_closed"]) == (0, 0)
    assert (found[WHOLE]["flags_open"], found[WHOLE]["flags_closed"]) == (3, 1)


def test_a_hidden_agency_has_no_line() -> None:
    lists = {**LISTS, ("all", "agency"): {"a": [None], "b": [(45, 50)]}}
    scene = scene_with((1, MARCH.last, Channel.COUNTER), lists=lists)
    found = estimate(scene, "integrity")
    assert A not in found and not found[WHOLE]["is_told"]


def test_cells_of_one_mind_need_twenty() -> None:
    assert [may_tell(*pair) for pair in ((9, 5), (10, 5), (19, 19), (20, 20))] == [
        *(False, True),
        *(False, True),
    ]
