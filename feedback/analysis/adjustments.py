"""Weighted rates beside raw ones, with what explains the difference.

The weighted rate never replaces the raw one. It is refused, with the reason, where the
answers cannot stand for the register; the raw rate is then shown alone.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.intervals import exact_bounds
from feedback.analysis.registers import RegisterCells, number_classes, sum_classes
from feedback.analysis.tails import TIE_BAND
from feedback.analysis.variances import Estimates, estimate_shares, shrink_sizes
from feedback.analysis.verdicts import (
    V1,
    Target,
    VerdictRule,
    Verdicts,
    decide_evidence,
    judge_units,
)
from feedback.analysis.weighting import UnitWeights


class Refusal(StrEnum):
    """Why a weighted rate is not published."""

    NO_ANSWERS = "no_answers"
    #: More answers than dossiers in some cell.
    IMPOSSIBLE_COUNTS = "impossible_counts"
    #: Classes too small to post-stratify, and no margins to rake on.
    SMALL_CLASSES = "small_classes"
    #: A class with a large share of the dossiers has no answer.
    UNHEARD_CLASS = "unheard_class"
    NOT_CONVERGED = "not_converged"
    DESIGN_EFFECT = "design_effect"


REFUSALS = tuple(Refusal)
NOT_REFUSED = -1


@dataclass(frozen=True, slots=True, eq=False)
class WeightedRates:
    """Raw and weighted rates side by side: row i of each array belongs to unit i."""

    weights: UnitWeights
    #: The raw rates, with the official label and the evidence of the raw counts.
    raw: Verdicts
    #: Positions in `REFUSALS`; `NOT_REFUSED` where the rate may be published.
    refusal: npt.NDArray[np.int8]
    #: Design effect by Kish; nan without answers.
    kish_deff: FloatArray
    #: The weighted share, its standard error and bounds; nan where refused.
    share: FloatArray
    standard_error: FloatArray
    lower: FloatArray
    upper: FloatArray
    #: How many answers of a simple sample it is worth, never more than there are.
    n_eff: FloatArray
    #: Positions in `EVIDENCE`; not enough where refused.
    evidence: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.raw)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What each class (channel, say) is of a unit's dossiers and of its answers."""

    unit: IntArray
    code: IntArray
    population: IntArray
    n: IntArray
    k: IntArray
    #: Of the unit's dossiers; nan where it has none.
    dossier_share: FloatArray
    #: Of the unit's answers; nan where it has none.
    answer_share: FloatArray
    #: Satisfied of answers; nan without.
    rate: FloatArray


def weigh_units(
    weights: UnitWeights, target: Target, rule: VerdictRule = V1
) -> WeightedRates:
    """Return raw and weighted rates of every unit, and what each supports.

    The weighted evidence is that of exact bounds for as many answers as the weighted
    ones are worth. It is about the office and not about these dossiers, as the raw one
    is: there is no finite-population factor. It may differ from the official label,
    which is about the raw rate; `split_parts` says why.

    Parameters
    ----------
    weights : UnitWeights
        From `weighting.find_weights`.
    rule : VerdictRule
        Its minimum is asked of the answers and of what they are worth.

    Returns
    -------
    WeightedRates
        Where all weights are equal, the weighted rate and its evidence are the raw ones
        exactly. Nothing raises for a single unit: it is refused.

    References
    ----------
    .. [1] Korn, Graubard (1998), Confidence intervals for proportions with small
       expected number of positive counts estimated from survey data, Survey
       Methodology 24, 193-201.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> from feedback.analysis.verdicts import make_target
    >>> from feedback.analysis.weighting import find_weights
    >>> cells = make_cells([100, 300], [50, 30], [48, 24])
    >>> rates = weigh_units(find_weights(cells, [[0, 1]]), make_target(90))
    >>> rates.raw.k.tolist(), rates.raw.n.tolist(), rates.share.round(2).tolist()
    ([72], [80], [0.84])
    """
    cells, error = weights.cells, float(rule.error)
    k, n = (cells.sum_units(column).astype(np.int64) for column in (cells.k, cells.n))
    raw = judge_units(k, n, target, rule)
    found = _estimate(weights)
    refusal = _refuse(weights, found.kish_deff)
    is_published = refusal == NOT_REFUSED
    share = np.where(weights.is_equal, raw.k / np.maximum(raw.n, 1), found.share)
    share = np.where(is_published, share, np.nan)
    shrunk = shrink_sizes(found.n_eff, raw.n, found.degrees, error)
    n_eff = np.where(weights.is_equal, raw.n, np.minimum(shrunk, raw.n))
    effective = exact_bounds(share * n_eff, n_eff, error)
    is_enough = (n_eff >= rule.min_answers) & is_published
    evidence = _judge_sizes(np.nan_to_num(share), n_eff, is_enough, target, error)
    evidence = np.where(weights.is_equal & is_published, raw.evidence, evidence)
    figures = (share, np.where(is_published, found.standard_error, np.nan))
    bounds = (
        np.where(is_published, np.where(weights.is_equal, alone, bound), np.nan)
        for alone, bound in zip((raw.lower, raw.upper), effective, strict=True)
    )
    columns = (freeze(column) for column in (*figures, *bounds, n_eff, evidence))
    return WeightedRates(weights, raw, freeze(refusal), found.kish_deff, *columns)


