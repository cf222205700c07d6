"""The inspector's decisions about one comment."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.referrals import REFERRALS
from feedback.domain.states import Move, list_moves
from feedback.forms.comments import ReasonForm
from feedback.forms.inspections import SeriousForm
from feedback.operations import appeals, escalations
from feedback.queries.inspections import Docket, InspectionFile
from feedback.views.inspectorate.comments import get_case
from feedback.views.languages import language
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

bp = Blueprint("decisions", __name__, url_prefix="/y-kien/<ref>")


def _decide(
    case: InspectionFile,
    move: Move,
    form: ReasonForm,
    operation: Callable[..., None],
    done: str,
    **context: Any,
) -> ResponseReturnValue:
    """Ask, check and carry out one decision."""
    ref = case.ref
    staff = current_staff()
    status = carry_out(
        form,
        lambda: operation(ref, user_id=staff.user_id, seen=form.based_on, **form.words),
    )
    docket = next(d for d in Docket if d.state is case.state)
    if status is None:
        flash(done, "success")
        return redirect(
            url_for("inspectorate.comments.index", docket=docket.value), 303
        )
    if status == ASKED and move not in list_moves(case.state, staff.role):
        flash(_("Ý kiến này hiện không ở bước cần thao tác đó."))
        return redirect(url_for("inspectorate.comments.show", ref=ref), 303)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    page = (request.endpoint or "").rpartition(".")[2]
    return (
        render_template(
            f"inspectorate/decisions/{page}.html", case=case, form=form, **context
        ),
        status,
    )


@bp.route("/giu-nguyen", methods=["GET", "POST"])
def uphold(ref: str) -> ResponseReturnValue:
    """Agree that the words stay unpublished."""
    case = get_case(ref)
    done = _("Đã giữ nguyên. Người gửi đọc được lý do khi mở biên nhận.")
    form = ReasonForm(seen=case.seen)
    return _decide(case, Move.UPHOLD, form, appeals.uphold_withholding, done)


@bp.route("/huy", methods=["GET", "POST"])
def overturn(ref: str) -> ResponseReturnValue:
    """Disagree: the comment goes on."""
    case = get_case(ref)
    done = _("Đã hủy việc không công khai. Ý kiến trở lại bước sàng lọc.")
    form = ReasonForm(seen=case.seen)
    return _decide(case, Move.OVERTURN, form, appeals.overturn_withholding, done)


@bp.route("/tra-lai", methods=["GET", "POST"])
def give_back(ref: str) -> ResponseReturnValue:
    """An ordinary comment after all: back to the desk."""
    case = get_case(ref)
    done = _("Đã trả lại. Ý kiến trở lại bước sàng lọc của đơn vị đầu mối.")
    form = ReasonForm(seen=case.seen)
    return _decide(case, Move.RETURN, form, escalations.return_comment, done)


@bp.route("/chuyen-thu-tuc", methods=["GET", "POST"])
def refer(ref: str) -> ResponseReturnValue:
    """Move it to the procedure the law has for it."""
    case = get_case(ref)
    form = SeriousForm(seen=case.seen)
    form.offer(language())
    done = _("Đã chuyển. Người gửi được hướng dẫn thủ tục khi mở biên nhận.")
    return _decide(
        case,
        Move.MOVE,
        form,
        escalations.refer_serious,
        done,
        hints={referral.code: referral.basis for referral in REFERRALS},
    )
