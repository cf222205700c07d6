"""How to reach somebody who asked to have a case fixed; each look is recorded."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from feedback.domain.contacts import Contact, is_handler
from feedback.forms.base import Form
from feedback.operations.contacts import look_at_contact
from feedback.queries.contacts import find_contact
from feedback.views.agency.cases import get_case
from feedback.views.sessions import current_staff
from feedback.views.strokes import carry_out

bp = Blueprint("contacts", __name__)


@bp.get("/<ref>/lien-he")
def show(ref: str) -> ResponseReturnValue:
    """Who has looked, and the button to look."""
    return _render(ref)


@bp.post("/<ref>/lien-he")
def look(ref: str) -> ResponseReturnValue:
    """Show the contact on this one page, and record that it was shown."""
    get_case(ref)
    form = Form()
    shown: list[Contact] = []
    user_id = current_staff().user_id
    status = carry_out(
        form, lambda: shown.append(look_at_contact(ref, user_id=user_id))
    )
    page = _render(ref, shown[0] if shown else None, form)
    return page if status is None else (page, status)


def _render(ref: str, contact: Contact | None = None, form: Form | None = None) -> str:
    case = get_case(ref)
    kept = find_contact(ref)
    if kept is None:
        abort(404)
    staff = current_staff()
    return render_template(
        "agency/contacts/show.html",
        case=case,
        kept=kept,
        contact=contact,
        is_handler=is_handler(kept.assignee_id, staff.user_id, staff.role),
        form=form or Form(formdata=None),
    )
