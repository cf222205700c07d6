"""Percentages that other tools published, held against their own counts.

Standard library and whole numbers only, so that web pages can use it without numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.analysis.percents import rounded_percent

#: This many months in a row by another rule are a change of method, not a slip.
MONTHS_OF_A_METHOD = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """Both rates of one month in whole percent, beside the one that was published."""

    #: Share satisfied or very satisfied; None without counts.
    r1: int | None
    #: Mean index; None without counts.
    r2: int | None
    published: int | None

    @property
    def has_both(self) -> bool:
        """Return whether there is something to compare."""
        return self.r1 is not None and self.published is not None

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules that give the published figure: "R1", "R2", both, none."""
        if not self.has_both:
            return ()
        pairs = (("R1", self.r1), ("R2", self.r2))
        return tuple(rule for rule, percent in pairs if percent == self.published)

    @property
    def is_unexplained(self) -> bool:
        """Return whether neither rule gives what was published."""
        return self.has_both and not self.rules


def compare_published(counts: Sequence[int] | None, published: int | None) -> Compared:
    """Return what five counts give by both rules, beside the published percentage.

    Examples
    --------
    >>> compare_published([23, 46, 153, 419, 528], 80).rules
    ('R2',)
    """
    if counts is None or not sum(counts):
        return Compared(None, None, published)
    n = sum(counts)
    satisfied = counts[3] + counts[4]
    points = sum(25 * level * count for level, count in enumerate(counts))
    return Compared(
        rounded_percent(satisfied, n), rounded_percent(points, 100 * n), published
    )


def find_changes(months: Sequence[Compared]) -> dict[int, tuple[str, str]]:
    """Return where the method changed: position in time order, rule before and after.

    Only months that tell the two rules apart count, and a change needs several of them
    in a row.

    Examples
    --------
    >>> old, new = Compared(81, 80, 80), Compared(81, 77, 81)
    >>> find_changes([old, old, new, new])
    {2: ('R2', 'R1')}
    """
    telling = [
        (place, month.rules[0])
        for place, month in enumerate(months)
        if len(month.rules) == 1
    ]
    changes: dict[int, tuple[str, str]] = {}
    in_force = ""
    for at, (place, rule) in enumerate(telling):
        coming = [rule for _, rule in telling[at : at + MONTHS_OF_A_METHOD]]
        if rule == in_force or coming != [rule] * MONTHS_OF_A_METHOD:
            continue
        if in_force:
            changes[place] = (in_force, rule)
        in_force = rule
    return changes
