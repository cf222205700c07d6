"""Coverage: how many of those whose dossier ended were asked, reached and heard.

It stands beside every rate, since a rate says nothing of those who were never asked.
"""

from dataclasses import dataclass
from itertools import pairwise

from feedback.analysis.intervals import Interval, wilson_intervals

STEPS = ("ended", "invited", "delivered", "rated")


class BrokenCoverage(ValueError):
    """A step of the chain counts more than the step before it."""

    def __init__(self, step: str, count: int, former: str, former_count: int) -> None:
        super().__init__(f"{step} ({count}) is more than {former} ({former_count})")
        self.step = step
        self.former = former


@dataclass(frozen=True, slots=True)
class Share:
    """What part of one step came through to a later one, with its Wilson interval."""

    step: str
    of: str
    interval: Interval

    @property
    def share(self) -> float | None:
        """Return the share between 0 and 1, or None when there was nobody."""
        return self.interval.k / self.interval.n if self.interval.n else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The chain ended -> invited -> delivered -> rated of one unit and period."""

    ended: int
    invited: int
    delivered: int
    rated: int

    def __post_init__(self) -> None:
        if self.rated < 0:
            raise ValueError("rated must not be negative")
        for former, step in pairwise(STEPS):
            count, former_count = getattr(self, step), getattr(self, former)
            if count > former_count:
                raise BrokenCoverage(step, count, former, former_count)

    @property
    def steps(self) -> tuple[Share, Share, Share]:
        """Return each step as a share of the one before it."""
        return (
            self.measure_share("invited", "ended"),
            self.measure_share("delivered", "invited"),
            self.measure_share("rated", "delivered"),
        )

    @property
    def overall(self) -> Share:
        """Return those who rated as a share of all who could have been asked."""
        return self.measure_share("rated", "ended")

    def measure_share(self, step: str, of: str) -> Share:
        """Return one step as a share of an earlier one.

        Examples
        --------
        >>> Coverage(800, 700, 500, 200).measure_share("rated", "ended").share
        0.25
        """
        interval = wilson_intervals([getattr(self, step)], [getattr(self, of)]).at(0)
        return Share(step, of, interval)
