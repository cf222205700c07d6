"""Answers that are overdue, for everybody to see."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.forms.filters import ListFilter, OverdueFilter
from feedback.queries.published.overdue import (
    OverdueCount,
    count_overdue,
    list_overdue,
)
from feedback.queries.published.slices import Slice, count_pages
from feedback.views.languages import language

bp = Blueprint("overdue", __name__, url_prefix="/qua-han")

_SIZE: Final = 50
#: Agencies on one page.
_AGENCIES: Final = 50


@bp.route("")
def index() -> ResponseReturnValue:
    """Every comment whose agency has let its day pass, and how many each owes."""
    today = clock.today()
    counts, lang = count_overdue(today), language()
    form = OverdueFilter.of_request(
        agencies=[(each.code, each.name(lang)) for each in counts]
    )
    return render_template(
        "transparency/overdue/index.html",
        form=form,
        found=list_overdue(today, form.agency.data, form.page_number, _SIZE),
        counts=_slice(counts, 1),
    )


@bp.route("/co-quan")
def agencies() -> ResponseReturnValue:
    """How many answers each agency owes past their day, the most first."""
    form = ListFilter.of_request()
    counts = _slice(count_overdue(clock.today()), form.page_number)
    return render_template(
        "transparency/overdue/agencies.html", form=form, counts=counts
    )


def _slice(counts: Sequence[OverdueCount], page: int) -> Slice[OverdueCount]:
    page = min(page, count_pages(len(counts), _AGENCIES))
    shown = counts[(page - 1) * _AGENCIES : page * _AGENCIES]
    return Slice(shown, len(counts), page, _AGENCIES)
