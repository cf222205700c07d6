"""Steady rises and falls over months: Mann-Kendall's test with Sen's slope.

They ask only whether later months tend to lie higher, so that one odd month or a leap
does not make a trend, and no distribution is taken for granted.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze

MIN_MONTHS = 10
#: A seasonal test compares each month with itself in other years.
MIN_SEASONAL_MONTHS = 24
MONTHS_OF_A_YEAR = 12
#: An autocorrelation further out than this over sqrt(months) is clear.
CLEAR = float(ndtri(0.975))
#: Residuals are equal if they agree to this many decimals.
SAME_TO = 10


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """The trend of each series; nan in all results of one that is too short."""

    #: Shape (series, months); nan for a missing month.
    values: FloatArray
    error_each_side: float
    #: 1, or 12 where each month was compared with itself in other years.
    period: int
    #: Months that are there.
    months: IntArray
    #: Whether there are months enough.
    is_tested: BoolArray
    #: Pairs of months in which the later lies higher, less those in which it is lower.
    s: FloatArray
    #: Variance of s by chance, corrected for ties, without the factor below.
    variance: FloatArray
    z: FloatArray
    #: Two-sided; 1 for a series that never changes.
    p: FloatArray
    #: Kendall's tau-b between time and value, -1 to 1; nan if nothing changes.
    tau: FloatArray
    #: In units of the values per month, with its interval.
    slope: FloatArray
    slope_lower: FloatArray
    slope_upper: FloatArray
    #: Correlation of neighbouring months once the slope is taken away; nan if seasonal.
    lag_one: FloatArray
    #: What that correlation adds to the variance; 1 where it is not clear.
    factor: FloatArray

    def __len__(self) -> int:
        return len(self.values)


def measure_trends(
    values: npt.ArrayLike,
    min_months: int = MIN_MONTHS,
    is_corrected: bool = True,
    error_each_side: float = 0.025,
) -> Trends:
    """Return the monotone trend of each series of months.

    Parameters
    ----------
    values : array_like of float, shape (series, months)
        One value per month, nan where it is missing; in percent the slope comes in
        points per month.
    min_months : int
        Series with fewer months are not tested.
    is_corrected : bool
        Whether clear correlation of neighbouring months widens test and interval.
    error_each_side : float
        Nominal chance that either bound of the slope is wrong.

    References
    ----------
    .. [1] Mann (1945), Nonparametric tests against trend, Econometrica 13, 245-259;
       Kendall (1975), Rank Correlation Methods (ties).
    .. [2] Sen (1968), Estimates of the regression coefficient based on Kendall's tau,
       JASA 63, 1379-1389.
    .. [3] Hamed, Rao (1998), A modified Mann-Kendall trend test for autocorrelated
       data, Journal of Hydrology 204, 182-196. Their factor is never taken
       under 1 here: correlation may make the test more careful, not bolder.

    Examples
    --------
    >>> trend = measure_trends([[88.0, 88.5, 89, 89, 90, 89.5, 90, 91, 90.5, 91.5]])
    >>> round(float(trend.slope[0]), 2), bool(trend.p[0] < 0.001)
    (0.33, True)
    """
    table = _as_table(values)
    months = _count_there(table)
    is_tested = months >= min_months
    s, variance, untied = _score(table)
    slopes = _find_slopes(table)
    middle = _take_median(slopes)
    lag_one, factor = _correlate(table - np.outer(middle, np.arange(table.shape[1])))
    if not is_corrected:
        factor = np.ones(len(table))
    bounds = _take_bounds(slopes, variance * factor, error_each_side)
    return _trends(
        (table, error_each_side, 1, months, is_tested),
        (s, variance, untied),
        (middle, *bounds, lag_one, factor),
    )


def measure_seasonal_trends(
    values: npt.ArrayLike,
    period: int = MONTHS_OF_A_YEAR,
    error_each_side: float = 0.025,
) -> Trends:
    """Return the trend of each series, every month compared with itself in other years.

    Parameters
    ----------
    values : array_like of float, shape (series, months)
        One value per month, nan where it is missing. Series with fewer than 24 months
        are not tested.
    period : int
        Months after which the seasons repeat.
    error_each_side : float
        Nominal chance that either bound of the slope is wrong.

    Returns
    -------
    Trends
        The slope is per month here too, a twelfth of the change per year.

    References
    ----------
    .. [1] Hirsch, Slack, Smith (1982), Techniques of trend analysis for monthly water
       quality data, Water Resources Research 18, 107-121.

    Examples
    --------
    >>> year = [90, 91, 92, 91, 90, 89, 88, 89, 90, 91, 92, 93]
    >>> trend = measure_seasonal_trends([[*year, *(x + 1 for x in year)]])
    >>> round(float(trend.slope[0]) * 12, 2), round(float(trend.p[0]), 4)
    (1.0, 0.0015)
    """
    table = _as_table(values)
    series, months = table.shape
    missing = np.full((series, -months % period), np.nan)
    seasons = np.concatenate([table, missing], axis=1)
    seasons = seasons.reshape(series, -1, period).swapaxes(1, 2)
    rows = seasons.reshape(series * period, -1)
    scores = [part.reshape(series, period).sum(axis=1) for part in _score(rows)]
    slopes = np.sort(_find_slopes(rows).reshape(series, -1), axis=1)
    bounds = _take_bounds(slopes, scores[1], error_each_side)
    there = _count_there(table)
    middle, lower, upper = (x / period for x in (_take_median(slopes), *bounds))
    nothing, one = np.full(series, np.nan), np.ones(series)
    return _trends(
        (table, error_each_side, period, there, there >= MIN_SEASONAL_MONTHS),
        (scores[0], scores[1], scores[2]),
        (middle, lower, upper, nothing, one),
    )


def _as_table(values: npt.ArrayLike) -> FloatArray:
    table = np.array(values, dtype=np.float64, ndmin=2)
    if np.isinf(table).any():
        raise ValueError("values must be finite, or nan where a month is missing")
    return table


def _count_there(table: FloatArray) -> IntArray:
    there: IntArray = (~np.isnan(table)).sum(axis=1)
    return there


def _compare_pairs(table: FloatArray) -> FloatArray:
    """Return the sign of row minus column for pairs of months; 0 if one is missing."""
    return np.nan_to_num(np.sign(table[:, :, None] - table[:, None, :]))


def _score(table: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return s, its variance corrected for ties, and the s of an untied rise."""
    later = np.tril(_compare_pairs(table), -1)
    s = later.sum(axis=(1, 2))
    n = _count_there(table).astype(np.float64)
    # How many months share each value; 0 where a month is missing.
    ties = (table[:, :, None] == table[:, None, :]).sum(axis=2)
    tied = np.where(ties > 0, (ties - 1) * (2 * ties + 5), 0).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    pairs = n * (n - 1) / 2
    tied_pairs = np.where(ties > 0, ties - 1, 0).sum(axis=1) / 2
    return s, variance, np.sqrt(pairs * (pairs - tied_pairs))


