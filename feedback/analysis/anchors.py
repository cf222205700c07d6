"""The yearly anchor: a small random sample called back, beside the continuous rating.

Those who rate of their own accord differ from those who do not, in ways that no weight
repairs. Once a year a simple random sample of dossiers is drawn from the register and
called back; the gap between its rate and the continuous one is published. It is the
only measurement of what the continuous rating cannot know about itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from feedback.analysis.differences import Difference, compare_rates
from feedback.analysis.finite import wilson_finite_intervals
from feedback.analysis.intervals import Interval, wilson_intervals

#: Fewer answers give no estimate to be published as an anchor.
MIN_ANSWERS = 30
#: Under this response rate the sample is hardly random any more.
MIN_RESPONSE = 0.5


class AnchorState(StrEnum):
    """What an anchor is good for."""

    EMPTY = "nobody answered"
    SMALL = "too few answers"
    SHY = "too few of those called answered"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Sample:
    """A call-back sample: satisfied of answered of called of all dossiers."""

    satisfied: int
    answered: int
    called: int
    population: int

    def __post_init__(self) -> None:
        chain = (0, self.satisfied, self.answered, self.called, self.population)
        if list(chain) != sorted(chain):
            raise ValueError("satisfied <= answered <= called <= population must hold")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the sample says, and how far the continuous rating is from it."""

    sample: Sample
    #: Satisfied and all of the continuous rating in the same period.
    continuous: tuple[int, int]
    error_each_side: float
    state: AnchorState
    #: None when nobody answered.
    rate: float | None
    lower: float | None
    upper: float | None
    #: Of those called, who answered; without bounds when nobody was called.
    response: Interval
    #: Continuous less anchor; without numbers when either is empty.
    gap: Difference

    @property
    def is_gap_clear(self) -> bool:
        """Return whether the gap's interval leaves out zero."""
        if self.gap.lower is None or self.gap.upper is None:
            return False
        return self.gap.lower > 0 or self.gap.upper < 0


def measure_anchor(
    sample: Sample, continuous: tuple[int, int], error_each_side: float = 0.025
) -> Anchor:
    """Return the anchor's rate with interval, its response and the gap.

    The rate describes the dossiers of that year, so its interval is Wilson's with the
    finite population. The gap asks what the two ways of asking make of the same office
    and takes Newcombe's interval without it, which is a little wider. Both take those
    called who answered to be like those called; the response rate tells how far to
    believe that. With nobody called, or nobody answering, there is no rate and no gap.

    Parameters
    ----------
    sample : Sample
        The call-back sample.
    continuous : (int, int)
        Satisfied, and all valid answers, of the continuous rating.
    error_each_side : float
        Of all intervals.

    Raises
    ------
    ValueError
        If the sample is not a chain of subsets, or k is more than n.

    References
    ----------
    .. [1] Cochran (1977), Sampling Techniques, 3rd ed., sections 3.2 and 13.2.
    .. [2] O'Neill (2021), Mathematical properties and finite-population correction for
       the Wilson score interval, arXiv:2109.12464.
    .. [3] Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> anchor = measure_anchor(Sample(164, 200, 260, 40_000), (9_120, 10_000))
    >>> anchor.state.value, anchor.rate, round(anchor.gap.share, 3), anchor.is_gap_clear
    ('sound', 0.82, 0.092, True)
    """
    k, n = sample.satisfied, sample.answered
    interval = wilson_finite_intervals([k], [n], [sample.population], error_each_side)
    response = wilson_intervals([n], [sample.called], error_each_side).at(0)
    gap = compare_rates([continuous[0]], [continuous[1]], [k], [n], error_each_side).at(
        0
    )
    return Anchor(
        sample,
        continuous,
        error_each_side,
        _find_state(sample),
        k / n if n else None,
        float(interval.lower[0]) if n else None,
        float(interval.upper[0]) if n else None,
        response,
        gap,
    )


def _find_state(sample: Sample) -> AnchorState:
    if not sample.answered:
        return AnchorState.EMPTY
    if sample.answered < MIN_ANSWERS:
        return AnchorState.SMALL
    if sample.answered < MIN_RESPONSE * sample.called:
        return AnchorState.SHY
    return AnchorState.SOUND
