"""The instrument: whether the items of a questionnaire measure one thing, and how well.

Alpha is not a proof of one dimension: look at the eigenvalues. 0.7 to 0.9 is the useful
zone; above 0.95 questions repeat each other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import fdtri

from feedback.analysis.arrays import FloatArray, freeze
from feedback.analysis.polychorics import correlate_items

#: Two items have a correlation, not a scale.
MIN_ITEMS = 3
MIN_PEOPLE = 3
#: The part of an item that the factor does not explain is at least this.
LEAST_UNIQUE = 0.005
#: Items repeat each other where an eigenvalue is no larger than this.
SINGULAR = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How the items of one version hang together; nan where that cannot be told.

    Everything rests on people who answered every item and, unless they were kept on
    purpose, did not give one answer to all of them.
    """

    items: FloatArray
    error_each_side: float
    #: People the figures rest on, and those left out.
    people: int
    incomplete: int
    straight_liners: int
    #: Cronbach's alpha with Feldt's interval.
    alpha: float
    lower: float
    upper: float
    #: Alpha from correlations, and from polychoric ones.
    standardised_alpha: float
    ordinal_alpha: float
    #: Of the sum of the answers, and of the sum of the standardised answers, by one
    #: factor of maximum likelihood.
    omega: float
    standardised_omega: float
    #: Standardised loading of each item on that factor.
    loadings: FloatArray
    #: Correlation of each item with the sum of the others.
    item_total: FloatArray
    #: Alpha of the other items.
    alpha_without: FloatArray
    #: Of the correlation matrix, falling; one far above 1 means one dimension.
    eigenvalues: FloatArray

    @property
    def is_measured(self) -> bool:
        """Return whether there were items, people and differences enough."""
        return not np.isnan(self.alpha)


def measure_reliability(
    items: npt.ArrayLike,
    keeps_straight_liners: bool = False,
    error_each_side: float = 0.025,
) -> Reliability:
    """Return reliability of the items of one version of a questionnaire.

    Parameters
    ----------
    items : array_like of float, shape (people, items)
        Answers, turned so that more is better; nan where there is none.
    keeps_straight_liners : bool
        Whether people who gave one answer to all items stay in. They inflate alpha.
    error_each_side : float
        Chance that either bound of alpha is wrong.

    Returns
    -------
    Reliability
        All nan with fewer than three items or three people, or if nobody differs. An
        item that everyone answers alike has no correlations, so omega and its like are
        nan; they are too if two items repeat each other exactly.

    References
    ----------
    .. [1] Cronbach (1951), Coefficient alpha and the internal structure of tests,
       Psychometrika 16, 297-334.
    .. [2] Feldt, Woodruff, Salih (1987), Statistical inference for coefficient alpha,
       Applied Psychological Measurement 11, 93-103.
    .. [3] McDonald (1999), Test Theory: A Unified Treatment (omega).
    .. [4] Zumbo, Gadermann, Zeisser (2007), Ordinal versions of coefficients alpha and
       theta for Likert rating scales, JMASM 6, 21-29.

    Examples
    --------
    >>> answers = [[1, 2, 2], [4, 3, 5], [5, 5, 4], [2, 3, 1], [3, 3, 4], [4, 5, 5]]
    >>> found = measure_reliability(answers)
    >>> round(found.alpha, 3), found.people, found.straight_liners
    (0.879, 6, 0)
    """
    table = np.array(items, dtype=np.float64, ndmin=2)
    is_complete = ~np.isnan(table).any(axis=1)
    is_straight = is_complete & (table == table[:, :1]).all(axis=1)
    kept = table[is_complete & (keeps_straight_liners | ~is_straight)]
    people, number = kept.shape
    covariance = np.full((number, number), np.nan)
    if number >= MIN_ITEMS and people >= MIN_PEOPLE:
        covariance = np.cov(kept, rowvar=False)
    correlation = _standardise(covariance)
    loadings = _fit_factor(correlation)
    alpha = _alpha(covariance)
    lower, upper = _find_bounds(alpha, kept.shape, error_each_side)
    return Reliability(
        freeze(table),
        error_each_side,
        people,
        int(np.sum(~is_complete)),
        int(np.sum(is_straight)),
        alpha,
        lower,
        upper,
        _alpha(correlation),
        np.nan if np.isnan(alpha) else _alpha(correlate_items(kept)),
        _omega(loadings, np.sqrt(np.diag(covariance))),
        _omega(loadings, np.ones(number)),
        freeze(loadings),
        freeze(_correlate_with_rest(covariance)),
        freeze(_leave_each_out(covariance)),
        freeze(_find_eigenvalues(correlation)),
    )


