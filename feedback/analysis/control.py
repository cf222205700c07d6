"""Control charts of monthly rates: which months are more than the usual ups and downs.

Limits come from a baseline of at least twelve months, are frozen, and change only when
a decision to do so is recorded: the caller says from which month on which months are
the baseline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, as_trials, freeze
from feedback.analysis.runs import Runs, find_runs

MIN_BASELINE = 12
#: Limits lie this many standard deviations from the centre.
WIDTH = 3.0
#: Mean range of two normal values, in standard deviations.
RANGE_OF_TWO = 1.128
#: Moving ranges above this many times their mean are left out of it.
WIDEST_RANGE = 3.267
#: From here on plain limits raise alarms that mean nothing, and Laney's are used.
MOST_DISPERSION = 1.5
MOST_ANSWERS = 1000
#: Weight of the newest month in the moving average.
NEWEST_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Baseline:
    """A recorded decision: from one month on, the limits come from these months.

    Months are positions in the series; `stop` is the first that is not of the baseline.
    """

    applies_from: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """Rates of units, shape (units, months), beside what is usual for each.

    All of it is nan where a month has no answers, and limits are nan where the baseline
    in force has fewer than twelve months with answers.
    """

    k: IntArray
    n: IntArray
    baselines: tuple[Baseline, ...]
    rate: FloatArray
    #: Rate of all answers of the baseline in force.
    centre: FloatArray
    #: Standard deviation of the month's rate if nothing but chance were at work.
    sigma: FloatArray
    #: Laney's factor: how much more (or less) than that the baseline months vary.
    sigma_z: FloatArray
    #: Whether the limits are Laney's, as they must be where the baseline is
    #: overdispersed or its months are large.
    is_laney: BoolArray
    #: Before they are cut for drawing.
    lower: FloatArray
    upper: FloatArray
    #: Exponentially weighted moving average, for slow drift, and its limits.
    average: FloatArray
    average_lower: FloatArray
    average_upper: FloatArray
    runs: Runs

    @property
    def drawn_lower(self) -> FloatArray:
        """Return the lower limit cut at 0, for drawing only."""
        return np.maximum(self.lower, 0)

    @property
    def drawn_upper(self) -> FloatArray:
        """Return the upper limit cut at 1, for drawing only."""
        return np.minimum(self.upper, 1)

    @property
    def is_out(self) -> BoolArray:
        """Return which months lie outside their limits."""
        is_low: BoolArray = self.rate < self.lower
        return is_low | (self.rate > self.upper)

    @property
    def is_drifting(self) -> BoolArray:
        """Return in which months the moving average lies outside its limits."""
        is_low: BoolArray = self.average < self.average_lower
        return is_low | (self.average > self.average_upper)


def chart_months(
    k: npt.ArrayLike, n: npt.ArrayLike, baselines: Sequence[Baseline]
) -> ControlChart:
    """Return the control chart of each unit's monthly rates.

    Parameters
    ----------
    k, n : array_like of int, shape (units, months)
        Satisfied of all valid answers, every month of the series in its place: a
        missing month has n = 0, has no point and interrupts nothing.
    baselines : sequence of Baseline
        In the order of time; the first must apply from month 0. Runs and moving
        averages begin anew where another one begins to apply.

    Returns
    -------
    ControlChart
        Limits of a plain p-chart, or Laney's p' where the baseline's chi-square is more
        than 1.5 times its degrees of freedom or its months have more than 1,000 answers
        in the mean. A baseline with all answers alike has limits without a width: any
        other answer is then outside. A baseline of twelve months tells Laney's factor
        only roughly: about 3 % of months on which nothing happened lie outside his
        limits, not 0.3 %.

    Raises
    ------
    ValueError
        If the baselines are out of order or reach outside the series.

    References
    ----------
    .. [1] Shewhart (1931), Economic Control of Quality of Manufactured Product.
    .. [2] Laney (2002), Improved control charts for attributes, Quality Engineering 14,
       531-537.
    .. [3] Nelson (1982), Control charts for individual measurements, Journal of Quality
       Technology 14, 172-173: ranges above 3.267 times their mean are screened.

    Examples
    --------
    >>> k = [[90, 91, 89, 92, 90, 88, 91, 90, 89, 92, 90, 91, 70]]
    >>> chart = chart_months(k, [[100] * 13], [Baseline(0, 0, 12)])
    >>> np.flatnonzero(chart.is_out[0]).tolist()
    [12]
    """
    ks, ns = as_trials(np.atleast_2d(k), np.atleast_2d(n))
    _check_baselines(baselines, ks.shape[1])
    rate = np.full(ks.shape, np.nan)
    np.divide(ks, ns, out=rate, where=ns > 0)
    parts = []
    stops = [baseline.applies_from for baseline in baselines[1:]] + [ks.shape[1]]
    for baseline, stop in zip(baselines, stops, strict=True):
        inside = slice(baseline.start, baseline.stop)
        months = slice(baseline.applies_from, stop)
        usual = _measure_baseline(ks[:, inside], ns[:, inside])
        parts.append(np.stack(_limit(rate[:, months], ns[:, months], *usual)))
    lines = np.concatenate(parts, axis=2)
    last = slice(baselines[-1].applies_from, None)
    centre, sigma, sigma_z, is_laney, average, low, high = lines
    factor = np.where(is_laney == 1, sigma_z, 1.0)
    return ControlChart(
        freeze(ks),
        freeze(ns),
        tuple(baselines),
        freeze(rate),
        freeze(centre),
        freeze(sigma),
        freeze(sigma_z),
        freeze(is_laney == 1),
        freeze(centre - WIDTH * sigma * factor),
        freeze(centre + WIDTH * sigma * factor),
        freeze(average),
        freeze(low),
        freeze(high),
        find_runs((rate - centre)[:, last]),
    )


def smooth_rates(
    rate: FloatArray, centre: FloatArray, sigma: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the exponentially weighted moving average of rates, and its limits.

    Parameters
    ----------
    rate : array of float, shape (units, months)
        nan for a month without answers: the average stays where it was.
    centre : array of float, shape (units,)
        Where the average begins.
    sigma : array of float, shape (units, months)
        Standard deviation of each month's rate.

    Returns
    -------
    average, lower, upper : array of float, shape (units, months)
        Limits widen from the first month on and follow the size of the months.

    References
    ----------
    .. [1] Roberts (1959), Control chart tests based on geometric moving averages,
       Technometrics 1, 239-250.
    .. [2] Lucas, Saccucci (1990), Exponentially weighted moving average control
       schemes, Technometrics 32, 1-12: weight 0.2 and three standard deviations.

    Examples
    --------
    >>> average, _, upper = smooth_rates(
    ...     np.array([[0.8, 0.9]]), np.array([0.9]), np.array([[0.1, 0.1]])
    ... )
    >>> average.round(3).tolist(), upper.round(3).tolist()
    ([[0.88, 0.884]], [[0.96, 0.977]])
    """
    average = np.empty(rate.shape)
    variance = np.empty(rate.shape)
    at, spread = centre, np.zeros(len(rate))
    for month, (value, error) in enumerate(zip(rate.T, sigma.T, strict=True)):
        is_there = ~np.isnan(value)
        moved = (1 - NEWEST_WEIGHT) * at + NEWEST_WEIGHT * value
        widened = (1 - NEWEST_WEIGHT) ** 2 * spread + NEWEST_WEIGHT**2 * error**2
        at = np.where(is_there, moved, at)
        spread = np.where(is_there, widened, spread)
        average[:, month], variance[:, month] = at, spread
    half = WIDTH * np.sqrt(variance)
    return average, centre[:, None] - half, centre[:, None] + half


