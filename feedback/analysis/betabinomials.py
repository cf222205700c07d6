"""The beta-binomial distribution fitted to many units: how much their rates differ.

Each unit has a rate of its own, drawn from a beta distribution that all share. What is
fitted is that distribution; its width is what remains after chance is taken away.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammaln, xlogy, zeta

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, as_trials, freeze

#: From this a + b on, true rates lie within 0.05 points of each other (one standard
#: deviation): that is no difference.
SAME_FROM = 1e6
#: Limits of log a and log b, beyond which nothing changes.
LOG_LIMITS = (np.log(1e-6), np.log(1e8))
#: Newton's method takes 5 to 15 rounds; a fit that needs more has no sharp maximum.
ROUNDS = 100
#: A step that would gain less log-likelihood than this is the last one.
LAST_GAIN = 1e-8
#: First damping of the steps, relative to the curvature.
DAMPING = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class BetaBinomial:
    """One beta distribution of rates behind the counts of many units."""

    k: IntArray
    n: IntArray
    #: Infinite, both, where the units differ no more than chance would have it.
    a: float
    b: float
    #: Rate of a typical unit; that of all answers together where a and b are infinite.
    #: nan without an answer.
    mean: float
    #: With the binomial coefficients, of this fit and of one rate for all units.
    log_likelihood: float
    log_likelihood_of_one_rate: float
    #: Pearson's statistic for one common rate.
    chi_square: float

    @property
    def is_overdispersed(self) -> bool:
        """Return whether the units differ by more than chance at all."""
        return bool(np.isfinite(self.a))

    @property
    def size(self) -> float:
        """Return a + b: how many answers the knowledge of the field is worth."""
        return self.a + self.b

    @property
    def rho(self) -> float:
        """Return the correlation of two answers to the same unit, 0 to 1."""
        return 1 / (1 + self.size)

    @property
    def groups(self) -> int:
        """Return how many units with answers the fit rests on."""
        return int(np.count_nonzero(self.n))

    @property
    def dispersion(self) -> float:
        """Return chi-square over its degrees of freedom: 1 is chance alone.

        nan with fewer than two units that have answers.
        """
        return self.chi_square / (self.groups - 1) if self.groups > 1 else np.nan


def fit_beta_binomial(k: npt.ArrayLike, n: npt.ArrayLike) -> BetaBinomial:
    """Return the beta-binomial distribution most likely behind the counts of the units.

    Parameters
    ----------
    k, n : array_like of int
        Satisfied of all valid answers per unit; units with n = 0 say nothing and do
        not count.

    Returns
    -------
    BetaBinomial
        With infinite a and b (rho = 0) where the likelihood does not rise when rates
        are allowed to differ: equal rates, all answers the same, a single unit, no
        unit with more than one answer, or none at all.

    References
    ----------
    .. [1] Griffiths (1973), Maximum likelihood estimation for the beta-binomial
       distribution, Biometrics 29, 637-648.
    .. [2] Tarone (1979), Testing the goodness of fit of the binomial distribution,
       Biometrika 66, 585-590: the slope of the likelihood at rho = 0.

    Examples
    --------
    >>> fit = fit_beta_binomial([9, 18, 30, 13], [10, 20, 50, 20])
    >>> fit.is_overdispersed, round(fit.mean, 2)
    (True, 0.74)
    >>> fit_beta_binomial([9, 18], [10, 20]).rho
    0.0
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    (a,), (b,) = maximise_likelihood(ks[None, :], ns)
    pooled = ks.sum() / ns.sum() if ns.sum() else np.nan
    yes, no = ks[ns > 0], (ns - ks)[ns > 0]
    of_one = float(np.sum(xlogy(yes, pooled) + xlogy(no, 1 - pooled)))
    arranged = float(np.sum(gammaln(yes + no + 1) - gammaln(yes + 1) - gammaln(no + 1)))
    best = of_one
    if np.isfinite(a):
        best = float(_climb(ks[None, :], ns, np.log([[a, b]]))[0][0])
    variance = ns * pooled * (1 - pooled)
    squares = (ks - ns * pooled) ** 2
    chi_square = np.divide(squares, variance, where=variance > 0, out=0 * squares)
    return BetaBinomial(
        freeze(ks),
        freeze(ns),
        float(a),
        float(b),
        float(a / (a + b) if np.isfinite(a) else pooled),
        best + arranged,
        of_one + arranged,
        float(chi_square.sum()),
    )


