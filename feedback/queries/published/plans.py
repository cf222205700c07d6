"""Plans, their targets, their sector groups, and the time limits of a comment."""

from datetime import date

from sqlalchemy import or_, select

from feedback.extensions import db
from feedback.models.plans import DeadlineRule, Plan, Target
from feedback.models.services import Sector, SectorGroup, SectorGroupMember


def find_plan(code: str) -> Plan | None:
    """A plan by its code."""
    return db.session.scalar(select(Plan).where(Plan.code == code))


def list_targets(plan: Plan) -> list[Target]:
    """The targets of a plan in their order."""
    rows = select(Target).where(Target.plan_id == plan.id).order_by(Target.id)
    return list(db.session.scalars(rows))


def list_targets_in_force(code: str, on: date) -> list[tuple[Plan, Target]]:
    """The targets of a plan that hold on a day, with the plan."""
    rows = db.session.execute(
        select(Plan, Target)
        .join(Target, Target.plan_id == Plan.id)
        .where(
            Plan.code == code,
            Target.valid_from <= on,
            or_(Target.valid_to.is_(None), Target.valid_to >= on),
        )
        .order_by(Target.id)
    )
    return [(plan, target) for plan, target in rows]


def list_group_sectors(code: str) -> tuple[SectorGroup | None, list[Sector]]:
    """The newest version of a sector group and its sectors."""
    group = db.session.scalars(
        select(SectorGroup)
        .where(SectorGroup.code == code)
        .order_by(SectorGroup.version.desc())
        .limit(1)
    ).first()
    if group is None:
        return None, []
    members = db.session.scalars(
        select(Sector)
        .join(SectorGroupMember, SectorGroupMember.sector_id == Sector.id)
        .where(SectorGroupMember.group_id == group.id)
        .order_by(Sector.name_folded)
    )
    return group, list(members)


def list_deadline_rules() -> list[DeadlineRule]:
    """The time limit of each step, past ones too."""
    rows = select(DeadlineRule).order_by(DeadlineRule.id)
    return list(db.session.scalars(rows))
