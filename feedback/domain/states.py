"""The life of a comment: one table of states, moves and who may make them.

What never changes: every comment is in exactly one public bucket, so that
received = published + withheld + moved + waiting holds at any moment.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedback.domain import state_words as words
from feedback.domain.errors import IllegalMove
from feedback.domain.labels import Label
from feedback.domain.roles import Role


class State(StrEnum):
    """Where a comment stands."""

    RECEIVED = "received"
    SCREENING = "screening"
    #: One screener would withhold it; another has to agree.
    WITHHOLD_PROPOSED = "withhold_proposed"
    #: Ready for the agency; leaves in the next shuffled batch its cell allows.
    SCREENED = "screened"
    WITHHELD = "withheld"
    #: The author has asked a second body to look at the withholding again.
    APPEALED = "appealed"
    #: With the inspectorate; the unit concerned does not know that it exists.
    ESCALATED = "escalated"
    MOVED = "moved"
    NEEDS_MORE = "needs_more"
    OPEN = "open"
    REPLIED = "replied"
    SENT_BACK = "sent_back"
    AWAITING_PUBLICATION = "awaiting_publication"
    PUBLISHED = "published"
    VIEWED = "viewed"
    #: The second round, which happens once. The first reply stays public, so these
    #: three are never "waiting" again.
    REOPENED = "reopened"
    REPLIED_AGAIN = "replied_again"
    PUBLISHED_AGAIN = "published_again"
    CLOSED = "closed"

    @property
    def label(self) -> Label:
        """What people read."""
        return words.STATES[self]


class Move(StrEnum):
    """What somebody does to a comment."""

    SUBMIT = "submit"
    SCREEN = "screen"
    ASSIGN = "assign"
    RELEASE = "release"
    DELIVER = "deliver"
    PROPOSE_WITHHOLD = "propose_withhold"
    DECLINE_WITHHOLD = "decline_withhold"
    WITHHOLD = "withhold"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    ESCALATE = "escalate"
    RETURN = "return"
    MOVE = "move"
    TRANSFER = "transfer"
    ASK_MORE = "ask_more"
    SUPPLY = "supply"
    ALLOT = "allot"
    EXTEND = "extend"
    PROGRESS = "progress"
    REPLY = "reply"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    REDACT = "redact"
    VIEW = "view"
    REOPEN = "reopen"
    CLOSE = "close"

    @property
    def label(self) -> Label:
        """What people read."""
        return words.MOVES[self]


class Bucket(StrEnum):
    """The four public counts a comment can be in."""

    PUBLISHED = "published"
    WITHHELD = "withheld"
    MOVED = "moved"
    WAITING = "waiting"

    @property
    def label(self) -> Label:
        """What people read."""
        return words.BUCKETS[self]


class View(StrEnum):
    """Whether the answer answers the citizen's point; NONE after silence."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NONE = "none"

    @property
    def label(self) -> Label:
        """What people read."""
        return words.VIEWS[self]


#: Working days of silence after publication that count as "no view given".
SILENCE_WORKING_DAYS = 10


@dataclass(frozen=True)
class Transition:
    """One row of the table: from a state, a move, by these roles, to a state."""

    state: State | None
    move: Move
    roles: frozenset[Role]
    next_state: State


def _row(
    state: State | None, move: Move, next_state: State, *roles: Role
) -> Transition:
    return Transition(state, move, frozenset(roles), next_state)


_S, _M, _R = State, Move, Role