def maximise_likelihood(k: IntArray, n: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the most likely a and b for each row of k.

    Parameters
    ----------
    k : array of int, shape (fits, units)
        Satisfied answers: one row, or one for each draw of a bootstrap.
    n : array of int, shape (units,)
        Valid answers, checked by the caller.

    Returns
    -------
    a, b : array of float, shape (fits,)
        Infinite where rates that differ are no likelier than one rate for all.
    """
    # In floats: the squares of large counts would not fit 64 bits.
    yes, no = k.astype(np.float64), (n - k).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = yes.sum(axis=1) / n.sum()
        pairs = (yes * (yes - 1)).sum(axis=1) / mean
        pairs += (no * (no - 1)).sum(axis=1) / (1 - mean)
        # Pairs of equal answers within a unit, beyond those that chance makes.
        rho = pairs / (n * (n - 1.0)).sum() - 1
    # nan, of all answers alike or none, is not greater either.
    differs = rho > 0
    size = 1 / np.clip(rho[differs], 1e-4, 0.5) - 1
    start = np.stack([mean[differs] * size, (1 - mean[differs]) * size], axis=1)
    found = np.exp(_ascend(k[differs], n, np.log(start)))
    found[found.sum(axis=1) >= SAME_FROM] = np.inf
    both = np.full((len(k), 2), np.inf)
    both[differs] = found
    return both[:, 0], both[:, 1]


def _ascend(k: IntArray, n: IntArray, logs: FloatArray) -> FloatArray:
    """Return where Newton's method, damped as Levenberg did, finds the maximum."""
    level, slope, curve = _climb(k, n, logs)
    damping = np.full(len(logs), DAMPING)
    gain = np.full(len(logs), np.inf)
    rounds = 0
    while rounds < ROUNDS and np.any(gain >= LAST_GAIN):
        rounds += 1
        step = _find_step(slope, curve, damping)
        gain = (slope * step).sum(axis=1)
        there = np.clip(logs + step, *LOG_LIMITS)
        new_level, new_slope, new_curve = _climb(k, n, there)
        is_up: BoolArray = new_level >= level - LAST_GAIN
        logs = np.where(is_up[:, None], there, logs)
        level = np.where(is_up, new_level, level)
        slope = np.where(is_up[:, None], new_slope, slope)
        curve = np.where(is_up[:, None], new_curve, curve)
        damping = np.where(is_up, damping / 10, damping * 10)
    return logs


def _find_step(slope: FloatArray, curve: FloatArray, damping: FloatArray) -> FloatArray:
    """Return the step up: minus curvature, made positive, divided into the slope."""
    xx, yy, xy = -curve[:, 0], -curve[:, 1], -curve[:, 2]
    half = np.hypot((xx - yy) / 2, xy)
    least = (xx + yy) / 2 - half
    shift = np.maximum(-least, 0) + damping * (np.abs(xx) + np.abs(yy) + half)
    xx, yy = xx + shift, yy + shift
    x, y = slope[:, 0], slope[:, 1]
    determinant = np.maximum(xx * yy - xy * xy, np.finfo(float).tiny)
    ascent = np.stack([yy * x - xy * y, xx * y - xy * x], axis=1)
    step: FloatArray = ascent / determinant[:, None]
    return step


def _climb(
    k: IntArray, n: IntArray, logs: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return log-likelihood, slope (2) and curvature (aa, bb, ab) in log a, log b."""
    a, b = np.exp(logs[:, :1]), np.exp(logs[:, 1:])
    parts = ((a, k, 1), (b, n - k, 1), (a + b, n, -1))
    (level_a, by_a, by_aa), (level_b, by_b, by_bb), (level_n, by_n, by_nn) = (
        tuple(
            sign * (function(start + count) - function(start)).sum(axis=1)
            for function in (gammaln, digamma, _trigamma)
        )
        for start, count, sign in parts
    )
    a, b = a[:, 0], b[:, 0]
    slope = np.stack([a * (by_a + by_n), b * (by_b + by_n)], axis=1)
    curve = np.stack(
        [
            a * a * (by_aa + by_nn) + slope[:, 0],
            b * b * (by_bb + by_nn) + slope[:, 1],
            a * b * by_nn,
        ],
        axis=1,
    )
    return level_a + level_b + level_n, slope, curve


def _trigamma(x: npt.NDArray[np.generic]) -> FloatArray:
    values: FloatArray = zeta(2.0, x)
    return values
