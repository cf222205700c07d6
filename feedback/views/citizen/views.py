"""What the author says and asks for, with the receipt that is open."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from feedback.domain.errors import Conflict
from feedback.domain.states import View
from feedback.forms.base import Form
from feedback.forms.comments import SupplyForm, ViewForm
from feedback.forms.receipts import AppealForm
from feedback.operations.appeals import appeal_withholding
from feedback.operations.contacts import erase_contact
from feedback.operations.questions import supply_more
from feedback.operations.views import give_view, reopen_comment
from feedback.views.citizen.receipts import ask_again, current_receipt, show_opened
from feedback.views.languages import language
from feedback.views.strokes import carry_out

bp = Blueprint("views", __name__, url_prefix="/bien-nhan")


def _back() -> ResponseReturnValue:
    return redirect(url_for("citizen.receipts.index"), 303)


@bp.post("/nhan-xet")
def create() -> ResponseReturnValue:
    """Say whether the answer answers the point."""
    code = current_receipt()
    if code is None:
        return _back()
    form = ViewForm.of(language())
    status = carry_out(form, lambda: give_view(code, View(form.view.data)))
    return _back() if status is None else show_opened(code, view_form=form)


@bp.post("/mo-lai")
def reopen() -> ResponseReturnValue:
    """Ask once for a better answer."""
    code = current_receipt()
    if code is None:
        return _back()
    form = Form()
    status = carry_out(form, lambda: reopen_comment(code))
    if status is not None:
        raise Conflict()
    return _back()


@bp.post("/bo-sung")
def supply() -> ResponseReturnValue:
    """Add what was asked for."""
    code = current_receipt()
    if code is None:
        return ask_again()
    form = SupplyForm()
    status = carry_out(form, lambda: supply_more(code, form.text.data))
    return _back() if status is None else show_opened(code, supply_form=form)


@bp.post("/xem-xet-lai")
def appeal() -> ResponseReturnValue:
    """Put a withholding before the second body."""
    code = current_receipt()
    if code is None:
        return ask_again()
    form = AppealForm()
    status = carry_out(form, lambda: appeal_withholding(code, form.text.data))
    return _back() if status is None else show_opened(code, appeal_form=form)


@bp.post("/xoa-lien-he")
def forget() -> ResponseReturnValue:
    """Have the contact details erased."""
    code = current_receipt()
    if code is None:
        return _back()
    status = carry_out(Form(), lambda: erase_contact(code))
    if status is not None:
        raise Conflict()
    return _back()
