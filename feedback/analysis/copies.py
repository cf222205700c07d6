"""Comments that are the same, or nearly: one text sent many times with small edits.

Texts are folded (case, diacritics, punctuation) and cut into runs of five characters.
Two texts are near-identical when they share at least 70 % of all their runs (Jaccard).
MinHash with banding proposes pairs, so that 20,000 texts need no 200 million
comparisons; every proposed pair is then compared exactly.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from feedback.analysis.arrays import IntArray, freeze

#: Characters of one run.
RUN = 5
#: Share of runs in common from which two texts are near-identical.
ALIKE = 0.7
#: Shorter texts ("tốt", "cảm ơn cán bộ") are alike without any fraud.
MIN_LENGTH = 40
#: 32 bands of 4: a pair alike in 70 % is proposed with chance 1 - (1 - 0.7^4)^32,
#: which is 99.98 %.
BANDS, ROWS = 32, 4
#: Pairs compared at once; keeps the working memory small.
BLOCK = 2**15

_DIACRITICS = re.compile("[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """To which group of near-identical texts each text belongs."""

    #: Jaccard threshold, shortest text compared, seed of the hashing.
    alike: float
    min_length: int
    seed: int
    #: Number of the group from 0, in the order of the groups' first texts; -1 for
    #: texts without a copy, and for texts too short to be compared.
    group: IntArray
    #: Texts of each group, at least two.
    sizes: IntArray

    def __len__(self) -> int:
        return len(self.group)


def find_copies(
    texts: Sequence[str],
    seed: int,
    alike: float = ALIKE,
    min_length: int = MIN_LENGTH,
) -> Copies:
    """Return the groups of near-identical texts, as connected components.

    Two texts of one group need not be alike themselves: a chain of small edits joins
    them. The order of the texts does not matter beyond the numbers of the groups.

    Parameters
    ----------
    texts : sequence of str
        Empty and short ones belong to no group.
    seed : int
        Of the hash functions.
    alike : float
        Jaccard threshold, over 0 and at most 1. Under 0.5 the banding misses pairs.
    min_length : int
        In folded characters; at least 5.

    References
    ----------
    .. [1] Broder (1997), On the resemblance and containment of documents, Compression
       and Complexity of Sequences, 21-29.
    .. [2] Leskovec, Rajaraman, Ullman (2020), Mining of Massive Datasets, 3rd ed.,
       sections 3.3 and 3.4.
    .. [3] Jindal, Liu (2008), Opinion spam and analysis, WSDM, 219-230.

    Examples
    --------
    >>> texts = [
    ...     "Cán bộ rất nhiệt tình, hướng dẫn kỹ, tôi rất hài lòng với kết quả",
    ...     "Cán bộ rất nhiệt tình, hướng dẫn rất kỹ, tôi hài lòng với kết quả!",
    ...     "Hẹn trả kết quả ngày mùng 5 nhưng đến ngày 12 mới có, phải đi lại"]
    >>> find_copies(texts, seed=1).group.tolist()
    [0, 0, -1]
    """
    folded = [fold_text(text) for text in texts]
    distinct = sorted({text for text in folded if len(text) >= max(min_length, RUN)})
    place_of = {text: place for place, text in enumerate(distinct)}
    place = np.array([place_of.get(text, -1) for text in folded], dtype=np.int64)
    component = _join_alike(distinct, seed, alike)
    group = np.where(place >= 0, component[place], -1) if distinct else place
    return Copies(alike, min_length, seed, *_number_groups(group))


def list_distinct(texts: Sequence[str], seed: int) -> IntArray:
    """Return the places of the texts without later copies of any length.

    Of a group of near-identical texts, as `find_copies` joins them, the first stays.
    What shares its copies between learning and testing flatters itself; so here the
    short ones count as copies too, which alone prove nothing of fraud.

    Examples
    --------
    >>> list_distinct(["Tốt", "tốt!", "Rất tận tình", "rất tận tình.", ""], seed=1)
    array([0, 2, 4])
    """
    group = find_copies(texts, seed, min_length=RUN).group
    first: dict[int | str, int] = {}
    for place, text in enumerate(texts):
        key = int(group[place]) if group[place] >= 0 else fold_text(text)
        first.setdefault(key, place)
    return freeze(np.array(list(first.values()), dtype=np.int64))


def fold_text(text: str) -> str:
    """Return a text without case, diacritics, punctuation and doubled spaces.

    Examples
    --------
    >>> fold_text("Rất  HÀI LÒNG, đúng hẹn!")
    'rat hai long dung hen'
    """
    spread = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return _BETWEEN_WORDS.sub(" ", _DIACRITICS.sub("", spread)).strip()


def _number_groups(component: IntArray) -> tuple[IntArray, IntArray]:
    """Return components of two texts and more, numbered by their first text."""
    members = np.bincount(component[component >= 0], minlength=1)
    is_group = (component >= 0) & (members[component] > 1)
    kept, first = np.unique(component[is_group], return_index=True)
    kept = kept[np.argsort(first)]
    number = np.full(len(members), -1)
    number[kept] = np.arange(len(kept))
    group = np.where(is_group, number[component], -1)
    return freeze(group), freeze(members[kept])


def _join_alike(distinct: list[str], seed: int, alike: float) -> IntArray:
    """Return the component of each distinct text."""
    size = len(distinct)
    if not size:
        return np.zeros(0, dtype=np.int64)
    runs, starts = _cut_runs(distinct)
    left, right = _propose_pairs(_sign(runs, starts, seed))
    is_alike = _compare_pairs(runs, starts, left, right) >= alike
    edges = (left[is_alike], right[is_alike])
    graph = csr_array((np.ones(len(edges[0])), edges), shape=(size, size))
    component: IntArray = connected_components(graph, directed=False)[1].astype(
        np.int64
    )
    return component


def _cut_runs(texts: list[str]) -> tuple[Words, IntArray]:
    """Return the distinct runs of all texts, hashed, and where each text begins."""
    lengths = np.array([len(text) for text in texts])
    joined = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    hashed = np.zeros(len(joined) - RUN + 1, dtype=np.uint64)
    for step in range(RUN):
        hashed *= np.uint64(0x100000001B3)
        hashed += joined[step : step + len(hashed)]
    hashed = _mix(hashed)
    text = np.repeat(np.arange(len(texts)), lengths)[: len(hashed)]
    ends = np.cumsum(lengths)
    is_inside = np.arange(len(hashed)) + RUN <= ends[text]
    text, hashed = text[is_inside], hashed[is_inside]
    order = np.lexsort((hashed, text))
    text, hashed = text[order], hashed[order]
    is_first = np.ones(len(text), dtype=bool)
    is_first[1:] = (text[1:] != text[:-1]) | (hashed[1:] != hashed[:-1])
    text, hashed = text[is_first], hashed[is_first]
    return hashed, np.searchsorted(text, np.arange(len(texts) + 1))


def _mix(values: Words) -> Words:
    """Return the values with their bits well stirred (finaliser of SplitMix64)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))


