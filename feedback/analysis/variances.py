"""Variances of weighted shares by linearisation, and what answers are worth after it.

Everything comes from counts per cell: within a cell all satisfied answers are alike,
and so are all others, so that sums over people are sums over cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.registers import RegisterCells, number_classes, sum_classes

#: Residuals are swept until they change by less than this, or so many times.
SWEEP_TOLERANCE = 1e-14
MOST_SWEEPS = 1000
#: A variance this small beside p (1 - p) / n is rounding, not knowledge.
LEAST_VARIANCE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """The weighted share of each unit and how sure it is."""

    #: nan without answers.
    share: FloatArray
    #: nan without answers, or where a stratum has a single one.
    variance: FloatArray
    #: Kish's design effect of the weights; nan without answers.
    kish_deff: FloatArray
    #: p (1 - p) / variance; n / kish_deff where there is no variance to divide by.
    n_eff: FloatArray
    #: Answers less strata, for quantiles of t.
    degrees: IntArray

    @property
    def standard_error(self) -> FloatArray:
        """Return the square root of the variance."""
        return np.sqrt(self.variance)


def estimate_shares(
    cells: RegisterCells,
    weight: FloatArray,
    margins: Sequence[IntArray] = (),
    strata: IntArray | None = None,
    is_finite: bool = False,
    within: BoolArray | None = None,
) -> Estimates:
    """Return weighted shares with their linearised variances.

    With z = (y - p) / sum(w), e its residual on the margins (least squares in which
    every answer counts once, as in R's survey) and u = w e, the variance is, summed
    over the strata of the design, (1 - n/N) n/(n - 1) sum (u - mean u)^2.

    Parameters
    ----------
    weight : array of float
        Final weight of each cell.
    margins : sequence of array of int
        Classes that the weights were fitted to; none for weights of the design alone.
    strata : array of int, optional
        Classes of each cell that were fixed beforehand; the whole unit if left out.
        Post-strata as strata, without margins, give the variance given how many of each
        class answered, which is the honest one where classes answer differently.
    is_finite : bool
        Whether the claim is about these N dossiers alone (the factor 1 - n/N).
    within : array of bool, optional
        Cells whose share is wanted, where it is not that of the whole unit.

    References
    ----------
    .. [1] Deville, Särndal (1992), Calibration estimators in survey sampling, JASA 87,
       376-382.
    .. [2] Lumley (2010), Complex Surveys, Wiley (the R package survey).
    .. [3] Kish (1992), Weighting for unequal P_i, Journal of Official Statistics 8,
       183-200.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> cells = make_cells([100, 300], [50, 30], [48, 24])
    >>> found = estimate_shares(
    ...     cells, np.array([2.0, 10.0]), strata=np.array([0, 1]), is_finite=True
    ... )
    >>> found.share.round(4).tolist(), found.standard_error.round(4).tolist()
    ([0.84], [0.0531])
    """
    inside = np.ones(len(cells)) if within is None else within.astype(np.float64)
    code = number_classes(cells, cells.unit if strata is None else strata)
    whole = cells.sum_units(inside * weight * cells.n)
    share = _divide(cells.sum_units(inside * weight * cells.k), whole)
    # z times sum(w): of a satisfied answer, and of any other.
    yes, no = inside * (1 - share[cells.unit]), -inside * share[cells.unit]
    fitted = _fit_margins(cells, yes, no, margins)
    spread = _spread_strata(
        cells, weight * (yes - fitted), weight * (no - fitted), code, is_finite
    )
    answers = cells.sum_units(cells.n)
    squares = cells.sum_units(weight**2 * cells.n)
    kish = answers * _divide(squares, cells.sum_units(weight * cells.n) ** 2)
    of_stratum = np.zeros(len(spread), dtype=np.int64)
    of_stratum[code] = cells.unit
    variance = _divide(sum_classes(of_stratum, spread, cells.units), whole**2)
    in_stratum = np.minimum(sum_classes(code, cells.n), 1)
    held = sum_classes(of_stratum, in_stratum, cells.units)
    is_heard = whole > 0
    return Estimates(
        freeze(np.where(is_heard, share, np.nan)),
        freeze(np.where(is_heard, variance, np.nan)),
        freeze(np.where(kish > 0, kish, np.nan)),
        freeze(np.where(is_heard, _find_sizes(share, variance, answers, kish), 0.0)),
        freeze(np.maximum(answers - held, 0).astype(np.int64)),
    )


def shrink_sizes(
    n_eff: FloatArray, n: IntArray, degrees: IntArray, error_each_side: float
) -> FloatArray:
    """Return effective sizes smaller by what a variance from few degrees may be off.

    The factor is the square of the ratio of two quantiles of t, with n - 1 degrees of
    freedom and with those that the strata leave. The bounds of Korn and Graubard are
    then `intervals.exact_bounds` of share times size among that size.

    References
    ----------
    .. [1] Korn, Graubard (1998), Confidence intervals for proportions with small
       expected number of positive counts estimated from survey data, Survey
       Methodology 24, 193-201.

    Examples
    --------
    >>> sizes = shrink_sizes(np.array([90.0]), np.array([80]), np.array([3]), 0.05)
    >>> sizes.round(1).tolist()
    [45.0]
    """
    widest = stdtrit(np.maximum(degrees, 1), error_each_side)
    nominal = stdtrit(np.maximum(n - 1, 1), error_each_side)
    sizes: FloatArray = n_eff * (nominal / widest) ** 2
    return sizes


def _fit_margins(
    cells: RegisterCells,
    yes: FloatArray,
    no: FloatArray,
    margins: Sequence[IntArray],
) -> FloatArray:
    """Return the fit of z on the classes of all margins, by sweeping one after another.

    Stopped early it would leave residuals a little larger than they are: the variance
    errs to the safe side.
    """
    mean = _divide(cells.k * yes + (cells.n - cells.k) * no, cells.n)
    left = mean
    for _ in range(MOST_SWEEPS if margins else 0):
        before = left
        for code in margins:
            swept = _divide(
                sum_classes(code, cells.n * left), sum_classes(code, cells.n)
            )
            left = left - swept[code]
        if np.abs(left - before).max(initial=0.0) <= SWEEP_TOLERANCE:
            break
    return mean - left


def _spread_strata(
    cells: RegisterCells,
    yes: FloatArray,
    no: FloatArray,
    strata: IntArray,
    is_finite: bool,
) -> FloatArray:
    """Return the variance of the sum of u over each stratum; nan for a lone answer."""
    others = cells.n - cells.k
    answers = sum_classes(strata, cells.n)
    sums = sum_classes(strata, cells.k * yes + others * no)
    squares = sum_classes(strata, cells.k * yes**2 + others * no**2)
    spread = _divide(answers, answers - 1) * (squares - _divide(sums**2, answers))
    if is_finite:
        left = 1 - _divide(answers, sum_classes(strata, cells.population))
        spread *= np.maximum(left, 0)
        is_lone = (answers == 1) & (squares > 0) & (left > 0)
    else:
        is_lone = (answers == 1) & (squares > 0)
    return np.where(is_lone, np.nan, np.maximum(spread, 0))


def _find_sizes(
    share: FloatArray, variance: FloatArray, answers: FloatArray, kish: FloatArray
) -> FloatArray:
    chance = share * (1 - share)
    # A comparison with nan is False, which is what falls back.
    is_known = variance * np.maximum(answers, 1) > LEAST_VARIANCE * chance
    is_known &= chance > 0
    by_variance = _divide(chance, np.where(is_known, variance, 0))
    return np.where(is_known, by_variance, _divide(answers, kish))


def _divide(
    numerator: FloatArray | IntArray, denominator: FloatArray | IntArray
) -> FloatArray:
    """Return the quotient, 0 where there is nothing to divide by."""
    quotient = np.zeros(np.shape(numerator))
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient
