"""The ordinal model: a check on the drivers that takes levels for what they are.

Least squares take the step from 1 to 2 for as long as that from 4 to 5. Here only the
order of the levels counts; if both tell the same story, it is not the scale's doing.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau
from statsmodels.miscmodels.ordinal_model import OrderedModel

from feedback.analysis.arrays import FloatArray, freeze

#: Of more people than this as many are drawn: the time of the fit grows with them, and
#: a check needs no more.
MOST_PEOPLE = 5000
ROUNDS = 200
#: Largest slope of the mean log-likelihood that counts as none.
FLAT = 1e-8
#: With a larger error (in log odds per standard deviation) levels are parted
#: completely: the likelihood rises without end, and the search stopped on the way.
LARGEST_ERROR = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Ordinal:
    """Proportional odds of a higher overall level; nan where there is no fit."""

    items: FloatArray
    overall: FloatArray
    seed: int
    #: People the fit rests on, who answered everything.
    people: int
    #: Log odds of a higher level for one more on the item, and its standard error.
    effect: FloatArray
    error: FloatArray
    #: Effects for one standard deviation of the item, comparable between items.
    standardised: FloatArray
    #: Where the levels part, one fewer than there are levels.
    thresholds: FloatArray
    log_likelihood: float

    @property
    def is_fitted(self) -> bool:
        """Return whether the model could be fitted."""
        return not np.isnan(self.log_likelihood)


def fit_ordinal(items: npt.ArrayLike, overall: npt.ArrayLike, seed: int) -> Ordinal:
    """Return the proportional odds model of the overall level given the items.

    Parameters
    ----------
    items : array_like of float, shape (people, items)
        Answers, nan where there is none.
    overall : array_like of float, shape (people,)
        Levels of overall satisfaction.
    seed : int
        Of the people drawn where there are more than `MOST_PEOPLE`.

    Returns
    -------
    Ordinal
        Nothing where fewer people answered than there are parameters and one, the
        overall level never differs, an item never differs or repeats others, or the
        likelihood has no maximum (levels that the items part completely).

    Raises
    ------
    ValueError
        If there is not one row of items per overall answer.

    References
    ----------
    .. [1] McCullagh (1980), Regression models for ordinal data, JRSS B 42, 109-142.

    Examples
    --------
    >>> items = [[1], [2], [3], [4], [5], [1], [2], [3], [4], [5]]
    >>> found = fit_ordinal(items, [1, 1, 2, 3, 3, 2, 1, 3, 2, 3], seed=1)
    >>> round(float(found.effect[0]), 2), found.people
    (1.54, 10)
    """
    table = np.array(items, dtype=np.float64, ndmin=2)
    answers = np.array(overall, dtype=np.float64, ndmin=1)
    if len(table) != len(answers):
        raise ValueError("items and overall must have one row per person")
    is_complete = ~(np.isnan(table).any(axis=1) | np.isnan(answers))
    kept, given = table[is_complete], answers[is_complete]
    if len(kept) > MOST_PEOPLE:
        rng = np.random.default_rng(seed)
        places = np.sort(rng.choice(len(kept), MOST_PEOPLE, replace=False))
        kept, given = kept[places], given[places]
    effect, error, thresholds, log_likelihood = _fit(kept, given)
    deviation = kept.std(axis=0, ddof=1) if len(kept) > 1 else np.nan
    return Ordinal(
        freeze(table),
        freeze(answers),
        seed,
        len(kept),
        freeze(effect),
        freeze(error),
        freeze(effect * deviation),
        freeze(thresholds),
        log_likelihood,
    )


def compare_order(importance: npt.ArrayLike, ordinal: Ordinal) -> float:
    """Return how far two rankings of the items agree, -1 to 1 (Kendall's tau-b).

    Parameters
    ----------
    importance : array_like of float, shape (items,)
        The drivers' importance.
    ordinal : Ordinal
        The model, whose items are ranked by the size of their standardised effects.

    Returns
    -------
    float
        1 where both put the items in one order; nan without a fit, with one item, or
        if either ranks all items alike.
    """
    given = np.asarray(importance, dtype=np.float64)
    sizes = np.abs(ordinal.standardised)
    if len(given) < 2 or np.isnan([given, sizes]).any():
        return np.nan
    return float(kendalltau(given, sizes).statistic)


def _fit(
    items: FloatArray, overall: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Return effects, errors, thresholds and log-likelihood; nan without a fit."""
    levels, codes = np.unique(overall, return_inverse=True)
    number, steps = items.shape[1], max(len(levels) - 1, 0)
    nothing = (
        np.full(number, np.nan),
        np.full(number, np.nan),
        np.full(steps, np.nan),
        np.nan,
    )
    # A column of ones finds out an item that never differs.
    with_one = np.column_stack([np.ones(len(items)), items])
    is_full = len(items) and np.linalg.matrix_rank(with_one) == number + 1
    if not is_full or not steps or len(items) <= number + steps:
        return nothing
    model = OrderedModel(codes, items, distr="logit")
    with warnings.catch_warnings():
        # Whether it went well is asked of the result, not of warnings.
        warnings.simplefilter("ignore")
        found = model.fit(method="bfgs", maxiter=ROUNDS, gtol=FLAT, disp=False)
        errors = np.asarray(found.bse, dtype=np.float64)[:number]
    if not np.all(errors * items.std(axis=0) < LARGEST_ERROR):
        return nothing
    parameters = np.asarray(found.params, dtype=np.float64)
    thresholds = np.asarray(model.transform_threshold_params(parameters[number:]))
    return parameters[:number], errors, thresholds[1:-1], float(found.llf)
