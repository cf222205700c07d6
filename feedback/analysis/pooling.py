"""Partial pooling: what a unit's answers say, read together with those of its field.

A service with three answers tells little; its field tells what to expect of it. Pooled
rates are for ordering and for finding where to look. The published rate and the verdict
stay k/n: no agency is judged by its neighbours' answers.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.special import betaincc, betaincinv

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.betabinomials import (
    BetaBinomial,
    fit_beta_binomial,
    maximise_likelihood,
)

#: Under this many units the fit itself is uncertain, and the field is drawn anew.
FEW_GROUPS = 20
REDRAWS = 200
#: Draws per unit behind an interval of a redrawn field.
DRAWS = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The units of one field with the distribution that their rates come from.

    The first prior is the fitted one; the others, where there are any, were fitted to
    answers drawn anew from the first, and tell how uncertain it is.
    """

    field: BetaBinomial
    seed: int
    #: Beta parameters of each prior.
    prior_a: FloatArray
    prior_b: FloatArray
    #: Whether a unit's own answers are added to the prior. Not where units do not
    #: differ: then the prior is already what is known of the one common rate.
    is_shared: BoolArray

    def __len__(self) -> int:
        return len(self.field.n)

    @property
    def is_redrawn(self) -> bool:
        """Return whether the uncertainty of the fit is part of the intervals."""
        return len(self.prior_a) > 1

    @property
    def has_difference(self) -> bool:
        """Return whether any difference between the units can be detected."""
        return self.field.is_overdispersed

    @property
    def reliability(self) -> FloatArray:
        """Return, per unit, the share of the spread of rates that is not chance."""
        return self.field.n / (self.field.n + self.field.size)

    def posterior(self, prior: int = 0) -> tuple[FloatArray, FloatArray]:
        """Return both beta parameters of every unit under one of the priors."""
        adds = float(self.is_shared[prior])
        k, n = self.field.k, self.field.n
        return self.prior_a[prior] + adds * k, self.prior_b[prior] + adds * (n - k)


@dataclass(frozen=True, slots=True, eq=False)
class PooledRates:
    """What is known of each unit's rate; all nan in a field without any answer."""

    pool: Pool
    error_each_side: float
    target: Fraction
    #: Mean of what is known, between the unit's own rate and that of its field.
    rate: FloatArray
    lower: FloatArray
    upper: FloatArray
    #: Chance that the rate is at least the target.
    chance: FloatArray

    def __len__(self) -> int:
        return len(self.pool)


def pool_units(
    k: npt.ArrayLike, n: npt.ArrayLike, seed: int, few_groups: int = FEW_GROUPS
) -> Pool:
    """Return the units of a field with the beta distribution fitted to their rates.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers per unit, over one fixed window. Units with
        n = 0 take no part in the fit; what is known of them is the field.
    seed : int
        Of all random draws made from the pool.
    few_groups : int
        With fewer units than this the field is drawn from the fit and fitted again
        `REDRAWS` times, since intervals from one fit would be too short. The units
        themselves are not drawn with replacement: an odd one, left out by a third of
        such samples, would be held for an ordinary one.

    Returns
    -------
    Pool
        Without a detectable difference every unit has the rate of all answers
        together, known as well as all answers together tell it (Jeffreys' prior).

    References
    ----------
    .. [1] Morris (1983), Parametric empirical Bayes inference, JASA 78, 47-55.
    .. [2] Laird, Louis (1987), Empirical Bayes confidence intervals based on bootstrap
       samples, JASA 82, 739-750, the parametric bootstrap ("type III").

    Examples
    --------
    >>> pool = pool_units([9, 18, 30, 13], [10, 20, 50, 20], seed=1)
    >>> pool.has_difference, len(pool.prior_a)
    (True, 201)
    """
    field = fit_beta_binomial(k, n)
    counted = field.k[None, :]
    a, b = np.array([field.a]), np.array([field.b])
    if 0 < field.groups < few_groups:
        drawn = _draw_field(field, seed)
        more_a, more_b = maximise_likelihood(drawn, field.n)
        counted = np.concatenate([counted, drawn])
        a, b = np.append(a, more_a), np.append(b, more_b)
    is_shared = np.isfinite(a)
    satisfied = counted.sum(axis=1)
    dissatisfied = field.n.sum() - satisfied
    return Pool(
        field,
        seed,
        freeze(np.where(is_shared, a, satisfied + 0.5)),
        freeze(np.where(is_shared, b, dissatisfied + 0.5)),
        freeze(is_shared),
    )


