"""Themes of comments: what people write about, found anew each month and named alike.

Words are segmented (Vietnamese words hold spaces), weighed by TF-IDF and split into
themes by non-negative matrix factorisation. A theme is a list of words and nothing
more: made by a machine, to be marked as such, deciding nothing.

Importing this module loads underthesea and scikit-learn, half a second each and about
115 MB together: it is for jobs, never for a web process.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from underthesea import word_tokenize

from feedback.analysis.arrays import BoolArray, FloatArray, IntArray, freeze
from feedback.analysis.stopwords import STOPWORDS

#: Fewer comments make themes of single voices, by which people can be recognised.
MIN_COMMENTS = 100
#: A word must occur in this many comments, so that no theme quotes one person.
MIN_MENTIONS = 10
#: A theme smaller than this is not told.
MIN_MEMBERS = 10
#: Words of a theme that are shown and compared.
TOP_WORDS = 10
#: Themes of two months are the same from this cosine of their words on.
SAME_THEME = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One theme of one month."""

    #: Kept from month to month while the words stay alike.
    id: int
    words: tuple[str, ...]
    weights: FloatArray
    #: Comments whose strongest theme it is, and their share of all comments.
    members: int
    share: float
    #: Positions of its clearest comments among those already published.
    examples: tuple[int, ...]
    #: What goes with it: the mean of the values given, over the members that have
    #: one; None where fewer than `MIN_MEMBERS` have.
    mean_value: float | None
    n_values: int


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """The themes of one month, largest first; none from too few comments."""

    n_comments: int
    seed: int
    themes: tuple[Theme, ...]
    #: Position in `themes` of each comment's strongest theme; -1 for none.
    theme_of: IntArray
    #: The highest id given so far, so that an old one is never given again.
    last_id: int
    #: Why there are no themes, or an empty text.
    reason: str = ""

    def __len__(self) -> int:
        return len(self.themes)


def segment_words(text: str) -> list[str]:
    """Return the words of a text without stop words, numbers and punctuation.

    Words of several syllables are joined by underscores. Without diacritics the
    segmenter sees syllables only; such comments still count, but less well.

    Examples
    --------
    >>> segment_words("Cán bộ hướng dẫn hồ sơ rất nhiệt tình!")
    ['cán_bộ', 'hướng_dẫn', 'hồ_sơ', 'nhiệt_tình']
    """
    words = (word.replace(" ", "_").lower() for word in word_tokenize(text))
    return [
        word
        for word in words
        if len(word) > 1 and word.replace("_", "").isalpha() and word not in STOPWORDS
    ]


def find_themes(
    texts: Sequence[str],
    is_published: npt.ArrayLike,
    n_themes: int,
    seed: int,
    former: Themes | None = None,
    values: npt.ArrayLike | None = None,
) -> Themes:
    """Return the themes of one month's comments.

    The factorisation starts from the singular vectors (NNDSVDa), so that the same
    comments give the same themes. Themes are matched to the former month's by the
    cosine of their words, each to one at most, so that the sum of cosines is largest;
    from 0.5 on a theme keeps the former id. Themes that few comments belong to are
    left out, and their comments have none.

    Under 100 comments, or without a word in 10 of them, there are no themes and the
    reason says so; ids of the former month are then not lost (`last_id`), but matching
    starts anew.

    Parameters
    ----------
    texts : sequence of str
        Public texts of the comments.
    is_published : array_like of bool
        Which may be shown as examples.
    n_themes : int
        How many are looked for.
    seed : int
        Of the factorisation.
    former : Themes, optional
        Those of the month before.
    values : array_like of float, optional
        What goes with each comment, for instance the published rate of its agency and
        month, or an answer of a survey that asked for both; nan where there is none.
        The author's own rating on this platform can never be it: the design leaves a
        rating and a comment no key in common.

    References
    ----------
    .. [1] Lee, Seung (1999), Learning the parts of objects by non-negative matrix
       factorization, Nature 401, 788-791.
    .. [2] Boutsidis, Gallopoulos (2008), SVD based initialization: a head start for
       nonnegative matrix factorization, Pattern Recognition 41, 1350-1362.

    Examples
    --------
    >>> find_themes(["Tốt"], [True], 5, seed=1).reason
    'fewer than 100 comments'
    """
    shown, numbers = _check_columns(len(texts), is_published, values)
    last_id = former.last_id if former else 0
    words = [segment_words(text) for text in texts]
    counts = _count_words(words)
    if len(texts) < MIN_COMMENTS or not counts:
        few = f"fewer than {MIN_COMMENTS} comments"
        rare = f"no word in {MIN_MENTIONS} comments"
        reason = few if len(texts) < MIN_COMMENTS else rare
        none = freeze(np.full(len(texts), -1))
        return Themes(len(texts), seed, (), none, last_id, reason)
    strength, parts, vocabulary = _factorise(words, n_themes, seed)
    strongest = np.where(strength.any(axis=1), strength.argmax(axis=1), -1)
    members = np.bincount(strongest[strongest >= 0], minlength=len(parts))
    kept = [p for p in np.argsort(-members, kind="stable") if members[p] >= MIN_MEMBERS]
    drafts = [_name_words(parts[part], vocabulary) for part in kept]
    ids, last_id = _match_ids(drafts, former.themes if former else (), last_id)
    themes = tuple(
        _describe(identity, draft, strength[:, part], strongest == part, shown, numbers)
        for identity, draft, part in zip(ids, drafts, kept, strict=True)
    )
    place = np.full(len(parts) + 1, -1)
    place[kept] = np.arange(len(kept))
    return Themes(len(texts), seed, themes, freeze(place[strongest]), last_id)


