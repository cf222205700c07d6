"""The files of feedback/plans say what the papers say."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from feedback.domain.codes import parse_sector
from feedback.domain.deadlines import Step, due_on
from feedback.domain.errors import InvalidPlan
from feedback.domain.kinds import Kind
from feedback.domain.targets import Plan, targets_in_force
from feedback.exchange.plans import (
    PLANS_FOLDER,
    read_deadline_rules,
    read_plan,
    read_province_plans,
    read_sector_groups,
)
from tests.calendars import read_shipped_calendar

PLANS = {plan.code: plan for plan in read_province_plans()}
DATA = Path(os.environ.get("GOPY_DATA", "../shared/data"))

# The comparison table of the five plans, row by row: code, operator, threshold, unit,
# clause and the year of the goal. None where a plan names an indicator without number.
TABLE = {
    "can-tho": [
        ("T1", ">=", "90", "percent", "II.1.m", 2025),
        ("T2", ">=", "85", "percent", "II.1.m", 2025),
        ("T3", ">=", "100", "percent", "II.1.o", 2025),
        ("T4", ">=", "60", "percent", "II.1.k", 2025),
        ("T5", ">=", "50", "percent", "II.1.l", 2025),
        ("T5", ">=", "70", "percent", "II.2.b", 2030),
        ("T6", ">=", "100", "percent", "II.1.h", 2025),
        ("T7", ">=", "100", "percent", "II.1.i", 2025),
        ("T8", ">=", "100", "percent", "II.1.a–g", 2025),
        ("T9", ">=", "80", "percent", "II.1", 2025),
        ("T9", ">=", "100", "percent", "II.2", 2030),
        ("T10", ">=", "100", "percent", "II.2.a", 2030),
        ("T14", None, None, None, "PL 5.5", None),
    ],
    "ha-noi": [
        ("T1", None, None, None, "II.3", None),
        ("T3", None, None, None, "I.1.2; II.6", None),
        ("T4", None, None, None, "II.3", None),
        ("T5", None, None, None, "II.3", None),
        ("T8", ">=", "100", "percent", "I.1.2", 2025),
    ],
    "quang-ngai": [
        ("T1", ">=", "90", "percent", "II.2.a", 2025),
        ("T2", ">=", "85", "percent", "II.2.a", 2025),
        ("T3", ">=", "100", "percent", "II.2.a", 2025),
        ("T4", ">=", "80", "percent", "II.2.a", 2025),
        ("T5", ">=", "50", "percent", "II.2.a", 2025),
        ("T5", ">=", "70", "percent", "II.2.b", 2030),
        ("T6", ">=", "100", "percent", "II.2.a", 2025),
        ("T7", ">=", "100", "percent", "II.2.a", 2025),
        ("T8", ">=", "100", "percent", "II.2.a", 2025),
        ("T9", ">=", "80", "percent", "II.2.a", 2025),
        ("T9", ">=", "100", "percent", "II.2.b", 2030),
        ("T10", ">=", "100", "percent", "II.2.b", 2030),
        ("T14", None, None, None, "IV.5.đ", None),
    ],
    "khanh-hoa": [
        ("T1", ">=", "90", "percent", "2.1", 2025),
        ("T1", ">=", "95", "percent", "2.2", 2026),
        ("T4", ">=", "82", "count", "2.1", 2025),
        ("T4", ">=", "982", "count", "2.1", 2025),
        ("T6", ">=", "100", "percent", "2.1", 2025),
        ("T11", "<", "8", "minutes", "2.1", 2025),
        ("T11", "<", "5", "minutes", "2.2", 2026),
        ("T12", "<=", "-20", "percent_change", "2.1; PL 1.2", 2025),
        ("T12", "<=", "-30", "percent_change", "2.2; PL 1.2", 2026),
        ("T13", None, None, None, "2.1", None),
        ("T14", ">=", "100", "percent", "PL 2.6", None),
    ],
    "ba-ria-vung-tau": [
        ("T1", ">=", "90", "percent", "II.1.m", 2025),
        ("T2", ">=", "85", "percent", "II.1.m", 2025),
        ("T3", ">=", "100", "percent", "II.1.n", 2025),
        ("T4", ">=", "80", "percent", "II.1.k", 2025),
        ("T5", ">=", "50", "percent", "II.1.l", 2025),
        ("T5", ">=", "70", "percent", "II.2", 2030),
        ("T6", ">=", "100", "percent", "II.1", 2025),
        ("T7", ">=", "100", "percent", "II.1", 2025),
        ("T8", ">=", "100", "percent", "II.1", 2025),
        ("T9", ">=", "80", "percent", "II.1.o", 2025),
        ("T9", ">=", "100", "percent", "II.2", 2030),
        ("T10", ">=", "100", "percent", "II.2", 2030),
        ("T14", None, None, None, "III.4.đ", None),
    ],
}


@pytest.mark.parametrize("code", TABLE)
def test_a_plan_holds_the_targets_of_its_column(code: str) -> None:
    found = [
        (t.code, t.operator, t.threshold, t.unit, t.clause, t.deadline_year)
        for t in PLANS[code].targets
    ]
    assert found == [
        (target, operator, None if text is None else Decimal(text), *rest)
        for target, operator, text, *rest in TABLE[code]
    ]


def test_the_five_plans_are_those_of_the_papers() -> None:
    assert {code: (p.number, p.signed_on) for code, p in PLANS.items()} == {
        "can-tho": ("70/KH-UBND", date(2025, 3, 31)),
        "ha-noi": ("40/KH-UBND", date(2025, 2, 12)),
        "quang-ngai": ("67/KH-UBND", date(2025, 4, 3)),
        "khanh-hoa": ("5661/KH-UBND", date(2025, 10, 16)),
        "ba-ria-vung-tau": (None, date(2025, 4, 25)),
    }
    assert not any(plan.is_demo for plan in PLANS.values())


def test_each_province_has_its_own_lead_unit() -> None:
    assert PLANS["ha-noi"].lead == "Trung tâm Phục vụ hành chính công"
    assert PLANS["ba-ria-vung-tau"].lead == "Sở Văn hóa, Thể thao và Du lịch"


def _rate_targets(plan: Plan, on: date) -> list[tuple[str, Decimal | None]]:
    return [
        (t.scope, t.threshold)
        for t in targets_in_force(plan, on)
        if t.indicator == "satisfaction_rate"
    ]


def test_khanh_hoa_asks_90_until_2025_and_95_from_2026() -> None:
    plan = PLANS["khanh-hoa"]
    assert _rate_targets(plan, date(2025, 12, 31)) == [("online_users", Decimal(90))]
    assert _rate_targets(plan, date(2026, 1, 1)) == [("online_users", Decimal(95))]


def test_can_tho_and_quang_ngai_ask_90_of_online_users_and_85_of_three_fields() -> None:
    for code in ("can-tho", "quang-ngai"):
        assert _rate_targets(PLANS[code], date(2026, 6, 1)) == [
            ("online_users", Decimal(90)),
            ("sector_group:land_construction_investment", Decimal(85)),
        ]


def test_ha_noi_sets_no_number_for_satisfaction() -> None:
    assert _rate_targets(PLANS["ha-noi"], date(2025, 6, 1)) == [("online_users", None)]


def test_targets_of_a_province_that_ended_end_with_it() -> None:
    assert targets_in_force(PLANS["ba-ria-vung-tau"], date(2025, 6, 30))
    assert not targets_in_force(PLANS["ba-ria-vung-tau"], date(2025, 7, 1))


def test_the_platform_claims_to_compute_only_what_it_measures() -> None:
    computed = {t.code for p in PLANS.values() for t in p.targets if t.is_computed}
    assert computed == {"T1", "T2", "T3"}


def test_every_sector_group_that_a_target_names_exists() -> None:
    groups = read_sector_groups(PLANS_FOLDER / "sector-groups.yaml")
    named = {t.sector_group for p in PLANS.values() for t in p.targets} - {None}
    assert named == {group.code for group in groups}


def test_the_group_says_that_it_is_a_setting() -> None:
    (group,) = read_sector_groups(PLANS_FOLDER / "sector-groups.yaml")
    assert group.version == 1
    assert "thiết lập" in group.basis
    assert len({parse_sector(name).code for name in group.sectors}) == 12


@pytest.mark.skipif(not DATA.exists(), reason="the real data is not here")
def test_the_sectors_of_the_group_are_in_the_national_catalogue() -> None:
    with (DATA / "procedures-2026-07.csv").open(encoding="utf-8-sig") as file:
        catalogue = {row["field"] for row in csv.DictReader(file)}
    (group,) = read_sector_groups(PLANS_FOLDER / "sector-groups.yaml")
    assert set(group.sectors) <= catalogue


def test_the_default_time_limits_are_2_5_5_15_and_2_working_days() -> None:
    rules = read_deadline_rules(PLANS_FOLDER / "deadlines.yaml")
    by_law = [r for r in rules if "Giả định của nền tảng" not in r.basis]
    assert {rule.step: rule.working_days for rule in by_law} == {
        Step.REFUSE: 2,
        Step.ASK_MORE: 5,
        Step.TRANSFER: 5,
        Step.ANSWER: 15,
        Step.PUBLISH: 2,
    }
    assert all("NĐ-CP" in rule.basis or "QĐ-TTg" in rule.basis for rule in by_law)


def test_limits_that_no_law_gives_say_so() -> None:
    rules = read_deadline_rules(PLANS_FOLDER / "deadlines.yaml")
    assumed = [r for r in rules if r.basis.startswith("Giả định của nền tảng này")]
    assert all("chờ xác nhận" in rule.basis for rule in assumed)
    assert {rule.step: rule.working_days for rule in assumed} == {
        Step.EXTEND: 10,
        Step.INTERIM: 10,
        Step.APPEAL: 10,
        Step.DECIDE_APPEAL: 10,
    }


def test_a_rule_may_be_for_a_kind_and_a_level(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    row = "{step: answer, working_days: 5, basis: b, valid_from: 2026-01-01, "
    path.write_text(f"rules:\n  - {row}kind: conduct, agency_level: commune}}\n")
    (rule,) = read_deadline_rules(path)
    assert (rule.kind, rule.agency_level) == (Kind.CONDUCT, "commune")
    path.write_text(f"rules:\n  - {row}kind: praise}}\n")
    with pytest.raises(InvalidPlan, match="praise"):
        read_deadline_rules(path)
    path.write_text(f"rules:\n  - {row}agency_level: comune}}\n")
    with pytest.raises(InvalidPlan, match="comune"):
        read_deadline_rules(path)


def test_an_answer_asked_before_tet_2026_is_due_after_it() -> None:
    rules = read_deadline_rules(PLANS_FOLDER / "deadlines.yaml")
    due = due_on(Step.ANSWER, date(2026, 2, 10), rules, read_shipped_calendar())
    # Three days before Tết, then twelve after the 22nd.
    assert due.on == date(2026, 3, 10)
    assert sum("Tết" in day.name.vi for day in due.skipped) == 5


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- một\n- hai",
        "code: [",
        "code: thieu-phan",
        "TARGET: 90",
        "TARGET: chín mươi",
        "DAY: hôm qua",
    ],
)
def test_a_broken_plan_is_refused_with_the_file_name(
    tmp_path: Path, content: str
) -> None:
    text = (PLANS_FOLDER / "can-tho.yaml").read_text(encoding="utf-8")
    if content.startswith("TARGET: "):
        value = content.removeprefix("TARGET: ")
        value = value if value.isdigit() else f'"{value}"'
        content = text.replace('threshold: "90"', f"threshold: {value}")
    elif content.startswith("DAY: "):
        content = text.replace("signed_on: 2025-03-31", "signed_on: hôm qua")
    path = tmp_path / "ke-hoach.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidPlan) as caught:
        read_plan(path)
    assert "ke-hoach.yaml" in caught.value.message("vi")


@pytest.mark.parametrize("content", ["{}", "groups: [{code: x}]", "groups: 3"])
def test_a_broken_list_is_refused_with_the_file_name(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "danh-muc.yaml"
    path.write_text(content, encoding="utf-8")
    for read in (read_sector_groups, read_deadline_rules):
        with pytest.raises(InvalidPlan) as caught:
            read(path)
        assert "danh-muc.yaml" in caught.value.message("en")
