"""Due dates, and how they are explained."""

from dataclasses import replace
from datetime import date

import pytest

from feedback.domain.calendars import CalendarDay, DayKind, WorkingCalendar
from feedback.domain.deadlines import (
    DeadlineRule,
    Step,
    count_days_late,
    due_on,
    find_rule,
    next_word_on,
    push_back,
)
from feedback.domain.errors import NoDeadlineRule
from feedback.domain.kinds import Kind
from feedback.domain.labels import Label

TET = Label("Tết Nguyên đán", "Lunar New Year")
CALENDAR = WorkingCalendar(
    [
        CalendarDay(date(2026, 2, day), DayKind.HOLIDAY, TET, "TB 9441/TB-BNV")
        for day in range(16, 21)
    ],
    2025,
    2026,
)
OLD = DeadlineRule(Step.ANSWER, 15, "QĐ 766", date(2022, 8, 1), date(2025, 12, 31))
NEW = DeadlineRule(Step.ANSWER, 10, "quy định mới", date(2026, 1, 1))
COMMUNE = DeadlineRule(
    Step.ANSWER, 7, "riêng cấp xã", date(2026, 1, 1), agency_level="commune"
)
RULES = [OLD, NEW, COMMUNE]


def test_the_rule_in_force_at_the_start_decides() -> None:
    assert find_rule(Step.ANSWER, date(2025, 12, 31), RULES) is OLD
    assert find_rule(Step.ANSWER, date(2026, 1, 1), RULES) is NEW


def test_a_rule_for_the_level_beats_the_general_one() -> None:
    assert (
        find_rule(Step.ANSWER, date(2026, 3, 2), RULES, agency_level="commune")
        is COMMUNE
    )
    assert (
        find_rule(Step.ANSWER, date(2026, 3, 2), RULES, agency_level="province") is NEW
    )
    assert (
        find_rule(Step.ANSWER, date(2025, 3, 3), RULES, agency_level="commune") is OLD
    )


def test_the_most_specific_rule_wins_and_the_kind_weighs_more() -> None:
    on, kind = date(2026, 3, 2), Kind.CONDUCT
    by_kind = DeadlineRule(Step.ANSWER, 5, "riêng loại", NEW.valid_from, kind=kind)
    by_both = replace(by_kind, working_days=3, agency_level="commune")
    rules = [*RULES, by_kind, by_both]
    assert find_rule(Step.ANSWER, on, rules, kind, "commune") is by_both
    assert find_rule(Step.ANSWER, on, rules, kind, "province") is by_kind
    assert find_rule(Step.ANSWER, on, [*RULES, by_kind], kind, "commune") is by_kind
    assert find_rule(Step.ANSWER, on, rules, Kind.CASE, "commune") is COMMUNE
    assert find_rule(Step.ANSWER, on, rules) is NEW


def test_two_equally_specific_rules_are_refused_by_name() -> None:
    with pytest.raises(NoDeadlineRule, match="More than one.*“Reply”"):
        find_rule(
            Step.ANSWER, date(2026, 3, 2), [*RULES, COMMUNE], agency_level="commune"
        )


def test_a_word_on_progress_is_owed_only_before_the_answer() -> None:
    interim = DeadlineRule(Step.INTERIM, 10, "giả định", date(2026, 1, 1))
    start, answer = date(2026, 3, 2), date(2026, 3, 23)
    # Ten working days after Monday 2 March, without a holiday: two weeks.
    assert next_word_on(start, answer, [interim], CALENDAR) == date(2026, 3, 16)
    assert next_word_on(start, date(2026, 3, 16), [interim], CALENDAR) is None
    assert next_word_on(start, answer, RULES, CALENDAR) is None
    assert next_word_on(date(2025, 3, 3), answer, [interim], CALENDAR) is None


def test_a_step_without_a_rule_in_force_is_refused_by_name() -> None:
    with pytest.raises(NoDeadlineRule, match="No time limit.*“Publish the reply”"):
        find_rule(Step.PUBLISH, date(2026, 3, 2), RULES)
    with pytest.raises(NoDeadlineRule):
        find_rule(Step.ANSWER, date(2022, 7, 31), RULES)


def test_two_rules_for_one_day_are_refused() -> None:
    with pytest.raises(NoDeadlineRule, match="More than one"):
        find_rule(Step.ANSWER, date(2026, 3, 2), [NEW, NEW])


def test_a_due_date_explains_itself() -> None:
    due = due_on(Step.ANSWER, date(2026, 2, 12), RULES, CALENDAR)
    # 13 February is day 1; then two weekends and the five days of Tết.
    assert due.on == date(2026, 3, 5)
    assert due.rule is NEW
    assert [day.on.day for day in due.skipped] == [
        14,
        15,
        *range(16, 21),
        21,
        22,
        28,
        1,
    ]
    assert [day.name for day in due.skipped][2:7] == [TET] * 5


def test_a_due_date_for_a_level_uses_its_rule() -> None:
    due = due_on(Step.ANSWER, date(2026, 3, 2), RULES, CALENDAR, agency_level="commune")
    assert due.on == date(2026, 3, 11)


def test_a_pause_pushes_the_due_date_back_by_its_working_days() -> None:
    # Asked on Thursday the 12th, supplied on Tuesday the 24th: 13, 23 and 24 were lost.
    due = push_back(date(2026, 2, 27), date(2026, 2, 12), date(2026, 2, 24), CALENDAR)
    assert due == date(2026, 3, 4)


def test_a_pause_within_a_day_changes_nothing() -> None:
    day = date(2026, 3, 2)
    assert push_back(date(2026, 3, 20), day, day, CALENDAR) == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("done_on", "late"),
    [
        (date(2026, 2, 10), 0),
        (date(2026, 2, 13), 0),
        (date(2026, 2, 14), 0),  # a Saturday is no working day late
        (date(2026, 2, 23), 1),  # the first working day after Tết
        (None, 3),  # still open on the 25th
    ],
)
def test_lateness_is_counted_in_working_days(done_on: date | None, late: int) -> None:
    due, today = date(2026, 2, 13), date(2026, 2, 25)
    assert count_days_late(due, done_on, today, CALENDAR) == late


def test_every_step_has_a_name() -> None:
    assert len({step.label.vi for step in Step}) == len(Step)
