"""How well the questionnaire measures, and what goes with satisfaction."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain.periods import QUARTER, YEAR, Period
from feedback.queries.published.estimates import Estimate, list_estimates
from feedback.queries.published.publications import (
    find_latest_publication,
    period_of,
)
from feedback.views.languages import language

bp = Blueprint("instruments", __name__, url_prefix="/bo-cau-hoi")


@dataclass(frozen=True)
class MeasuredPeriod:
    """What the newest quarter or year says of the questions."""

    period: Period
    instrument: Estimate | None
    drivers: Estimate | None


@bp.get("")
def index() -> ResponseReturnValue:
    """The newest quarter and the newest year."""
    published = [find_latest_publication(length) for length in (QUARTER, YEAR)]
    return render_template(
        "oversight/instruments/index.html",
        measured=[
            MeasuredPeriod(
                period_of(publication),
                _find(publication.id, "instrument"),
                _find(publication.id, "drivers"),
            )
            for publication in published
            if publication is not None
        ],
        wording="en" if language() == "en" else "vi",
    )


def _find(publication_id: int, method: str) -> Estimate | None:
    found = list_estimates(publication_id, method, "province")
    return found[0] if found else None