TRANSITIONS: tuple[Transition, ...] = (
    _row(None, _M.SUBMIT, _S.RECEIVED, _R.CITIZEN),
    _row(_S.RECEIVED, _M.SCREEN, _S.SCREENING, _R.OVERSIGHT, _R.SYSTEM),
    _row(_S.SCREENING, _M.ASSIGN, _S.SCREENING, _R.OVERSIGHT),
    _row(_S.SCREENING, _M.RELEASE, _S.SCREENED, _R.OVERSIGHT),
    # A screener who overlooked something can still take it back.
    _row(_S.SCREENED, _M.SCREEN, _S.SCREENING, _R.OVERSIGHT),
    _row(_S.SCREENED, _M.DELIVER, _S.OPEN, _R.SYSTEM),
    _row(_S.SCREENING, _M.PROPOSE_WITHHOLD, _S.WITHHOLD_PROPOSED, _R.OVERSIGHT),
    _row(_S.WITHHOLD_PROPOSED, _M.DECLINE_WITHHOLD, _S.SCREENING, _R.OVERSIGHT),
    _row(_S.WITHHOLD_PROPOSED, _M.WITHHOLD, _S.WITHHELD, _R.OVERSIGHT),
    # Once, to a second body; its decision stands.
    _row(_S.WITHHELD, _M.APPEAL, _S.APPEALED, _R.CITIZEN),
    _row(_S.APPEALED, _M.UPHOLD, _S.WITHHELD, _R.INSPECTORATE),
    _row(_S.APPEALED, _M.OVERTURN, _S.SCREENING, _R.INSPECTORATE),
    _row(_S.SCREENING, _M.MOVE, _S.MOVED, _R.OVERSIGHT),
    # A bribe, a threat, a complaint, a denunciation: past the unit concerned.
    _row(_S.SCREENING, _M.ESCALATE, _S.ESCALATED, _R.OVERSIGHT),
    _row(_S.ESCALATED, _M.RETURN, _S.SCREENING, _R.INSPECTORATE),
    _row(_S.ESCALATED, _M.MOVE, _S.MOVED, _R.INSPECTORATE),
    _row(_S.SCREENING, _M.ASK_MORE, _S.NEEDS_MORE, _R.OVERSIGHT),
    # New words are screened like the first ones, whoever asked for them.
    _row(_S.NEEDS_MORE, _M.SUPPLY, _S.SCREENING, _R.CITIZEN),
    # Nobody supplied anything: what there is goes on, screened if it never was.
    _row(_S.NEEDS_MORE, _M.SCREEN, _S.SCREENING, _R.OVERSIGHT, _R.SYSTEM),
    _row(_S.NEEDS_MORE, _M.RELEASE, _S.SCREENED, _R.OVERSIGHT, _R.SYSTEM),
    _row(_S.OPEN, _M.ASK_MORE, _S.NEEDS_MORE, _R.OFFICER, _R.HEAD),
    # Not this agency's matter: back to the desk that assigns.
    _row(_S.OPEN, _M.TRANSFER, _S.SCREENING, _R.OFFICER, _R.HEAD),
    # Within the agency, while it owes the answer: who writes it, more time with a
    # reason, and a word to the citizen on the way.
    *(
        _row(state, move, state, _R.OFFICER, _R.HEAD)
        for state in (_S.OPEN, _S.SENT_BACK, _S.REOPENED)
        for move in (_M.ALLOT, _M.EXTEND, _M.PROGRESS)
    ),
    _row(_S.OPEN, _M.REPLY, _S.REPLIED, _R.OFFICER, _R.HEAD),
    _row(_S.REPLIED, _M.SEND_BACK, _S.SENT_BACK, _R.HEAD, _R.OVERSIGHT),
    _row(_S.SENT_BACK, _M.REPLY, _S.REPLIED, _R.OFFICER, _R.HEAD),
    _row(_S.REPLIED, _M.APPROVE, _S.AWAITING_PUBLICATION, _R.HEAD, _R.OVERSIGHT),
    # The coordinating desk reads every answer before the public does.
    _row(_S.AWAITING_PUBLICATION, _M.SEND_BACK, _S.SENT_BACK, _R.OVERSIGHT),
    _row(_S.AWAITING_PUBLICATION, _M.PUBLISH, _S.PUBLISHED, _R.OVERSIGHT),
    _row(_S.PUBLISHED, _M.VIEW, _S.VIEWED, _R.CITIZEN),
    _row(_S.PUBLISHED, _M.CLOSE, _S.CLOSED, _R.SYSTEM),
    _row(_S.VIEWED, _M.CLOSE, _S.CLOSED, _R.OVERSIGHT, _R.SYSTEM),
    _row(_S.VIEWED, _M.REOPEN, _S.REOPENED, _R.CITIZEN, _R.OVERSIGHT),
    _row(_S.REOPENED, _M.REPLY, _S.REPLIED_AGAIN, _R.OFFICER, _R.HEAD),
    _row(_S.REPLIED_AGAIN, _M.SEND_BACK, _S.REOPENED, _R.HEAD, _R.OVERSIGHT),
    _row(_S.REPLIED_AGAIN, _M.PUBLISH, _S.PUBLISHED_AGAIN, _R.OVERSIGHT),
    _row(_S.PUBLISHED_AGAIN, _M.VIEW, _S.CLOSED, _R.CITIZEN),
    _row(_S.PUBLISHED_AGAIN, _M.CLOSE, _S.CLOSED, _R.SYSTEM),
    # What should not have become public is covered up afterwards, in the open.
    *(
        _row(state, _M.REDACT, state, _R.OVERSIGHT)
        for state in (
            *(_S.PUBLISHED, _S.VIEWED, _S.REOPENED, _S.REPLIED_AGAIN),
            *(_S.PUBLISHED_AGAIN, _S.CLOSED),
        )
    ),
)

