"""Giving a comment to a colleague, and words among colleagues."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.forms.cases import NoteForm
from feedback.operations.allotments import allot_comment
from feedback.operations.notes import add_note
from feedback.views.agency.cases import get_case
from feedback.views.agency.comments import make_allot_form, show_case
from feedback.views.sessions import current_staff
from feedback.views.strokes import TOO_LATE, carry_out

bp = Blueprint("allotments", __name__)


@bp.post("/<ref>/giao")
def create(ref: str) -> ResponseReturnValue:
    """Give the comment to somebody of the agency."""
    case, staff = get_case(ref), current_staff()
    form = make_allot_form(case)
    status = carry_out(
        form,
        lambda: allot_comment(
            ref, user_id=staff.user_id, seen=form.based_on, assignee_id=form.chosen
        ),
    )
    if status is None:
        flash(_("Đã giao ý kiến."), "success")
        return redirect(url_for("agency.comments.show", ref=ref), 303)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    return show_case(case, allot_form=form), status


@bp.post("/<ref>/ghi-chu")
def note(ref: str) -> ResponseReturnValue:
    """Write a note that only colleagues read."""
    case, staff, form = get_case(ref), current_staff(), NoteForm()
    status = carry_out(
        form, lambda: add_note(ref, user_id=staff.user_id, text=form.note.data)
    )
    if status is None:
        flash(_("Đã lưu ghi chú."), "success")
        return redirect(url_for("agency.comments.show", ref=ref), 303)
    return show_case(case, note_form=form), status
