"""What a period is judged by: rules, plan, targets and the list of sectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.months import Month
from feedback.domain.periods import Period
from feedback.domain.targets import Target
from feedback.queries.targets import (
    GroupInForce,
    PlanInForce,
    find_group_in_force,
    find_plan_in_force,
)
from feedback.reports.drafts import ResultRow
from feedback.reports.rules import write_rules

#: Users of online services, and the procedures of the sector group.
ONLINE, GROUP = "T1", "T2"
#: The target that is judged: satisfaction as the plans mean it.
_INDICATOR = "satisfaction_rate"


@dataclass(frozen=True)
class Terms:
    """The plan of a period; a target without a number is shown and not judged."""

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


@dataclass(frozen=True)
class Part:
    """A sealed period that a longer one is the sum of."""

    period: Period
    version: int
    digest: str


def write_terms(
    period: Period, terms: Terms, whole: ResultRow, parts: Sequence[Part] = ()
) -> dict[str, Any]:
    """The terms as they are sealed; `whole` is the province's row of all answers."""
    plan, group = terms.plan, terms.group
    written = {
        "period": period.code,
        "is_binding": period.is_binding,
        "month": str(period.last),
        "cut_off": period.last.changes_close_on.isoformat(),
        "rules": write_rules(),
        "plan": None if plan is None else {"code": plan.code, "number": plan.number},
        "targets": [_write_target(target) for target in terms.targets.values()],
        # Of the last month; each month of a longer period keeps its own.
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
    if parts:
        written["parts"] = [
            {"period": p.period.code, "version": p.version, "digest": p.digest}
            for p in parts
        ]
    return written


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
