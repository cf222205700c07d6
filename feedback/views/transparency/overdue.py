"""Answers that are overdue, for everybody to see."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.forms.filters import OverdueFilter
from feedback.queries.published.overdue import count_overdue, list_overdue
from feedback.views.languages import language

bp = Blueprint("overdue", __name__, url_prefix="/qua-han")

_SIZE = 50


@bp.route("")
def index() -> ResponseReturnValue:
    """Every comment whose agency has let its day pass, and how many each owes."""
    today = clock.today()
    counts = count_overdue(today)
    form = OverdueFilter.of_request(
        agencies=[(each.code, each.name.text(language())) for each in counts]
    )
    return render_template(
        "transparency/overdue/index.html",
        form=form,
        found=list_overdue(today, form.agency.data, form.page_number, _SIZE),
        counts=counts,
    )
