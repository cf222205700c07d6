"""Sectors and the services in them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from feedback.forms.filters import UnitFilter
from feedback.queries.published import catalogue, comments, plans
from feedback.queries.published.comment_filters import CommentFilter
from feedback.views.transparency.shells import fill_shell
from feedback.views.transparency.units import (
    FEW,
    PAGE_SIZE,
    SECTOR_GROUP,
    index_context,
    unit_context,
)

bp = Blueprint("sectors", __name__, url_prefix="/linh-vuc")


@bp.route("")
def index() -> ResponseReturnValue:
    """All sectors, found by name without diacritics."""
    form = UnitFilter.of_request()
    found = catalogue.list_sectors(form.q.data, form.page_number, PAGE_SIZE)
    return render_template(
        "transparency/sectors/index.html",
        form=form,
        found=found,
        **index_context("sector", [sector.code for sector in found.items]),
    )


@bp.route("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One sector."""
    wanted = CommentFilter(sector=code)
    newest = comments.list_latest_comments(wanted, FEW)
    return fill_shell(f"sector {code}", lambda cards: _make_shell(code, cards), newest)


def _make_shell(code: str, cards: Markup) -> str:
    sector = catalogue.get_sector(code)
    services = catalogue.list_services_of(sector)
    _group, in_group = plans.list_group_sectors(SECTOR_GROUP)
    return render_template(
        "transparency/sectors/show.html",
        is_in_group=sector.code in {member.code for member in in_group},
        sector=sector,
        services=services,
        service_rows=index_context("service", [s.code for s in services])["figures"],
        cards=cards,
        **unit_context("sector", sector.code),
    )
