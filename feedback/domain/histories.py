"""The events of a comment's life, and what they add up to.

Events are all there is: where a comment stands and when its answer is due follow from
them and can be worked out again by anybody who holds them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from feedback.domain.errors import DomainError, IllegalMove
from feedback.domain.roles import Role
from feedback.domain.states import Move, State, apply_move


class Event(Protocol):
    """One move in a comment's life, as it was recorded."""

    @property
    def number(self) -> int:
        """1, 2, 3 … within the comment."""

    @property
    def move(self) -> Move:
        """What was done."""

    @property
    def state(self) -> State:
        """Where it led, as recorded."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def role(self) -> Role:
        """In what capacity."""

    @property
    def details(self) -> Mapping[str, Any]:
        """Particulars."""


class IllegalHistory(DomainError):
    """Events that no comment can have lived through; the text names the first."""

    vi = "Chuỗi sự kiện của ý kiến không hợp lệ."
    en = "The events of this comment cannot have happened."


def replay(events: Iterable[Event]) -> State:
    """The state that the events of one comment lead to, oldest first.

    A gap in the numbers, a day before the last one, a move that the table of
    domain.states refuses and a recorded state that is not where the move leads are
    each an IllegalHistory; so is no event at all.
    """
    state: State | None = None
    number, on = 0, date.min
    for event in events:
        if event.number != number + 1:
            raise _illegal(
                event, f"phải là số {number + 1}", f"should be number {number + 1}"
            )
        if event.on < on:
            raise _illegal(event, "có ngày lùi lại", "goes back in time")
        try:
            state = apply_move(state, event.move, event.role)
        except IllegalMove as error:
            raise _illegal(event, error.message_vi, error.message_en) from error
        if state is not event.state:
            raise _illegal(event, f"phải đến “{state}”", f"should lead to “{state}”")
        number, on = event.number, event.on
    if state is None:
        raise IllegalHistory("Không có sự kiện nào.", "There is no event at all.")
    return state


def _illegal(event: Event, vi: str, en: str) -> IllegalHistory:
    name = f"{event.number}, “{event.move}”"
    return IllegalHistory(f"Sự kiện {name}: {vi}.", f"Event {name}: {en}.")
