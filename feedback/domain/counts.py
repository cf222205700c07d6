"""What another survey tool counted: a month of a service in a channel."""

from dataclasses import dataclass

from feedback.domain.months import Month

#: Answers on each level, very dissatisfied first.
Levels = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class CountRow:
    """Answers on five levels, the percentage the source published, or both."""

    month: Month
    service: str
    channel: str
    counts: Levels | None
    percent: int | None
    line: int = 0