def _find_slopes(table: FloatArray) -> FloatArray:
    """Return the slope of each pair of months, rising; missing ones (nan) last."""
    earlier, later = np.triu_indices(table.shape[1], 1)
    slopes = (table[:, later] - table[:, earlier]) / (later - earlier)
    return np.sort(slopes, axis=1)


def _take(slopes: FloatArray, places: IntArray | FloatArray) -> FloatArray:
    """Return the slope of each row at a place of its own, nan where it has none."""
    number = _count_there(slopes)
    # A column of nan serves rows without any slope.
    slopes = np.concatenate([slopes, np.full((len(slopes), 1), np.nan)], axis=1)
    inside = np.clip(places.astype(np.int64), 0, np.maximum(number - 1, 0))
    return np.take_along_axis(slopes, inside[:, None], axis=1)[:, 0]


def _take_median(slopes: FloatArray) -> FloatArray:
    number = _count_there(slopes)
    below, above = _take(slopes, (number - 1) // 2), _take(slopes, number // 2)
    middle: FloatArray = (below + above) / 2
    return middle


def _take_bounds(
    slopes: FloatArray, variance: FloatArray, error_each_side: float
) -> tuple[FloatArray, FloatArray]:
    """Return Sen's bounds: as far from the median place as s may stray from 0."""
    number = _count_there(slopes)
    stray = -float(ndtri(error_each_side)) * np.sqrt(variance)
    lower = _take(slopes, np.round((number - stray) / 2) - 1)
    upper = _take(slopes, np.round((number + stray) / 2))
    return lower, upper


def _correlate(residuals: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the lag-one correlation of the ranks, and Hamed and Rao's factor."""
    n = _count_there(residuals).astype(np.float64)
    # Ranks less their mean; 0 where a month is missing, which adds nothing.
    ranks = _compare_pairs(np.round(residuals, SAME_TO)).sum(axis=2)
    square = (ranks**2).sum(axis=1)
    months = residuals.shape[1]
    correlation = np.full((len(ranks), max(months - 1, 1)), np.nan)
    for lag in range(1, months):
        product = (ranks[:, lag:] * ranks[:, :-lag]).sum(axis=1)
        np.divide(product, square, out=correlation[:, lag - 1], where=square > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        is_clear = np.abs(correlation) > (CLEAR / np.sqrt(n))[:, None]
        left = np.maximum(n[:, None] - np.arange(1, correlation.shape[1] + 1), 0)
        weight = left * (left - 1) * (left - 2) * np.where(is_clear, correlation, 0)
        factor = 1 + 2 * weight.sum(axis=1) / (n * (n - 1) * (n - 2))
    # Only where neighbours go together: far lags alone are a matter of chance.
    factor = np.where(is_clear[:, 0], np.maximum(factor, 1), 1.0)
    return correlation[:, 0], factor


def _trends(
    given: tuple[FloatArray, float, int, IntArray, BoolArray],
    score: tuple[FloatArray, FloatArray, FloatArray],
    slopes: tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray],
) -> Trends:
    """Return the results with z, p and tau, and nothing for series not tested."""
    table, error, period, months, is_tested = given
    s, variance, untied = score
    error_of_s = np.sqrt(variance * slopes[-1])
    # One step towards 0, since s moves in steps of two.
    z = np.zeros(len(s))
    np.divide(s - np.sign(s), error_of_s, out=z, where=error_of_s > 0)
    tau = np.full(len(s), np.nan)
    np.divide(s, untied, out=tau, where=untied > 0)
    p = np.minimum(2 * ndtr(-np.abs(z)), 1)
    results = (s, variance, z, p, tau, *slopes)
    return Trends(
        freeze(table),
        error,
        period,
        freeze(months),
        freeze(is_tested),
        *(freeze(np.where(is_tested, line, np.nan)) for line in results),
    )