def split_parts(cells: RegisterCells, code: npt.ArrayLike) -> Parts:
    """Return what each class (each channel, say) is of the dossiers and the answers.

    Where the two shares differ and the rates differ, the weighted rate leaves the raw
    one: the sentence beside them names the class for which both differ most.

    Parameters
    ----------
    code : array_like of int
        One code per cell.

    Examples
    --------
    >>> from feedback.analysis.registers import make_cells
    >>> parts = split_parts(make_cells([100, 300], [50, 30], [48, 24]), [1, 2])
    >>> parts.dossier_share.tolist(), parts.answer_share.tolist(), parts.rate.tolist()
    ([0.25, 0.75], [0.625, 0.375], [0.96, 0.8])
    """
    numbers = number_classes(cells, code)
    first = np.unique(numbers, return_index=True)[1]
    unit, names = cells.unit[first], np.asarray(code)[first]
    population, n, k = (
        sum_classes(numbers, column).astype(np.int64)
        for column in (cells.population, cells.n, cells.k)
    )
    dossier_share = _share(population, cells.sum_units(cells.population)[unit])
    answer_share = _share(n, cells.sum_units(cells.n)[unit])
    columns = (unit, names, population, n, k, dossier_share, answer_share, _share(k, n))
    return Parts(*(freeze(column) for column in columns))


def _estimate(weights: UnitWeights) -> Estimates:
    """Return the estimates, each unit's by the way it was weighted."""
    cells, weight = weights.cells, weights.weight
    # Post-strata are taken as fixed: channels do answer differently.
    post = estimate_shares(cells, weight, strata=weights.classes.code)
    raked = estimate_shares(cells, weight, margins=weights.margins)
    return Estimates(
        *(
            freeze(np.where(weights.is_raked, by_raking, by_classes))
            for by_raking, by_classes in (
                (raked.share, post.share),
                (raked.variance, post.variance),
                (raked.kish_deff, post.kish_deff),
                (raked.n_eff, post.n_eff),
                (raked.degrees, post.degrees),
            )
        )
    )


def _refuse(weights: UnitWeights, kish_deff: FloatArray) -> npt.NDArray[np.int8]:
    """Return the first reason that holds for each unit."""
    cells, rule, fitted = weights.cells, weights.rule, weights.fitted
    reasons = {
        Refusal.NO_ANSWERS: cells.sum_units(cells.n) == 0,
        Refusal.IMPOSSIBLE_COUNTS: cells.find_units(cells.n > cells.population),
        Refusal.UNHEARD_CLASS: fitted.largest_unheard > rule.most_unheard,
        Refusal.SMALL_CLASSES: ~(weights.classes.is_sound | weights.is_raked),
        Refusal.NOT_CONVERGED: ~fitted.is_converged,
        Refusal.DESIGN_EFFECT: kish_deff > rule.most_deff,
    }
    places = [REFUSALS.index(reason) for reason in reasons]
    return np.select(list(reasons.values()), places, NOT_REFUSED).astype(np.int8)


def _judge_sizes(
    share: FloatArray,
    n_eff: FloatArray,
    is_enough: BoolArray,
    target: Target,
    error: float,
) -> npt.NDArray[np.int8]:
    """Return the evidence of fractional counts; what a float cannot part stays open."""
    yes, threshold = share * n_eff, float(target.share)
    limit = error - TIE_BAND
    at_least = betainc(np.where(yes > 0, yes, 1), n_eff - yes + 1, threshold)
    is_above = (yes > 0) & (at_least < limit)
    no = np.where(yes < n_eff, n_eff - yes, 1)
    at_most = betainc(no, yes + 1, 1 - threshold)
    is_below = (yes < n_eff) & (at_most < limit)
    lower, upper = np.where(is_above, 1, -1), np.where(is_below, -1, 1)
    near, far = (lower, upper) if target.is_upward else (-upper, -lower)
    return decide_evidence(near, far, is_enough, target)


def _share(part: IntArray, whole: IntArray | FloatArray) -> FloatArray:
    share = np.full(len(part), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share
