"""Public services."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from feedback.forms.filters import UnitFilter
from feedback.queries.published import catalogue, comments
from feedback.queries.published.comment_filters import CommentFilter
from feedback.views.transparency.shells import fill_shell
from feedback.views.transparency.units import (
    FEW,
    PAGE_SIZE,
    index_context,
    unit_context,
)

bp = Blueprint("services", __name__, url_prefix="/dich-vu")


@bp.route("")
def index() -> ResponseReturnValue:
    """All services, found by name without diacritics or by code."""
    form = UnitFilter.of_request()
    found = catalogue.list_services(form.q.data, form.page_number, PAGE_SIZE)
    return render_template(
        "transparency/services/index.html",
        form=form,
        found=found,
        **index_context("service", [service.code for service in found.items]),
    )


@bp.route("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One service."""
    wanted = CommentFilter(service=code[:8])
    newest = comments.list_latest_comments(wanted, FEW)
    return fill_shell(f"service {code}", lambda cards: _make_shell(code, cards), newest)


def _make_shell(code: str, cards: Markup) -> str:
    service = catalogue.get_service(code)
    return render_template(
        "transparency/services/show.html",
        service=service,
        sector=catalogue.get_sector_of(service),
        cards=cards,
        **unit_context("service", service.code),
    )
