"""Plans with targets, for tests that judge by them."""

from datetime import date
from typing import Any

from feedback.extensions import db
from feedback.models.plans import Plan, Target
from feedback.models.services import SectorGroup, SectorGroupMember

GROUP = "land_construction_investment"


def make_plan(code: str = "demo", **changes: Any) -> Plan:
    """A plan in force since 2024, without targets."""
    values: dict[str, Any] = {
        "code": code,
        "province": "Tỉnh Thử Nghiệm",
        "number": "01/KH-UBND",
        "title": "Kế hoạch",
        "lead": "Sở Khoa học và Công nghệ",
        "signed_on": date(2024, 1, 2),
        "valid_from": date(2024, 1, 2),
        **changes,
    }
    plan = Plan(**values)
    db.session.add(plan)
    db.session.commit()
    return plan


def add_target(plan: Plan, code: str, threshold: str | None, **changes: Any) -> None:
    """Satisfaction of online users (T1) or of the sector group (T2)."""
    values: dict[str, Any] = {
        "plan_id": plan.id,
        "code": code,
        "row": 1,
        "indicator": "satisfaction_rate",
        "name_vi": "Tỷ lệ hài lòng",
        "name_en": "Satisfaction",
        "scope": "online_users" if code == "T1" else f"sector_group:{GROUP}",
        "operator": None if threshold is None else ">=",
        "threshold": threshold,
        "unit": None if threshold is None else "percent",
        "valid_from": date(2024, 1, 2),
        "clause": "II.1.m",
        "is_computed": True,
        **changes,
    }
    db.session.add(Target(**values))
    db.session.commit()


def make_group(sector_ids: list[int], version: int = 1, **changes: Any) -> SectorGroup:
    """The list of sectors that T2 speaks of."""
    values: dict[str, Any] = {
        "code": GROUP,
        "version": version,
        "name_vi": "Đất đai, xây dựng, đầu tư",
        "name_en": "Land, construction and investment",
        "valid_from": date(2024, 1, 1),
        "basis": "thử nghiệm",
        **changes,
    }
    group = SectorGroup(**values)
    db.session.add(group)
    db.session.flush()
    for sector_id in sector_ids:
        db.session.add(SectorGroupMember(group_id=group.id, sector_id=sector_id))
    db.session.commit()
    return group
