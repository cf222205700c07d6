"""The instrument and what goes with satisfaction, from answers made by hand."""

from typing import Any

import numpy as np
import pytest

from feedback.analysis.drivers import find_drivers
from feedback.analysis.intervals import exact_bounds
from feedback.analysis.reliability import measure_reliability
from feedback.domain.labels import Label
from feedback.domain.periods import Period
from feedback.reports.estimates.scenes import Scene
from feedback.reports.estimates.sheets import AnswerSheet
from feedback.reports.rules import MIN_COMPLETE, RESAMPLES, SEED
from tests.reports.estimates.sketches import MARCH, QUARTER, estimate, make_scene

WHOLE = ("all", "province", "-")
LISTS = {("all", "province"): {"-": [(125, 150)]}}
ITEMS = ("time", "guidance", "costs")


def make_sheet(people: int = 400, **changes: Any) -> AnswerSheet:
    """One mind behind three answers; the first goes most with the overall one."""
    random = np.random.default_rng(7)
    mind = random.normal(3.6, 0.8, people)
    noise = random.normal(0, 0.6, (people, 3)) * [0.6, 1.0, 1.6]
    answers = np.clip(np.rint(mind[:, None] + noise), 1, 5)
    overall = np.clip(np.rint(mind + random.normal(0, 0.3, people)), 1, 5)
    values: dict[str, Any] = {
        "questionnaire": "dossier/1",
        "items": ITEMS,
        "wordings": tuple(Label(f"Câu {item}", f"Item {item}") for item in ITEMS),
        "left_out": ("feedback",),
        "answers": answers,
        "overall": overall,
        "share_read": 1.0,
        **changes,
    }
    return AnswerSheet(**values)


def scene_of(*sheets: AnswerSheet, period: Period = QUARTER) -> Scene:
    scene = make_scene(LISTS, period)
    fields = {name: getattr(scene, name) for name in scene.__dataclass_fields__}
    return Scene(**{**fields, "sheets": sheets})


def test_the_instrument_is_measured_without_straight_liners() -> None:
    sheet = make_sheet()
    found = estimate(scene_of(sheet), "instrument")[WHOLE]
    known = measure_reliability(sheet.answers)
    assert found["floor"] == MIN_COMPLETE
    (version,) = found["versions"]
    assert (version["questionnaire"], version["complete"]) == ("dossier/1", 400)
    assert version["n"] == known.people < 400
    assert version["alpha"] == round(known.alpha, 4)
    assert version["lower"] < version["alpha"] < version["upper"]
    assert version["omega"] == round(known.omega, 4)
    assert version["straight_share"] == round(known.straight_liners / 400, 4)
    assert version["left_out"] == ["feedback"]
    assert [item["id"] for item in version["items"]] == list(ITEMS)
    assert version["items"][0]["item_total"] == round(float(known.item_total[0]), 4)


def test_satisfied_with_all_is_who_gave_no_answer_under_satisfied() -> None:
    sheet = make_sheet()
    answers, overall = sheet.answers.copy(), sheet.overall.copy()
    answers[:8], overall[:8] = np.nan, np.nan
    answers[:3], overall[3] = 4, 3
    answers[2, 1] = 3
    sheet = make_sheet(answers=answers, overall=overall)
    (version,) = estimate(scene_of(sheet), "instrument")[WHOLE]["versions"]
    found = version["all_satisfied"]
    # Of the first eight, three gave fours but for one answer, one a three on the whole,
    # and four nothing, who stand outside.
    others = np.column_stack([answers[8:], overall[8:]])
    satisfied = sum(all(level >= 4 for level in person) for person in others.tolist())
    assert (found["k"], found["n"]) == (satisfied + 2, 396)
    assert found["rate"] == round((satisfied + 2) / 396, 4)
    low, high = exact_bounds(np.array([found["k"]]), np.array([found["n"]]), 0.05)
    assert (found["lower"], found["upper"]) == (round(low[0], 4), round(high[0], 4))


def test_what_goes_with_satisfaction_adds_up_to_what_is_explained() -> None:
    sheet = make_sheet()
    found = estimate(scene_of(sheet), "drivers")[WHOLE]
    known = find_drivers(sheet.answers, sheet.overall, SEED, RESAMPLES)
    assert (found["n"], found["questionnaire"]) == (400, "dossier/1")
    items = {item["id"]: item for item in found["items"]}
    shares = [item["importance"] for item in found["items"]]
    assert sum(shares) == pytest.approx(found["explained"], abs=2e-4)
    assert shares == np.round(known.importance, 4).tolist()
    assert items["time"]["importance"] == max(shares)
    assert items["time"]["vi"] == "Câu time" and items["time"]["en"] == "Item time"
    for item in items.values():
        assert item["lower"] < item["importance"] < item["upper"]
        assert 1 <= item["performance"] <= 5
    assert found["ordinal_order"] == 1, "the ordinal model agrees"


def test_of_a_thousand_people_and_more_the_check_draws_some() -> None:
    found = estimate(scene_of(make_sheet(1500)), "drivers")[WHOLE]
    assert found["n"] == 1500 and found["ordinal_order"] == 1


def test_nothing_is_said_of_a_month() -> None:
    scene = scene_of(make_sheet(), period=MARCH)
    assert estimate(scene, "instrument") == estimate(scene, "drivers") == {}


@pytest.mark.parametrize(
    "sheet",
    [
        make_sheet(MIN_COMPLETE - 1),
        make_sheet(answers=np.full((400, 3), 4.0)),
        make_sheet(items=(), wordings=(), answers=np.empty((400, 0))),
    ],
    ids=["too few people", "nobody differs", "no question"],
)
def test_too_little_says_nothing(sheet: AnswerSheet) -> None:
    for method in ("instrument", "drivers"):
        assert estimate(scene_of(sheet), method).get(WHOLE, {"n": 400})["n"] == 400
    assert estimate(scene_of(sheet), "instrument") == {}


def test_an_overall_answer_that_never_differs_is_explained_by_nothing() -> None:
    sheet = make_sheet(overall=np.full(400, 5.0))
    assert estimate(scene_of(sheet), "drivers") == {}


def test_few_straight_liners_are_not_counted_out_loud() -> None:
    sheet = make_sheet(1200)
    is_straight = (sheet.answers == sheet.answers[:, :1]).all(axis=1)
    rows = np.flatnonzero(~is_straight)[:500].tolist()
    rows += np.flatnonzero(is_straight)[:9].tolist()
    few = make_sheet(answers=sheet.answers[rows], overall=sheet.overall[rows])
    (version,) = estimate(scene_of(few), "instrument")[WHOLE]["versions"]
    assert version["straight_share"] is None and version["n"] == 500


def test_drivers_are_those_of_the_version_most_people_answered() -> None:
    small = make_sheet(390, questionnaire="dossier/2")
    found = estimate(scene_of(small, make_sheet()), "drivers")[WHOLE]
    assert (found["questionnaire"], found["n"]) == ("dossier/1", 400)
    versions = estimate(scene_of(small, make_sheet()), "instrument")[WHOLE]["versions"]
    assert [v["questionnaire"] for v in versions] == ["dossier/2", "dossier/1"]