def estimate_rates(
    pool: Pool, target: Fraction, error_each_side: float = 0.05
) -> PooledRates:
    """Return each unit's pooled rate, its interval, and the chance that it is met.

    Parameters
    ----------
    pool : Pool
        The field.
    target : Fraction
        A share between 0 and 1.
    error_each_side : float
        0.05 makes the 90 % interval.

    Examples
    --------
    >>> pool = pool_units([9, 18, 30, 13], [10, 20, 50, 20], seed=1)
    >>> estimate_rates(pool, Fraction(9, 10)).rate.round(2).tolist()
    [0.8, 0.83, 0.63, 0.69]
    """
    field = pool.field
    alpha, beta = pool.posterior()
    rate = alpha / (alpha + beta)
    if not pool.has_difference:
        rate = np.full(len(pool), field.mean)
    lower = betaincinv(alpha, beta, error_each_side)
    upper = betaincinv(alpha, beta, 1 - error_each_side)
    if pool.is_redrawn:
        sides = [error_each_side, 1 - error_each_side]
        low, high = np.quantile(draw_rates(pool, DRAWS), sides, axis=0)
        lower, upper = np.minimum(lower, low), np.maximum(upper, high)
    # All answers alike: the rate itself is 0 or 1, and lies inside its interval.
    lower, upper = np.minimum(lower, rate), np.maximum(upper, rate)
    chance = chance_above(pool, float(target))
    return PooledRates(
        pool,
        error_each_side,
        target,
        freeze(rate),
        freeze(lower),
        freeze(upper),
        freeze(np.where(np.isnan(rate), np.nan, chance)),
    )


def chance_above(pool: Pool, share: float) -> FloatArray:
    """Return, per unit, the chance that its rate is at least a share.

    Averaged over the redrawn priors where there are any.
    """
    if not pool.is_redrawn:
        once: FloatArray = betaincc(*pool.posterior(), share)
        return once
    priors = range(1, len(pool.prior_a))
    chances = [betaincc(*pool.posterior(prior), share) for prior in priors]
    mean: FloatArray = np.mean(chances, axis=0)
    return mean


def draw_rates(pool: Pool, draws: int) -> FloatArray:
    """Return random rates of all units from what is known, shape (draws, units).

    The same pool gives the same draws. Redrawn priors take turns.
    """
    rng = np.random.default_rng([pool.seed, draws])
    if not pool.is_redrawn:
        alpha, beta = pool.posterior()
        return rng.beta(alpha, beta, size=(draws, len(pool)))
    taken = 1 + np.arange(draws)[:, None] % (len(pool.prior_a) - 1)
    k, n = pool.field.k, pool.field.n
    return rng.beta(
        pool.prior_a[taken] + pool.is_shared[taken] * k,
        pool.prior_b[taken] + pool.is_shared[taken] * (n - k),
    )


def _draw_field(field: BetaBinomial, seed: int) -> IntArray:
    """Return satisfied answers as the fit would have them, shape (redraws, units)."""
    rng = np.random.default_rng(seed)
    shape = (REDRAWS, len(field.n))
    rates = np.full(shape, field.mean)
    if field.is_overdispersed:
        rates = rng.beta(field.a, field.b, size=shape)
    return rng.binomial(field.n, rates)
