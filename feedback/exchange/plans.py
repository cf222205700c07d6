"""The files of feedback/plans: plans, sector groups, time limits, questionnaires."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from feedback.domain.agencies import AgencyLevel
from feedback.domain.deadlines import DeadlineRule, Step
from feedback.domain.errors import InvalidPlan
from feedback.domain.kinds import Kind
from feedback.domain.labels import Label
from feedback.domain.questionnaires import Questionnaire
from feedback.domain.rulebooks import Rulebook
from feedback.domain.targets import Plan, SectorGroup, Target
from feedback.exchange.calendars import read_calendar_days

#: Where the files that come with the platform lie.
PLANS_FOLDER = Path(__file__).resolve().parent.parent / "plans"
#: The files there that are plans of provinces.
PROVINCES = ("ba-ria-vung-tau", "can-tho", "ha-noi", "khanh-hoa", "quang-ngai")


def read_plan(path: Path) -> Plan:
    """One province's plan with its targets."""
    data = _read_mapping(path)
    try:
        return _make_plan(data)
    except _FAULTS as error:
        raise _unreadable(path, error) from error


def read_province_plans(folder: Path = PLANS_FOLDER) -> tuple[Plan, ...]:
    """The plans of the five provinces, by their code."""
    return tuple(read_plan(folder / f"{name}.yaml") for name in PROVINCES)


def read_sector_groups(path: Path) -> tuple[SectorGroup, ...]:
    """The versioned lists of sectors that targets speak of."""
    data = _read_mapping(path)
    try:
        return tuple(_make_sector_group(entry) for entry in data["groups"])
    except _FAULTS as error:
        raise _unreadable(path, error) from error


def read_deadline_rules(path: Path) -> tuple[DeadlineRule, ...]:
    """The time limits of each step."""
    data = _read_mapping(path)
    try:
        return tuple(_make_rule(entry) for entry in data["rules"])
    except _FAULTS as error:
        raise _unreadable(path, error) from error


def read_questionnaire(path: Path) -> Questionnaire:
    """One version of a questionnaire."""
    return Questionnaire.from_dict(_read_mapping(path))


def load_shipped(with_demo: bool = True, folder: Path = PLANS_FOLDER) -> Rulebook:
    """All that comes with the platform; the made-up plan only where it is wanted."""
    demo = (read_plan(folder / "demo.yaml"),) if with_demo else ()
    return Rulebook(
        plans=read_province_plans(folder) + demo,
        groups=read_sector_groups(folder / "sector-groups.yaml"),
        rules=read_deadline_rules(folder / "deadlines.yaml"),
        days=read_calendar_days(folder / "holidays.csv"),
        questionnaires=tuple(
            read_questionnaire(path)
            for path in sorted(folder.glob("questionnaire-*.yaml"))
        ),
    )


_FAULTS = (KeyError, TypeError, ValueError, InvalidOperation)


def _read_mapping(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error
    if not isinstance(data, dict):
        raise _unreadable(path, TypeError("not a mapping"))
    return data


def _unreadable(path: Path, error: Exception) -> InvalidPlan:
    return InvalidPlan(
        f"Không đọc được tệp {path.name}: {error}.",
        f"The file {path.name} cannot be read: {error}.",
    )


def _make_plan(data: Mapping[str, Any]) -> Plan:
    return Plan(
        code=str(data["code"]),
        province=str(data["province"]),
        title=str(data["title"]).strip(),
        lead=str(data["lead"]),
        signed_on=_day(data["signed_on"]),
        valid_from=_day(data["valid_from"]),
        valid_to=_day_or_none(data["valid_to"]),
        number=_text_or_none(data["number"]),
        replaces=_text_or_none(data["replaces"]),
        source=str(data["source"]).strip(),
        targets=tuple(_make_target(entry) for entry in data["targets"]),
        is_demo=bool(data["is_demo"]),
    )


def _make_target(data: Mapping[str, Any]) -> Target:
    return Target(
        code=str(data["code"]),
        row=int(data["row"]),
        indicator=str(data["indicator"]),
        name=Label(str(data["name_vi"]), str(data["name_en"])),
        scope=str(data["scope"]),
        clause=str(data["clause"]),
        valid_from=_day(data["valid_from"]),
        valid_to=_day_or_none(data["valid_to"]),
        operator=_text_or_none(data["operator"]),
        threshold=_exact_or_none(data["threshold"]),
        unit=_text_or_none(data["unit"]),
        deadline_year=data["deadline_year"],
        is_computed=bool(data["is_computed"]),
        note=_text_or_none(data["note"]),
    )


def _make_sector_group(data: Mapping[str, Any]) -> SectorGroup:
    return SectorGroup(
        code=str(data["code"]),
        version=int(data["version"]),
        name=Label(str(data["name_vi"]), str(data["name_en"])),
        valid_from=_day(data["valid_from"]),
        valid_to=_day_or_none(data["valid_to"]),
        basis=str(data["basis"]).strip(),
        sectors=tuple(str(name) for name in data["sectors"]),
    )


def _make_rule(data: Mapping[str, Any]) -> DeadlineRule:
    return DeadlineRule(
        step=Step(data["step"]),
        working_days=int(data["working_days"]),
        basis=str(data["basis"]).strip(),
        valid_from=_day(data["valid_from"]),
        valid_to=_day_or_none(data.get("valid_to")),
        kind=Kind(data["kind"]) if data.get("kind") else None,
        agency_level=_level_or_none(data.get("agency_level")),
    )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a day")
    return value


def _day_or_none(value: object) -> date | None:
    return None if value is None else _day(value)


def _level_or_none(value: object) -> str | None:
    # A misspelt level would hold for nobody and say nothing.
    return None if not value else AgencyLevel(str(value)).value


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _exact_or_none(value: object) -> Decimal | None:
    # A bare YAML number would pass through a float and lose its exactness.
    if value is not None and not isinstance(value, str):
        raise TypeError(f"the threshold {value!r} must be quoted")
    return None if value is None else Decimal(value)
