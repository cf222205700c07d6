"""Imported series: which rule the published percentages follow, and when it changed.

Another survey tool publishes counts and a whole percentage, seldom the formula. Each
month is recomputed by both rules of the house; the months that disagree are named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback.analysis.rates import R1, R2, Rate, RateRule, measure_rate


class Agreement(StrEnum):
    """Which of the two rules gives the published percentage."""

    BOTH = "both"
    INDEX = "R2 only"
    TOP_TWO = "R1 only"
    NEITHER = "neither"
    UNKNOWN = "no counts or no percentage"


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """A month as it was imported; either half may be missing."""

    month: str
    counts: tuple[int, int, int, int, int] | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class MonthCheck:
    """A published month beside what the two rules make of its counts."""

    published: PublishedMonth
    top_two: Rate | None
    index: Rate | None
    agreement: Agreement

    @property
    def month(self) -> str:
        """Return the month."""
        return self.published.month

    @property
    def is_index(self) -> bool:
        """Return whether R2, rounded, is the published percentage."""
        return self.agreement in (Agreement.INDEX, Agreement.BOTH)

    @property
    def is_top_two(self) -> bool:
        """Return whether R1, rounded, is the published percentage."""
        return self.agreement in (Agreement.TOP_TWO, Agreement.BOTH)


@dataclass(frozen=True, slots=True)
class MethodChange:
    """The month from which published figures follow another rule."""

    month: str
    before: RateRule
    after: RateRule
    #: Months with counts that follow the new rule, and all of them since the change.
    months_following: int
    months_since: int


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """A whole imported series, month by month in the order of time."""

    months: tuple[MonthCheck, ...]
    change: MethodChange | None

    @property
    def known(self) -> tuple[MonthCheck, ...]:
        """Return the months that have both counts and a percentage."""
        return tuple(m for m in self.months if m.agreement is not Agreement.UNKNOWN)

    @property
    def months_as_index(self) -> tuple[str, ...]:
        """Return the months whose published percentage is R2."""
        return tuple(m.month for m in self.known if m.is_index)

    @property
    def months_as_top_two(self) -> tuple[str, ...]:
        """Return the months whose published percentage is R1."""
        return tuple(m.month for m in self.known if m.is_top_two)

    @property
    def months_unlike_index(self) -> tuple[str, ...]:
        """Return the months whose published percentage is not R2."""
        return tuple(m.month for m in self.known if not m.is_index)


def check_series(months: Iterable[PublishedMonth]) -> SeriesCheck:
    """Return what rule each published month follows, and the month the rule changed.

    Parameters
    ----------
    months : iterable of PublishedMonth
        In any order; they are put in the order of their names (YYYY-MM).

    Examples
    --------
    >>> april = PublishedMonth("2026-04", (12, 21, 131, 410, 450), 84)
    >>> check_series([april]).months[0].agreement.value
    'R1 only'
    """
    checks = tuple(check_month(m) for m in sorted(months, key=lambda m: m.month))
    known = [c for c in checks if c.agreement is not Agreement.UNKNOWN]
    return SeriesCheck(checks, find_change(known))


def check_month(published: PublishedMonth) -> MonthCheck:
    """Return what the two rules make of one published month."""
    if published.counts is None:
        return MonthCheck(published, None, None, Agreement.UNKNOWN)
    top_two = measure_rate(published.counts, R1)
    index = measure_rate(published.counts, R2)
    if published.percent is None or not top_two.n:
        return MonthCheck(published, top_two, index, Agreement.UNKNOWN)
    agreement = {
        (True, True): Agreement.BOTH,
        (True, False): Agreement.TOP_TWO,
        (False, True): Agreement.INDEX,
        (False, False): Agreement.NEITHER,
    }[top_two.percent == published.percent, index.percent == published.percent]
    return MonthCheck(published, top_two, index, agreement)


def find_change(known: Sequence[MonthCheck]) -> MethodChange | None:
    """Return the change from R2 to R1 that explains more months than R2 alone.

    The change is put where R2 before it and R1 from it on explain most months; it must
    begin with a month that only R1 explains and follow one that R2 explains. Single odd
    months do not make a change unless they stand at the end, where `months_since`
    tells how little it rests on. Of equally good months the last is named.

    Parameters
    ----------
    known : sequence of MonthCheck
        Months with counts and a percentage, in the order of time.
    """
    best, change = sum(c.is_index for c in known), None
    for place, check in enumerate(known):
        before = sum(c.is_index for c in known[:place])
        after = sum(c.is_top_two for c in known[place:])
        is_start = before > 0 and check.agreement is Agreement.TOP_TWO
        if is_start and before + after >= best + (change is None):
            best = before + after
            change = MethodChange(check.month, R2, R1, after, len(known) - place)
    return change
