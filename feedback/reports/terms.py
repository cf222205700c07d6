"""What a month is judged by: rules, plan, targets and the list of sectors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.analysis.rates import R1, R2
from feedback.analysis.verdicts import V1
from feedback.domain.disclosure import MIN_ANSWERS, MIN_UNANIMOUS
from feedback.domain.months import Month
from feedback.domain.targets import Target
from feedback.queries.targets import (
    GroupInForce,
    PlanInForce,
    find_group_in_force,
    find_plan_in_force,
)
from feedback.reports.drafts import ResultRow

#: Users of online services, and the procedures of the sector group.
ONLINE, GROUP = "T1", "T2"
#: The target that is judged: satisfaction as the plans mean it.
_INDICATOR = "satisfaction_rate"


@dataclass(frozen=True)
class Terms:
    """The plan of a month; a target without a number is shown and not judged."""

    plan: PlanInForce | None
    #: By indicator.
    targets: Mapping[str, Target]
    group: GroupInForce | None


def find_terms(month: Month, plan_code: str) -> Terms:
    """The terms in force on the last day of a month."""
    on = month.last_day
    plan = find_plan_in_force(plan_code, on)
    targets = {
        target.code: target
        for target in (plan.targets if plan else ())
        if target.code in (ONLINE, GROUP) and target.indicator == _INDICATOR
    }
    code = targets[GROUP].sector_group if GROUP in targets else None
    group = find_group_in_force(code, on) if code else None
    return Terms(plan, targets, group)


def write_threshold(target: Target | None) -> str | None:
    """The threshold as exact decimal text."""
    if target is None or target.threshold is None:
        return None
    return format(target.threshold, "f")


def write_terms(month: Month, terms: Terms, whole: ResultRow) -> dict[str, Any]:
    """The terms as they are sealed; `whole` is the province's row of all answers."""
    plan, group = terms.plan, terms.group
    return {
        "month": str(month),
        "cut_off": month.changes_close_on.isoformat(),
        "rules": _write_rules(),
        "plan": None if plan is None else {"code": plan.code, "number": plan.number},
        "targets": [_write_target(target) for target in terms.targets.values()],
        "sector_group": (
            None
            if group is None
            else {
                "code": group.code,
                "version": group.version,
                "sectors": sorted(group.sectors.values()),
            }
        ),
        # Of the whole province; empty where even that is too few to show.
        "inputs": {
            "levels": list(whole.counts) if whole.counts else None,
            "no_opinion": whole.n_none,
            "rated": whole.rated,
            "ended": whole.ended,
            "invited": whole.invited,
            "delivered": whole.delivered,
        },
    }


def _write_rules() -> dict[str, Any]:
    return {
        "rate": f"{R1.id}/{R1.version}",
        "index": f"{R2.id}/{R2.version}",
        "verdict": {
            "id": f"{V1.id}/{V1.version}",
            "bounds": "exact, one-sided",
            "error": str(V1.error),
            "min_answers": V1.min_answers,
        },
        "disclosure": {
            "id": "D1/1",
            "min_answers": MIN_ANSWERS,
            "min_unanimous": MIN_UNANIMOUS,
        },
    }


def _write_target(target: Target) -> dict[str, Any]:
    return {
        "code": target.code,
        "row": target.row,
        "indicator": target.indicator,
        "scope": target.scope,
        "operator": target.operator,
        "threshold": write_threshold(target),
        "clause": target.clause,
        "valid_from": target.valid_from.isoformat(),
        "valid_to": target.valid_to.isoformat() if target.valid_to else None,
    }