_BY_STATE_AND_MOVE = {(row.state, row.move): row for row in TRANSITIONS}

_WAITING = frozenset(
    {
        State.RECEIVED,
        State.SCREENING,
        State.WITHHOLD_PROPOSED,
        State.SCREENED,
        State.ESCALATED,
        State.NEEDS_MORE,
        State.OPEN,
        State.REPLIED,
        State.SENT_BACK,
        State.AWAITING_PUBLICATION,
    }
)
#: States in which the answer is due from the agency.
OWED_BY_AGENCY = frozenset({State.OPEN, State.SENT_BACK, State.REOPENED})
#: States in which an answer is public and its author has not judged it.
WAITS_FOR_VIEW = frozenset({State.PUBLISHED, State.PUBLISHED_AGAIN})
#: States in which the agency sees nothing: before delivery, after withholding.
HIDDEN_FROM_AGENCY = frozenset(
    {
        State.RECEIVED,
        State.SCREENING,
        State.WITHHOLD_PROPOSED,
        State.SCREENED,
        State.WITHHELD,
        State.APPEALED,
        State.ESCALATED,
        State.MOVED,
    }
)
#: States in which the citizen is asked to do something; the agency's clock stands.
OWED_BY_CITIZEN = frozenset({State.NEEDS_MORE})


def apply_move(state: State | None, move: Move, role: Role) -> State:
    """The state a comment goes to; a move the table does not hold is refused."""
    row = _BY_STATE_AND_MOVE.get((state, move))
    if row is None:
        where = "chưa có" if state is None else state.label.vi
        raise IllegalMove(
            f"Ý kiến đang ở bước “{where}”, không thể “{move.label.vi}”. "
            "Mời tải lại trang.",
            f"A comment that is “{state or 'new'}” cannot take “{move}”. "
            "Please reload the page.",
        )
    if role not in row.roles:
        raise IllegalMove(
            f"Vai trò “{role.label.vi}” không được “{move.label.vi}”.",
            f"The role “{role.label.en}” may not take “{move}”.",
        )
    return row.next_state


def list_moves(state: State | None, role: Role) -> tuple[Move, ...]:
    """The moves a role may make from a state, in the table's order."""
    return tuple(
        row.move for row in TRANSITIONS if row.state == state and role in row.roles
    )


def public_bucket(state: State) -> Bucket:
    """The one public count a comment in this state belongs to."""
    if state in (State.WITHHELD, State.APPEALED):
        return Bucket.WITHHELD
    if state is State.MOVED:
        return Bucket.MOVED
    return Bucket.WAITING if state in _WAITING else Bucket.PUBLISHED
