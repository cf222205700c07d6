"""A ballot is opened, by its link or by typing its code."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.domain.ballots import BallotState
from feedback.domain.errors import InvalidCode
from feedback.domain.tokens import ballot_hash
from feedback.forms.citizen import BallotCodeForm
from feedback.queries.ballots import FoundBallot, find_ballot, is_buffered
from feedback.views.citizen.drafts import lead_to, start_draft, write_draft
from feedback.views.languages import language

bp = Blueprint("ballots", __name__)

#: How a page about a ballot that is not open answers.
_STATUS = {
    BallotState.WAITING: 409,
    BallotState.SPENT: 410,
    BallotState.CLOSED: 410,
    BallotState.UNKNOWN: 404,
}


@bp.get("/p/<code>")
def follow(code: str) -> ResponseReturnValue:
    """Follow a link: to the first question, or to why there is none."""
    try:
        digest = ballot_hash(code)
    except InvalidCode:
        return show_state(BallotState.UNKNOWN)
    return _begin(digest)


@bp.route("/phieu", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Type the code of a letter or a slip."""
    form = BallotCodeForm()
    if form.validate_on_submit():
        try:
            digest = ballot_hash(form.code.data or "")
        except InvalidCode as error:
            form.code.errors = [error.message(language())]
        else:
            return _begin(digest)
    status = 422 if form.is_submitted() else 200
    return render_template("citizen/ballots/new.html", form=form), status


@bp.get("/phieu/da-dong")
def closed() -> ResponseReturnValue:
    """Say that nothing is left on this machine."""
    return render_template("citizen/ballots/closed.html")


def show_state(state: BallotState) -> ResponseReturnValue:
    """The page that says why a ballot is not open and what can be done."""
    page = render_template("citizen/ballots/state.html", state=state.value)
    return page, _STATUS[state]


def show_lost() -> ResponseReturnValue:
    """The page for a draft that this browser does not hold."""
    return render_template("citizen/surveys/lost.html"), 404


def _begin(digest: bytes) -> ResponseReturnValue:
    found = find_ballot(digest, clock.today())
    if found is None:
        state = BallotState.WAITING if is_buffered(digest) else BallotState.UNKNOWN
        return show_state(state)
    if found.state is not BallotState.OPEN:
        return show_state(found.state)
    return _hand_out(found)


def _hand_out(found: FoundBallot) -> ResponseReturnValue:
    draft = start_draft(found)
    return write_draft(lead_to(draft.id, "1"), draft)
