"""The tone of comments: satisfied or not, guessed by a machine that may abstain.

A logistic regression on character and word weights learns from texts whose tone is
known. It answers only where it is sure enough, and its accuracy, the part it answers,
and how far its certainty can be believed are measured on texts it has not seen.

Where known tones come from: authors who, as they write, name their comment praise or a
problem; that is a label of the words. They could also come from staff who label
published comments, or from surveys of other tools that were imported with rating and
text in one row. Never from joining this platform's own ratings and comments: each
carries a hash of its own of the receipt, and no table holds both, so that what somebody
wrote is never evidence of how they rated.

Who names a tone is not like who does not, so the worth measured on named comments is an
upper guess of the worth on the others, and the two are counted apart. There are two
answers only: a proposal is called one or the other, or left open.

A tone is marked as made by a machine and decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.intervals import Interval, wilson_intervals

#: Fewer known texts of either tone teach nothing.
MIN_OF_EACH = 50
#: Certainty from which an answer is given.
THRESHOLD = 0.8
#: Parts of the cross-validation.
FOLDS = 5
#: Edges of the certainty classes in the calibration table.
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)

#: What the model answers: not satisfied, satisfied, or nothing.
DISSATISFIED, SATISFIED, ABSTAINED = 0, 1, -1


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Per class of certainty: what was claimed and what was right."""

    lower: FloatArray
    upper: FloatArray
    n: IntArray
    #: nan where the class is empty.
    mean_certainty: FloatArray
    accuracy: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ToneModel:
    """A fitted model, and what it was worth on texts it had not seen."""

    pipeline: Pipeline
    threshold: float
    seed: int
    #: Known texts, and how many of them are satisfied.
    n: int
    n_satisfied: int
    #: Of the answers given, how many were right; without bounds where none was given.
    accuracy: Interval
    #: Of the texts, how many were answered.
    coverage: Interval
    #: What always naming the commoner tone would reach.
    baseline: float
    calibration: Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """Guessed tones of comments."""

    #: 1 satisfied, 0 not, -1 abstained.
    tone: IntArray
    #: Chance of being satisfied, by the model; nan for an empty text.
    chance: FloatArray
    threshold: float
    #: To be shown wherever a tone is.
    is_machine_made: bool = True

    def __len__(self) -> int:
        return len(self.tone)


def train_tones(
    texts: Sequence[str],
    is_satisfied: npt.ArrayLike,
    seed: int,
    threshold: float = THRESHOLD,
) -> ToneModel | None:
    """Return a model of tone with its cross-validated worth, or None.

    None when either tone has fewer than 50 known texts. Texts that are the same are
    kept together in no way: copies should be taken out first (`copies.find_copies`),
    or the accuracy flatters.

    Parameters
    ----------
    texts : sequence of str
        Empty ones are left out.
    is_satisfied : array_like of bool
        What is known of each.
    seed : int
        Of the folds.
    threshold : float
        Certainty under which the model abstains, at least 0.5.

    References
    ----------
    .. [1] Wang, Manning (2012), Baselines and bigrams: simple, good sentiment and
       topic classification, ACL 2012, 90-94.
    .. [2] Chow (1970), On optimum recognition error and reject tradeoff, IEEE
       Transactions on Information Theory 16, 41-46.
    .. [3] Niculescu-Mizil, Caruana (2005), Predicting good probabilities with
       supervised learning, ICML, 625-632.

    Examples
    --------
    >>> train_tones(["Tốt", "Chậm"], [True, False], seed=1) is None
    True
    """
    labels = np.asarray(is_satisfied, dtype=bool)
    if labels.shape != (len(texts),):
        raise ValueError("texts and is_satisfied must be of one length")
    is_written = np.array([bool(text.strip()) for text in texts], dtype=bool)
    labels = labels[is_written]
    known = [text for text in texts if text.strip()]
    n, satisfied = len(labels), int(labels.sum())
    if min(satisfied, n - satisfied) < MIN_OF_EACH:
        return None
    pipeline = _make_pipeline()
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    chances = cross_val_predict(
        pipeline, known, labels, cv=folds, method="predict_proba"
    )[:, 1]
    is_given, is_right = _answer(chances, labels, threshold)
    return ToneModel(
        pipeline.fit(known, labels),
        threshold,
        seed,
        n,
        satisfied,
        wilson_intervals([int(is_right.sum())], [int(is_given.sum())]).at(0),
        wilson_intervals([int(is_given.sum())], [n]).at(0),
        max(satisfied, n - satisfied) / n,
        _calibrate(chances, labels),
    )


def guess_tones(model: ToneModel, texts: Sequence[str]) -> Tones:
    """Return the tone of each text, or abstention where the model is not sure.

    Parameters
    ----------
    model : ToneModel
        As `train_tones` gives it.
    texts : sequence of str
        An empty one has no chance and no tone.

    Examples
    --------
    >>> good, bad = ["Rất nhanh, cảm ơn"] * 60, ["Quá chậm, thất vọng"] * 60
    >>> model = train_tones(good + bad, [True] * 60 + [False] * 60, seed=1)
    >>> guess_tones(model, ["Nhanh lắm cảm ơn", "Chậm thất vọng", "abc"]).tone.tolist()
    [1, 0, -1]
    """
    is_written = np.array([bool(text.strip()) for text in texts], dtype=bool)
    chance = np.full(len(texts), np.nan)
    if is_written.any():
        written = [text for text in texts if text.strip()]
        chance[is_written] = model.pipeline.predict_proba(written)[:, 1]
    tone = np.full(len(texts), ABSTAINED)
    tone[chance >= model.threshold] = SATISFIED
    tone[chance <= 1 - model.threshold] = DISSATISFIED
    return Tones(freeze(tone), freeze(chance), model.threshold)


def _make_pipeline() -> Pipeline:
    """Return weights of character runs, which bear misspelling within words."""
    return make_pipeline(
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True
        ),
        LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear"),
    )


def _answer(
    chances: FloatArray, labels: BoolArray, threshold: float
) -> tuple[BoolArray, BoolArray]:
    """Return where an answer is given, and where it is given and right."""
    certainty = np.maximum(chances, 1 - chances)
    is_given: BoolArray = certainty >= threshold
    is_right: BoolArray = is_given & ((chances >= 0.5) == labels)
    return is_given, is_right


def _calibrate(chances: FloatArray, labels: BoolArray) -> Calibration:
    certainty = np.maximum(chances, 1 - chances)
    is_right = (chances >= 0.5) == labels
    edges = np.array(EDGES)
    place = np.clip(np.searchsorted(edges, certainty, side="right") - 1, 0, None)
    place = np.minimum(place, len(edges) - 2)
    n = np.bincount(place, minlength=len(edges) - 1)
    scale = np.where(n > 0, n, np.nan)
    return Calibration(
        freeze(edges[:-1]),
        freeze(edges[1:]),
        freeze(n),
        freeze(np.bincount(place, certainty, len(n)) / scale),
        freeze(np.bincount(place, is_right, len(n)) / scale),
    )