def _check_baselines(baselines: Sequence[Baseline], months: int) -> None:
    starts = [baseline.applies_from for baseline in baselines]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise ValueError("baselines must apply from month 0 and follow each other")
    if starts[-1] >= max(months, 1):
        raise ValueError("a baseline must apply from a month of the series")
    if any(not 0 <= b.start < b.stop <= months for b in baselines):
        raise ValueError("the months of a baseline must lie in the series")


def _measure_baseline(
    k: IntArray, n: IntArray
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return centre, Laney's factor and whether it is needed, one per unit."""
    months = (n > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = k.sum(axis=1) / n.sum(axis=1)
        centre[months < MIN_BASELINE] = np.nan
        sigma = np.sqrt((centre * (1 - centre))[:, None] / n)
        z = (k / n - centre[:, None]) / sigma
        # All answers alike: no month differs from the centre.
        z[(sigma == 0) & (n > 0)] = 0
        dispersion = np.nansum(z * z, axis=1) / (months - 1)
        answers = n.sum(axis=1) / months
    is_laney = (dispersion > MOST_DISPERSION) | (answers > MOST_ANSWERS)
    return centre, _measure_ranges(z) / RANGE_OF_TWO, is_laney


def _measure_ranges(z: FloatArray) -> FloatArray:
    """Return the mean screened moving range per unit; missing months are stepped over.

    nan with fewer than two months.
    """
    is_there = ~np.isnan(z)
    # Those that are there come first, in the order of time.
    order = np.argsort(~is_there, axis=1, kind="stable")
    ranges = np.abs(np.diff(np.take_along_axis(z, order, axis=1), axis=1))
    means = np.full(len(z), np.inf)
    for _ in ("all", "screened"):
        is_kept = ranges <= WIDEST_RANGE * means[:, None]
        number = is_kept.sum(axis=1)
        total = np.where(is_kept, ranges, 0.0).sum(axis=1)
        means = np.full(len(z), np.nan)
        np.divide(total, number, out=means, where=number > 0)
    return means


def _limit(
    rate: FloatArray,
    n: IntArray,
    centre: FloatArray,
    sigma_z: FloatArray,
    is_laney: BoolArray,
) -> tuple[FloatArray, ...]:
    """Return the lines of a stretch of months under one baseline."""
    shape = rate.shape
    gaps = np.where(n > 0, 0.0, np.nan)
    sigma = np.sqrt((centre * (1 - centre))[:, None] / np.maximum(n, 1)) + gaps
    factor = np.where(is_laney, sigma_z, 1.0)[:, None]
    columns = (np.broadcast_to(x[:, None], shape) for x in (centre, sigma_z, is_laney))
    middle, z, laney = columns
    averages = smooth_rates(rate, centre, sigma * factor)
    return (middle + gaps, sigma, z + gaps, laney, *(line + gaps for line in averages))