def _sign(runs: Words, starts: IntArray, seed: int) -> Words:
    """Return the smallest value of each hash function over each text's runs."""
    random = np.random.default_rng(seed)
    salts = random.integers(0, 2**64, BANDS * ROWS, dtype=np.uint64)
    signature = np.empty((len(starts) - 1, len(salts)), dtype=np.uint64)
    for place, salt in enumerate(salts):
        signature[:, place] = np.minimum.reduceat(_mix(runs ^ salt), starts[:-1])
    return signature


def _propose_pairs(signature: Words) -> tuple[IntArray, IntArray]:
    """Return pairs that agree in all rows of some band.

    Of a bucket only each text with the first and with the one before are proposed:
    components need no more, and a text sent 5,000 times does not make 12 million pairs.
    """
    found = []
    for band in range(BANDS):
        rows = signature[:, band * ROWS : (band + 1) * ROWS]
        code = np.zeros(len(rows), dtype=np.uint64)
        for column in rows.T:
            code = _mix(code ^ column)
        order = np.argsort(code, kind="stable")
        code = code[order]
        is_first = np.append(True, code[1:] != code[:-1])
        first = np.maximum.accumulate(np.where(is_first, np.arange(len(code)), 0))
        later = np.flatnonzero(~is_first)
        for other in (first[later], later - 1):
            found.append(order[other] * len(code) + order[later])
    packed = np.unique(np.concatenate(found))
    return packed // len(signature), packed % len(signature)


def _compare_pairs(
    runs: Words, starts: IntArray, left: IntArray, right: IntArray
) -> npt.NDArray[np.float64]:
    """Return the exact Jaccard similarity of each pair."""
    _, column = np.unique(runs, return_inverse=True)
    shape = (len(starts) - 1, int(column.max()) + 1)
    held = csr_array((np.ones(len(runs), dtype=np.int32), column, starts), shape=shape)
    sizes = np.diff(starts)
    common = np.zeros(len(left))
    for start in range(0, len(left), BLOCK):
        block = slice(start, start + BLOCK)
        shared = held[left[block]].multiply(held[right[block]])
        common[block] = shared.sum(axis=1)
    together: npt.NDArray[np.float64] = sizes[left] + sizes[right] - common
    return common / together
