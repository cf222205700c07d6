"""Plans, targets, sector lists, time limits, holidays and questions are loaded.

What figures were published by is never edited: a target, a sector list, a time limit or
a question that is in use stays, and the file gives a new row or version beside it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from feedback.domain import clock, deadlines, targets
from feedback.domain.codes import parse_sector
from feedback.domain.errors import Conflict
from feedback.domain.imports import Recorded
from feedback.domain.questionnaires import Questionnaire
from feedback.domain.rulebooks import Rulebook
from feedback.extensions import db
from feedback.models.plans import DeadlineRule, Plan, Target
from feedback.models.publications import Publication
from feedback.models.questionnaires import QuestionnaireVersion
from feedback.models.services import SectorGroup, SectorGroupMember
from feedback.operations.calendars import load_days
from feedback.operations.catalogues import assign_values
from feedback.operations.questionnaires import ensure_published
from feedback.operations.services import ensure_sectors
from feedback.operations.stamps import bump_public_stamp
from feedback.operations.transaction import transaction


@transaction
def load_plans(rulebook: Rulebook) -> Recorded:
    """Bring the stored plans, targets, lists, limits and questions up to a rulebook.

    All of it or nothing; once more changes nothing. A row that figures rest on and
    that differs from the file is a Conflict which says how to go on.
    """
    session = db.session()
    recorded = load_days(session, rulebook.days)
    for plan in rulebook.plans:
        recorded += _load_plan(session, plan)
    for group in rulebook.groups:
        recorded += _load_group(session, group)
    for rule in rulebook.rules:
        recorded += _load_rule(session, rule)
    for questionnaire in rulebook.questionnaires:
        recorded += _load_questionnaire(session, questionnaire)
    if recorded.new or recorded.updated:
        bump_public_stamp(session)
    return recorded


def _load_plan(session: Session, plan: targets.Plan) -> Recorded:
    stored = session.scalar(select(Plan).where(Plan.code == plan.code))
    values = {
        "province": plan.province,
        "number": plan.number,
        "title": plan.title,
        "lead": plan.lead,
        "signed_on": plan.signed_on,
        "valid_from": plan.valid_from,
        "valid_to": plan.valid_to,
        "is_demo": plan.is_demo,
    }
    if stored is None:
        stored = Plan(code=plan.code, **values)
        session.add(stored)
        session.flush()
        recorded = Recorded(new=1)
    else:
        recorded = _count(assign_values(stored, values), plan.code)
    known = {
        (row.code, row.row): row
        for row in session.scalars(select(Target).where(Target.plan_id == stored.id))
    }
    for target in plan.targets:
        name = (target.code, target.row)
        recorded += _load_target(session, stored, known.get(name), target)
    return recorded


def _load_target(
    session: Session, plan: Plan, stored: Target | None, target: targets.Target
) -> Recorded:
    number = None if target.threshold is None else str(target.threshold)
    meaning = {
        "indicator": target.indicator,
        "scope": target.scope,
        "operator": target.operator,
        "threshold": number,
        "unit": target.unit,
        "valid_from": target.valid_from,
        "is_computed": target.is_computed,
    }
    wording = {
        "name_vi": target.name.vi,
        "name_en": target.name.en,
        "clause": target.clause,
        "note": target.note,
        "valid_to": target.valid_to,
    }
    if stored is None:
        row = Target(plan_id=plan.id, code=target.code, row=target.row)
        assign_values(row, meaning | wording)
        session.add(row)
        return Recorded(new=1)
    name = f"{plan.code} {target.code}/{target.row}"
    last_cut_off = _find_last_cut_off(session)
    if last_cut_off is not None and stored.valid_from <= last_cut_off:
        _refuse_change(stored, meaning, f"chỉ tiêu {name}", f"the target {name}")
        if target.valid_to is not None and target.valid_to < last_cut_off:
            _refuse_change(
                stored,
                {"valid_to": target.valid_to},
                f"chỉ tiêu {name}",
                f"the target {name}",
            )
    return _count(assign_values(stored, meaning | wording), name)


def _find_last_cut_off(session: Session) -> date | None:
    return session.scalar(select(func.max(Publication.cut_off)))


def _load_group(session: Session, group: targets.SectorGroup) -> Recorded:
    sectors = [parse_sector(name) for name in group.sectors]
    ids = ensure_sectors(session, sectors)
    members = {ids[sector.code] for sector in sectors}
    name = f"{group.code} v{group.version}"
    stored = session.scalar(
        select(SectorGroup).where(
            SectorGroup.code == group.code, SectorGroup.version == group.version
        )
    )
    meaning = {"valid_from": group.valid_from}
    wording = {
        "name_vi": group.name.vi,
        "name_en": group.name.en,
        "basis": group.basis,
        "valid_to": group.valid_to,
    }
    if stored is None:
        stored = SectorGroup(code=group.code, version=group.version)
        assign_values(stored, meaning | wording)
        session.add(stored)
        session.flush()
        session.add_all(
            SectorGroupMember(group_id=stored.id, sector_id=id)
            for id in sorted(members)
        )
        return Recorded(new=1)
    known = set(
        session.scalars(
            select(SectorGroupMember.sector_id).where(
                SectorGroupMember.group_id == stored.id
            )
        )
    )
    if known != members:
        raise _conflict(f"danh mục lĩnh vực {name}", f"the sector list {name}")
    _refuse_change(
        stored, meaning, f"danh mục lĩnh vực {name}", f"the sector list {name}"
    )
    return _count(assign_values(stored, wording), name)


def _load_rule(session: Session, rule: deadlines.DeadlineRule) -> Recorded:
    kind, level = rule.kind.value if rule.kind else "", rule.agency_level or ""
    stored = session.scalar(
        select(DeadlineRule).where(
            DeadlineRule.step == rule.step,
            DeadlineRule.kind == kind,
            DeadlineRule.agency_level == level,
            DeadlineRule.valid_from == rule.valid_from,
        )
    )
    wording = {"basis": rule.basis, "valid_to": rule.valid_to}
    if stored is None:
        session.add(
            DeadlineRule(
                step=rule.step.value,
                kind=kind,
                agency_level=level,
                working_days=rule.working_days,
                valid_from=rule.valid_from,
                **wording,
            )
        )
        return Recorded(new=1)
    _refuse_change(
        stored,
        {"working_days": rule.working_days},
        f"thời hạn “{rule.step.label.vi}”",
        f"the time limit “{rule.step.label.en}”",
    )
    return _count(assign_values(stored, wording), rule.step.value)


def _load_questionnaire(session: Session, questionnaire: Questionnaire) -> Recorded:
    before = session.scalar(
        select(QuestionnaireVersion.published_on).where(
            QuestionnaireVersion.code == questionnaire.code,
            QuestionnaireVersion.version == questionnaire.version,
        )
    )
    ensure_published(session, questionnaire, clock.today())
    return Recorded(new=1) if before is None else Recorded(unchanged=1)


def _count(differs: bool, name: str) -> Recorded:
    if differs:
        return Recorded(updated=1, changed=(name,))
    return Recorded(unchanged=1)


def _refuse_change(stored: Any, values: Mapping[str, Any], vi: str, en: str) -> None:
    if any(getattr(stored, name) != value for name, value in values.items()):
        raise _conflict(vi, en)


def _conflict(vi: str, en: str) -> Conflict:
    return Conflict(
        f"Tệp đổi {vi} đã dùng để tính. Mời giữ nguyên dòng cũ, ghi ngày hết hiệu lực, "
        "và thêm dòng hoặc phiên bản mới.",
        f"The file changes {en}, which figures rest on. Keep the old row, give it an "
        "end, and add a new row or version.",
    )
