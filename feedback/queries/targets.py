"""The plan and the targets in force on a day, and the sector lists they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from feedback.domain.labels import Label
from feedback.domain.targets import Target
from feedback.extensions import db
from feedback.models.plans import Plan
from feedback.models.plans import Target as TargetRow
from feedback.models.services import Sector, SectorGroup, SectorGroupMember


@dataclass(frozen=True)
class PlanInForce:
    """A plan and those of its targets that hold on a day, by code and row."""

    code: str
    number: str | None
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class GroupInForce:
    """A version of a sector list; `sectors` has the code of each by its id."""

    code: str
    version: int
    sectors: Mapping[int, str]


def find_plan_in_force(code: str, on: date) -> PlanInForce | None:
    """The plan of this code, or the one that its province has made since."""
    named = select(Plan.province).where(Plan.code == code).scalar_subquery()
    plan = db.session.scalars(
        select(Plan)
        .where(
            Plan.province == named,
            Plan.valid_from <= on,
            or_(Plan.valid_to.is_(None), Plan.valid_to >= on),
        )
        .order_by(Plan.signed_on.desc(), Plan.id.desc())
        .limit(1)
    ).first()
    if plan is None:
        return None
    rows = db.session.scalars(
        select(TargetRow)
        .where(
            TargetRow.plan_id == plan.id,
            TargetRow.valid_from <= on,
            or_(TargetRow.valid_to.is_(None), TargetRow.valid_to >= on),
        )
        .order_by(TargetRow.code, TargetRow.row)
    )
    return PlanInForce(plan.code, plan.number, tuple(map(_to_target, rows)))


def find_group_in_force(code: str, on: date) -> GroupInForce | None:
    """The newest version of a sector list that holds on a day."""
    group = db.session.scalars(
        select(SectorGroup)
        .where(
            SectorGroup.code == code,
            SectorGroup.valid_from <= on,
            or_(SectorGroup.valid_to.is_(None), SectorGroup.valid_to >= on),
        )
        .order_by(SectorGroup.version.desc())
        .limit(1)
    ).first()
    if group is None:
        return None
    members = db.session.execute(
        select(Sector.id, Sector.code)
        .join(SectorGroupMember, SectorGroupMember.sector_id == Sector.id)
        .where(SectorGroupMember.group_id == group.id)
    )
    return GroupInForce(group.code, group.version, {row[0]: row[1] for row in members})


def _to_target(row: TargetRow) -> Target:
    return Target(
        code=row.code,
        row=row.row,
        indicator=row.indicator,
        name=Label(row.name_vi, row.name_en),
        scope=row.scope,
        clause=row.clause,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        operator=row.operator,
        threshold=None if row.threshold is None else Decimal(row.threshold),
        unit=row.unit,
        is_computed=row.is_computed,
        note=row.note,
    )
