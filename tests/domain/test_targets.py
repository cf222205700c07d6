"""Targets and plans as values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from feedback.domain.errors import InvalidPlan
from feedback.domain.labels import Label
from feedback.domain.targets import Plan, Target, find_plan, targets_in_force

FIRST = Target(
    code="T1",
    row=1,
    indicator="satisfaction_rate",
    name=Label("Tỷ lệ hài lòng", "Satisfaction"),
    scope="online_users",
    clause="2.1",
    valid_from=date(2025, 10, 16),
    valid_to=date(2025, 12, 31),
    operator=">=",
    threshold=Decimal("90"),
    unit="percent",
)
SECOND = replace(
    FIRST,
    row=2,
    threshold=Decimal("95"),
    valid_from=date(2026, 1, 1),
    valid_to=None,
)
PLAN = Plan(
    code="khanh-hoa",
    province="Tỉnh Khánh Hòa",
    title="Kế hoạch",
    lead="Sở Khoa học và Công nghệ",
    signed_on=date(2025, 10, 16),
    valid_from=date(2025, 10, 16),
    valid_to=date(2026, 12, 31),
    number="5661/KH-UBND",
    replaces=None,
    source="2.1",
    targets=(FIRST, SECOND),
)


@pytest.mark.parametrize(
    ("on", "targets"),
    [
        (date(2025, 10, 15), ()),
        (date(2025, 10, 16), (FIRST,)),
        (date(2025, 12, 31), (FIRST,)),
        (date(2026, 1, 1), (SECOND,)),
        (date(2026, 12, 31), (SECOND,)),
        (date(2027, 1, 1), ()),
    ],
)
def test_a_target_holds_from_its_first_to_its_last_day(
    on: date, targets: tuple[Target, ...]
) -> None:
    assert targets_in_force(PLAN, on) == targets


def test_a_threshold_in_percent_is_an_exact_share() -> None:
    assert SECOND.share == Fraction(19, 20)
    assert replace(FIRST, threshold=Decimal("83.94")).share == Fraction(4197, 5000)


def test_other_thresholds_are_no_share() -> None:
    assert replace(FIRST, unit="minutes", operator="<").share is None
    bare = replace(FIRST, operator=None, threshold=None, unit=None)
    assert bare.share is None


def test_a_target_may_speak_of_a_sector_group() -> None:
    assert FIRST.sector_group is None
    scope = "sector_group:land_construction_investment"
    assert replace(FIRST, scope=scope).sector_group == "land_construction_investment"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "T0"},
        {"code": "T15"},
        {"code": "90"},
        {"row": 0},
        {"operator": None},
        {"threshold": None},
        {"unit": None},
        {"operator": "=>"},
        {"unit": "điểm"},
        {"valid_to": date(2025, 10, 15)},
    ],
)
def test_a_target_that_cannot_be_compared_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidPlan) as caught:
        replace(FIRST, **changes)
    assert caught.value.message("vi") != caught.value.message("en")


def test_a_plan_holds_each_target_row_once() -> None:
    with pytest.raises(InvalidPlan, match="twice"):
        replace(PLAN, targets=(FIRST, FIRST))


def test_the_plan_of_a_province_is_the_one_signed_last() -> None:
    newer = replace(PLAN, code="newer", signed_on=date(2026, 3, 1))
    other = replace(PLAN, code="other", province="Thành phố Hà Nội")
    plans = [newer, PLAN, other]
    assert find_plan(plans, "Tỉnh Khánh Hòa", date(2026, 6, 1)) is newer
    assert find_plan(plans, "Tỉnh Khánh Hòa", date(2027, 6, 1)) is None
    assert find_plan(plans, "Tỉnh Sông Hiền", date(2026, 6, 1)) is None
