"""The head's pages: words that answers begin with, and who lets answers leave."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.reply_templates import PLACES
from feedback.forms.cases import ReleaseStepForm, TemplateForm
from feedback.operations.reply_templates import save_template, set_second_person
from feedback.queries import reply_templates as queries
from feedback.views.agency.cases import own_agency_id
from feedback.views.languages import language
from feedback.views.sessions import current_staff
from feedback.views.strokes import carry_out

bp = Blueprint("reply_templates", __name__)


@bp.get("/mau-tra-loi")
def index() -> ResponseReturnValue:
    """The agency's own templates and those for all."""
    agency_id = own_agency_id()
    offered = queries.list_offered(agency_id)
    return render_template(
        "agency/reply_templates/index.html",
        own=queries.list_own(agency_id),
        general=[row for row in offered if row.agency_id is None],
        back_href=url_for("agency.comments.index"),
    )


@bp.route("/mau-tra-loi/moi", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write a template."""
    return _edit(None, TemplateForm.of(language(), is_active=True))


@bp.route("/mau-tra-loi/<int(max=999999999):template_id>", methods=["GET", "POST"])
def edit(template_id: int) -> ResponseReturnValue:
    """Change one of the agency's own templates, or offer it no longer."""
    row = queries.get_own(template_id, own_agency_id())
    kept = {"title": row.title, "text": row.text, "outcome": row.outcome.value}
    return _edit(
        template_id, TemplateForm.of(language(), **kept, is_active=row.is_active)
    )


def _edit(template_id: int | None, form: TemplateForm) -> ResponseReturnValue:
    status = carry_out(
        form,
        lambda: save_template(
            template_id,
            user_id=current_staff().user_id,
            title=form.title.data,
            text=form.text.data,
            outcome=form.chosen,
            is_active=form.is_active.data,
        ),
    )
    if status is None:
        flash(_("Đã lưu mẫu trả lời."), "success")
        return redirect(url_for(".index"), 303)
    page = render_template(
        "agency/reply_templates/edit.html",
        form=form,
        is_new=template_id is None,
        places=[f"{{{name}}}" for name in PLACES],
        back_href=url_for(".index"),
    )
    return page, status


@bp.route("/duyet-tra-loi", methods=["GET", "POST"])
def release_step() -> ResponseReturnValue:
    """Whether a second person approves each answer."""
    is_needed, note = queries.get_release_step(own_agency_id())
    form = ReleaseStepForm(data={"is_needed": is_needed})
    status = carry_out(
        form,
        lambda: set_second_person(
            user_id=current_staff().user_id, is_needed=form.is_needed.data
        ),
    )
    if status is None:
        flash(_("Đã lưu cách duyệt câu trả lời."), "success")
        return redirect(url_for(".release_step"), 303)
    page = render_template(
        "agency/reply_templates/release_step.html",
        form=form,
        note=note,
        back_href=url_for("agency.comments.index"),
    )
    return page, status
