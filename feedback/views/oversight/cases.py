"""The comment of a request, as the oversight desk may see it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.states import Move, State, list_moves
from feedback.forms.comments import MoveForm
from feedback.queries.comments import DeskFile, get_desk_file
from feedback.queries.desks import Queue
from feedback.queries.likes import review_reply
from feedback.queries.replies import Answer, list_photos
from feedback.queries.users import has_head
from feedback.views.sessions import current_staff
from feedback.views.strokes import ASKED, TOO_LATE, carry_out

#: States in which the last answer has been handed in.
_HANDED_IN = frozenset(
    {
        State.AWAITING_PUBLICATION,
        State.PUBLISHED,
        State.VIEWED,
        State.REPLIED_AGAIN,
        State.PUBLISHED_AGAIN,
        State.CLOSED,
    }
)
#: States in which the desk checks it.
_CHECKED = frozenset({State.REPLIED, State.AWAITING_PUBLICATION, State.REPLIED_AGAIN})


def get_case(ref: str) -> DeskFile:
    """The comment, unless it concerns the agency of the person signed in."""
    return get_desk_file(ref, current_staff().agency_id)


def list_desk_moves(case: DeskFile) -> tuple[Move, ...]:
    """What the desk may do now; a draft where a head is in office is not its own."""
    if case.state is State.REPLIED and has_head(case.agency_id):
        return ()
    state = State.SCREENING if case.state is State.RECEIVED else case.state
    return list_moves(state, current_staff().role)


def read_answer(case: DeskFile) -> Answer | None:
    """The agency's last answer, once it has left the agency."""
    is_ours = case.state in _HANDED_IN or (
        case.state is State.REPLIED and not has_head(case.agency_id)
    )
    return case.answers[-1] if is_ours and case.answers else None


def describe_answer(case: DeskFile) -> dict[str, object]:
    """What a page shows of the last answer; remarks while it is being checked."""
    answer = read_answer(case)
    is_checked = answer is not None and case.state in _CHECKED
    return {
        "answer": answer,
        "photos": list_photos(case.ref) if answer else (),
        "review": (
            review_reply(
                case.ref,
                case.agency_id,
                case.public_text or "",
                answer.text,
                answer.outcome,
            )
            if answer and is_checked
            else None
        ),
    }


def is_proposer(case: DeskFile) -> bool:
    """Whether the person signed in is the one who would withhold it."""
    proposal = case.find_step(Move.PROPOSE_WITHHOLD)
    return proposal is not None and proposal.user_id == current_staff().user_id


def leave_case(ref: str) -> ResponseReturnValue:
    """Back to the comment from a page whose stroke it cannot take now."""
    flash(_("Ý kiến này hiện không ở bước cần thao tác đó."))
    return redirect(url_for("oversight.comments.show", ref=ref), 303)


def decide(
    case: DeskFile,
    move: Move,
    form: MoveForm,
    operation: Callable[..., None],
    done: str,
    **context: Any,
) -> ResponseReturnValue:
    """Ask, check and carry out one decision, on the page named as its endpoint."""
    ref, user_id = case.ref, current_staff().user_id
    status = carry_out(
        form,
        lambda: operation(ref, user_id=user_id, seen=form.based_on, **form.words),
    )
    if status is None:
        flash(done, "success")
        return redirect(url_for("oversight.comments.index"), 303)
    if status == ASKED and move not in list_desk_moves(case):
        return leave_case(ref)
    if status == TOO_LATE:
        case = get_case(ref)
        form.rebase(case.seen)
    page = render_template(
        f"{(request.endpoint or '').replace('.', '/')}.html",
        case=case,
        form=form,
        moves=list_desk_moves(case),
        **context,
    )
    return page, status


def press(
    ref: str, stroke: Callable[..., None], done: str, queue: Queue
) -> ResponseReturnValue:
    """Carry out a stroke that is one button, tell what came of it, go on in a queue."""
    get_case(ref)
    form = MoveForm()
    user_id = current_staff().user_id
    status = carry_out(form, lambda: stroke(ref, user_id=user_id, seen=form.based_on))
    if status is None:
        flash(done, "success")
        return redirect(url_for("oversight.comments.index", queue=queue.value), 303)
    flash(" ".join(str(error) for error in form.form_errors))
    return redirect(url_for("oversight.comments.show", ref=ref), 303)