def _check_columns(
    size: int, is_published: npt.ArrayLike, values: npt.ArrayLike | None
) -> tuple[BoolArray, FloatArray]:
    shown = np.asarray(is_published, dtype=bool)
    unknown = np.full(size, np.nan)
    numbers = unknown if values is None else np.asarray(values, dtype=np.float64)
    if shown.shape != (size,) or numbers.shape != (size,):
        raise ValueError("texts, is_published and values must be of one length")
    return shown, numbers


def _count_words(words: list[list[str]]) -> int:
    """Return how many words occur in enough comments to be told."""
    _, counts = np.unique(
        [word for each in words for word in set(each)], return_counts=True
    )
    return int(np.count_nonzero(counts >= MIN_MENTIONS))


def _factorise(
    words: list[list[str]], n_themes: int, seed: int
) -> tuple[FloatArray, FloatArray, list[str]]:
    """Return how strong each theme is in each comment, its words, the vocabulary."""
    vectorizer = TfidfVectorizer(
        analyzer=_take_words, min_df=MIN_MENTIONS, sublinear_tf=True
    )
    weighed: csr_matrix = vectorizer.fit_transform(words)
    rank = min(n_themes, *weighed.shape)
    model = NMF(rank, init="nndsvda", random_state=seed, max_iter=400, tol=1e-3)
    with warnings.catch_warnings():
        # Which words a theme is told by is settled long before the last digits are.
        warnings.simplefilter("ignore", ConvergenceWarning)
        strength = model.fit_transform(weighed)
    return strength, model.components_, vectorizer.get_feature_names_out().tolist()


def _take_words(words: list[str]) -> list[str]:
    return words


def _name_words(
    part: FloatArray, vocabulary: list[str]
) -> tuple[tuple[str, ...], FloatArray]:
    """Return the heaviest words of a theme with their weights, scaled to length 1."""
    heaviest = np.argsort(-part, kind="stable")[:TOP_WORDS]
    top = heaviest[part[heaviest] > 0]
    weights = part[top] / np.linalg.norm(part[top])
    return tuple(vocabulary[place] for place in top), freeze(weights)


def _match_ids(
    drafts: list[tuple[tuple[str, ...], FloatArray]],
    former: tuple[Theme, ...],
    last_id: int,
) -> tuple[list[int], int]:
    """Return the former id of each theme that stayed, new ones for the others."""
    cosine = np.zeros((len(drafts), len(former)))
    for row, (words, weights) in enumerate(drafts):
        weight_of = dict(zip(words, weights, strict=True))
        for column, theme in enumerate(former):
            cosine[row, column] = sum(
                weight_of.get(word, 0.0) * weight
                for word, weight in zip(theme.words, theme.weights, strict=True)
            )
    kept = {
        int(row): former[column].id
        for row, column in zip(*linear_sum_assignment(-cosine), strict=True)
        if cosine[row, column] >= SAME_THEME
    }
    ids = []
    for row in range(len(drafts)):
        last_id += row not in kept
        ids.append(kept.get(row, last_id))
    return ids, last_id


def _describe(
    identity: int,
    draft: tuple[tuple[str, ...], FloatArray],
    strength: FloatArray,
    is_member: BoolArray,
    shown: BoolArray,
    numbers: FloatArray,
) -> Theme:
    members = int(is_member.sum())
    clearest = np.argsort(-np.where(is_member & shown, strength, -1), kind="stable")
    examples = tuple(
        int(place) for place in clearest[:3] if is_member[place] and shown[place]
    )
    known = numbers[is_member & ~np.isnan(numbers)]
    return Theme(
        identity,
        *draft,
        members,
        members / len(is_member),
        examples,
        float(known.mean()) if len(known) >= MIN_MEMBERS else None,
        len(known),
    )
