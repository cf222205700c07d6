"""Published periods: months, quarters and years, their versions and charts."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from feedback.domain.errors import NotFound
from feedback.domain.periods import MONTH, QUARTER, YEAR, InvalidPeriod, Period
from feedback.forms.filters import UnitFilter
from feedback.queries.published import balances, charts, publications, results
from feedback.queries.published.estimates import list_estimates_of
from feedback.queries.published.slices import Slice
from feedback.views.languages import language
from feedback.views.transparency.cards import (
    Row,
    group_by_period,
    group_by_unit,
    show_in_order,
)
from feedback.views.transparency.charts import list_chart_links
from feedback.views.transparency.groups import list_alarms, list_groups
from feedback.views.transparency.newest import ShownPeriod
from feedback.views.transparency.period_lists import SIZE, list_units
from feedback.views.transparency.readings.units import group_estimates
from feedback.views.transparency.series import list_method_charts, make_sector_chart
from feedback.views.transparency.units import list_clauses

bp = Blueprint("periods", __name__)

#: What addresses call a period of each length.
_FOLDERS: Final[Mapping[int, str]] = {MONTH: "thang", QUARTER: "quy", YEAR: "nam"}
_IN_MONTHS: Final = {"folder": _FOLDERS[MONTH]}
#: What they call the lists of its units.
_LISTS: Final[Mapping[str, str]] = {
    "co-quan": "agency",
    "linh-vuc": "sector",
    "thu-tuc": "service",
}


def address_of(period: Period) -> str:
    """Where a period's page is: /thang/2026-03, /quy/2026-q1, /nam/2026."""
    return url_for(
        "transparency.periods.show",
        folder=_FOLDERS[period.length],
        code=period.code.lower(),
    )


bp.add_app_template_global(address_of, "address_of")


@bp.route("/thang")
def index() -> ResponseReturnValue:
    """Every published period with the province's results, the binding ones first."""
    return render_template(
        "transparency/periods/index.html",
        binding=_list_published(YEAR) + _list_published(QUARTER),
        months=_list_published(MONTH),
    )


@bp.route("/quy")
@bp.route("/nam")
def lead() -> ResponseReturnValue:
    """Whoever shortens an address finds the list."""
    return redirect(url_for(".index"), 301)


def _list_published(length: int) -> list[dict[str, Any]]:
    sealed = publications.list_publications(length)
    if not sealed:
        return []
    figures = results.list_unit_results("province", "-", length)
    rows = {row.key: row for row in group_by_period(figures)}
    periods = [publications.period_of(publication) for publication in sealed]
    return [
        {"period": period, "sealed": publication, "row": rows.get(period.code)}
        for period, publication in zip(periods, sealed, strict=True)
    ]


@bp.route("/thang/<code>", defaults=_IN_MONTHS)
@bp.route("/<any(quy, nam):folder>/<code>")
def show(folder: str, code: str) -> ResponseReturnValue:
    """One period: results of the province and of every unit, and how it was sealed."""
    period = _read_period(code)
    if (folder, code) != (_FOLDERS[period.length], period.code.lower()):
        return redirect(address_of(period), 301)
    return render_template("transparency/periods/show.html", **_period_context(period))


@bp.route(f"/thang/<code>/<any{tuple(_LISTS)}:kind>", defaults=_IN_MONTHS)
@bp.route(f"/<any(quy, nam):folder>/<code>/<any{tuple(_LISTS)}:kind>")
def units(folder: str, code: str, kind: str) -> ResponseReturnValue:
    """All units of a kind in a period, found by name or code."""
    period, scope = _read_period(code), _LISTS[kind]
    if (folder, code) != (_FOLDERS[period.length], period.code.lower()):
        return redirect(address_of(period), 301)
    publication = publications.list_period_versions(period)[0]
    form = UnitFilter.of_request()
    return render_template(
        "transparency/periods/units.html",
        period=period,
        scope=scope,
        args={"folder": folder, "code": code, "kind": kind},
        form=form,
        found=list_units(publication.id, scope, form.q.data, form.page_number),
    )


@bp.route("/thang/<code>/y-kien")
def comments(code: str) -> ResponseReturnValue:
    """The account of the comments of a month, agency by agency."""
    period = _read_period(code)
    if period.length != MONTH or code != period.code:
        return redirect(address_of(period), 301)
    form = UnitFilter.of_request()
    return render_template(
        "transparency/periods/comments.html",
        period=period,
        args={"code": code},
        form=form,
        found=_list_balances(period, form.q.data, form.page_number),
    )


def _read_period(code: str) -> Period:
    try:
        return Period.parse(code.upper())
    except InvalidPeriod as error:
        raise NotFound(error.vi, error.en) from None


def _period_context(period: Period) -> dict[str, Any]:
    versions = publications.list_period_versions(period)
    publication = versions[0]
    published = publications.list_periods(period.length)
    links = list_chart_links(publication.id, "province", "-")
    return {
        "period": period,
        "previous": max((p for p in published if p < period), default=None),
        "following": min((p for p in published if p > period), default=None),
        "publication": publication,
        "versions": versions,
        "parts": _list_parts(publication.terms),
        "shown": _show_province(period, publication),
        "groups": list_groups(publication.id) if period.is_binding else (),
        "alarms": list_alarms(publication.id),
        "channels": _list_channels(publication.id),
        "units": {s: list_units(publication.id, s) for s in _LISTS.values()},
        "n_hidden": results.count_hidden_units(publication.id, "service"),
        "balances": _list_balances(period),
        "charts": links,
        "method_charts": list_method_charts(links, publication.id, "province", "-"),
        "sector_chart": (
            make_sector_chart(links["heat"], period.last) if "heat" in links else None
        ),
    }


def _show_province(period: Period, publication: Any) -> ShownPeriod:
    figures = results.list_results(publication.id, "province")
    estimates = list_estimates_of(publication.id, "province", ["-"])
    return ShownPeriod(
        period,
        publication,
        show_in_order(figures),
        group_estimates(estimates),
        list_clauses(period.last),
    )


def _list_balances(period: Period, q: str = "", page: int = 1) -> Slice[Any] | None:
    """The account is kept by months; quarters and years have none."""
    if period.is_binding:
        return None
    return balances.list_some_balances_in(period.last, q, page, SIZE)


def _list_channels(publication_id: int) -> list[Row]:
    return group_by_unit(results.list_results(publication_id, "channel"))


def _list_parts(terms: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shorter periods that a quarter or a year is the sum of."""
    return [
        {**part, "period": Period.parse(part["period"])}
        for part in terms.get("parts", ())
    ]


@bp.route("/thang/bieu-do/<int:number>/<name>.svg")
def chart(number: int, name: str) -> ResponseReturnValue:
    """A chart as the job drew it."""
    svg = charts.get_chart(number, name, language())
    return Response(svg, mimetype="image/svg+xml")
