"""The comment of a request, as somebody of its agency may see it."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move, list_moves
from feedback.queries.comments import CaseFile, get_case_file
from feedback.views.sessions import current_staff


def own_agency_id() -> int:
    """The agency of the person signed in; who has none finds nothing here."""
    agency_id = current_staff().agency_id
    if agency_id is None:
        abort(404)
    return agency_id


def get_case(ref: str) -> CaseFile:
    """The comment, if it is with the agency of the person signed in."""
    return get_case_file(ref, own_agency_id())


def list_own_moves(case: CaseFile) -> tuple[Move, ...]:
    """What the person signed in may do to it now."""
    return list_moves(case.state, current_staff().role)


def leave_case(ref: str) -> ResponseReturnValue:
    """Back to the comment from a page whose stroke it cannot take now."""
    flash(_("Ý kiến này hiện không ở bước cần thao tác đó."))
    return redirect(url_for("agency.comments.show", ref=ref), 303)
