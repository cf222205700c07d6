"""The periods that are sealed: a month, a calendar quarter, a calendar year."""

import re
from dataclasses import dataclass

from feedback.domain.errors import InvalidMonth
from feedback.domain.months import Month

MONTH, QUARTER, YEAR = 1, 3, 12
#: Lengths in months, shortest first: a period is sealed after those it consists of.
LENGTHS = (MONTH, QUARTER, YEAR)

_CODE = re.compile("([0-9]{4})(?:-(?:([0-9]{2})|Q([1-4])))?")
_ROMAN = ("I", "II", "III", "IV")


class InvalidPeriod(InvalidMonth):
    """A text or a pair of numbers names no month, calendar quarter or year."""

    vi = "Kỳ viết theo dạng 2026-03 (tháng), 2026-Q1 (quý) hoặc 2026 (năm)."
    en = "A period is written 2026-03 (month), 2026-Q1 (quarter) or 2026 (year)."


@dataclass(frozen=True, order=True)
class Period:
    """A month, a calendar quarter or a calendar year, named by its last month.

    Ordered by its last month, and a month before the quarter and the year it ends.
    """

    last: Month
    length: int = MONTH

    def __post_init__(self) -> None:
        # A year ends in December and a quarter in March, June, September, December.
        if self.length not in LENGTHS or self.last.month % self.length:
            raise InvalidPeriod()

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The period written as 2026-03, 2026-Q1 or 2026."""
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise InvalidPeriod()
        year, month, quarter = match.groups()
        try:
            if month is not None:
                return cls(Month(int(year), int(month)), MONTH)
            if quarter is not None:
                return cls(Month(int(year), 3 * int(quarter)), QUARTER)
            return cls(Month(int(year), 12), YEAR)
        except InvalidMonth as error:
            raise InvalidPeriod() from error

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What addresses and files call it: 2026-03, 2026-Q1, 2026."""
        if self.length == QUARTER:
            return f"{self.last.year:04}-Q{self._quarter}"
        return f"{self.last.year:04}" if self.length == YEAR else str(self.last)

    @property
    def first(self) -> Month:
        """Its first month."""
        return self.last.shift(1 - self.length)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, oldest first."""
        return tuple(self.first.shift(n) for n in range(self.length))

    @property
    def parts(self) -> tuple["Period", ...]:
        """The sealed periods it is the sum of: months, or quarters; none of a month."""
        length = {MONTH: 0, QUARTER: MONTH, YEAR: QUARTER}[self.length]
        lasts = self.months[length - 1 :: length] if length else ()
        return tuple(Period(last, length) for last in lasts)

    @property
    def is_binding(self) -> bool:
        """Whether its verdict binds; months are for monitoring."""
        return self.length > MONTH

    @property
    def before(self) -> "Period":
        """The period of the same length just before."""
        return Period(self.last.shift(-self.length), self.length)

    @property
    def year_earlier(self) -> "Period":
        """The same period a year earlier."""
        return Period(self.last.shift(-YEAR), self.length)

    def text(self, language: str) -> str:
        """The period in words: "quý I/2026", "Q1 2026", "năm 2026", "2026"."""
        year, is_english = self.last.year, language == "en"
        if self.length == QUARTER:
            roman = _ROMAN[self._quarter - 1]
            return f"Q{self._quarter} {year}" if is_english else f"quý {roman}/{year}"
        if self.length == YEAR:
            return str(year) if is_english else f"năm {year}"
        return self.last.text(language)

    @property
    def _quarter(self) -> int:
        return self.last.month // QUARTER


def list_periods_ending(month: Month) -> tuple[Period, ...]:
    """The periods whose last month this is: itself, perhaps a quarter and a year."""
    return tuple(
        Period(month, length) for length in LENGTHS if month.month % length == 0
    )
