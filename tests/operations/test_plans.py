"""Plans are loaded once; what figures rest on is never edited."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.domain import clock
from feedback.domain.calendars import DayStatus
from feedback.domain.deadlines import Step
from feedback.domain.errors import Conflict
from feedback.domain.kinds import Kind
from feedback.domain.rulebooks import Rulebook
from feedback.exchange.plans import load_shipped
from feedback.extensions import db
from feedback.models.plans import CalendarDay, DeadlineRule, Plan, Target
from feedback.models.publications import Publication
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.services import SectorGroup, SectorGroupMember
from feedback.operations.plans import load_plans
from feedback.queries.calendars import load_deadline_rules

SHIPPED = load_shipped()
NOON = clock.local_moment(date(2026, 3, 20), 12)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def _on_20_march_2026() -> Any:
    with clock.frozen(NOON):
        yield


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def publish_a_month() -> None:
    """Figures up to 15 March 2026 are sealed."""
    db.session.add(
        Publication(
            month=date(2026, 2, 1),
            version=1,
            cut_off=date(2026, 3, 15),
            sealed_at=NOON,
            terms={},
            digest="0" * 64,
        )
    )
    db.session.commit()


def change_target(**changes: Any) -> Rulebook:
    """The first plan alone, its first target changed."""
    plan = SHIPPED.plans[0]
    first, *others = plan.targets
    target = replace(first, **changes)
    return Rulebook(plans=(replace(plan, targets=(target, *others)),))


def test_all_that_is_shipped_is_loaded_once() -> None:
    recorded = load_plans(SHIPPED)
    assert (recorded.updated, recorded.unchanged) == (0, 0)
    assert count(Plan) == len(SHIPPED.plans) == 6
    assert count(Target) == sum(len(plan.targets) for plan in SHIPPED.plans)
    assert count(CalendarDay) == len(SHIPPED.days)
    assert count(DeadlineRule) == len(SHIPPED.rules)
    assert count(SectorGroupMember) == sum(len(g.sectors) for g in SHIPPED.groups)
    version = db.session.scalars(select(QuestionnaireVersion)).one()
    assert version.published_on == date(2026, 3, 20)
    again = load_plans(SHIPPED)
    assert (again.new, again.updated) == (0, 0)
    assert again.unchanged == recorded.new


def test_thresholds_keep_their_exact_decimals() -> None:
    load_plans(SHIPPED)
    stored = set(db.session.scalars(select(Target.threshold)))
    given = {
        None if target.threshold is None else str(target.threshold)
        for plan in SHIPPED.plans
        for target in plan.targets
    }
    assert stored == given


def test_without_the_demonstration_its_plan_stays_out() -> None:
    load_plans(load_shipped(with_demo=False))
    assert db.session.scalars(select(Plan).where(Plan.is_demo)).all() == []


def test_before_any_publication_a_target_may_be_corrected() -> None:
    load_plans(SHIPPED)
    recorded = load_plans(change_target(unit="count"))
    assert recorded.updated == 1
    assert len(recorded.changed) == 1


@pytest.mark.parametrize(
    "changes",
    [{"unit": "count"}, {"valid_from": date(2020, 1, 1)}, {"scope": "comments"}],
)
def test_a_target_that_figures_rest_on_never_changes(changes: dict[str, Any]) -> None:
    load_plans(SHIPPED)
    publish_a_month()
    with pytest.raises(Conflict, match="add a new row or version"):
        load_plans(change_target(**changes))


def test_such_a_target_may_end_but_not_before_what_it_decided() -> None:
    load_plans(SHIPPED)
    publish_a_month()
    assert load_plans(change_target(valid_to=date(2026, 3, 15))).updated == 1
    with pytest.raises(Conflict):
        load_plans(change_target(valid_to=date(2026, 3, 14)))


def test_a_target_of_the_future_may_still_be_corrected() -> None:
    ahead = change_target(valid_from=date(2027, 1, 1), valid_to=None)
    load_plans(ahead)
    publish_a_month()
    assert load_plans(change_target(valid_from=date(2027, 2, 1), valid_to=None)).updated


def test_a_new_row_or_version_stands_beside_the_old_one() -> None:
    load_plans(SHIPPED)
    plan, group = SHIPPED.plans[0], SHIPPED.groups[0]
    target = replace(plan.targets[0], row=99, valid_from=date(2027, 1, 1))
    recorded = load_plans(
        Rulebook(
            plans=(replace(plan, targets=(*plan.targets, target)),),
            groups=(replace(group, version=2, sectors=("Đất đai",)),),
        )
    )
    assert recorded.new == 2
    assert count(SectorGroup) == len(SHIPPED.groups) + 1


def test_a_version_of_a_sector_list_never_changes_but_may_end() -> None:
    load_plans(SHIPPED)
    group = SHIPPED.groups[0]
    for changed in (
        replace(group, sectors=group.sectors[:-1]),
        replace(group, valid_from=date(2020, 1, 1)),
    ):
        with pytest.raises(Conflict, match="sector list"):
            load_plans(Rulebook(groups=(changed,)))
    ended = replace(group, valid_to=date(2026, 12, 31))
    assert load_plans(Rulebook(groups=(ended,))).updated == 1


def test_a_time_limit_never_changes_but_may_end() -> None:
    load_plans(SHIPPED)
    rule = SHIPPED.rules[0]
    with pytest.raises(Conflict, match="time limit"):
        load_plans(Rulebook(rules=(replace(rule, working_days=99),)))
    ended = replace(rule, valid_to=date(2026, 12, 31))
    assert load_plans(Rulebook(rules=(ended,))).updated == 1


def test_a_published_questionnaire_never_changes() -> None:
    load_plans(SHIPPED)
    first = SHIPPED.questionnaires[0]
    changed = replace(first, questions=first.questions[:-1])
    with pytest.raises(Conflict):
        load_plans(Rulebook(questionnaires=(changed,)))


def test_an_announced_schedule_replaces_what_was_assumed() -> None:
    load_plans(SHIPPED)
    assumed = [day for day in SHIPPED.days if day.status is DayStatus.ASSUMED]
    year = assumed[0].on.year
    announced = tuple(
        replace(day, status=DayStatus.OFFICIAL)
        for day in SHIPPED.days
        if day.on.year == year
    )
    wrong, *right = announced
    recorded = load_plans(Rulebook(days=tuple(right)))
    kept = set(
        db.session.scalars(select(CalendarDay.on).where(CalendarDay.on >= right[0].on))
    )
    assert {day.on for day in right} <= kept
    # A day the law fixes stays; one that was only assumed and not announced goes.
    was_assumed = wrong.on in {day.on for day in assumed}
    assert (wrong.on in set(db.session.scalars(select(CalendarDay.on)))) is (
        not was_assumed
    )
    assert recorded.updated == len(recorded.changed)
    assert load_plans(Rulebook(days=tuple(right))).updated == 0


def test_one_conflict_keeps_everything_out(app: Flask) -> None:
    load_plans(SHIPPED)
    rule = replace(SHIPPED.rules[0], working_days=99)
    day = replace(SHIPPED.days[0], on=date(2024, 1, 3))
    with pytest.raises(Conflict):
        load_plans(Rulebook(days=(day,), rules=(rule,)))
    db.session.rollback()
    assert db.session.get(CalendarDay, date(2024, 1, 3)) is None


def test_a_database_with_older_limits_gets_the_new_ones(app: Flask) -> None:
    older = tuple(rule for rule in SHIPPED.rules if "Giả định" not in rule.basis)
    load_plans(replace(SHIPPED, rules=older))
    before = {row.id: row.step for row in db.session.scalars(select(DeadlineRule))}
    recorded = load_plans(SHIPPED)
    assert (recorded.new, recorded.updated) == (len(SHIPPED.rules) - len(older), 0)
    after = {row.id: row.step for row in db.session.scalars(select(DeadlineRule))}
    assert before.items() <= after.items(), "old rows stay as they are"


def test_limits_for_a_kind_and_a_level_stand_beside_the_general_one() -> None:
    general = next(rule for rule in SHIPPED.rules if rule.step is Step.ANSWER)
    special = replace(
        general, kind=Kind.CONDUCT, agency_level="commune", working_days=5
    )
    rules = Rulebook(rules=(general, special))
    assert load_plans(rules).new == 2
    assert load_plans(rules).unchanged == 2
    assert set(load_deadline_rules()) == {general, special}
    with pytest.raises(Conflict, match="the time limit"):
        load_plans(Rulebook(rules=(replace(special, working_days=6),)))
