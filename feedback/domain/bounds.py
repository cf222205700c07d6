"""Bounds of a share and of a difference, with the standard library alone.

The same bounds as `feedback.analysis.intervals` and `differences` give, for pages that
show a share of their own: a web process holds no numpy.
"""

from functools import lru_cache
from math import exp, hypot, lgamma, log, log1p, sqrt
from statistics import NormalDist

#: One-sided error of each bound; both together make a 90 % interval.
ALPHA = 0.05
_STEPS = 60
_TINY = 1e-300


@lru_cache(8192)
def exact_bounds(k: int, n: int, alpha: float = ALPHA) -> tuple[float, float] | None:
    """Clopper-Pearson bounds of k in n, each one-sided at 1 - alpha.

    Nothing where n is 0. The lower bound is 0 for k = 0, the upper one 1 for k = n.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits, Biometrika 26.

    Examples
    --------
    >>> low, high = exact_bounds(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4931, 0.9632)
    """
    if not 0 <= k <= n:
        raise ValueError("k lies between 0 and n")
    if n == 0:
        return None
    low = 0.0 if k == 0 else _find_quantile(alpha, k, n - k + 1)
    high = 1.0 if k == n else _find_quantile(1 - alpha, k + 1, n - k)
    return low, high


def difference_bounds(
    k1: int, n1: int, k2: int, n2: int, alpha: float = ALPHA
) -> tuple[float, float] | None:
    """Newcombe's bounds of k1/n1 - k2/n2, each one-sided at 1 - alpha.

    Nothing where either side has no answers.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent
    proportions, Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> low, high = difference_bounds(45, 50, 40, 50, 0.025)
    >>> round(low, 4), round(high, 4)
    (-0.0434, 0.2421)
    """
    if not (0 <= k1 <= n1 and 0 <= k2 <= n2):
        raise ValueError("k lies between 0 and n")
    if n1 == 0 or n2 == 0:
        return None
    p1, p2 = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = (
        _wilson_bounds(k, n, alpha) for k, n in ((k1, n1), (k2, n2))
    )
    low = p1 - p2 - hypot(p1 - low1, high2 - p2)
    return low, p1 - p2 + hypot(high1 - p1, p2 - low2)


def _wilson_bounds(k: int, n: int, alpha: float) -> tuple[float, float]:
    """Wilson's score bounds (1927), the roots of a square in the share."""
    z = NormalDist().inv_cdf(1 - alpha)
    middle = k + z * z / 2
    half = z * sqrt(k * (n - k) / n + z * z / 4)
    whole = n + z * z
    low = 0.0 if k == 0 else (middle - half) / whole
    return low, 1.0 if k == n else (middle + half) / whole


def _find_quantile(p: float, a: int, b: int) -> float:
    """Where the beta distribution function reaches p, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_cdf(x: float, a: int, b: int) -> float:
    """The regularised incomplete beta function, for 0 < x < 1.

    References
    ----------
    Press et al. (2007), Numerical Recipes, 3rd ed., section 6.4: continued fraction
    (6.4.5), by the modified Lentz method.
    """
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: int, b: int) -> float:
    c = 1.0
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    m = 0
    while True:  # some sqrt(max(a, b)) rounds
        m += 1
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