def _standardise(covariance: FloatArray) -> FloatArray:
    deviation = np.sqrt(np.diag(covariance))
    scale = np.outer(deviation, deviation)
    correlation = np.full_like(covariance, np.nan)
    np.divide(covariance, scale, out=correlation, where=scale > 0)
    return correlation


def _alpha(matrix: FloatArray) -> float:
    """Return alpha from a covariance or correlation matrix; nan without a variance."""
    number, total = len(matrix), float(matrix.sum())
    if not total > 0:
        return np.nan
    return number / (number - 1) * (1 - float(np.trace(matrix)) / total)


def _find_bounds(
    alpha: float, shape: tuple[int, ...], error_each_side: float
) -> tuple[float, float]:
    """Return Feldt's bounds, from F with people - 1 and as many times items - 1."""
    people, items = (max(count - 1, 1) for count in shape)
    sides = (1 - error_each_side, error_each_side)
    lower, upper = (
        1 - (1 - alpha) * float(fdtri(people, people * items, p)) for p in sides
    )
    return lower, upper


def _find_eigenvalues(correlation: FloatArray) -> FloatArray:
    if np.isnan(correlation).any():
        return np.full(len(correlation), np.nan)
    values: FloatArray = np.linalg.eigvalsh(correlation)[::-1].astype(np.float64)
    return values


def _correlate_with_rest(covariance: FloatArray) -> FloatArray:
    own, with_all = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() + own - 2 * with_all
    scale = np.sqrt(np.maximum(own * rest, 0))
    found = np.full(len(own), np.nan)
    np.divide(with_all - own, scale, out=found, where=scale > 0)
    return found


def _leave_each_out(covariance: FloatArray) -> FloatArray:
    places = range(len(covariance))
    others = (np.delete(np.delete(covariance, i, 0), i, 1) for i in places)
    return np.array([_alpha(each) for each in others])


def _fit_factor(correlation: FloatArray) -> FloatArray:
    """Return standardised loadings on one factor, by maximum likelihood.

    The unexplained parts are sought; given them, the loadings are the first eigenvector
    (Jöreskog 1967, Psychometrika 32, 443-482). nan for an unknown or singular matrix.
    """
    number = len(correlation)
    if np.isnan(_alpha(correlation)) or _find_eigenvalues(correlation)[-1] < SINGULAR:
        return np.full(number, np.nan)

    def load(unique: FloatArray) -> tuple[FloatArray, FloatArray]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        loadings = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0))
        return values, loadings

    def misfit(unique: FloatArray) -> tuple[float, FloatArray]:
        values, loadings = load(unique)
        excess = np.diag(np.outer(loadings, loadings) - correlation) + unique
        return float(np.sum(values[:-1] - np.log(values[:-1]) - 1)), excess / unique**2

    start = (1 - 0.5 / number) / np.diag(np.linalg.inv(correlation))
    found = minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUE, 1)] * number,
        options={"ftol": 1e-14, "gtol": 1e-9},
    )
    loadings = load(found.x)[1]
    return loadings if loadings.sum() >= 0 else -loadings


def _omega(loadings: FloatArray, deviation: FloatArray) -> float:
    """Return the share of the variance of the sum that the factor explains."""
    common = float(np.sum(loadings * deviation)) ** 2
    unique = float(np.sum((1 - loadings**2) * deviation**2))
    total = common + unique
    return common / total if total else np.nan
