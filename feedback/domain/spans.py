"""The months around a promise: before it was made, of the work, and after its end."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from feedback.domain.months import Month

#: Months looked at on either side: half a year evens out no seasons, but further away
#: more and more has happened that has nothing to do with the promise.
MONTHS_AROUND: Final = 6
#: With the months of so long after its end a promise's chart is drawn: twice what it
#: shows, so that months published late and a platform just brought up to date find
#: it. The last chart drawn stays.
MONTHS_DRAWN: Final = 12


class Part(StrEnum):
    """Where a month lies."""

    BEFORE = "before"
    WORK = "work"
    AFTER = "after"


@dataclass(frozen=True)
class Span:
    """The month in which a promise was made public and the one in which it ended.

    Both are parts of the work: a month is before or after only as a whole.
    """

    made: Month
    #: None while it is open.
    ended: Month | None

    @classmethod
    def of(cls, promised_on: date, ended_on: date | None) -> "Span":
        """The span of a public promise."""
        return cls(Month.of(promised_on), Month.of(ended_on) if ended_on else None)

    @property
    def first(self) -> Month:
        """The first month looked at."""
        return self.made.shift(-MONTHS_AROUND)

    @property
    def last(self) -> Month:
        """The last month looked at; of an open promise the one before it."""
        if self.ended is None:
            return self.made.shift(-1)
        return self.ended.shift(MONTHS_AROUND)

    def find_part(self, month: Month) -> Part | None:
        """Where a month lies; nowhere if it is too far away, or not yet known."""
        if not self.first <= month <= self.last:
            return None
        if month < self.made:
            return Part.BEFORE
        return Part.WORK if self.ended and month <= self.ended else Part.AFTER
