"""What people wrote and nobody can read here: every one of them, with its ground."""

from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain.grounds import find_ground
from feedback.domain.referrals import find_referral
from feedback.forms.filters import UnitFilter
from feedback.forms.takedowns import TakedownFilter
from feedback.queries.published import balances, takedowns
from feedback.queries.published.takedowns import Takedown
from feedback.views.languages import language

bp = Blueprint("takedowns", __name__, url_prefix="/khong-cong-khai")

_SIZE: Final = 50
#: Agencies on one page.
_AGENCIES: Final = 50


@bp.route("")
def index() -> ResponseReturnValue:
    """One kind of them, the newest first, and their counts."""
    form = TakedownFilter.of_request(
        agencies=takedowns.list_agencies_taken_down(language())
    )
    kind = _read_kind(form.kind.data)
    form.kind.data = kind.value
    counts = takedowns.count_kinds()
    months, whole = balances.list_balances_of()
    return render_template(
        "transparency/takedowns/index.html",
        form=form,
        kind=kind,
        kinds=[(each, counts[each]) for each in Takedown],
        found=takedowns.list_takedowns(kind, form.agency.data, form.page_number, _SIZE),
        grounds=takedowns.count_grounds(),
        agencies=takedowns.list_agency_takedowns("", 1, _AGENCIES),
        months=months,
        whole=whole,
        find_ground=find_ground,
        find_referral=find_referral,
    )


@bp.route("/co-quan")
def agencies() -> ResponseReturnValue:
    """How much of each agency's comments cannot be read, on which grounds."""
    form = UnitFilter.of_request()
    q, page = form.q.data, form.page_number
    return render_template(
        "transparency/takedowns/agencies.html",
        form=form,
        found=takedowns.list_agency_takedowns(q, page, _AGENCIES),
        find_ground=find_ground,
    )


def _read_kind(name: str | None) -> Takedown:
    names = {kind.value for kind in Takedown}
    return Takedown(name) if name in names else Takedown.WITHHELD
