"""Reads of one comment by its author, with the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from feedback.domain.errors import InvalidCode
from feedback.domain.grounds import APPEAL_MARK
from feedback.domain.kinds import Kind
from feedback.domain.months import Month
from feedback.domain.outcomes import Outcome
from feedback.domain.states import WAITS_FOR_VIEW, Move, State, View
from feedback.domain.tokens import comment_receipt_hash
from feedback.domain.tones import Tone, find_tone
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.comments import Comment
from feedback.models.publications import PublishedComment
from feedback.models.services import Service
from feedback.queries.comments import Step, list_steps, select_with_names


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it with the receipt."""

    ref: str
    state: State
    agency_name: str
    service_name: str
    month: Month
    text: str
    #: What the author said the text mostly is.
    tone: Tone | None
    #: Why its author asked the second body to publish it, each time.
    appeals: Sequence[str]
    received_on: date
    released_on: date | None
    due_on: date | None
    replied_on: date | None
    published_on: date | None
    #: The answer, once it is public.
    reply: str | None
    outcome: Outcome | None
    reason: str | None
    evidence: str | None
    #: Its pictures, as the public row has them, and the promise that it made.
    photos: Sequence[Mapping[str, Any]]
    commitment: str | None
    view: View | None
    ground: str | None
    referral: str | None
    #: What the citizen is asked to add, while it is asked.
    question: str | None
    #: Whether the author gave a way to be reached.
    is_case: bool
    steps: Sequence[Step]

    def find_step(self, *moves: Move) -> Step | None:
        """The latest of these moves."""
        return next((s for s in reversed(self.steps) if s.move in moves), None)

    @property
    def can_appeal(self) -> bool:
        """Whether its withholding may still be put before the second body."""
        last = self.find_step(Move.WITHHOLD, Move.APPEAL)
        is_new = last is not None and last.move is Move.WITHHOLD
        return self.state is State.WITHHELD and is_new

    @property
    def review(self) -> Step | None:
        """What the second body decided of the last appeal."""
        last = self.find_step(Move.WITHHOLD, Move.APPEAL, Move.UPHOLD, Move.OVERTURN)
        is_decided = last is not None and last.move in (Move.UPHOLD, Move.OVERTURN)
        return last if is_decided else None

    @property
    def was_escalated(self) -> bool:
        """Whether it is, or ended, with the inspectorate."""
        last = self.find_step(Move.ESCALATE, Move.RETURN)
        return last is not None and last.move is Move.ESCALATE

    @property
    def can_judge(self) -> bool:
        """Whether the answer waits for its author's view."""
        return self.state in WAITS_FOR_VIEW

    @property
    def can_reopen(self) -> bool:
        """Whether its author may ask for a better answer."""
        return self.state is State.VIEWED and self.view in (View.PARTLY, View.NO)

    @property
    def is_public(self) -> bool:
        """Whether there is a public page on it."""
        shown = (State.WITHHELD, State.APPEALED, State.MOVED)
        return self.released_on is not None or self.state in shown


#: What an author is shown of the desk's work: that it happened, not how.
_OWN_MOVES = frozenset(Move) - {
    Move.PROPOSE_WITHHOLD,
    Move.DECLINE_WITHHOLD,
    Move.ALLOT,
}


def find_comment_by_receipt(code: str) -> OwnComment | None:
    """The comment that came with a receipt, if one was written."""
    try:
        key = comment_receipt_hash(code)
    except InvalidCode:
        return None
    row = db.session.execute(
        select_with_names().where(Comment.receipt_hash == key)
    ).one_or_none()
    if row is None:
        return None
    shown = db.session.get(PublishedComment, row.Comment.ref, populate_existing=True)
    return _own(row, shown)


def _own(
    row: Row[tuple[Comment, Agency, Service]], shown: PublishedComment | None
) -> OwnComment:
    comment = row.Comment
    steps = list_steps(comment.ref)
    moved, asked = _find(steps, Move.MOVE), _find(steps, Move.ASK_MORE)
    is_asked = comment.state == State.NEEDS_MORE
    # An original that was kept long enough is empty; what is public stays.
    written = comment.text or comment.public_text or ""
    n_appeals = sum(step.move is Move.APPEAL for step in steps)
    text, *appeals = written.rsplit(APPEAL_MARK, n_appeals)
    return OwnComment(
        ref=comment.ref,
        state=State(comment.state),
        agency_name=row.Agency.name,
        service_name=row.Service.name,
        month=Month.of(comment.month),
        text=text,
        tone=find_tone(comment.tone),
        appeals=appeals,
        received_on=comment.received_on,
        released_on=comment.released_on,
        due_on=comment.due_on,
        replied_on=comment.replied_on,
        published_on=comment.published_on,
        reply=shown.reply if shown else None,
        outcome=Outcome(shown.outcome) if shown and shown.outcome else None,
        reason=shown.reason if shown else None,
        evidence=shown.evidence if shown else None,
        photos=shown.photos if shown else (),
        commitment=shown.commitment if shown else None,
        view=View(comment.view) if comment.view else None,
        ground=comment.ground,
        referral=moved.details["referral"] if moved else None,
        question=asked.details["question"] if asked and is_asked else None,
        is_case=comment.kind == Kind.CASE,
        steps=[step for step in steps if step.move in _OWN_MOVES],
    )


def _find(steps: Sequence[Step], move: Move) -> Step | None:
    return next((step for step in reversed(steps) if step.move is move), None)
