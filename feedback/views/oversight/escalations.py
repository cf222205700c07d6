"""Passing serious content to the inspectorate."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move
from feedback.forms.comments import ReasonForm
from feedback.operations.escalations import escalate_comment
from feedback.views.oversight.cases import decide, get_case

bp = Blueprint("escalations", __name__, url_prefix="/y-kien/<ref>")


@bp.route("/chuyen-thanh-tra", methods=["GET", "POST"])
def new(ref: str) -> ResponseReturnValue:
    """Say why it must not reach the unit concerned."""
    case = get_case(ref)
    done = _("Đã chuyển thanh tra. Cơ quan bị nêu không thấy ý kiến này.")
    form = ReasonForm(seen=case.seen)
    return decide(case, Move.ESCALATE, form, escalate_comment, done)
