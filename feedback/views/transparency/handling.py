"""How agencies handle comments, side by side and against the plan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from feedback.analysis.percents import choose_decimals, shown_percent
from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.bounds import exact_bounds
from feedback.domain.components import CURRENT_VERSION, score_components
from feedback.domain.months import Month
from feedback.forms.filters import ListFilter
from feedback.queries.published import balances, commitments, handling, plans
from feedback.views.transparency.units import PAGE_SIZE, cite_clause

bp = Blueprint("handling", __name__, url_prefix="/xu-ly-y-kien")

#: Months that the figures add up, this one included.
MONTHS: Final = 12
#: Under so many views no share is shown.
FEWEST_VIEWS: Final = 10
#: The plans' target that every comment is taken up in public.
_TARGET: Final = "T3"
#: What that target asks for, in percent: nothing less may be rounded up to it.
_ALL: Final = 100


@dataclass(frozen=True)
class Share:
    """k of n, and what that makes in percent."""

    k: int
    n: int
    rate: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class TakenUp:
    """Received comments against the plan's target for them."""

    settled: Share
    in_time: int
    overdue: int


@dataclass(frozen=True)
class ShownHandling:
    """The measures of an agency, or of all, as pages print them."""

    counts: handling.HandlingSum
    on_time: Share
    #: Nothing where fewer than ten authors gave a view.
    to_the_point: Share | None
    reopened: Share
    withheld: Share
    promises: commitments.PromiseCounts


@bp.route("")
def index() -> ResponseReturnValue:
    """Every agency that has had comments, with its measures."""
    form, today = ListFilter.of_request(), clock.today()
    since = find_since(today)
    found = handling.list_agency_handling(since, today, form.page_number, PAGE_SIZE)
    whole, counted_on = handling.sum_handling(since)
    balance = balances.sum_balance()
    return render_template(
        "transparency/handling/index.html",
        form=form,
        found=found,
        rows=[
            (
                row.agency,
                take_up(row.balance),
                show_handling(row.handling, row.balance, row.promises),
            )
            for row in found.items
        ],
        whole=show_handling(whole, balance, commitments.count_promises(today)),
        taken_up=take_up(balance),
        target=find_target(today),
        since=Month.of(since),
        counted_on=counted_on,
    )


def handling_context(agency_id: int, balance: balances.BalanceSum) -> dict[str, Any]:
    """The same for the page of one agency, with its months and its components."""
    today = clock.today()
    since = find_since(today)
    months = handling.list_handling_of(agency_id, since)
    counts = handling.add_up([part for _month, part in months])
    return {
        "handling": show_handling(
            counts, balance, commitments.count_promises(today, agency_id)
        ),
        "handling_months": months,
        "handling_since": Month.of(since),
        "taken_up": take_up(balance),
        "taken_up_target": find_target(today),
        "components": score_components(
            counts.delivered, counts.component_on_time, counts.component_content
        ),
        "components_version": CURRENT_VERSION,
    }


def find_since(today: date) -> date:
    """The first day of the months that are added up."""
    return Month.of(today).shift(1 - MONTHS).first_day


def find_target(today: date) -> dict[str, str] | None:
    """Threshold and clause of the plan's target for comments, where it has one."""
    settings: Settings = current_app.config["SETTINGS"]
    for plan, target in plans.list_targets_in_force(settings.plan, today):
        if target.code == _TARGET and target.threshold is not None:
            percent = f"{Decimal(target.threshold).normalize():f}"
            return {"threshold": percent, "clause": cite_clause(plan, target)}
    return None


def take_up(balance: balances.BalanceSum) -> TakenUp:
    """Received = settled + waiting in time + overdue."""
    return TakenUp(
        _share(balance.settled, balance.received, _ALL),
        balance.waiting - balance.overdue,
        balance.overdue,
    )


def show_handling(
    counts: handling.HandlingSum,
    balance: balances.BalanceSum,
    promises: commitments.PromiseCounts,
) -> ShownHandling:
    """The measures with their shares."""
    has_views = counts.views >= FEWEST_VIEWS
    return ShownHandling(
        counts,
        _share(counts.on_time, counts.fell_due),
        _bounded(counts.answers_point, counts.views) if has_views else None,
        _share(counts.reopened, counts.answered),
        _share(balance.withheld, balance.received),
        promises,
    )


def _share(k: int, n: int, target: int | None = None) -> Share:
    return Share(k, n, shown_percent(k, n, 1, target) if n else None)


def _bounded(k: int, n: int) -> Share:
    """With its exact 90 % interval."""
    bounds = exact_bounds(k, n)
    assert bounds is not None  # there are at least ten
    decimals = choose_decimals(*bounds)
    low, high = (
        shown_percent(*Fraction(bound).as_integer_ratio(), decimals) for bound in bounds
    )
    return Share(k, n, shown_percent(k, n, decimals), low, high)
