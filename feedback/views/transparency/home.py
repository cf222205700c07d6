"""The province at a glance: is the target met, how sure, what became of comments."""

from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from feedback.analysis.percents import shown_percent
from feedback.config import Settings
from feedback.domain.months import Month
from feedback.queries.published import balances, comments, plans, publications, results
from feedback.queries.published.balances import BalanceSum
from feedback.views.transparency.cards import group_by_period, show_figure
from feedback.views.transparency.charts import list_chart_links
from feedback.views.transparency.newest import show_newest
from feedback.views.transparency.shells import fill_shell
from feedback.views.transparency.units import cite_clause

bp = Blueprint("home", __name__)


@bp.route("/")
def show() -> ResponseReturnValue:
    """Verdicts against each target, the balance of comments, coverage, charts."""
    return fill_shell("home", _make_shell, comments.list_newest_answers())


def _make_shell(cards: Markup) -> str:
    balance = balances.sum_balance()
    return render_template(
        "transparency/home/show.html",
        cards=cards,
        balance=balance,
        disposition=show_disposition(balance),
        **_newest_periods(),
    )


def _newest_periods() -> dict[str, Any]:
    found = publications.find_newest()
    publication, longer = found
    if publication is None:
        return {"publication": None, "targets": {}}
    month = Month.of(publication.month)
    figures = results.list_unit_results("province", "-")
    settings: Settings = current_app.config["SETTINGS"]
    rows = plans.list_targets_in_force(settings.plan, month.last_day)
    clauses = {t.code: cite_clause(plan, t) for plan, t in rows}
    binding, monthly = show_newest("province", "-", found, figures, clauses)
    return {
        "publication": publication,
        "month": month,
        "binding": binding,
        "monthly": monthly,
        "shown": binding or monthly,
        "results": monthly.results,
        "months": group_by_period(figures),
        "channels": [
            show_figure(figure)
            for figure in results.list_results(publication.id, "channel")
            if figure.indicator == "all"
        ],
        "verdicts": results.count_verdicts((longer or publication).id, "agency"),
        "charts": list_chart_links(publication.id, "province", "-"),
        "targets": {target.code: target for _plan, target in rows},
    }


def show_disposition(balance: BalanceSum) -> Any:
    """Share of the comments received of which the public can read what became."""
    if not balance.received:
        return None
    return shown_percent(balance.settled, balance.received, 1, 100)
