"""The month a ballot belongs to, and the three dates that follow from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from feedback.domain.errors import InvalidMonth

_BALLOTS_CLOSE_DAY = 15
_CHANGE_DAYS = 7
_PUBLICATION_DAY = 25
_ENGLISH = (
    "January February March April May June July August September October November "
    "December"
).split()


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ordered, and written 2026-04."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 2000 <= self.year <= 2999):
            raise InvalidMonth()

    @classmethod
    def of(cls, on: date) -> "Month":
        """The month a day lies in."""
        return cls(on.year, on.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written as YYYY-MM."""
        match = re.fullmatch("([0-9]{4})-([0-9]{2})", text.strip())
        if match is None:
            raise InvalidMonth()
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """The first day; what the database stores for the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.shift(1).first_day - timedelta(days=1)

    @property
    def ballots_close_on(self) -> date:
        """The last day on which a ballot of this month can be used."""
        return self.shift(1).first_day.replace(day=_BALLOTS_CLOSE_DAY)

    @property
    def changes_close_on(self) -> date:
        """The last day on which a rating of this month can be changed."""
        return self.ballots_close_on + timedelta(days=_CHANGE_DAYS)

    @property
    def published_on(self) -> date:
        """The day the month is published; after it no rating can change."""
        return self.shift(1).first_day.replace(day=_PUBLICATION_DAY)

    def shift(self, months: int) -> "Month":
        """The month so many months later, or earlier when negative."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def contains(self, on: date) -> bool:
        """Whether a day lies in the month."""
        return Month.of(on) == self

    def text(self, language: str) -> str:
        """The month in words, "tháng 4 năm 2026" or "April 2026"."""
        if language == "en":
            return f"{_ENGLISH[self.month - 1]} {self.year}"
        return f"tháng {self.month} năm {self.year}"


def iterate_months(first: Month, last: Month) -> Iterator[Month]:
    """Each month from the first to the last, both included."""
    month = first
    while month <= last:
        yield month
        month = month.shift(1)
