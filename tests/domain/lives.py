"""Made-up histories of comments, walked through the table of states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from feedback.domain.roles import Role
from feedback.domain.states import TRANSITIONS, Move, State


@dataclass(frozen=True)
class MadeEvent:
    """An event as the domain takes it."""

    number: int
    move: Move
    state: State
    on: date
    role: Role
    details: Mapping[str, Any] = field(default_factory=dict)


def walk(random: Random, steps: int, start: date = date(2026, 1, 5)) -> list[MadeEvent]:
    """A life of at most so many random legal moves."""
    events: list[MadeEvent] = []
    state: State | None = None
    on = start
    for number in range(1, steps + 1):
        rows = [row for row in TRANSITIONS if row.state == state]
        if not rows:
            break
        row = random.choice(rows)
        state = row.next_state
        on += timedelta(days=random.randrange(6))
        role = random.choice(sorted(row.roles))
        events.append(MadeEvent(number, row.move, state, on, role))
    return events
