"""Flags of the integrity checks: the list, one flag, and its review by two people."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.flags import FACTS, SHARES, WHOLE, Facts, Q
from feedback.forms.comments import MoveForm, ReasonForm
from feedback.forms.desks import FlagFilterForm
from feedback.forms.flags import ContestForm
from feedback.operations import flags as operations
from feedback.queries import flags as queries
from feedback.views.languages import language
from feedback.views.sessions import current_staff
from feedback.views.strokes import TOO_LATE, carry_out

bp = Blueprint("flags", __name__, url_prefix="/dau-hieu")


@bp.get("")
def index() -> ResponseReturnValue:
    """Flags, those that wait for somebody first."""
    form = FlagFilterForm.of_request(language=language())
    wanted = queries.FlagFilter(form.agency.data, form.family.data, form.state.data)
    own = current_staff().agency_id
    rows, total = queries.list_flags(wanted, own, form.page_number)
    return render_template(
        "oversight/flags/index.html",
        form=form,
        rows=rows,
        total=total,
        pages=-(-total // queries.PAGE_SIZE),
    )


@bp.get("/<int:flag_id>")
def show(flag_id: int) -> ResponseReturnValue:
    """One flag: what was tested, over which time, how sure it is, and its review."""
    flag = _get_flag(flag_id)
    steps = queries.list_review_steps(flag_id)
    proposal = steps[-1] if flag.proposal is not None else None
    return render_template(
        "oversight/flags/show.html",
        flag=flag,
        q=Q,
        facts=_word_facts(flag.facts),
        steps=steps,
        contested=queries.list_contested_of(flag_id),
        proposal=proposal,
        is_proposer=proposal is not None
        and proposal.user_id == current_staff().user_id,
        form=MoveForm(formdata=None, seen=flag.seen),
    )


@bp.route("/<int:flag_id>/nghi-van", methods=["GET", "POST"])
def contest(flag_id: int) -> ResponseReturnValue:
    """Propose that a batch of the agency counts as contested."""
    flag = _get_flag(flag_id)
    channel = WHOLE if flag.channel is None else flag.channel.value
    form = ContestForm(
        seen=flag.seen, channel=channel, months=[str(month) for month in flag.months]
    )
    form.offer(flag.months, language())
    done = _("Đã đề nghị. Cần một người khác trong đơn vị đầu mối xác nhận.")
    return _decide(flag, form, operations.propose_contest, done)


@bp.route("/<int:flag_id>/bac", methods=["GET", "POST"])
def dismiss(flag_id: int) -> ResponseReturnValue:
    """Propose that there is nothing behind the flag."""
    flag = _get_flag(flag_id)
    done = _("Đã đề nghị. Cần một người khác trong đơn vị đầu mối xác nhận.")
    form = ReasonForm(seen=flag.seen)
    return _decide(flag, form, operations.propose_dismissal, done)


@bp.route("/<int:flag_id>/khong-dong-y", methods=["GET", "POST"])
def decline(flag_id: int) -> ResponseReturnValue:
    """Disagree with what was proposed, or take it back."""
    flag = _get_flag(flag_id)
    done = _("Đề nghị không được chấp nhận. Dấu hiệu giữ tình trạng trước đó.")
    form = ReasonForm(seen=flag.seen)
    return _decide(flag, form, operations.decline_proposal, done)


@bp.post("/<int:flag_id>/xac-nhan")
def confirm(flag_id: int) -> ResponseReturnValue:
    """Agree, as a second person, with what was proposed."""
    _get_flag(flag_id)
    form, user_id = MoveForm(), current_staff().user_id
    status = carry_out(
        form,
        lambda: operations.confirm_proposal(
            flag_id, user_id=user_id, seen=form.based_on
        ),
    )
    if status is None:
        flash(_("Đã xác nhận. Kết luận có hiệu lực từ lần công bố sau."), "success")
    else:
        flash(" ".join(str(error) for error in form.form_errors))
    return redirect(url_for(".show", flag_id=flag_id), 303)


def _get_flag(flag_id: int) -> queries.ShownFlag:
    return queries.get_flag(flag_id, current_staff().agency_id)


def _decide(
    flag: queries.ShownFlag,
    form: ReasonForm,
    operation: Callable[..., None],
    done: str,
) -> ResponseReturnValue:
    """Ask, check and carry out one step."""
    user_id = current_staff().user_id
    status = carry_out(
        form,
        lambda: operation(flag.id, user_id=user_id, seen=form.based_on, **form.words),
    )
    if status is None:
        flash(done, "success")
        return redirect(url_for(".show", flag_id=flag.id), 303)
    if status == TOO_LATE:
        flag = _get_flag(flag.id)
        form.rebase(flag.seen)
    name = operation.__name__.partition("_")[0]
    kind = "contest" if isinstance(form, ContestForm) else name
    page = render_template(
        "oversight/flags/review.html", flag=flag, form=form, kind=kind
    )
    return page, status


def _word_facts(facts: Facts) -> list[tuple[str, Any, bool]]:
    """Each figure of a flag under its name, and whether it is a share."""
    return [
        (FACTS[name].text(language()), value, name in SHARES)
        for name, value in facts.items()
        if name in FACTS
    ]
