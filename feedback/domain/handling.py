"""How one comment was handled by the agency that has it, from its events alone.

Definitions, the same for every agency and month:

* a comment belongs to the agency that has it now, and to the month in which it first
  reached an agency;
* the answer's day is the day of the last approval in the first round that was not sent
  back; the due date is the one in force then, with every pause and extension told;
* on time: answered up to the due date; late: answered after it; overdue: not answered,
  still waiting, not with the author, and past the due date on the day of the count;
* the author's view is the last one given on a published answer; `none` is ten working
  days of silence, and never a yes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from feedback.domain.components import Handled, is_content, is_on_time
from feedback.domain.states import Bucket, Move, State, View, public_bucket

#: The moves that the measures look at; readers may leave out all others.
MEASURED_MOVES: Final = (
    Move.DELIVER,
    Move.TRANSFER,
    Move.ASK_MORE,
    Move.EXTEND,
    Move.APPROVE,
    Move.SEND_BACK,
    Move.PUBLISH,
    Move.REOPEN,
)
#: States that nothing but an appeal leads out of.
RESTING_STATES: Final = (State.CLOSED, State.WITHHELD, State.MOVED)

CountDays = Callable[[date, date], int]


@dataclass(frozen=True)
class Happened:
    """An event, and the due date it told of, if any."""

    move: Move
    on: date
    due_on: date | None = None


@dataclass(frozen=True)
class Case:
    """What the measures need of a comment; `events` from the first delivery on."""

    state: State
    due_on: date | None
    view: View | None
    events: Sequence[Happened]


@dataclass(frozen=True)
class Measured:
    """One comment's part in each count."""

    on_time: bool
    late: bool
    overdue: bool
    answers_point: bool
    answers_part: bool
    misses_point: bool
    no_view: bool
    reopened: bool
    extended: bool
    #: QĐ 766, components 5.2 and 5.3.
    component_on_time: bool
    component_content: bool
    #: It can still change by itself.
    still_open: bool


def measure(case: Case, on: date, count_days: CountDays) -> Measured:
    """One comment as it stands on a day; working days are counted by `count_days`."""
    moves = [event.move for event in case.events]
    is_reopened = Move.REOPEN in moves
    first = case.events[: moves.index(Move.REOPEN)] if is_reopened else case.events
    due = _told_due(first) if is_reopened else case.due_on
    answered_on = _find_answer(first)
    is_waiting = public_bucket(case.state) is Bucket.WAITING
    is_owed = is_waiting and case.state is not State.NEEDS_MORE
    is_past = due is not None and due < on
    is_in_time = answered_on is not None and (due is None or answered_on <= due)
    view = case.view if Move.PUBLISH in moves else None
    handled = _handle(case, first, answered_on, on, count_days)
    return Measured(
        on_time=is_in_time,
        late=answered_on is not None and not is_in_time,
        overdue=answered_on is None and is_owed and is_past,
        answers_point=view is View.YES,
        answers_part=view is View.PARTLY,
        misses_point=view is View.NO,
        no_view=view is View.NONE,
        reopened=is_reopened,
        extended=Move.EXTEND in moves,
        component_on_time=is_on_time(handled),
        component_content=is_content(handled),
        still_open=case.state not in RESTING_STATES,
    )


def _told_due(first: Sequence[Happened]) -> date | None:
    told = [event.due_on for event in first if event.due_on is not None]
    return told[-1] if told else None


def _find_answer(first: Sequence[Happened]) -> date | None:
    """The day of the approval that stands."""
    answered_on = None
    for event in first:
        if event.move is Move.APPROVE:
            answered_on = event.on
        elif event.move is Move.SEND_BACK:
            answered_on = None
    return answered_on


def _handle(
    case: Case,
    first: Sequence[Happened],
    answered_on: date | None,
    on: date,
    count_days: CountDays,
) -> Handled:
    steps = _since_sent(first)
    start = steps[0].on
    asked_on = _find(steps, Move.ASK_MORE)
    handed_back_on = _find(steps, Move.TRANSFER)
    published_on = _find(steps, Move.PUBLISH)
    is_gone = public_bucket(case.state) in (Bucket.MOVED, Bucket.WITHHELD)
    until = answered_on or on
    worked = count_days(start, until) - _count_paused(steps, until, count_days)
    waits = worked if answered_on is None else count_days(answered_on, on)

    def count(begin: date | None, end: date | None) -> int | None:
        return None if begin is None or end is None else count_days(begin, end)

    return Handled(
        refused_after=count(start, handed_back_on) if is_gone else None,
        asked_after=count(start, asked_on),
        answered_after=None if answered_on is None else worked,
        published_after=count(answered_on, published_on),
        # What was taken off its hands waits for nobody.
        waits=0 if is_gone else waits,
        is_disliked=case.view is View.NO,
        is_raised_again=Move.REOPEN in [event.move for event in case.events],
    )


def _since_sent(first: Sequence[Happened]) -> Sequence[Happened]:
    """From the delivery that followed the last handing back; else from the first."""
    start = 0
    for place, event in enumerate(first):
        before = first[place - 1].move if place else None
        if event.move is Move.DELIVER and before is Move.TRANSFER:
            start = place
    return first[start:]


def _find(steps: Sequence[Happened], move: Move) -> date | None:
    return next((event.on for event in steps if event.move is move), None)


def _count_paused(steps: Sequence[Happened], until: date, count_days: CountDays) -> int:
    """Working days between a question to the author and the next delivery."""
    paused, asked_on = 0, None
    for event in steps:
        if event.move is Move.ASK_MORE:
            asked_on = event.on
        elif event.move is Move.DELIVER and asked_on is not None:
            paused += count_days(asked_on, event.on)
            asked_on = None
    if asked_on is not None:
        paused += count_days(asked_on, max(asked_on, until))
    return paused
