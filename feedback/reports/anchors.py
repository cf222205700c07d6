"""A year's call-back sample beside the year's published ratings."""

from feedback.analysis.anchors import Sample, measure_anchor
from feedback.analysis.intervals import Interval
from feedback.domain.anchors import AnchorRow, Comparison
from feedback.queries.anchors import YearFigure

#: Digits of the shares that are kept and shown.
_DIGITS = 6


def compare_year(row: AnchorRow, figure: YearFigure) -> Comparison:
    """What the sample says, and the gap to the ratings, as it is published."""
    sample = Sample(row.satisfied, row.answered, row.called, row.population)
    found = measure_anchor(sample, (figure.satisfied, figure.answered))
    numbers = (
        *(found.rate, found.lower, found.upper, _share(found.response)),
        *(found.gap.share, found.gap.lower, found.gap.upper),
    )
    return Comparison(found.continuous, found.state.name.lower(), *map(_cut, numbers))


def _share(interval: Interval) -> float | None:
    return interval.k / interval.n if interval.n else None


def _cut(share: float | None) -> float | None:
    return None if share is None else round(share, _DIGITS)
