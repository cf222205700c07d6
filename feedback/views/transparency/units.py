"""What the pages of an agency, a sector and a service have in common."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app

from feedback.config import Settings
from feedback.domain.months import Month
from feedback.queries.published import plans, publications, results
from feedback.views.transparency.cards import (
    Row,
    group_by_period,
    group_by_unit,
    show_figure,
)
from feedback.views.transparency.charts import list_chart_links
from feedback.views.transparency.newest import show_newest
from feedback.views.transparency.series import list_method_charts

#: Entries on one page of a list.
PAGE_SIZE = 50
#: The group of sectors that the 85 % target speaks of.
SECTOR_GROUP = "land_construction_investment"
#: Newest comments on a unit's page.
FEW = 5


def unit_context(scope: str, key: str) -> dict[str, Any]:
    """The newest quarter or year and month, all months and charts of one unit."""
    figures = results.list_unit_results(scope, key)
    found = publications.find_newest()
    latest = found[0]
    if latest is None:
        return {"publication": None}
    month = Month.of(latest.month)
    links = list_chart_links(latest.id, scope, key)
    clauses = list_clauses(month)
    binding, monthly = show_newest(scope, key, found, figures, clauses)
    return {
        "publication": latest,
        "month": month,
        "binding": binding,
        "monthly": monthly,
        "results": monthly.results,
        "beside": [
            show_figure(figure)
            for figure in results.list_results_of(latest.id, "province", ["-"])
            if figure.indicator == "all"
        ],
        "months": group_by_period(figures),
        "charts": links,
        "method_charts": list_method_charts(links, latest.id, scope, key),
    }


def index_context(scope: str, codes: Sequence[str]) -> dict[str, Any]:
    """The latest results of the units on one page of a list."""
    latest = publications.find_latest_publication()
    if latest is None:
        return {"publication": None, "month": None, "figures": {}}
    figures = results.list_results_of(latest.id, scope, codes)
    rows: dict[str, Row] = {row.key: row for row in group_by_unit(figures)}
    return {"publication": latest, "month": Month.of(latest.month), "figures": rows}


def list_clauses(month: Month) -> dict[str, str]:
    """The clause of the plan in force behind each target of a month."""
    settings: Settings = current_app.config["SETTINGS"]
    rows = plans.list_targets_in_force(settings.plan, month.last_day)
    return {row.code: cite_clause(plan, row) for plan, row in rows}


def cite_clause(plan: Any, target: Any) -> str:
    """Where a plan sets a target."""
    return f"{plan.number}, {target.clause}" if plan.number else str(target.clause)


def is_current(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether an agency exists on a day."""
    return (valid_from is None or valid_from <= on) and (
        valid_to is None or on < valid_to
    )
