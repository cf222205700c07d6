"""Everything a province is measured by, as one set that is loaded together."""

from dataclasses import dataclass

from feedback.domain.calendars import CalendarDay
from feedback.domain.deadlines import DeadlineRule
from feedback.domain.questionnaires import Questionnaire
from feedback.domain.targets import Plan, SectorGroup


@dataclass(frozen=True)
class Rulebook:
    """Plans with their targets, sector lists, time limits, holidays, questions."""

    plans: tuple[Plan, ...] = ()
    groups: tuple[SectorGroup, ...] = ()
    rules: tuple[DeadlineRule, ...] = ()
    days: tuple[CalendarDay, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
