"""Agencies: results, comments, predecessors and successors."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from feedback.domain import clock
from feedback.forms.filters import UnitFilter
from feedback.queries.published import balances, catalogue, comments
from feedback.queries.published.comment_filters import CommentFilter
from feedback.views.transparency.charts import list_chart_links
from feedback.views.transparency.handling import handling_context
from feedback.views.transparency.shells import fill_shell
from feedback.views.transparency.units import (
    FEW,
    PAGE_SIZE,
    index_context,
    is_current,
    unit_context,
)

bp = Blueprint("agencies", __name__, url_prefix="/co-quan")


@bp.route("")
def index() -> ResponseReturnValue:
    """All agencies, found by name without diacritics or by code."""
    form = UnitFilter.of_request()
    found = catalogue.list_agencies(form.q.data, form.page_number, PAGE_SIZE)
    context = index_context("agency", [agency.code for agency in found.items])
    publication = context["publication"]
    return render_template(
        "transparency/agencies/index.html",
        form=form,
        found=found,
        charts=(
            list_chart_links(publication.id, "province", "-") if publication else {}
        ),
        today=clock.today(),
        **context,
    )


@bp.route("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One agency."""
    wanted = CommentFilter(agency=code)
    newest = comments.list_latest_comments(wanted, FEW)
    return fill_shell(f"agency {code}", lambda cards: _make_shell(code, cards), newest)


def _make_shell(code: str, cards: Markup) -> str:
    agency = catalogue.get_agency(code)
    before, after = catalogue.list_successions(agency)
    months, balance = balances.list_balances_of(agency.id)
    return render_template(
        "transparency/agencies/show.html",
        agency=agency,
        is_open=is_current(agency.valid_from, agency.valid_to, clock.today()),
        before=before,
        after=after,
        balance=balance,
        balances=months,
        cards=cards,
        **handling_context(agency.id, balance),
        **unit_context("agency", agency.code),
    )
