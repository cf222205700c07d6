"""Published months, their versions and charts."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from feedback.domain.errors import InvalidMonth, NotFound
from feedback.domain.months import Month
from feedback.queries.published import balances, publications, results
from feedback.views.languages import language
from feedback.views.transparency.cards import (
    group_by_month,
    group_by_unit,
    list_chart_links,
    show_in_order,
)
from feedback.views.transparency.units import list_clauses

bp = Blueprint("months", __name__, url_prefix="/thang")

_UNITS = ("agency", "sector", "service")


@bp.route("")
def index() -> ResponseReturnValue:
    """Every published month with the province's results."""
    found = publications.list_publications()
    return render_template(
        "transparency/months/index.html",
        publications=[(Month.of(sealed.month), sealed) for sealed in found],
        rows={
            row.key: row
            for row in group_by_month(results.list_unit_results("province", "-"))
        },
    )


@bp.route("/<month>")
def show(month: str) -> ResponseReturnValue:
    """One month: results of the province and of every unit, and how it was sealed."""
    try:
        wanted = Month.parse(month)
    except InvalidMonth as error:
        raise NotFound(error.vi, error.en) from None
    versions = publications.list_versions(wanted)
    publication = versions[0]
    published = publications.list_months()
    channels = group_by_unit(results.list_results(publication.id, "channel"))
    return render_template(
        "transparency/months/show.html",
        month=wanted,
        previous=max((m for m in published if m < wanted), default=None),
        following=min((m for m in published if m > wanted), default=None),
        publication=publication,
        versions=versions,
        cards=show_in_order(results.list_results(publication.id, "province")),
        channels=[
            row.by_indicator["all"] for row in channels if "all" in row.by_indicator
        ],
        units={
            "channel": channels,
            **{
                scope: group_by_unit(results.list_results(publication.id, scope))
                for scope in _UNITS
            },
        },
        balances=balances.list_balances_in(wanted),
        charts=list_chart_links(publication.id, "province", "-"),
        clauses=list_clauses(wanted),
    )


@bp.route("/bieu-do/<int:number>/<name>.svg")
def chart(number: int, name: str) -> ResponseReturnValue:
    """A chart as the job drew it."""
    svg = publications.get_chart(number, name, language())
    return Response(svg, mimetype="image/svg+xml")
