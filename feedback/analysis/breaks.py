"""Change points: the month after which a rate was another one, if there was such."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

from feedback.analysis.arrays import FloatArray, IntArray, as_trials, freeze
from feedback.analysis.betabinomials import BetaBinomial, fit_beta_binomial
from feedback.analysis.differences import Difference, compare_rates

#: Months with answers on either side. Without it a lucky first month or two wins.
MIN_SEGMENT = 4
DRAWS = 2000
#: Draws are made in batches, and no more once this many reached the observed gain.
BATCH = 100
ENOUGH_REACHED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    """The most likely change of one series of months, and whether chance makes such.

    Where the series is too short for two segments nothing can be found: no month, no
    gain, no p-value, no difference.
    """

    k: IntArray
    n: IntArray
    seed: int
    min_segment: int
    #: Position of the last month before the change.
    last_before: int | None
    #: Twice the log-likelihood gained by two rates instead of one.
    gain: float | None
    #: Chance of such a gain or more at the best split if nothing had changed.
    p: float | None
    #: Draws behind that chance.
    draws: int
    #: The months if nothing had changed: one rate, or rates that vary by themselves.
    no_change: BetaBinomial
    #: Rate before minus rate after, with Newcombe's interval. The month was chosen for
    #: being far, so the interval describes the two periods; the test is `p`.
    difference: Difference | None


def measure_gains(k: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    """Return twice the log-likelihood gained by a change after each month but the last.

    Parameters
    ----------
    k, n : array_like of int, shape (..., months)
        Satisfied of all valid answers; several series at once if wished.

    Returns
    -------
    array of float, shape (..., months - 1)
        At place i the gain of one rate up to month i and another after it; 0 where
        either side has no answers.

    References
    ----------
    .. [1] Hinkley, Hinkley (1970), Inference about the change-point in a sequence of
       binomial variables, Biometrika 57, 477-488.

    Examples
    --------
    >>> measure_gains([9, 9, 5], [10, 10, 10]).round(2).tolist()
    [1.66, 5.73]
    """
    before_k, before_n = np.cumsum(k, axis=-1), np.cumsum(n, axis=-1)
    all_k, all_n = before_k[..., -1:], before_n[..., -1:]
    before_k, before_n = before_k[..., :-1], before_n[..., :-1]
    gains: FloatArray = 2 * (
        _log_likelihood(before_k, before_n)
        + _log_likelihood(all_k - before_k, all_n - before_n)
        - _log_likelihood(all_k, all_n)
    )
    return np.maximum(gains, 0)


def find_break(
    k: npt.ArrayLike, n: npt.ArrayLike, seed: int, min_segment: int = MIN_SEGMENT
) -> Break:
    """Return the change point of largest likelihood, and whether chance would make it.

    Parameters
    ----------
    k, n : array_like of int, shape (months,)
        Satisfied of all valid answers; n = 0 for a missing month.
    seed : int
        Of the draws.
    min_segment : int
        Months with answers that must lie on either side.

    Returns
    -------
    Break
        The p-value comes from series drawn as if nothing had changed, each searched in
        the same way. Their rates vary from month to month as far as the months
        themselves do (beta-binomial), a change included, which makes it careful.
        Drawing stops early where chance plainly does as well, and after 2,000 draws
        otherwise, so p is never under 1/2001.
        Of equally large gains the first is named.

    References
    ----------
    .. [1] Hinkley, Hinkley (1970), Biometrika 57, 477-488.
    .. [2] Besag, Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78,
       301-304.

    Examples
    --------
    >>> found = find_break([90, 93, 88, 91, 89, 70, 72, 69, 71], [100] * 9, seed=1)
    >>> found.last_before, round(found.difference.share, 3)
    (4, 0.197)
    """
    ks, ns = as_trials(np.atleast_1d(k), np.atleast_1d(n))
    no_change = fit_beta_binomial(ks, ns)
    months = np.cumsum(ns > 0)
    is_split = (months >= min_segment) & (months[-1:] - months >= min_segment)
    splits = np.flatnonzero(is_split[:-1])
    if not splits.size:
        return Break(
            freeze(ks),
            freeze(ns),
            seed,
            min_segment,
            None,
            None,
            None,
            0,
            no_change,
            None,
        )
    gains = measure_gains(ks, ns)
    last = int(splits[np.argmax(gains[splits])])
    gain = float(gains[last])
    p, draws = _simulate(no_change, splits, gain, seed)
    (k1, k2), (n1, n2) = (
        (counts[: last + 1].sum(), counts[last + 1 :].sum()) for counts in (ks, ns)
    )
    return Break(
        freeze(ks),
        freeze(ns),
        seed,
        min_segment,
        last,
        gain,
        p,
        draws,
        no_change,
        compare_rates(k1, n1, k2, n2).at(0),
    )


def _log_likelihood(k: IntArray, n: IntArray) -> FloatArray:
    share = k / np.maximum(n, 1)
    level: FloatArray = xlogy(k, share) + xlogy(n - k, 1 - share)
    return level


def _simulate(
    no_change: BetaBinomial, splits: IntArray, gain: float, seed: int
) -> tuple[float, int]:
    """Return how often chance gains as much, and in how many draws."""
    rng = np.random.default_rng(seed)
    n = no_change.n
    shape = (BATCH, len(n))
    reached = draws = 0
    while draws < DRAWS and reached < ENOUGH_REACHED:
        rates = np.full(shape, no_change.mean)
        if no_change.is_overdispersed:
            rates = rng.beta(no_change.a, no_change.b, size=shape)
        drawn = measure_gains(rng.binomial(n, rates), n)[:, splits].max(axis=1)
        # A hair less is as much: the same counts may be summed in another order.
        reached += int(np.count_nonzero(drawn >= gain - 1e-9))
        draws += BATCH
    return (reached + 1) / (draws + 1), draws
